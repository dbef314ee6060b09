import { type CompiledItem, type Next, spanOf } from '#kernel/definition'
import type { Facts } from './act.ts'
import { event, type NewEvent } from './event.ts'
import { nextInstalment } from './instalments.ts'
import type { CaseState, OrderState } from './state.ts'

/** A case that the program itself opens, once its ground is there. */
export type AwaitedNext = Exclude<Next, string>

type Known = { readonly definition: CompiledItem; readonly facts: Pick<Facts, 'calendar'> }

/** 不服复议决定的起诉期 From the receipt of the decision on reconsideration (行政诉讼法45). */
const toSueAfterReconsideration = { value: 15, unit: 'day' } as const

/** 后续办件 What follows an outcome by itself; what an officer opens or not is left out. */
export const nextOf = ({ definition }: CompiledItem, outcome: string | undefined): readonly AwaitedNext[] =>
  (definition.content.outcomes[outcome ?? '']?.next ?? []).filter(next => typeof next !== 'string')

export const nextLimit = (item: string): string => `next.${item}`

/** Whether this limit waits for the ground of a case that follows. */
export const waitsForNext = (limit: string): boolean => limit.startsWith('next.')

const later = (days: readonly string[]): string | undefined => [...days].sort().at(-1)

/** 救济期满之日 The last day on which anybody may still ask for a remedy; nobody knows it while one is under way. */
export function remediesOver({ definition, facts }: Known, state: CaseState): string | 'pending' | undefined {
  const served = state.moments['service']
  if (state.remedies.some(({ to }) => to === null)) return 'pending'
  if (served === undefined) return undefined
  const due = (from: string, span: Parameters<Facts['calendar']['due']>[1]) =>
    facts.calendar.due(Temporal.PlainDate.from(from), span).due.toString()
  const { remedies = [] } = definition.definition.content.outcomes[state.outcome ?? ''] ?? {}
  return later([
    ...remedies.map(({ within }) => due(served, spanOf(within))),
    ...state.remedies.map(({ kind, to }) => (kind === 'reconsideration' ? due(to!, toSueAfterReconsideration) : to!)),
  ])
}

/** The last day to pay, of all of it or of the first instalment that is not paid. */
export function payableUntil({ facts }: Known, order: OrderState): string | undefined {
  if (order.instalments) return nextInstalment(order, '')
  if (order.servedOn === undefined) return undefined
  return facts.calendar.due(Temporal.PlainDate.from(order.servedOn), spanOf(order.within)).due.toString()
}

/**
 * 期满不复议、不起诉又不履行 (行政强制法53) Looked at when the time for remedies should be over: what is ordered and unpaid is named, with
 * the day until which it still has to be waited for. Nothing where all is paid, or while a remedy is under way.
 */
function unperformed(known: Known, state: CaseState): { readonly order: string; readonly until: string } | undefined {
  const over = remediesOver(known, state)
  if (over === undefined || over === 'pending' || state.annulled) return undefined
  for (const [order, one] of Object.entries(state.orders)) {
    const payable = one.settled ? undefined : payableUntil(known, one)
    if (payable !== undefined) return { order, until: later([over, payable])! }
  }
  return undefined
}

/** 随决定另案 What follows with the decision itself. */
export const withDecision = ({ definition }: Pick<Known, 'definition'>, state: CaseState): readonly NewEvent[] =>
  nextOf(definition, state.outcome)
    .filter(({ item, when }) => when === 'decided' && state.next?.[item] === undefined)
    .map(({ item, when }) => event('next.due', { item, ground: when }))

const waiting = (item: string, on: string, at: string, due: string): NewEvent =>
  event('clock.started', {
    clock: nextLimit(item),
    limit: nextLimit(item),
    start: on,
    at,
    binds: 'party',
    due,
    provisional: false,
  })

/** The limit that waits has ended: the ground is there, or it is waited for further, or there will be none. */
export function whenWaited(known: Known, state: CaseState, limit: string, on: string, at: string): readonly NewEvent[] {
  return nextOf(known.definition, state.outcome)
    .filter(({ item }) => nextLimit(item) === limit && state.next?.[item] === undefined)
    .flatMap(({ item, when }) => {
      const found = unperformed(known, state)
      if (!found) return []
      if (found.until > on) return [waiting(item, on, at, found.until)]
      return [event('next.due', { item, ground: when, order: found.order })]
    })
}

/** A remedy has ended and the decision stands: where the wait was over meanwhile, it goes on from here. */
export function afterRemedy(known: Known, state: CaseState, on: string, at: string): readonly NewEvent[] {
  return nextOf(known.definition, state.outcome)
    .filter(({ item }) => state.clocks[nextLimit(item)]?.status === 'expired' && state.next?.[item] === undefined)
    .flatMap(({ item }) => {
      const found = unperformed(known, state)
      return found ? [waiting(item, on, at, later([found.until, on])!)] : []
    })
}
