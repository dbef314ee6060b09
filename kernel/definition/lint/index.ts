export { type DistrictFacts, type DistrictFinding, lintDistricts } from './districts.ts'
export type { LintFinding } from './ground.ts'
export {
  type KnownRecord,
  Law,
  type LawLibrary,
  type LawLimit,
  lawInvalid,
  makeLawLibrary,
  readLaw,
  readRecords,
} from './law.ts'
export {
  articlesCited,
  type BasisFacts,
  basisFacts,
  lawFacts,
} from './law-facts.ts'
export { lint, placed } from './lint.ts'
export { type LintRule, rules } from './rules.ts'
export { factsOf, type ItemFacts, lintTogether, type TogetherFinding } from './together.ts'
