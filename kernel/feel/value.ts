import type { Decimal } from './decimal.ts'
import type { Evaluation } from './evaluation.ts'

/** Days from 1970-01-01 in the proleptic Gregorian calendar, years −999,999,999 to 999,999,999. */
export interface FeelDate {
  readonly kind: 'date'
  readonly day: number
}

/** What tells where a time is: an offset in seconds, or a zone of the IANA database; a local time has neither. */
export interface Placed {
  readonly offset?: number
  readonly zone?: string
}

/** Nanoseconds from midnight. */
export interface FeelTime extends Placed {
  readonly kind: 'time'
  readonly nanos: bigint
}

export interface FeelDateTime extends Placed {
  readonly kind: 'date and time'
  readonly day: number
  readonly nanos: bigint
}

export interface DaysDuration {
  readonly kind: 'days and time duration'
  readonly nanos: bigint
}

export interface MonthsDuration {
  readonly kind: 'years and months duration'
  readonly months: bigint
}

/** `[1..10]`, `(< 5)`: an end that is null is open towards infinity; `except`: everything but `start`. */
export interface FeelRange {
  readonly kind: 'range'
  readonly start: FeelValue
  readonly end: FeelValue
  readonly startIncluded: boolean
  readonly endIncluded: boolean
  readonly except?: true
  /** Whether it was said as a test (`< 5`) and not with two ends. */
  readonly test?: true
}

export interface FeelFunction {
  readonly kind: 'function'
  readonly parameters: readonly string[]
  readonly call: (values: readonly FeelValue[], evaluation: Evaluation) => FeelValue
  /** Of built-in functions, whose overloads have parameters of different names. */
  readonly callNamed?: (values: ReadonlyMap<string, FeelValue>, evaluation: Evaluation) => FeelValue
  readonly parameterTypes?: readonly (FeelTypeName | FeelShape)[]
  readonly resultType?: FeelShape
}

export type FeelContext = ReadonlyMap<string, FeelValue>
export type FeelList = readonly FeelValue[]

export type FeelValue =
  | null
  | boolean
  | string
  | Decimal
  | FeelDate
  | FeelTime
  | FeelDateTime
  | DaysDuration
  | MonthsDuration
  | FeelRange
  | FeelFunction
  | FeelContext
  | FeelList

export type FeelTypeName =
  | 'null'
  | 'boolean'
  | 'string'
  | 'number'
  | 'date'
  | 'time'
  | 'date and time'
  | 'days and time duration'
  | 'years and months duration'
  | 'range'
  | 'function'
  | 'context'
  | 'list'

/** A type as DMN declares it: a built-in one, a list, a context with components, a range, a function; with its allowed values. */
export interface FeelShape {
  readonly type: FeelTypeName | 'Any'
  readonly element?: FeelShape
  readonly components?: ReadonlyMap<string, FeelShape>
  readonly parameters?: readonly FeelShape[]
  readonly result?: FeelShape
  /** The allowed values, as a test of one value. */
  readonly allows?: (value: FeelValue) => boolean
  /** The same as it was written: its order is an order of precedence. */
  readonly allowed?: string
}

export const isList = (value: FeelValue): value is FeelList => Array.isArray(value)
export const isContext = (value: FeelValue): value is FeelContext => value instanceof Map

export function typeOf(value: FeelValue): FeelTypeName {
  if (value === null) return 'null'
  if (typeof value === 'boolean') return 'boolean'
  if (typeof value === 'string') return 'string'
  if (isList(value)) return 'list'
  return isContext(value) ? 'context' : (value as { readonly kind: FeelTypeName }).kind
}

export const isNumber = (value: FeelValue): value is Decimal => typeOf(value) === 'number'
export const isRange = (value: FeelValue): value is FeelRange => typeOf(value) === 'range'
export const isFunction = (value: FeelValue): value is FeelFunction => typeOf(value) === 'function'
