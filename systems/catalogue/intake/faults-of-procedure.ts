import type { Provision } from '#kernel/definition'
import { allOf, type Element, textOf, within } from './element.ts'
import type { Making } from './making.ts'
import { spanIn } from './write-time.ts'

/** 救济 Where each kind of power must tell how it can be attacked. */
const remedies: Readonly<Record<string, Provision>> = {
  permit: { law: '行政许可法', articles: [38] },
  penalty: { law: '行政处罚法', articles: [59] },
  measure: { law: '行政强制法', articles: [24] },
  execution: { law: '行政强制法', articles: [37] },
  levy: { law: '行政复议法', articles: [20] },
  benefit: { law: '行政复议法', articles: [20] },
  confirmation: { law: '行政复议法', articles: [20] },
}

const wholeText = (element: Element | undefined): string =>
  element === undefined ? '' : [...allOf(element)].flatMap(one => textOf(one) ?? []).join(' ')

/** 程序之误 What the law wants on the way and a published guide or flow does not have; the template has it. */
export function findFaultsOfProcedure(making: Making): void {
  const { item } = making
  const flow = item.entries.get('flow')
  const steps = flow?.items ?? []
  // a row of a list is no guide: what it leaves out stands elsewhere
  const isGuide = steps.length >= 3 || (item.entries.get('materials')?.items.length ?? 0) >= 3
  if (!isGuide) return
  noRemedy(making, flow)
  if (flow && steps.length >= 3) {
    noStep(making, flow)
    noLimit(making, flow, steps)
  }
  predecessors(making)
  unknownLimit(making)
}

function noRemedy({ item, account, drawer, procedure }: Making, flow: Element | undefined): void {
  const kind = drawer === 'compulsion' ? (procedure.template.endsWith('seizure') ? 'measure' : 'execution') : drawer
  const basis = remedies[kind]
  if (!basis || /复议|诉讼|reconsideration|litigation/.test(wholeText(item))) return
  account.fault({
    source: flow?.path ?? item.entries.get('name')?.path ?? 'remedies',
    rule: 'IMPORT_NO_REMEDY',
    text: '没有写行政复议、行政诉讼的途径和期限 how a decision can be attacked is not told',
    doubtful: false,
    basis,
    repaired: '草稿写明复议六十日、诉讼六个月',
  })
}

function noStep({ item, account, procedure }: Making, flow: Element): void {
  const text = `${wholeText(flow)} ${wholeText(item.entries.get('limits'))}`
  for (const { words, what, basis } of procedure.must ?? [])
    if (!words.test(text))
      account.fault({
        source: flow.path,
        rule: 'IMPORT_STEP_MISSING',
        text: `公布的流程没有${what} the published flow lacks this step`,
        doubtful: false,
        basis,
        repaired: '草稿的流程有这一步',
      })
}

/** The time the law gives for the decision and for its service stands nowhere. */
function noLimit({ item, account, drawer, laws, procedure }: Making, flow: Element, steps: readonly Element[]): void {
  if (procedure.template.endsWith('substitute-performance')) return
  const said = ['statutory', 'promised'].some(name => spanIn(within(item, `limits.${name}`), 'workday'))
  const timed = (words: RegExp) =>
    steps.some(
      step =>
        words.test(textOf(within(step, 'step')) ?? textOf(step) ?? '') &&
        /\d|[一二三四五六七八九十]+日/.test(wholeText(step)),
    )
  const has: Readonly<Record<string, boolean>> = {
    decision: said || timed(/决定|审批|批准|确认/),
    delivery: timed(/送达|颁发|发证|办结/),
    release: said || timed(/查封|扣押|解除/),
  }
  for (const law of laws.laws)
    for (const entry of law.limits) {
      const end = entry.to?.find(one => Object.hasOwn(has, one))
      if (!entry.required?.includes(drawer as never) || end === undefined || has[end]) continue
      account.fault({
        source: flow.path,
        rule: 'LAW_LIMIT_MISSING',
        text: `公布的流程没有法定期限：${entry.what} ${entry.value} ${entry.unit} the law's own time is not told`,
        doubtful: false,
        basis: { law: law.law, articles: [entry.article ?? ''] },
        repaired: '草稿有这一时限',
      })
    }
}

const issued = /批复|批准文件|核准文件|预审意见|选址意见书|审查意见|许可证|审核意见/

/** What an item before this one gives, or what is an organ's own paper by its name, is not asked of the applicant. */
function predecessors({ item, account }: Making): void {
  const before = (item.entries.get('predecessorItems')?.items ?? []).flatMap(one => textOf(one) ?? [])
  for (const material of item.entries.get('materials')?.items ?? []) {
    const name = textOf(within(material, 'name')) ?? ''
    const source = textOf(within(material, 'source')) ?? ''
    if (/^government|政府|部门核发/.test(source)) continue
    const given = before.find(one => name.includes(one))
    if (given === undefined && !issued.test(name)) continue
    account.fault({
      source: within(material, 'name')?.path ?? material.path,
      rule: 'IMPORT_HELD_BY_GOVERNMENT',
      text: `“${name}”是行政机关自己作出的${given === undefined ? '' : `（前置事项：${given}）`}，数据共享能取得的不得要求另行提供 an organ’s own paper`,
      doubtful: given === undefined,
      basis: { law: '国务院关于在线政务服务的若干规定', articles: [7] },
      ...(given !== undefined && { repaired: '草稿列为申请人材料，发布前改由机关取得' }),
    })
  }
}

/** A time called statutory that no law named here, and read by us, has. */
function unknownLimit({ item, account, laws, procedure }: Making): void {
  const statutory = within(item, 'limits.statutory')
  if (procedure.law || !spanIn(statutory, 'workday') || textOf(within(statutory!, 'basis')) !== undefined) return
  const named = (item.entries.get('legalBasis')?.items ?? []).flatMap(one => {
    const name = textOf(within(one, 'name')) ?? textOf(one)
    return name === undefined ? [] : [laws.find(name)]
  })
  const read = named.filter(law => law !== undefined && law.verified !== false)
  if (read.length === 0 || read.length < named.length || read.some(law => law!.limits.length > 0)) return
  account.fault({
    source: within(statutory!, 'value')?.path ?? statutory!.path,
    rule: 'LAW_LIMIT_BASIS',
    text: `称为法定时限，${read.map(law => law!.law).join('、')}没有规定日数，只能是承诺 called statutory, but no law named here has it`,
    doubtful: true,
    basis: { law: read[0]!.law, articles: [] },
  })
}

/** 合并检查 Rows of one plan that go to the same objects in the same months are one visit, not several. */
export function findRepeatedVisits(rows: readonly Element[], account: Making['account']): void {
  const seen = new Map<string, Element>()
  for (const row of rows) {
    const target = textOf(within(row, 'target')) ?? ''
    const key = `${target}｜${textOf(within(row, 'method')) ?? ''}｜${textOf(within(row, 'authority.name')) ?? ''}`
    const [from = 0, to = 0] = (textOf(within(row, 'months')) ?? '').match(/\d+/g)?.map(Number) ?? []
    if (target === '' || from === 0) continue
    const before = seen.get(key)
    const [first = 0, last = 0] = (textOf(within(before ?? row, 'months')) ?? '').match(/\d+/g)?.map(Number) ?? []
    if (before && from <= (last || first) && first <= (to || from))
      account.fault({
        source: within(row, 'target')!.path,
        rule: 'IMPORT_VISITS_APART',
        text: `与${before.path}是同一批检查对象、同一时段，应当尽可能合并 the same objects in the same months: one visit`,
        doubtful: true,
        basis: { law: '优化营商环境条例', articles: [54] },
      })
    seen.set(key, before ?? row)
  }
}
