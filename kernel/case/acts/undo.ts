import { type ActInput, openStages } from '../act.ts'
import { event, type NewEvent } from '../event.ts'
import { limitsOf } from '../limits.ts'
import type { OrderState } from '../state.ts'
import { restoreDeposits } from './deposit.ts'

type Undone = Pick<ActInput<unknown>, 'definition' | 'state' | 'facts'>

/** 撤回公开 What was published comes down, on the grounds the item withdraws on. */
export function comesDown({ definition, state }: Undone, result: string): readonly NewEvent[] {
  const { decision } = definition.definition.publicity
  const grounds: readonly string[] = decision && decision !== 'none' ? (decision.withdraw?.on ?? []) : []
  if (!grounds.includes(result) || state.publications['decision'] !== 'made') return []
  return [event('obligation.opened', { id: 'withdraw', kind: 'withdraw-publication', binds: 'organ' })]
}

/** What the order owes on a day, once this remedy has ended. */
export const owedBy = ({ state, facts }: Undone, order: OrderState, on: string, remedy?: string) =>
  facts.owed(
    order,
    on,
    state.remedies.map(one => (one.kind === remedy && one.to === null ? { ...one, to: on } : one)),
  )

/** 退还 What was paid and is not owed any more is given back. */
export function refunds(
  input: Undone,
  id: string,
  order: OrderState,
  on: string,
  remedy?: string,
): readonly NewEvent[] {
  const amount = owedBy(input, order, on, remedy).credit - (order.refunded ?? 0)
  if (amount <= 0) return []
  return [event('obligation.opened', { id: `refund.${id}`, kind: 'refund', binds: 'organ', amount })]
}

/** 撤销、确认无效 Nothing is done, collected or published any more of a decision that has fallen; what is left are its undoings. */
export function annulled(input: Undone, ground: string, on: string, remedy?: string): readonly NewEvent[] {
  const { state } = input
  const duties = Object.entries(state.obligations).filter(
    ([id, { kind, status }]) => status === 'open' && kind !== 'refund' && id !== 'withdraw',
  )
  return [
    event('decision.annulled', { outcome: state.outcome!, ground }),
    ...duties.map(([id]) => event('obligation.cancelled', { id })),
    ...stopClocks(input, ends => !ends('withdrawal')),
    ...openStages(state).map(stage => event('stage.skipped', { stage })),
    ...Object.entries(state.orders).flatMap(([id, order]) => refunds(input, id, { ...order, amount: 0 }, on, remedy)),
    ...restoreDeposits(input),
  ]
}

export function stopClocks(
  { definition, state }: Undone,
  wanted: (ends: (moment: string) => boolean) => boolean,
): readonly NewEvent[] {
  const limits = limitsOf(definition)
  return Object.entries(state.clocks)
    .filter(([, { status }]) => status === 'running' || status === 'suspended')
    .filter(([, { limit }]) => wanted(moment => limits.get(limit)?.ends.includes(moment) ?? false))
    .map(([clock]) => event('clock.cancelled', { clock }))
}
