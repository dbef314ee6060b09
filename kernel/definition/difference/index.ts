export {
  countDifferences,
  type Difference,
  type DifferenceTold,
  type Direction,
  differenceOf,
  directions,
  tellDifferences,
} from './difference.ts'
export { type CarriedOut, implementationDifference } from './implementation.ts'
export type { Phrases, Said } from './said.ts'
