import type { EventType } from '../event.ts'
import type { Fold } from './heard.ts'

/** Folds what is done for a decision that is not performed, and what becomes of a case after its end. */
export const enforcementFolds: {
  readonly [T in Extract<
    EventType,
    | `${'urging' | 'enforcement' | 'agreement' | 'court' | 'surcharge' | 'closing' | 'renewal' | 'justice'}.${string}`
    | 'case.reopened'
  >]: Fold<T>
} = {
  'urging.made': (state, { on, data }) => ({
    ...state,
    urged: { ...state.urged, [data.of]: { on, until: data.until } },
  }),
  'enforcement.made': (state, { on, data }) => ({
    ...state,
    enforced: { ...state.enforced, [data.of]: { on, way: data.way } },
  }),
  'enforcement.stayed': (state, { on, data }) => ({
    ...state,
    stayed: { ...state.stayed, [data.of]: { on, ground: data.ground } },
  }),
  'enforcement.resumed': (state, { data }) => {
    const { stayed, ...rest } = state
    const left = Object.entries(stayed ?? {}).filter(([of]) => of !== data.of)
    return left.length === 0 ? rest : { ...rest, stayed: Object.fromEntries(left) }
  },
  // Those whose day is over fall; what was agreed without a day stands.
  'agreement.lapsed': (state, { on, data }) => {
    const { reductions = [], ...order } = state.orders[data.order]!
    const kept = reductions.filter(({ until }) => until === undefined || until >= on)
    const again = kept.length === 0 ? order : { ...order, reductions: kept }
    return { ...state, orders: { ...state.orders, [data.order]: again } }
  },
  'court.applied': (state, { on }) => ({ ...state, court: { on } }),
  'court.answered': (state, { data }) => ({ ...state, court: { ...state.court!, answer: data.answer } }),
  'surcharge.reduced': (state, { on, data }) => {
    const order = state.orders[data.order]!
    const one = { on, amount: data.amount, ...(data.until !== undefined && { until: data.until }) }
    const reductions = [...(order.reductions ?? []), one]
    return { ...state, orders: { ...state.orders, [data.order]: { ...order, reductions, settled: data.settled } } }
  },
  'closing.made': state => state,
  // A decision that fell is none any more: the case is open for another.
  'case.reopened': state => {
    const { result: _, annulled, outcome, amount, ...rest } = state
    const stands = annulled || outcome === undefined ? {} : { outcome, ...(amount !== undefined && { amount }) }
    return { ...rest, ...stands, status: 'open' }
  },
  'renewal.asked': (state, { on, data }) => ({ ...state, renewal: { on, validUntil: data.validUntil } }),
  'renewal.decided': (state, { data }) => {
    const { renewal: _, ...rest } = state
    return data.until === undefined ? rest : { ...rest, validUntil: data.until }
  },
  'justice.transferred': (state, { on, data }) => ({ ...state, justice: { to: data.to, on } }),
  'justice.answered': (state, { data }) => ({ ...state, justice: { ...state.justice!, answer: data.answer } }),
}
