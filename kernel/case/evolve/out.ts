import type { EventType } from '../event.ts'
import type { CaseState, GrantState } from '../state.ts'
import type { Fold } from './heard.ts'

const grant = (state: CaseState, order: string, to: Partial<GrantState>): CaseState => ({
  ...state,
  grants: { ...state.grants, [order]: { ...state.grants![order]!, ...to } },
})

/** Folds what goes out: budget set aside, money granted and paid, measures imposed and lifted, goods given back. */
export const outFolds: {
  readonly [T in Extract<EventType, `${'budget' | 'grant' | 'measure' | 'goods'}.${string}`>]: Fold<T>
} = {
  'budget.reserved': (state, { data }) => ({
    ...state,
    budget: { line: data.line, reserved: (state.budget?.reserved ?? 0) + data.amount, committed: 0 },
  }),
  'budget.committed': (state, { data }) => ({
    ...state,
    budget: { line: data.line, reserved: 0, committed: (state.budget?.committed ?? 0) + data.amount },
  }),
  'budget.released': (state, { data }) => {
    const { reserved = 0, committed = 0 } = state.budget ?? {}
    const ofReserved = Math.min(reserved, data.amount)
    return {
      ...state,
      budget: { line: data.line, reserved: reserved - ofReserved, committed: committed - (data.amount - ofReserved) },
    }
  },
  'grant.ordered': (state, { data }) => ({
    ...state,
    grants: { ...state.grants, [data.order]: { amount: data.amount, paid: 0, held: data.held, settled: false } },
  }),
  'grant.paid': (state, { data }) => {
    const { paid } = state.grants![data.order]!
    const next = grant(state, data.order, { paid: paid + data.amount, settled: data.settled })
    const { budget } = next
    return budget ? { ...next, budget: { ...budget, committed: budget.committed - data.amount } } : next
  },
  'grant.withheld': (state, { data }) => grant(state, data.order, { settled: true }),
  'measure.imposed': (state, { on, data }) => ({
    ...state,
    measures: { ...state.measures, [data.measure]: { from: on } },
  }),
  'measure.released': (state, { on, data }) => ({
    ...state,
    measures: { ...state.measures, [data.measure]: { ...state.measures![data.measure]!, to: on } },
  }),
  'goods.returned': (state, { on, data }) => ({
    ...state,
    measures: { ...state.measures, [data.measure]: { ...state.measures![data.measure]!, returned: on } },
  }),
}
