export { type Client, makeClient, type Reply } from './client.ts'
export { type FirstMonth, type FirstMonthSettings, firstMonth } from './first-month.ts'
export type { House } from './house.ts'
export type { Shown } from './lives/waiting.ts'
export { holds, type SimulationReport } from './report.ts'
export {
  runSimulation,
  type SimulationOptions,
  type SimulationOutcome,
  simulationOptions,
  violationsSchema,
} from './run-simulation.ts'
export { type Answers, makeAnswers } from './script/answers.ts'
export { type SimulationSettings, simulate } from './simulate.ts'
export { isUndetectable, type Violation, type ViolationKind, violationKinds, violations } from './violation.ts'
