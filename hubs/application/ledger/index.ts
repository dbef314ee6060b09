export { type Collection, collectorVerdict } from './collector.ts'
export {
  equalMonths,
  type FinePayment,
  type FineTerms,
  isSettled,
  type OrderOfCase,
  type Owed,
  owedOfOrder,
  owedOn,
  ppmOf,
  type RemedySpan,
} from './fine.ts'
export type { PaymentOrder } from './ledger.store.ts'
export { type Ledger, makeLedger, type OrderBalance, type PaymentReceived, type PaymentRecorded } from './ledger.ts'
