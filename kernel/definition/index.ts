export { canonicalJson, hashOf } from './canonical.ts'
export { type CheckOptions, type CheckResult, type CheckWork, checkFiles, districtFactsOf } from './check.ts'
export { type CheckedFile, type CheckedWhole, makeItemChecker, summaryOf } from './check-item.ts'
export { type CheckMemory, digestOf } from './check-memory.ts'
export { type Compilation, type CompileContext, compileItem, tryCompile } from './compile.ts'
export {
  type CompiledItem,
  type CompiledLimit,
  type CompiledNode,
  type CompiledStage,
  engineNames,
} from './compiled.ts'
export type { VersionRow, VersionSummary } from './definition.store.ts'
export {
  type DefinitionDirectory,
  type Definitions,
  type DefinitionsDeps,
  itemUnknown,
  itemVersionUnknown,
  makeDefinitions,
} from './definitions.ts'
export {
  type CarriedOut,
  countDifferences,
  type Difference,
  type DifferenceTold,
  type Direction,
  differenceOf,
  directions,
  implementationDifference,
  type Phrases,
  tellDifferences,
} from './difference/index.ts'
export { alarmIn, type ExampleResult, type ExampleRunner, runExamples } from './examples.ts'
export { exportDefinition } from './export.ts'
export {
  type Bilingual,
  definitionInvalid,
  type Finding,
  hasErrors,
  lineOf,
  type Place,
  placeRemark,
  type Remark,
  refuseFindings,
} from './finding.ts'
export {
  type Guide,
  guideOf,
  Implementation,
  implementedDefinition,
} from './implementation.ts'
export { implementationsIn, readImplementations } from './implementation-file.ts'
export {
  type Implementations,
  type ImplementationsDeps,
  makeImplementations,
  type PublishedImplementation,
  type StoredImplementation,
} from './implementations.ts'
export { anchorOf, moments, namedLimits, stoppedWith } from './limits.ts'
export {
  articlesCited,
  type BasisFacts,
  basisFacts,
  type DistrictFacts,
  factsOf,
  type ItemFacts,
  type KnownRecord,
  type Law,
  type LawLibrary,
  lawFacts,
  lint,
  lintDistricts,
  lintTogether,
  makeLawLibrary,
  readLaw,
  readRecords,
  rules as lawRules,
} from './lint/index.ts'
export { type LoadedDefinition, loadDefinition, noTemplates, type ReadDefinition, readDefinition } from './load.ts'
export type { Positions, Segment } from './located.ts'
export type { OfficeSource } from './offices.ts'
export {
  type Approval,
  type DefinitionFile,
  judge,
  makePublisher,
  type Publication,
  type PublishDeps,
  type Publisher,
} from './publish.ts'
export { noRegisters, type RegisterScope, type RegisterSource, registerScopeOf } from './registers.ts'
export { feelType, personalFields } from './scope.ts'
export { onSpotCeiling } from './settings/authority.ts'
export { drawers, levels, starts } from './settings/category.ts'
export { caseWords, type Effect, type Field, type Next, type Outcome } from './settings/content.ts'
export {
  closingGrounds,
  type Enforcement,
  enforcementWays,
  reopeningGrounds,
  stayGrounds,
} from './settings/enforcement.ts'
export type { FlowNode, Gate, Stage } from './settings/flow.ts'
export { type Example, ItemDefinition, settingNames } from './settings/item.ts'
export { givenBefore, type Joint, type Part, partWords } from './settings/joint.ts'
export { cancellationGrounds, type Later, revocationGrounds, withdrawalGrounds } from './settings/later.ts'
export type { Limit } from './settings/limits.ts'
export type { Migrates } from './settings/migrates.ts'
export { type Provision, type SpanValue, spanOf, type Text, type Unit } from './settings/words.ts'
export { type ReadShaped, readShaped } from './shaped.ts'
export { checkSoundness, type SoundnessContext } from './soundness.ts'
export { effectsOf, stagesOf } from './stages.ts'
export { readLimited, readSurroundings, type Surroundings } from './surroundings.ts'
export type { TemplateSource } from './template.ts'
export { type Widening, wideningOf } from './widening.ts'
