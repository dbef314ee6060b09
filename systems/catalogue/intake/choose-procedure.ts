import type { Account } from './account.ts'
import { type Element, saidIn, textOf, within } from './element.ts'
import { approving, drawerByName, drawerOfCode, drawerWords } from './power-words.ts'
import { type Procedure, procedures } from './procedures.ts'

export interface Chosen {
  readonly procedure: Procedure
  readonly drawer: string
}

const matching = <Key>(words: readonly (readonly [RegExp, Key])[], text: string): Key | undefined =>
  words.find(([form]) => form.test(text))?.[1]

/** 选程序 The kind of power and the template nearest to it; what was doubtful about the choice is said. */
export function chooseProcedure(item: Element, account: Account): Chosen {
  const name = textOf(item.entries.get('name')) ?? textOf(item.entries.get('content')) ?? ''
  const kind = item.entries.get('kind')
  const above = item.entries.get('kind (above)')
  const code = textOf(within(item, 'kind.code')) ?? (/^\d{1,2}$/.test(textOf(kind) ?? '') ? textOf(kind) : undefined)
  const words = textOf(within(item, 'kind.zh')) ?? textOf(saidIn(kind))
  const two = code?.padStart(2, '0') ?? ''
  // A source may say any word for a code, also one that every object knows.
  const byCode = Object.hasOwn(drawerOfCode, two) ? drawerOfCode[two] : undefined
  const byWords = words === undefined ? undefined : matching(drawerWords, words)
  if (byCode !== undefined && byWords !== undefined && byCode !== byWords)
    account.contradict(kind!.path, `类型码 ${code} 与“${words}”不一致 the number and the name of the kind differ`)
  const said = byCode ?? byWords
  const byName = matching(drawerByName, name)
  const drawer = said ?? matching(drawerWords, textOf(within(item, 'kind (above).zh')) ?? '') ?? byName ?? 'other'
  if (said !== undefined) {
    account.understood(kind, 'category.drawer', drawer)
    account.understood(above, 'category.drawer', drawer)
  } else if (kind === undefined && above !== undefined) account.understood(above, 'category.drawer', drawer)
  else
    account.decide(
      'category.drawer',
      `${kind === undefined ? '没有写事项类型' : `“${words ?? code ?? ''}”不是可识别的事项类型`}，依名称暂归 ${drawer}，须由编辑核定 the kind is not known; by its name for now`,
    )
  if (
    said !== undefined &&
    !['permit', 'other', 'penalty'].includes(drawer) &&
    approving.test(name.replaceAll(/审批局/g, ''))
  )
    if (drawer === 'service' || drawer === 'confirmation')
      account.contradict(
        kind!.path,
        `名称是审批，类型却是${words ?? drawer} an approval published under a kind that approves nothing`,
        { law: '优化营商环境条例', articles: [40] },
      )
  return { drawer, procedure: nearest(item, drawer, `${name} ${textOf(item.entries.get('content')) ?? ''}`, account) }
}

/** Of the procedures of the drawer the one whose words the source has; else the one most of whose stages the source names. */
function nearest(item: Element, drawer: string, name: string, account: Account): Procedure {
  const own = procedures.filter(one => one.drawer === drawer)
  const steps = (item.entries.get('flow')?.items ?? []).map(step => textOf(step) ?? textOf(within(step, 'step')) ?? '')
  const text = `${name} ${[...item.entries.keys()].join(' ')} ${steps.join(' ')}`
  const named = own.find(({ words }) => words?.test(name)) ?? own.find(({ words }) => words?.test(text))
  if (named) return named
  const general = own.find(({ words }) => words === undefined)
  if (general) return general
  const score = ({ stages }: Procedure) => steps.filter(step => stages.some(([form]) => form.test(step))).length
  const found = own.toSorted((a, b) => score(b) - score(a))[0]
  account.decide(
    'extends',
    `${drawer} 有几种程序，来源没有写明是哪一种，暂用 ${found!.template} the source does not say which procedure`,
  )
  return found!
}
