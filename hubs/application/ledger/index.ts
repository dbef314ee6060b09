export { type Budget, type BudgetLine, type BudgetMove, makeBudget } from './budget.ts'
export { budgetEffects } from './budget-effects.ts'
export { openBudget } from './budget-file.ts'
export { budgetOf, type Carried, carryYear } from './budget-year.ts'
export { type Collection, collectorVerdict } from './collector.ts'
export { depositEffects } from './deposit-effects.ts'
export { ledgerConcerns, ledgerEffects } from './effects.ts'
export {
  dueDay,
  equalMonths,
  type FinePayment,
  type FineTerms,
  isSettled,
  makeOwed,
  type OrderOfCase,
  type Owed,
  owedOn,
  ppmOf,
  type RemedySpan,
} from './fine.ts'
export type { PaymentOrder } from './ledger.store.ts'
export {
  type Ledger,
  makeLedger,
  type NewOrder,
  type OrderBalance,
  type OrderTerms,
  type PaidOut,
  type PaymentReceived,
  type PaymentRecorded,
} from './ledger.ts'
export { remitAll } from './remit.ts'
export { balanced, type LedgerSums, ledgerSums } from './sums.ts'
