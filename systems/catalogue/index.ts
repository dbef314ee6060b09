export type { Contradiction, Decided, Faulty, Listed, Report, Understood } from './intake/account.ts'
export { type Draft, type Intake, type IntakeOptions, takeIn } from './intake/draft.ts'
export { importUnreadable, largestSource, leavesOf, readSource } from './intake/source.ts'
export { type SynthesisOptions, type Synthetic, synthesize } from './synthesis/synthesize.ts'
