import { type CaseState, openStages } from '#kernel/case'
import type { CompiledItem, CompiledStage, Example } from '#kernel/definition'
import type { Rehearse, Written } from './script.ts'

/** What is done at an open stage, by its kind; the first that is not refused is the next step. */
function atStage({ stage, kind, outcomes }: CompiledStage, { parties }: CaseState): readonly Written[] {
  const each = (verb: string, body: object) => parties.map(({ party }) => ({ [verb]: { ...body, party } }))
  switch (kind) {
    case 'acceptance':
      return ['accept']
    case 'filing':
      return ['open']
    case 'notice':
      return [{ notify: { stage } }, { complete: stage }]
    case 'statement':
      return [{ makeStatement: { waived: true } }, { complete: stage }]
    case 'publicity':
      return [{ publish: { kind: 'result' } }, { publish: { kind: 'draft' } }, { complete: stage }]
    case 'decision':
      return (outcomes ?? []).map(outcome => ({ decide: { outcome } }))
    case 'delivery':
      return [{ deliver: stage }, ...each('deliver', { stage }), { complete: stage }]
    case 'payment':
      return ['payOut', { complete: stage }]
    case 'release':
      return [{ release: { ground: 'decided', reason: '处理完毕' } }, { complete: stage }]
    case 'recheck':
      return [{ complete: stage }, { recheck: { stage, changed: false } }]
    default:
      return [{ complete: stage }]
  }
}

function forDuty([id, { kind, status, amount }]: [string, CaseState['obligations'][string]]): readonly Written[] {
  if (status !== 'open') return []
  if (kind === 'publish') return ['publish']
  if (kind === 'return-deposit') return [{ returnDeposit: {} }, { returnDeposit: { interest: 0 } }]
  if (kind === 'return') return [{ returnGoods: { receipt: true } }]
  if (kind === 'pay' && amount !== undefined) return [{ pay: { order: id.replace(/^pay\./, ''), amount } }]
  return kind === 'perform' ? [{ fulfil: { obligation: id } }] : []
}

const nextSteps = (item: CompiledItem, state: CaseState): readonly Written[] => [
  ...openStages(state).flatMap(stage => atStage(item.stages.get(stage)!, state)),
  ...Object.values(state.statements).flatMap(({ waived, reviewed }) =>
    waived || reviewed ? [] : [{ reviewStatement: { accepted: false, reason: '理由不成立' } }],
  ),
  ...Object.entries(state.obligations).flatMap(forDuty),
]

const mostSteps = 24
const patience: Written = { wait: { for: '8 workday' } }
const mostPatience = 2

/** 办完 What is left to do after an example has said what it wanted to say, until the case ends: as a clerk takes the next step that is open. */
export function endingOf(rehearse: Rehearse, item: CompiledItem, example: Example): readonly Written[] {
  const acts = [...example.acts]
  const own = acts.length
  const taken: Written[] = []
  let state: CaseState | undefined
  let waits = 0
  let choices: readonly Written[] = []
  const waitsOf = (count: number): readonly Written[] => Array.from({ length: count }, () => patience)
  /** Puts the next thing to try at the end of the list, after as many waits as it takes. */
  const propose = (): void => {
    const [next, ...others] = choices
    choices = others
    if (next !== undefined) acts.push(next)
    else if (state !== undefined && waits < mostPatience) {
      waits++
      choices = nextSteps(item, state)
      if (choices.length > 0) acts.push(patience)
      propose()
    }
  }
  let last: Written | undefined
  let seen = acts.filter(act => !isWait(act)).length
  rehearse(
    item,
    { ...example, acts },
    {
      tried: () => {
        last = acts.at(-1)
      },
      done(after) {
        const moved = state === undefined || after.seq > state.seq
        state = after
        if (--seen > 0) return
        if (seen < 0 && moved && last !== undefined) taken.push(...waitsOf(waits), last)
        if (after.status !== 'open' || taken.length >= mostSteps) return
        if (moved) {
          waits = 0
          choices = nextSteps(item, after)
        }
        propose()
      },
      refused: () => {
        if (seen > 0 || acts.length === own) return false
        propose()
        return true
      },
    },
  )
  return taken
}

export const isWait = (act: Written): boolean => typeof act !== 'string' && 'wait' in act

const isoDate = /^\d{4}-\d{2}-\d{2}$/
const isoMonth = /^\d{4}-(0[1-9]|1[0-2])$/

/** 改期 The same example so many days later: every date in it moves along. */
export function moved<T>(value: T, days: number): T {
  if (typeof value === 'string') {
    if (isoDate.test(value)) return Temporal.PlainDate.from(value).add({ days }).toString() as T
    return (
      isoMonth.test(value) ? Temporal.PlainDate.from(`${value}-15`).add({ days }).toString().slice(0, 7) : value
    ) as T
  }
  if (Array.isArray(value)) return value.map(one => moved(one, days)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, moved(one, days)])) as T
}

/** The day on which an example begins in its file. */
export const beginsOn = ({ at }: Pick<Example, 'at'>): string => at ?? '2026-03-02'
