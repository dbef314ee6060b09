import type { BoxedTable, Decision, DmnModel } from '#kernel/dmn'
import { canonicalName, feelNames, makeNames, type Names, parseExpression, parseUnaryTests } from '#kernel/feel'
import { Refusal } from '#kernel/refusal'
import { compileTable, type DecisionTable, type HitPolicy, type Scope } from '#kernel/rules'
import { type Fact, factsOf, scaleOfCells, textsIn } from './facts.ts'
import type { OurNames } from './names.ts'
import { renameGiven, type TableBehind, tableBehind } from './table-behind.ts'
import { BeyondSubset, writeCell, writeFeel } from './write-feel.ts'

/** The table of a rule as an item writes it. */
export interface RuleTable {
  readonly hit: string
  readonly aggregate?: 'sum' | 'min' | 'max' | 'count'
  readonly inputs: readonly string[]
  readonly outputs: readonly { readonly name: string; readonly type: string; readonly values?: readonly string[] }[]
  readonly rules: readonly {
    readonly id: string
    readonly when: readonly string[]
    readonly then: readonly (string | number | boolean)[]
  }[]
}

export interface TakenTable {
  readonly table: RuleTable
  readonly scope: Scope
  readonly facts: readonly Fact[]
  /** What was settled on the way, in words. */
  readonly decided: readonly string[]
}

/** The word a row writes before its results; named apart because an object with `then` looks like a promise. */
const result = 'then' as const

/** A result as YAML has it: bare numbers and booleans, FEEL for the rest. */
const cellOf = (text: string): string | number | boolean =>
  text === 'true' || text === 'false'
    ? text === 'true'
    : /^-?(?:0|[1-9]\d*)$/.test(text) && Number.isSafeInteger(Number(text))
      ? Number(text)
      : text

/** A row's id, if it can be one of ours; what we wrote ourselves (`row_table_id`) comes back as it was. */
function ruleId(id: string | undefined, index: number): string {
  const own = id?.replace(/^row_[^_]+_/, '')
  return own !== undefined && /^[a-z][A-Za-z0-9]*(-[a-z0-9]+)*$/.test(own) ? own : `row-${index + 1}`
}

/** Where everything is named as ours is, the words stay as they were written. */
function writer(names: Names, rename: (path: readonly string[]) => string | undefined, same: boolean) {
  return {
    expression: (text: string) => {
      const said = writeFeel(parseExpression(text, names), rename)
      return same ? text.trim() : said
    },
    cell: (text: string) => {
      const said = writeCell(parseUnaryTests(text, names), rename)
      return same ? text.trim() || '-' : said
    },
  }
}

function outputsOf(model: DmnModel, decision: Decision, table: BoxedTable, names: OurNames): RuleTable['outputs'] {
  return table.outputs.map((output, column) => {
    const name = names.of([output.name ?? (table.outputs.length > 1 ? `output ${column + 1}` : decision.name)])
    const typeRef = output.typeRef ?? (table.outputs.length === 1 ? decision.variable.typeRef : undefined)
    const definition = model.types.find(type => type.name === typeRef)
    const values = textsIn(output.values) ?? textsIn(definition?.allowedValues)
    const cells = table.rules.map(({ then }) => (then[column]?.is === 'literal' ? then[column].text : ''))
    const scale = cells.includes('') ? null : scaleOfCells(cells)
    if (scale !== null) return { name, type: scale === 0 ? 'integer' : `decimal(${Math.min(scale, 9)})` }
    if (cells.every(cell => cell === 'true' || cell === 'false')) return { name, type: 'boolean' }
    if (typeRef?.endsWith('date')) return { name, type: 'date' }
    if (typeRef?.endsWith('number')) return { name, type: 'decimal(6)' }
    return values ? { name, type: 'string', values } : { name, type: 'string' }
  })
}

/** A table with default results is a table whose last row applies where no other does. */
function withDefault(table: BoxedTable): { readonly hit: string; readonly otherwise?: readonly string[] } {
  const hit = table.hit.toLowerCase().replace(' ', '-')
  if (!table.outputs.some(({ otherwise }) => otherwise)) return { hit }
  const otherwise = table.outputs.map(output => (output.otherwise?.is === 'literal' ? output.otherwise.text : ''))
  if (table.hit !== 'UNIQUE' && table.hit !== 'FIRST')
    throw new BeyondSubset(`${hit} 表的默认结果 default results of a ${hit} table`)
  if (otherwise.includes('')) throw new BeyondSubset('默认结果不全 default results for some outputs only')
  return { hit: 'first', otherwise }
}

const typeFor = (field: string): DecisionTable['outputs'][number]['type'] => {
  const scale = /^decimal\((\d)\)$/.exec(field)?.[1]
  return scale === undefined ? { kind: field as 'integer' } : { kind: 'decimal', scale: Number(scale) }
}

/** The table as the rules module runs it. */
export const compiledTable = (name: string, { table, scope }: Pick<TakenTable, 'table' | 'scope'>) =>
  compileTable(
    {
      name,
      hit: table.hit.replace('-', ' ') as HitPolicy,
      ...(table.aggregate && { aggregate: table.aggregate }),
      inputs: table.inputs.map(expression => ({ expression })),
      outputs: table.outputs.map(({ name: output, type, values }) => ({
        name: output,
        type: typeFor(type),
        ...(values && { values }),
      })),
      rules: table.rules,
    },
    scope,
  )

function build(
  model: DmnModel,
  decision: Decision,
  { table: source, given }: TableBehind,
  names: OurNames,
): TakenTable {
  const facts = factsOf(model, decision)
  const known = new Map(facts.map(fact => [fact.path.join('\u0000'), names.of(fact.path)]))
  const rename = (path: readonly string[]) => known.get(path.map(canonicalName).join('\u0000'))
  const words = facts.flatMap(({ path }) => path)
  const write = given
    ? writer(makeNames(given.keys(), feelNames), renameGiven(given, words, rename), false)
    : writer(
        makeNames(words, feelNames),
        rename,
        facts.every(({ path }) => path.join('.') === names.of(path)),
      )
  const { hit, otherwise } = withDefault(source)
  const outputs = outputsOf(model, decision, source, names)
  const rows = source.rules.map((rule, index) => ({
    id: ruleId(rule.id, index),
    when: rule.when.map(write.cell),
    [result]: rule.then.map(cell => cellOf(write.expression(cell.is === 'literal' ? cell.text : '…'))),
  }))
  if (otherwise)
    rows.push({
      id: 'otherwise',
      when: source.inputs.map(() => '-'),
      [result]: otherwise.map(text => cellOf(write.expression(text))),
    })
  const ids = new Set(rows.map(({ id }) => id))
  const rules = ids.size === rows.length ? rows : rows.map((row, index) => ({ ...row, id: `row-${index + 1}` }))
  const table: RuleTable = {
    hit,
    ...(source.aggregation && { aggregate: source.aggregation.toLowerCase() as 'sum' }),
    inputs: source.inputs.map(input => write.expression(input.expression)),
    outputs,
    rules,
  }
  const scope = Object.fromEntries(facts.map(fact => [names.of(fact.path), fact.type]))
  const decided = [
    ...(otherwise
      ? ['默认结果成为最后一行，命中方式为 first the default results became the last row of a first table']
      : []),
    ...(facts.some(({ field }) => field === 'decimal(6)')
      ? ['number 读作六位小数 numbers are read with six digits behind the point']
      : []),
  ]
  return { table, scope, facts, decided }
}

/**
 * 取表 A decision's table as one of a rule, compiled by the rules module; or why it is beyond it.
 */
export function takeTable(model: DmnModel, decision: Decision, names: OurNames): TakenTable | string {
  const behind = tableBehind(model, decision)
  if (!behind) return '不是决策表 the decision is no table'
  try {
    const taken = build(model, decision, behind, names)
    compiledTable(decision.name, taken)
    return taken
  } catch (fault) {
    if (fault instanceof BeyondSubset || fault instanceof Refusal) return fault.message
    throw fault
  }
}
