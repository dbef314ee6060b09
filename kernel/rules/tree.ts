import type { Span } from './fault.ts'
import type { CompareOperator } from './syntax.ts'

/**
 * A number (or a count of days or months) as a scaled integer below 10^digits. `free` marks what is built of literals only:
 * it takes the unit of whatever it meets.
 */
export interface NumericType {
  readonly kind: 'number' | 'days' | 'months'
  readonly scale: number
  readonly digits: number
  readonly unit?: string
  readonly free: boolean
}

export type ValueType =
  | { readonly kind: 'boolean' }
  | { readonly kind: 'string'; readonly values?: readonly string[] }
  | { readonly kind: 'date' }
  | NumericType

interface Typed<Type extends ValueType = ValueType> {
  readonly type: Type
  readonly at: Span
}

type TruthNode =
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'not'; readonly operand: Tree }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Tree[] }
  /** True or false even where the operand is unknown. */
  | { readonly kind: 'isNull'; readonly operand: Tree; readonly negated: boolean }
  /** Both sides of one family; numeric sides may differ in scale and are aligned exactly. Any null side gives null. */
  | { readonly kind: 'compare'; readonly op: CompareOperator; readonly left: Tree; readonly right: Tree }
  /** (over/under) op (over/under): cross-multiplied exactly, op turned round for each negative divisor; /0 gives null. */
  | { readonly kind: 'ratio'; readonly op: CompareOperator; readonly left: Quotient; readonly right: Quotient }
  | {
      readonly kind: 'quantified'
      readonly quantifier: 'some' | 'every'
      readonly relation: string
      readonly body: Tree
    }

export interface Quotient {
  readonly over: NumericTree
  readonly under: NumericTree | null
}

type NumericNode =
  /** The scaled integer as text. */
  | { readonly kind: 'number'; readonly scaled: string }
  /** `guard`: the result may pass 10^18 and must then become null. */
  | {
      readonly kind: 'add' | 'subtract' | 'multiply'
      readonly left: NumericTree
      readonly right: NumericTree
      readonly guard: boolean
    }
  | { readonly kind: 'negate'; readonly operand: NumericTree }
  /** The same value at a larger scale. */
  | { readonly kind: 'rescale'; readonly operand: NumericTree; readonly guard: boolean }
  | { readonly kind: 'daysBetween'; readonly from: Tree; readonly to: Tree }

type AnyNode =
  | { readonly kind: 'null' }
  /** A fact of the subject, by its full dotted name. */
  | { readonly kind: 'name'; readonly name: string }
  /** A field of the row that `some` or `every` looks at. */
  | { readonly kind: 'field'; readonly relation: string; readonly name: string }
  /** A condition that is unknown gives null, not the `else` branch. */
  | { readonly kind: 'if'; readonly condition: Tree; readonly yes: Tree; readonly no: Tree }
  /** Any null argument gives null. */
  | { readonly kind: 'call'; readonly name: string; readonly given: readonly Tree[] }

/**
 * 语法树 An expression with every name resolved and every type known: plain data, one meaning, read by each emitter (closure,
 * PostgreSQL) and by the oracle. `between` and `in` are already comparisons joined by and / or.
 */
export type Tree =
  | (Typed<{ readonly kind: 'boolean' }> & TruthNode)
  | (Typed & { readonly type: { readonly kind: 'string' }; readonly kind: 'string'; readonly value: string })
  | (Typed & { readonly type: { readonly kind: 'date' }; readonly kind: 'date'; readonly day: number })
  | (Typed & {
      readonly type: { readonly kind: 'date' }
      readonly kind: 'shift'
      readonly date: Tree
      readonly by: NumericTree
      readonly back: boolean
    })
  | (Typed<NumericType> & NumericNode)
  | (Typed & AnyNode)

/** A tree whose type is numeric. */
export type NumericTree = Tree & { readonly type: NumericType }

export const isNumeric = (tree: Tree): tree is NumericTree =>
  tree.type.kind === 'number' || tree.type.kind === 'days' || tree.type.kind === 'months'
