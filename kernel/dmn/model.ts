/** What a DMN file says, as plain data: its elements with their places, nothing looked up yet (DMN 1.1 to 1.5). */
export interface Place {
  readonly line: number
  readonly column: number
}

export interface Typed {
  readonly name: string
  readonly typeRef?: string
}

/** 条目定义 A declared type; a component of one has the same shape. */
export interface ItemDefinition {
  readonly name: string
  readonly typeRef?: string
  readonly collection: boolean
  /** Unary tests: of each item where it is a collection. */
  readonly allowedValues?: string
  /** Unary tests of the whole (DMN 1.5). */
  readonly typeConstraint?: string
  readonly components: readonly ItemDefinition[]
  readonly functionItem?: { readonly parameters: readonly Typed[]; readonly outputTypeRef?: string }
}

export interface TableInput {
  readonly expression: string
  readonly label?: string
  readonly typeRef?: string
  readonly values?: string
}

export interface TableOutput {
  readonly name?: string
  readonly label?: string
  readonly typeRef?: string
  readonly values?: string
  readonly otherwise?: Boxed
}

export interface TableRule {
  readonly id?: string
  readonly when: readonly string[]
  readonly then: readonly Boxed[]
  readonly annotations: readonly string[]
  readonly place: Place
}

export type HitPolicyName = 'UNIQUE' | 'ANY' | 'PRIORITY' | 'FIRST' | 'COLLECT' | 'RULE ORDER' | 'OUTPUT ORDER'
export type Aggregation = 'SUM' | 'MIN' | 'MAX' | 'COUNT'

export interface BoxedTable {
  readonly is: 'table'
  readonly hit: HitPolicyName
  readonly aggregation?: Aggregation
  readonly inputs: readonly TableInput[]
  readonly outputs: readonly TableOutput[]
  readonly rules: readonly TableRule[]
  readonly place: Place
}

export interface BoxedFunction {
  readonly is: 'function'
  readonly parameters: readonly Typed[]
  /** FEEL, or a language that is not run here. */
  readonly kind: string
  readonly body?: Boxed
  readonly typeRef?: string
  readonly place: Place
}

/** 盒装表达式 A boxed expression of DMN. */
export type Boxed =
  | { readonly is: 'literal'; readonly text: string; readonly language?: string; readonly place: Place }
  | BoxedTable
  | BoxedFunction
  | {
      readonly is: 'context'
      readonly entries: readonly { readonly variable?: Typed; readonly value?: Boxed }[]
      readonly place: Place
    }
  | { readonly is: 'list'; readonly items: readonly Boxed[]; readonly place: Place }
  | {
      readonly is: 'relation'
      readonly columns: readonly string[]
      readonly rows: readonly (readonly Boxed[])[]
      readonly place: Place
    }
  | {
      readonly is: 'invocation'
      readonly callee: Boxed
      readonly bindings: readonly { readonly parameter: string; readonly value?: Boxed }[]
      readonly place: Place
    }
  | {
      readonly is: 'conditional'
      readonly condition: Boxed
      readonly whenTrue: Boxed
      readonly whenFalse: Boxed
      readonly place: Place
    }
  | { readonly is: 'filter'; readonly of: Boxed; readonly by: Boxed; readonly place: Place }
  | {
      readonly is: 'iterator'
      readonly kind: 'for' | 'some' | 'every'
      readonly variable: string
      readonly over: Boxed
      readonly result: Boxed
      readonly place: Place
    }

interface Element {
  readonly id: string
  readonly name: string
  readonly variable: Typed
  readonly place: Place
}

export interface InputData extends Element {
  readonly is: 'input'
}

/** `href`s as they are written: `#id`, or `namespace#id`. */
interface Requiring {
  readonly requires: readonly string[]
  readonly knows: readonly string[]
}

export interface Decision extends Element, Requiring {
  readonly is: 'decision'
  readonly logic?: Boxed
}

export interface Knowledge extends Element, Requiring {
  readonly is: 'knowledge'
  readonly logic?: BoxedFunction
}

export interface DecisionService extends Element {
  readonly is: 'service'
  readonly outputs: readonly string[]
  readonly encapsulated: readonly string[]
  readonly inputDecisions: readonly string[]
  readonly inputData: readonly string[]
}

export type DrgElement = InputData | Decision | Knowledge | DecisionService

export interface Import {
  readonly name: string
  readonly namespace: string
  readonly place: Place
}

export interface DmnModel {
  readonly file: string
  readonly name: string
  readonly namespace: string
  readonly expressionLanguage?: string
  readonly imports: readonly Import[]
  readonly types: readonly ItemDefinition[]
  readonly elements: readonly DrgElement[]
}
