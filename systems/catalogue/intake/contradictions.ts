import { allOf, type Element, flagOf, numberOf, saidIn, textOf, within } from './element.ts'
import type { Making } from './making.ts'
import { isFree } from './write-content.ts'
import { countedIn, inDays, type Span, shown, spanIn } from './write-time.ts'

/** 矛盾 What the source says twice and differently. The draft takes the side that the law or the shorter promise is on; both are told. */
export function findContradictions(making: Making): void {
  times(making)
  materials(making)
  fees(making)
}

const said = /([零一二两三四五六七八九十百\d]+)\s*个?\s*(工作日|日|天)(?!前|起|以上|后)/g
const numerals = '零一二三四五六七八九'

/** Days named in a text that is about how long the matter takes. */
function spansIn(text: string): readonly number[] {
  return [...text.matchAll(said)].flatMap(([, words]) => {
    const value = /^\d+$/.test(words!) ? Number(words) : tens(words!)
    return value > 0 ? [value] : []
  })
}
function tens(words: string): number {
  const [left = '', right] = words.replaceAll('两', '二').split('十')
  if (right === undefined) return numerals.indexOf(left)
  return (left === '' ? 1 : numerals.indexOf(left)) * 10 + (right === '' ? 0 : numerals.indexOf(right))
}

function times({ item, account, drawer }: Making): void {
  const unit = countedIn(drawer)
  const statutory = within(item, 'limits.statutory')
  const promised = within(item, 'limits.promised')
  const legal = spanIn(statutory, unit)
  const own = spanIn(promised, unit)
  if (legal && own && inDays(own) > inDays(legal))
    account.contradict(
      own && (within(promised!, 'value')?.path ?? promised!.path),
      `承诺 ${shown(own)} 长于法定 ${shown(legal)} promised is longer than statutory`,
    )
  for (const [element, span] of [
    [statutory, legal],
    [promised, own],
  ] as const)
    explained(account, element, span)
  steps(item, account, legal, own)
  const kind = textOf(within(item, 'caseType.code')) ?? textOf(saidIn(item.entries.get('caseType'))) ?? ''
  if (/^1$|即办/.test(kind) && own)
    account.contradict(
      item.entries.get('caseType')!.path,
      `即办件却承诺 ${shown(own)} immediate, but with a promised time`,
    )
  if (/^2$|承诺/.test(kind) && numberOf(within(item, 'limits.promised.value')) === 0)
    account.contradict(item.entries.get('caseType')!.path, '承诺件却承诺当场办结 promised, but at once')
  const named = [legal, own].flatMap(span => (span ? [span.value] : []))
  if (named.length === 0) return
  for (const element of allOf(item.entries.get('faq') ?? item)) {
    if (element.path === '' || !/faq|常见问题|说明|guide/.test(element.path)) continue
    const text = textOf(element) ?? ''
    if (!/办结|办理|答复|多久|时限|时间|审批/.test(text)) continue
    for (const value of spansIn(text))
      if (!named.includes(value))
        account.contradict(
          element.path,
          `这里说 ${value} 天，时限写 ${named.join('、')} another number of days is named here`,
        )
  }
}

/** A note that explains a limit with another number of days, unless it speaks of an extension or of what does not count. */
function explained(account: Making['account'], element: Element | undefined, span: Span | undefined): void {
  if (!element || !span) return
  for (const key of ['note', 'explained', 'explain', 'text']) {
    const text = textOf(element.entries.get(key))
    if (text === undefined) continue
    for (const value of spansIn(text.replaceAll(/[^。；;,，]*(?:延长|不计|不含|除外)[^。；;,，]*/g, '')))
      if (value !== span.value)
        account.contradict(
          element.entries.get(key)!.path,
          `时限写 ${shown(span)}，说明却是 ${value} 天 the explanation names other days`,
        )
  }
}

function steps(item: Element, account: Making['account'], legal: Span | undefined, own: Span | undefined): void {
  const spans = (item.entries.get('flow')?.items ?? []).flatMap(step =>
    step.entries.has('days') ? (spanIn(step, 'workday') ?? []) : (spanIn(step.entries.get('limit'), 'workday') ?? []),
  )
  const whole = own ?? legal
  if (!whole || spans.length < 2) return
  const days = spans.reduce((sum, span) => sum + inDays(span), 0)
  const differs = own ? Math.abs(days - inDays(whole)) > 0.01 : days > inDays(whole) + 0.01
  if (!differs) return
  const element = within(item, own ? 'limits.promised' : 'limits.statutory')!
  account.contradict(
    within(element, 'value')?.path ?? element.path,
    `各环节合计 ${spans.reduce((sum, { value }) => sum + value, 0)} 天，与 ${shown(whole)} 不符 the steps do not add up`,
  )
}

const plain = (name: string): string =>
  name.normalize('NFKC').replaceAll(/[（(][^）)]*[)）]|原件|复印件|及复印件|[《》“”"、，,\s]/g, '')

function materials({ item, account }: Making): void {
  const seen = new Map<string, Element>()
  for (const element of item.entries.get('materials')?.items ?? []) {
    const name = textOf(within(element, 'name')) ?? textOf(element)
    if (name === undefined) continue
    const same = seen.get(plain(name))
    if (same)
      account.contradict(
        element.path,
        `与 ${same.path} 是同一份材料，写了两次${(textOf(within(same, 'name')) ?? '') === name ? '' : '，名称不同'} the same paper twice`,
      )
    else seen.set(plain(name), element)
    const none = numberOf(within(element, 'originals')) === 0 && numberOf(within(element, 'copies')) === 0
    if (none && flagOf(within(element, 'required')) === true && within(element, 'onlyIf') === undefined)
      account.contradict(element.path, '必须提交，份数却都是 0 required, but no copy of it')
  }
}

function fees({ item, account }: Making): void {
  const fees = item.entries.get('fees')
  const charged = flagOf(fees?.entries.get('charged'))
  const note = textOf(fees?.entries.get('note')) ?? ''
  const items = fees?.entries.get('items')?.items.length ?? 0
  if (charged === false && items > 0)
    account.contradict(fees!.path, '写明不收费，却列了收费标准 no fee, but rates of one')
  const standard = fees?.entries.get('standard')
  if (isFree(fees) && /\d/.test(textOf(standard) ?? ''))
    account.contradict(standard!.path, '写明不收费，却列了收费标准 no fee, but a rate of one')
  // that the approval itself costs nothing says nothing of what is levied by it
  if (
    charged === true &&
    /不收费|免费/.test(note.replaceAll(/(?:审批|办理|手续|服务|登记)[^，。；,;]{0,4}(?:不收费|免费)/g, ''))
  )
    account.contradict(fees!.entries.get('note')!.path, '写明收费，说明却是不收费 a fee, but the note says none')
  const contradicts =
    flagOf(within(item, 'online.available')) === false &&
    /online|网上/.test((item.entries.get('channels')?.items ?? []).map(one => textOf(one) ?? '').join(' '))
  if (contradicts)
    account.contradict(
      within(item, 'online.available')!.path,
      '写明不能网办，办理形式却有网上 not online, but online is a channel',
    )
}
