export {
  type ComparisonsNeeds,
  evidenceEraser,
  evidenceOf,
  makeComparisons,
  type Outside,
  type OutsideObtained,
  type RecordedEvidence,
} from './comparisons.ts'
export { comparison } from './control.ts'
export { type Answer, type Comparison, comparisonVerdict } from './verdict.ts'
