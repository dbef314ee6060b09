export {
  type Compiled,
  type CompiledTest,
  type CompileOptions,
  compile,
  compilerOf,
  compileTest,
} from './compile.ts'
export { externalOf, internalOf, type PreparedFacts, prepareFacts, type RawFacts } from './facts.ts'
export type { FeelKind, FeelType, RelationType, ScalarType, Scope } from './feel-type.ts'
export type { FeelFunction } from './function.ts'
export { consultOracle } from './oracle.ts'
export {
  emitPostgres,
  filterPostgres,
  type Parameters,
  type PostgresRelation,
  type PostgresSource,
} from './postgres.ts'
export {
  type CompiledTable,
  compileTable,
  type DecisionTable,
  type HitPolicy,
  type RuleBasis,
} from './table.ts'
export type { Cited, TableAnswer, TableRow, TableVerdict, WhyUnknown } from './table-hit.ts'
export type { NumericTree, Quotient, Tree, ValueType } from './tree.ts'
export type { Value } from './value.ts'
