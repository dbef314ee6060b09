export { type MandateFault, type MandateTerms, mandateInvalid, mandateUnknown } from './changes.ts'
export { inPerson, isPersonal, mandate, scopeOf } from './control.ts'
export { firmNotYours, mandatesTooMany } from './giving.ts'
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
export type { MandateFound, MandateGiven, MandateWords, Ward } from './reading.ts'
export { mandateOfOne } from './recording.ts'
