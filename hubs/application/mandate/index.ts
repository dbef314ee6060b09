export { mandate, scopeOf } from './control.ts'
export {
  firmNotYours,
  type MandateFault,
  type MandateTerms,
  mandateInvalid,
  mandatesTooMany,
  mandateUnknown,
} from './giving.ts'
export {
  coverOf,
  isStatutory,
  lastDayOfMinority,
  type Mandate,
  type MandateEnding,
  type MandateKind,
  type MandateQuestion,
  type MandateScope,
  mandateKinds,
  mandateScopes,
  mandateVerdict,
  standingOf,
} from './mandate.ts'
export { type Mandates, makeMandates, mandateEraser } from './mandates.ts'
export type { MandateNeeds, Named } from './needs.ts'
export type { MandateGiven, MandateWords } from './reading.ts'
