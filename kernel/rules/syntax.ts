import type { Span } from './fault.ts'

export type CompareOperator = '=' | '!=' | '<' | '<=' | '>' | '>='

/** What was written, before names and types are known. */
export type Syntax = { readonly at: Span } & (
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'date'; readonly text: string }
  | { readonly kind: 'duration'; readonly text: string }
  | { readonly kind: 'name'; readonly path: string }
  | { readonly kind: 'not'; readonly operand: Syntax }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Syntax[] }
  | { readonly kind: 'compare'; readonly op: CompareOperator; readonly left: Syntax; readonly right: Syntax }
  | { readonly kind: 'in'; readonly operand: Syntax; readonly tests: readonly SyntaxTest[] }
  | { readonly kind: 'arithmetic'; readonly op: '+' | '-' | '*' | '/'; readonly left: Syntax; readonly right: Syntax }
  | { readonly kind: 'negate'; readonly operand: Syntax }
  | { readonly kind: 'if'; readonly condition: Syntax; readonly yes: Syntax; readonly no: Syntax }
  | { readonly kind: 'call'; readonly name: string; readonly given: readonly Syntax[] }
  | {
      readonly kind: 'quantified'
      readonly quantifier: 'some' | 'every'
      readonly variable: string
      readonly relation: Syntax & { readonly kind: 'name' }
      readonly body: Syntax
    }
)

/** One entry of an `in` list or of a decision table's cell. */
export type SyntaxTest = { readonly at: Span } & (
  | { readonly kind: 'compare'; readonly op: CompareOperator; readonly value: Syntax }
  | {
      readonly kind: 'range'
      readonly low: Syntax
      readonly lowIncluded: boolean
      readonly high: Syntax
      readonly highIncluded: boolean
    }
)

/** A cell of a decision table: `-` is an empty list of tests, which always holds. */
export interface SyntaxCell {
  readonly any: boolean
  readonly negated: boolean
  readonly tests: readonly SyntaxTest[]
  readonly at: Span
}
