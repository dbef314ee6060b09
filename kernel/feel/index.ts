export { invoke, userFunction } from './call.ts'
export { compareValues, equal } from './compare.ts'
export { add as addDecimals, type Decimal, decimalFrom, whole, writtenDecimal } from './decimal.ts'
export { evaluate, type FeelScope, inScope, passes } from './evaluate.ts'
export {
  deeper,
  type Evaluation,
  feelFaults,
  makeEvaluation,
  type Problem,
  type ProblemKind,
  problem,
} from './evaluation.ts'
export { feelNames, feelScope } from './library.ts'
export { canonicalName, makeNames, type Names } from './names.ts'
export { parseExpression, parseUnaryTests } from './parse.ts'
export { anything, builtInShape, coerced, fits, shapeOf, type TypeNamed } from './shape.ts'
export type { Feel, TypeSyntax, UnaryTests } from './syntax.ts'
export { dateFrom, dateTimeFrom, durationFrom, timeFrom } from './temporal.ts'
export {
  type FeelContext,
  type FeelFunction,
  type FeelList,
  type FeelShape,
  type FeelValue,
  isContext,
  isFunction,
  isList,
  isNumber,
  isRange,
  typeOf,
} from './value.ts'
export { written } from './written.ts'
