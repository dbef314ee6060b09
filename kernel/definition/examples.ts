import type { CompiledItem } from './compiled.ts'
import type { Finding } from './finding.ts'
import { noPositions, type Positions } from './located.ts'
import type { Example } from './settings/item.ts'

/** What became of an example when it was carried out. */
export interface ExampleResult {
  readonly outcome?: string | null
  readonly ended: boolean
  /** The code of the refusal that stopped it, and at which act (counted from 1). */
  readonly refused?: string
  readonly at?: number
  /** The stages open at the end. */
  readonly stage?: string | readonly string[]
  /** What orders still owe, in fen. */
  readonly owed?: number
  /** Ids of the alarms that were raised. */
  readonly alarms: readonly string[]
  /** The highest level each of them reached. */
  readonly levels?: Readonly<Record<string, string>>
  /** Items of the cases that follow. */
  readonly next?: readonly string[]
}

/** Carries out one example with the real engine; undefined when the engine does not know its acts. Handed in, because the definition knows no engine. */
export type ExampleRunner = (
  item: CompiledItem,
  example: Example,
) => Promise<ExampleResult | undefined> | ExampleResult | undefined

/** 跑示例 Runs every example of an item; whatever differs from what the file expects is a finding at that example. */
export const runExamples = async (
  item: CompiledItem,
  run: ExampleRunner,
  positions: Positions = noPositions(item.definition.item),
): Promise<readonly Finding[]> => (await walkExamples(item, run, positions)).findings

/** The same, and how many were walked and how many wait for verbs to come. */
export async function walkExamples(item: CompiledItem, run: ExampleRunner, positions: Positions) {
  const findings: Finding[] = []
  let waiting = 0
  for (const [index, example] of item.definition.examples.entries()) {
    const path = ['examples', index, 'expect']
    const wrong = await differences(item, example, run)
    if (!wrong) waiting++
    for (const [zh, en] of wrong ?? [])
      findings.push({
        severity: 'error',
        rule: 'EXAMPLE_FAILS',
        ...positions.at(path),
        path: positions.shown(path),
        text: { zh: `示例${nameOf(example)}:${zh}`, en: `Example${nameOf(example)}: ${en}` },
      })
  }
  return { findings, walked: item.definition.examples.length - waiting, waiting }
}

const nameOf = ({ name }: Example) => (name === undefined ? '' : `“${name}”`)

async function differences(
  item: CompiledItem,
  example: Example,
  run: ExampleRunner,
): Promise<readonly (readonly [string, string])[] | undefined> {
  let result: ExampleResult | undefined
  try {
    result = await run(item, example)
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    return [[`运行出错:${said}`, `it failed to run: ${said}`]]
  }
  if (!result) return undefined
  const { expect } = example
  const wrong: (readonly [string, string])[] = []
  const compare = (name: string, zh: string, wanted: unknown, got: unknown) => {
    if (wanted !== undefined && wanted !== got)
      wrong.push([
        `${zh}应为 ${String(wanted)},实为 ${String(got ?? '无')}`,
        `${name} should be ${String(wanted)}, is ${String(got ?? 'none')}`,
      ])
  }
  if (result.refused !== expect.refused)
    if (expect.refused === undefined)
      wrong.push([
        `第 ${result.at ?? '?'} 步被拒绝:${result.refused}`,
        `act ${result.at ?? '?'} was refused: ${result.refused}`,
      ])
    else compare('refused', '拒绝', expect.refused, result.refused)
  compare('outcome', '结果', expect.outcome, result.outcome)
  compare('ended', '办结', expect.ended, result.ended)
  compare('owed', '欠款', expect.owed, result.owed)
  if (expect.stage !== undefined && ![result.stage ?? []].flat().includes(expect.stage))
    compare('stage', '环节', expect.stage, [result.stage ?? []].flat().join('、'))
  if (expect.alarms) {
    const levelled = new Set(expect.alarms.flatMap(alarm => (typeof alarm === 'string' ? [] : [alarm.id])))
    const wanted = expect.alarms.map(alarm => (typeof alarm === 'string' ? alarm : `${alarm.id}:${alarm.level}`))
    const got = result.alarms.map(id => (levelled.has(id) ? `${id}:${result.levels?.[id] ?? ''}` : id))
    if (!equalSets(wanted, got)) compare('alarms', '报警', wanted.sort().join('、'), got.sort().join('、'))
  }
  if (expect.next && !equalSets(expect.next, result.next ?? []))
    compare('next', '后续办件', expect.next.join('、'), (result.next ?? []).join('、'))
  return wrong
}

/** 报警 Its id, whether or not the example says how far it rises. */
export const alarmIn = (alarm: NonNullable<Example['expect']['alarms']>[number]): string =>
  typeof alarm === 'string' ? alarm : alarm.id

const equalSets = (a: readonly string[], b: readonly string[]) =>
  new Set([...a, ...b]).size === new Set(a).size && new Set(a).size === new Set(b).size
