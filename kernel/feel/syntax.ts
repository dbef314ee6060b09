import type { FeelScope } from './evaluate.ts'
import type { Evaluation } from './evaluation.ts'
import type { FeelValue } from './value.ts'

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>='
export type Operator = Comparison | '+' | '-' | '*' | '/' | '**' | 'and' | 'or'

/** A type as it is written, its names not yet looked up. */
export interface TypeSyntax {
  readonly name: string
  /** Of `list<T>` and `range<T>` the element; of `function<A, B>->R` the parameters. */
  readonly of?: readonly TypeSyntax[]
  readonly components?: readonly { readonly name: string; readonly type: TypeSyntax }[]
  readonly result?: TypeSyntax
}

export interface Parameter {
  readonly name: string
  readonly type?: TypeSyntax
}

export interface Iterator {
  readonly name: string
  readonly over: Feel
  /** The second end of `for i in 1..10`. */
  readonly to?: Feel
}

/** What an expression of FEEL says, as plain data (DMN 1.5, 10.3.1.2). */
export type Feel =
  | { readonly is: 'literal'; readonly value: FeelValue }
  | { readonly is: 'at'; readonly text: string }
  | { readonly is: 'name'; readonly name: string }
  | { readonly is: 'list'; readonly items: readonly Feel[] }
  | { readonly is: 'context'; readonly entries: readonly { readonly name: string; readonly value: Feel }[] }
  | {
      readonly is: 'range'
      readonly start: Feel
      readonly end: Feel
      readonly startIncluded: boolean
      readonly endIncluded: boolean
    }
  | { readonly is: 'test'; readonly operator: Comparison; readonly operand: Feel }
  | { readonly is: 'binary'; readonly operator: Operator; readonly left: Feel; readonly right: Feel }
  | { readonly is: 'minus'; readonly operand: Feel }
  | { readonly is: 'between'; readonly value: Feel; readonly low: Feel; readonly high: Feel }
  | { readonly is: 'in'; readonly value: Feel; readonly tests: readonly Feel[] }
  | { readonly is: 'instance'; readonly value: Feel; readonly type: TypeSyntax }
  | { readonly is: 'path'; readonly of: Feel; readonly name: string }
  | { readonly is: 'filter'; readonly of: Feel; readonly by: Feel }
  | {
      readonly is: 'call'
      readonly callee: Feel
      readonly values: readonly Feel[]
      /** The parameters' names, where the call names them. */
      readonly names?: readonly string[]
    }
  | { readonly is: 'if'; readonly condition: Feel; readonly whenTrue: Feel; readonly whenFalse: Feel }
  | { readonly is: 'for'; readonly iterators: readonly Iterator[]; readonly result: Feel }
  | {
      readonly is: 'quantified'
      readonly every: boolean
      readonly iterators: readonly Iterator[]
      readonly satisfies: Feel
    }
  | {
      readonly is: 'function'
      readonly parameters: readonly Parameter[]
      readonly body: Feel
      readonly external: boolean
    }
  /** What another notation puts where an expression may stand: a decision table, a boxed context. */
  | { readonly is: 'boxed'; readonly run: (scope: FeelScope, evaluation: Evaluation) => FeelValue }

/** A cell of a decision table: `-`, tests of which one must hold, or `not(…)`. */
export interface UnaryTests {
  readonly any: boolean
  readonly negated: boolean
  readonly tests: readonly Feel[]
}
