export {
  type Corrections,
  correctionEraser,
  type DisputeSaid,
  disputeAnswered,
  disputeUnknown,
  makeCorrections,
} from './corrections.ts'
export { type DisputeAnswer, disputeAnswers } from './dispute.store.ts'
