import { checkSyntax, fit } from './check.ts'
import { checkTests } from './check-comparison.ts'
import { makeEmit, type Run } from './closure.ts'
import { type CompileOptions, namesIn, namesOf, reading } from './compile.ts'
import { internalOf, type PreparedFacts, prepareFacts, type RawFacts } from './facts.ts'
import { faults } from './fault.ts'
import type { ScalarType, Scope } from './feel-type.ts'
import { readCell, readExpression } from './read.ts'
import { type Names, valueType } from './scope.ts'
import type { Syntax } from './syntax.ts'
import { judge, type TableAnswer, type TableVerdict } from './table-hit.ts'
import type { Tree } from './tree.ts'
import type { Value } from './value.ts'

export type HitPolicy = 'unique' | 'first' | 'priority' | 'any' | 'collect' | 'rule order' | 'output order'

/** A cell as an author writes it in YAML: FEEL text, or a bare number or boolean. */
export type Cell = string | number | boolean

/** 依据 The article a row rests on. */
export interface RuleBasis {
  readonly law: string
  readonly articles: readonly (string | number)[]
}

/** 决策表 A DMN decision table as data. Cells are FEEL: text values stand in quotes, `-` is any value. */
export interface DecisionTable {
  readonly name: string
  readonly hit: HitPolicy
  /** For `collect` with exactly one output. */
  readonly aggregate?: 'sum' | 'min' | 'max' | 'count'
  readonly inputs: readonly { readonly name?: string; readonly expression?: string }[]
  /** `values`: the order of precedence for `priority` and `output order`, highest first. */
  readonly outputs: readonly {
    readonly name: string
    readonly type: ScalarType
    readonly values?: readonly (string | number)[]
  }[]
  readonly rules: readonly {
    readonly id: string
    readonly when: readonly Cell[]
    readonly then: readonly Cell[]
    readonly basis?: RuleBasis
  }[]
  /** For rows that name none of their own. */
  readonly basis?: RuleBasis
}

export interface CompiledRule {
  readonly id: string
  readonly when: Tree
  readonly holds: Run
  readonly gives: readonly Run[]
  /** What it gives where that depends on no fact. */
  readonly constant?: readonly Value[]
  readonly basis?: RuleBasis
  /** The facts it reads, relations left out. */
  readonly reads: readonly { readonly name: string; readonly type: ScalarType }[]
}

export interface CompiledOutput {
  readonly name: string
  readonly type: ScalarType
  /** Internal values, highest precedence first. */
  readonly order: readonly Value[]
}

export interface CompiledTable {
  readonly name: string
  readonly table: DecisionTable
  readonly rules: readonly CompiledRule[]
  readonly outputs: readonly CompiledOutput[]
  /** The facts it reads. */
  readonly names: readonly string[]
  /** The full answer on prepared facts: decided or unknown, with the reason and the rows it rests on. */
  judge(facts: PreparedFacts): TableVerdict
  /** The answer, or null where it is not decided: a human decides. */
  evaluate(facts: RawFacts): TableAnswer | null
}

const hits: ReadonlySet<string> = new Set([
  'unique',
  'first',
  'priority',
  'any',
  'collect',
  'rule order',
  'output order',
])

function checkShape(table: DecisionTable): void {
  const require = (holds: boolean, detail: string) => {
    if (!holds) throw faults.table({ detail: `${table.name}: ${detail}`, remedy: 'correct the table' })
  }
  require(hits.has(table.hit), `${table.hit} is not a hit policy`)
  require(table.inputs.length > 0 &&
    table.outputs.length > 0 &&
    table.rules.length > 0, 'inputs, outputs and rules are needed')
  for (const input of table.inputs)
    require((input.name === undefined) !== (input.expression === undefined), 'an input has a name or an expression')
  require(new Set(table.outputs.map(output => output.name)).size === table.outputs.length, 'an output stands twice')
  require(new Set(table.rules.map(rule => rule.id)).size === table.rules.length, 'a rule id stands twice')
  for (const rule of table.rules) {
    require(rule.when.length ===
      table.inputs.length, `rule ${rule.id} has ${rule.when.length} tests for ${table.inputs.length} inputs`)
    require(rule.then.length ===
      table.outputs.length, `rule ${rule.id} has ${rule.then.length} results for ${table.outputs.length} outputs`)
  }
  const ordered = table.hit === 'priority' || table.hit === 'output order'
  require(!ordered || table.outputs.some(output => output.values), `${table.hit} needs an output with values in order`)
  if (table.aggregate === undefined) return
  const [first, second] = table.outputs
  require(table.hit === 'collect' && second === undefined, 'an aggregate needs collect and exactly one output')
  const counted = ['integer', 'decimal', 'days', 'months'].includes(first!.type.kind)
  require(table.aggregate === 'count' || counted, `${table.aggregate} needs a numeric output`)
}

function cellTree(source: string, subject: Syntax, names: Names): Tree {
  const cell = readCell(source)
  const boolean = { kind: 'boolean' } as const
  if (cell.any) return { kind: 'boolean', value: true, type: boolean, at: cell.at }
  const tree = checkTests(subject, cell.tests, cell.at, part => checkSyntax(part, names))
  return cell.negated ? { kind: 'not', operand: tree, type: boolean, at: cell.at } : tree
}

/** Results without facts, computed once; a null among them stays a question for each case. */
function constantOf(gives: readonly Run[]): readonly Value[] | undefined {
  const values = gives.map(run => run({}, {}))
  return values.includes(null) ? undefined : values
}

/**
 * Compiles a decision table against the names it may see.
 * @throws Refusal 422 RULE_TABLE_INVALID for its shape, else as `compile`, naming rule and column.
 */
export function compileTable(table: DecisionTable, scope: Scope, options: CompileOptions = {}): CompiledTable {
  checkShape(table)
  const names = reading('', () => namesOf(scope, options))
  const emit = makeEmit(names.functions)
  const subjects = table.inputs.map((input, column) => {
    const source = input.expression ?? input.name ?? ''
    return reading(
      source,
      () => {
        const subject = readExpression(source)
        checkSyntax(subject, names)
        return subject
      },
      `${table.name}, input ${column + 1}`,
    )
  })
  const results: Tree[] = []
  const rules = table.rules.map(({ id, when, then, basis = table.basis }): CompiledRule => {
    const operands = when.map((cell, column) =>
      reading(
        String(cell),
        () => cellTree(String(cell), subjects[column]!, names),
        `${table.name}, rule ${id}, input ${column + 1}`,
      ),
    )
    const given = then.map((cell, column) => {
      const { name, type } = table.outputs[column]!
      const build = () => fit(checkSyntax(readExpression(String(cell)), names), valueType(type), name)
      const tree = reading(String(cell), build, `${table.name}, rule ${id}, output ${name}`)
      results.push(tree)
      return tree
    })
    const condition: Tree = { kind: 'and', operands, type: { kind: 'boolean' }, at: { from: 0, to: 0 } }
    const gives = given.map(emit)
    const read = [...new Set([condition, ...given].flatMap(namesIn))].sort()
    const constant = given.every(tree => namesIn(tree).length === 0) ? constantOf(gives) : undefined
    return {
      id,
      when: condition,
      holds: emit(condition),
      gives,
      reads: read.flatMap(name => {
        const type = scope[name]
        return type === undefined || type.kind === 'relation' ? [] : [{ name, type }]
      }),
      ...(constant && { constant }),
      ...(basis && { basis }),
    }
  })
  const outputs = table.outputs.map(({ name, type, values }) => ({
    name,
    type,
    order: (values ?? []).map(value => internalOf(type, value, name)),
  }))
  const read = new Set([...rules.flatMap(rule => namesIn(rule.when)), ...results.flatMap(namesIn)])
  const compiled = { name: table.name, table, rules, outputs, names: [...read].sort() }
  return {
    ...compiled,
    judge: facts => judge(compiled, facts),
    evaluate: raw => {
      const verdict = judge(compiled, prepareFacts(scope, raw))
      return verdict.outcome === 'decided' ? verdict : null
    },
  }
}
