import type { EventType } from '../event.ts'
import type { CaseState } from '../state.ts'
import type { Fold } from './heard.ts'

/** 保证金 What is held of the party, until it goes back or is kept. */
export interface DepositState {
  readonly amount: number
  readonly status: 'held' | 'returned' | 'forfeited'
}

const put = (state: CaseState, deposit: string, to: DepositState): CaseState => ({
  ...state,
  deposits: { ...state.deposits, [deposit]: to },
})
const becomes =
  (status: DepositState['status']) =>
  (state: CaseState, { data }: { readonly data: { readonly deposit: string; readonly amount: number } }): CaseState =>
    put(state, data.deposit, { amount: data.amount, status })

/** Folds what is held of a party: taken, given back, kept, and the party's again when the decision has fallen. */
export const depositFolds: { readonly [T in Extract<EventType, `deposit.${string}`>]: Fold<T> } = {
  'deposit.taken': becomes('held'),
  'deposit.returned': becomes('returned'),
  'deposit.forfeited': becomes('forfeited'),
  'deposit.restored': becomes('held'),
}
