export { type ComparisonsNeeds, evidenceOf, makeComparisons, type RecordedEvidence } from './comparisons.ts'
export { comparison } from './control.ts'
export { type Answer, type Comparison, comparisonVerdict } from './verdict.ts'
