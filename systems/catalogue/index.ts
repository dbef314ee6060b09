export { type DecisionIntake, takeInDecisions } from './decisions/take-in.ts'
export { writeDecisions } from './decisions/write-model.ts'
export type { Contradiction, Decided, Faulty, Listed, Report, Understood } from './intake/account.ts'
export { type Draft, type Intake, type IntakeOptions, takeIn } from './intake/draft.ts'
export { largestSource, leavesOf, ofAList, readSource } from './intake/source.ts'
export { importUnreadable } from './intake/unreadable.ts'
export { canonicalKey } from './intake/vocabulary.ts'
export { isModel, type ModelIntake, readModel, takeInModel } from './process/draft.ts'
export { writeProcess } from './process/write-process.ts'
export {
  type Carriers,
  type CarryingCity,
  carriersIn,
  type ImplementationsWanted,
  writeImplementations,
} from './synthesis/implementations.ts'
export { type SynthesisOptions, type Synthetic, synthesize } from './synthesis/synthesize.ts'
export { basicCode } from './synthesis/task-code.ts'
