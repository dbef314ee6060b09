export { RegisterDeclaration, RegisterField, readDeclaration, registerInvalid } from './declaration.ts'
export { makeSetEffect, makeUndoEffect, type RegisterRun, type SourcedField, subjectOf } from './effect.ts'
export { columnOf, tableOf } from './field-type.ts'
export { type PatrolQuery, type PatrolQuestion, patrolQuery } from './patrol.ts'
export { planRegisters, type RegisterPlan } from './plan.ts'
export { rowScope } from './question.ts'
export type { PageWanted, RegisterPage } from './reading.ts'
export {
  type FeedRow,
  type FeedWritten,
  makeRegisters,
  type Registers,
  type RegisterWrite,
  registerUnknown,
  type Sealer,
} from './registers.ts'
export { readRegisters, releasedRegisters, releaseRegisters, tryRegisters } from './release.ts'
export { encodeField, type RegisterRow, type RegisterSource, type RegisterValue, registerValueInvalid } from './row.ts'
export { dayAfter, lastValidDay } from './validity.ts'
