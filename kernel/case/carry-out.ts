import type { CompiledItem, CompiledStage, Effect } from '#kernel/definition'
import type { Facts } from './act.ts'
import type { StepDraft } from './draft.ts'
import { type CaseEvent, event, type NewEvent } from './event.ts'
import { withDecision } from './next.ts'
import { partReports, partsRecalled } from './parts.ts'
import { actNotPermitted, bodyInvalid } from './refusals.ts'
import type { CaseState } from './state.ts'
import { subCasesOrdered, subCasesRecalled } from './sub-cases.ts'

type LedgerEffect = Extract<Effect, { ledger: string }>
type Known = { readonly definition: CompiledItem; readonly facts: Pick<Facts, 'value' | 'raw'> }

/** What completing a stage sets free: orders whose part was held, and measures. */
export const releasedBy = (stage: CompiledStage | undefined): readonly string[] =>
  (stage?.effects ?? []).flatMap(effect => ('release' in effect ? [effect.release] : []))

const outcomesOf = ({ definition }: CompiledItem) => Object.values(definition.content.outcomes)

const isOrder = (definition: CompiledItem, key: string): boolean =>
  outcomesOf(definition).some(({ effects }) => effects.some(effect => 'ledger' in effect && effect.ledger === key))

/** 措施 What a stage of the item lifts again: the measures that carrying the decision out imposes. */
export const measuresOf = (definition: CompiledItem): readonly string[] =>
  [...definition.stages.values()].flatMap(stage => releasedBy(stage).filter(key => !isOrder(definition, key)))

/** 强制执行 Whether completing this stage enforces a decision; what a measure needs — a seizure, a freezing — is not that (行政强制法2). */
export const isExecution = (definition: CompiledItem, stage: string): boolean =>
  definition.stages.get(stage)?.kind === 'enforcement' && measuresOf(definition).length === 0

/** 预算科目 The line that the money comes from: the answer to the field that the item's `money` names. */
function lineOf({ definition, facts }: Known): string {
  const field = outcomesOf(definition).flatMap(({ money }) => money?.budgetLine ?? [])[0]
  const line = field === undefined ? undefined : facts.raw()[field]
  if (typeof line === 'string') return line
  throw actNotPermitted({ detail: 'the item names no budget line for this money', facts: { field: field ?? null } })
}

const fenOf = ({ facts }: Known, { amount: source, ledger }: LedgerEffect): number => {
  const value = facts.value(source)
  const amount = Number(value)
  if (value === null || value === undefined || !Number.isSafeInteger(amount) || amount < 0)
    throw bodyInvalid({ detail: `an amount in fen is missing: ${ledger}`, facts: { fields: { amount: 'MISSING' } } })
  return amount
}

const budgetEvent = { reserve: 'budget.reserved', commit: 'budget.committed', release: 'budget.released' } as const

/** 预留、支出承诺、释放 One movement of the budget (预算法13): nothing is spent that no line holds. */
const budgetMoved = (known: Known, effect: LedgerEffect & { budget: keyof typeof budgetEvent }): NewEvent =>
  event(budgetEvent[effect.budget], { line: lineOf(known), amount: fenOf(known, effect) })

/**
 * 支出 What a decision makes the organ pay: the budget moves, or a part is ordered to be paid out. Undefined where the money comes in.
 * A part that a later stage releases is held until that stage.
 */
export function moneyOut(known: Known, outcome: string, effect: LedgerEffect): readonly NewEvent[] | undefined {
  if (effect.budget) return [budgetMoved(known, { ...effect, budget: effect.budget })]
  const { money } = known.definition.definition.content.outcomes[outcome] ?? {}
  if (money?.direction !== 'out' && money?.direction !== 'hold') return undefined
  const { ledger: order } = effect
  const amount = fenOf(known, effect)
  if (amount === 0) return []
  const held = [...known.definition.stages.values()].some(stage => releasedBy(stage).includes(order))
  return [
    event('grant.ordered', { order, amount, held }),
    event('obligation.opened', { id: `pay.${order}`, kind: 'pay-out', binds: 'organ', amount }),
  ]
}

/** 解除 A measure ends: it need not be lifted any more, and what was taken goes back at once (行政强制法28). */
function lifted(state: CaseState, measure: string, ground: string): readonly NewEvent[] {
  const stands = state.measures?.[measure]
  if (!stands || stands.to !== undefined) return []
  return [
    event('measure.released', { measure, ground }),
    event('obligation.met', { id: `release.${measure}` }),
    event('obligation.opened', { id: `return.${measure}`, kind: 'return', binds: 'organ' }),
  ]
}

const standing = ({ measures = {} }: CaseState): readonly string[] =>
  Object.keys(measures).filter(measure => measures[measure]!.to === undefined)

/** 未获批准 A measure taken before its approval ends because nobody approved it (行政强制法19): no stage is left but the return. */
function liftedByLaw({ stages }: CompiledItem, state: CaseState, measure: string): NewEvent[] {
  const at = [...stages.values()].find(stage => releasedBy(stage).includes(measure))
  if (!at) return []
  const left = [...stages.keys()].filter(key => {
    const status = state.stages[key]?.status
    return key !== at.stage && status !== 'done' && status !== 'skipped'
  })
  return [
    ...left.map(stage => event('stage.skipped', { stage })),
    event('stage.completed', { stage: at.stage, result: 'not-ratified', deemed: true }),
  ]
}

/** 追加支出 A stage behind the decision orders a further part to be paid out, where what was decided pays out at all (政府投资条例23). */
const furtherPart = (known: Known, { outcome, grants = {} }: CaseState, effect: LedgerEffect): readonly NewEvent[] =>
  outcome === undefined || effect.every !== undefined || grants[effect.ledger] !== undefined
    ? []
    : (moneyOut(known, outcome, effect) ?? [])

function ofStage(known: Known, state: CaseState, stage: CompiledStage, result: string | undefined): NewEvent[] {
  const events: NewEvent[] = []
  if (stage.kind === 'enforcement')
    for (const measure of measuresOf(known.definition))
      if (state.measures?.[measure] === undefined)
        events.push(
          event('measure.imposed', { measure }),
          event('obligation.opened', { id: `release.${measure}`, kind: 'release', binds: 'organ' }),
        )
  for (const effect of stage.effects ?? [])
    if ('ledger' in effect && effect.budget) events.push(budgetMoved(known, { ...effect, budget: effect.budget }))
    else if ('ledger' in effect) events.push(...furtherPart(known, state, effect))
    else if ('obligation' in effect)
      events.push(event('obligation.opened', { id: effect.obligation, kind: 'perform', binds: effect.binds }))
    else if ('voucher' in effect) events.push(event('document.issued', { document: effect.voucher }))
    else if ('release' in effect) events.push(...lifted(state, effect.release, result ?? 'other'))
  return events
}

/** 不再支付 The stage that would have released a held part is passed over: the part is not paid, its budget is free again. */
function withheld(state: CaseState, orders: readonly string[]): NewEvent[] {
  return orders.flatMap(order => {
    const grant = state.grants?.[order]
    if (!grant || grant.settled) return []
    const amount = grant.amount - grant.paid
    return [
      event('grant.withheld', { order, amount }),
      event('obligation.cancelled', { id: `pay.${order}` }),
      ...(state.budget ? [event('budget.released', { line: state.budget.line, amount })] : []),
    ]
  })
}

/** Whatever of the budget is still set aside when a case ends goes back to its line. */
function leftOver({ budget, grants = {} }: CaseState): NewEvent[] {
  const left = (budget?.reserved ?? 0) + (budget?.committed ?? 0)
  const owed = Object.values(grants).some(({ settled }) => !settled)
  return budget && left > 0 && !owed ? [event('budget.released', { line: budget.line, amount: left })] : []
}

function follows(known: Known, state: CaseState, happened: CaseEvent): readonly NewEvent[] {
  const { stages } = known.definition
  switch (happened.type) {
    case 'stage.completed': {
      const stage = stages.get(happened.data.stage)
      return stage ? ofStage(known, state, stage, happened.data.result) : []
    }
    case 'decision.made':
      return withDecision(known, state)
    case 'stage.entered': {
      const stage = stages.get(happened.data.stage)
      return stage ? subCasesOrdered(state, stage) : []
    }
    case 'case.terminated':
      return [
        ...subCasesRecalled(state, happened.data.ground),
        ...partsRecalled(state, 'terminated'),
        ...withheld(state, Object.keys(state.grants ?? {})),
      ]
    case 'case.withdrawn':
      return partsRecalled(state, 'withdrawn')
    case 'stage.skipped':
      return withheld(state, releasedBy(stages.get(happened.data.stage)))
    case 'urgent.lapsed':
      return standing(state).flatMap(measure => liftedByLaw(known.definition, state, measure))
    case 'case.closed':
      return leftOver(state)
    default:
      return []
  }
}

/** 落实 What the item says completing a stage does, and what the law attaches to it, as events of the same step. */
export function carryOut(draft: StepDraft, facts: Facts, from: number, to: number): void {
  for (let index = from; index < to; index++) {
    const happened = draft.events[index]!
    const events = follows({ definition: draft.definition, facts }, draft.state, happened)
    if (events.length > 0) draft.add(events, happened.on)
  }
  const reports = partReports(draft.definition, draft.state)
  if (reports.length > 0) draft.add(reports)
}
