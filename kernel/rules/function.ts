import type { ScalarType } from './feel-type.ts'
import type { Value } from './value.ts'

/**
 * A declared function: strict (any unknown argument makes the result unknown), pure, total. Arguments and result are internal
 * values: decimals as scaled integers, dates as days since 1970-01-01.
 */
export interface FeelFunction {
  readonly parameters: readonly ScalarType[]
  readonly result: ScalarType
  apply(...given: readonly Exclude<Value, null>[]): Value
}

const codePoints = (text: string): number => {
  let count = 0
  for (const _ of text) count++
  return count
}

/** The functions every expression has. */
export const builtInFunctions: Readonly<Record<string, FeelFunction>> = {
  'starts with': {
    parameters: [{ kind: 'string' }, { kind: 'string' }],
    result: { kind: 'boolean' },
    apply: (text, start) => String(text).startsWith(String(start)),
  },
  /** In code points: 𠮷 is one. */
  'string length': {
    parameters: [{ kind: 'string' }],
    result: { kind: 'integer', min: 0, max: 999_999_999 },
    apply: text => codePoints(String(text)),
  },
}
