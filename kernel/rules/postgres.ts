import { faults } from './fault.ts'
import type { ScalarType, Scope } from './feel-type.ts'
import { bounded, bytes, heldAs, monthsOn, quoted, readColumn, within } from './postgres-column.ts'
import type { NumericTree, Quotient, Tree } from './tree.ts'

/** A declared keyed relation as it lies in the database. */
export interface PostgresRelation {
  /** Schema and table, or the table alone. */
  readonly table: readonly string[]
  /** Which column of the relation equals which column of the subject. */
  readonly key: readonly { readonly column: string; readonly of: string }[]
  /** The column of each field. */
  readonly columns: Readonly<Record<string, string>>
  /** A boolean column of the subject: whether the rows are known at all. Without it they always are. */
  readonly knownBy?: string
}

/** Where an expression finds its facts in PostgreSQL. */
export interface PostgresSource {
  readonly scope: Scope
  /** The name the subject's table goes by in FROM. */
  readonly alias: string
  /** The column of each fact, by the full dotted name. */
  readonly columns: Readonly<Record<string, string>>
  readonly relations?: Readonly<Record<string, PostgresRelation>>
}

/** Texts of expressions, in the order of their `$n`: one list for all expressions of a statement. */
export type Parameters = string[]

type EmitSql = (tree: Tree) => string

const absent = (what: string, remedy: string) => faults.outside({ detail: what, remedy })

const rowAlias = 'related'

function columnOf(source: PostgresSource, name: string): string {
  const column = Object.hasOwn(source.columns, name) ? source.columns[name] : undefined
  if (column === undefined) throw absent(`${name} is no column of ${source.alias}`, 'name the column it stands in')
  return readColumn(`${quoted(source.alias)}.${quoted(column)}`, source.scope[name] as ScalarType)
}

function relationOf(source: PostgresSource, name: string): PostgresRelation {
  const relation = source.relations && Object.hasOwn(source.relations, name) ? source.relations[name] : undefined
  if (relation === undefined) throw absent(`${name} is no table here`, 'name the table and the key of the relation')
  return relation
}

function fieldOf(source: PostgresSource, relation: string, name: string): string {
  const { columns } = relationOf(source, relation)
  const type = source.scope[relation]
  const column = Object.hasOwn(columns, name) ? columns[name] : undefined
  if (column === undefined || type?.kind !== 'relation')
    throw absent(`${name} is no column of ${relation}`, 'name the column it stands in')
  return readColumn(`${quoted(rowAlias)}.${quoted(column)}`, type.fields[name] as ScalarType)
}

/** `FROM … WHERE …` of the rows that belong to the subject. */
function rowsOf(source: PostgresSource, name: string): { readonly from: string; readonly where: string } {
  const { table, key } = relationOf(source, name)
  return {
    from: `${table.map(quoted).join('.')} as ${quoted(rowAlias)}`,
    where: key
      .map(({ column, of }) => `${quoted(rowAlias)}.${quoted(column)} = ${quoted(source.alias)}.${quoted(of)}`)
      .join(' and '),
  }
}

/** One row that decides, decides; else one unknown makes it unknown; no rows at all are no unknown. */
function quantified(tree: Tree & { readonly kind: 'quantified' }, source: PostgresSource, emit: EmitSql): string {
  const { from, where } = rowsOf(source, tree.relation)
  const decides = tree.quantifier === 'some'
  const decided = decides ? 'bool_or(looked.holds)' : 'not bool_and(looked.holds)'
  const answer = `(select case when ${decided} then ${decides} when count(*) = count(looked.holds) then ${!decides} end from (select ${emit(tree.body)} as holds from ${from} where ${where} offset 0) as looked)`
  const { knownBy } = relationOf(source, tree.relation)
  return knownBy === undefined ? answer : `case when ${quoted(source.alias)}.${quoted(knownBy)} then ${answer} end`
}

const power = (digits: number): string => (digits === 0 ? '' : ` * ${10n ** BigInt(digits)}`)

/** The value at a larger scale, without bound. */
const aligned = (tree: NumericTree, scale: number, emit: EmitSql): string =>
  `(${emit(tree)})${power(scale - tree.type.scale)}`

const numeric = (scaled: string): string => {
  const value = BigInt(scaled)
  return value > -(10n ** 18n) && value < 10n ** 18n ? `${value}::numeric` : 'null::numeric'
}

function arithmetic(tree: NumericTree & { readonly kind: 'add' | 'subtract' | 'multiply' }, emit: EmitSql): string {
  const sign = { add: '+', subtract: '-', multiply: '*' }[tree.kind]
  const [left, right] =
    tree.kind === 'multiply'
      ? [`(${emit(tree.left)})`, `(${emit(tree.right)})`]
      : [aligned(tree.left, tree.type.scale, emit), aligned(tree.right, tree.type.scale, emit)]
  const result = `(${left}) ${sign} (${right})`
  return tree.guard ? bounded(result) : result
}

function comparison({ op, left, right }: Tree & { readonly kind: 'compare' }, emit: EmitSql): string {
  const sign = op === '!=' ? '<>' : op
  const [a, b] = [left.type, right.type]
  if (!('scale' in a) || !('scale' in b)) return `(${emit(left)}) ${sign} (${emit(right)})`
  const scale = Math.max(a.scale, b.scale)
  return `(${aligned(left as NumericTree, scale, emit)}) ${sign} (${aligned(right as NumericTree, scale, emit)})`
}

/**
 * a/b op c/d as (a·d − c·b)·sign(b)·sign(d) op 0: exact, turned round for each negative divisor, unknown for a divisor of 0. The four
 * parts are read once, in a row of their own that the planner must not dissolve.
 */
function ratio({ op, left, right }: Tree & { readonly kind: 'ratio' }, emit: EmitSql): string {
  const under = ({ under }: Quotient) => (under ? emit(under) : '1::numeric')
  const scaleUnder = ({ under }: Quotient) => (under ? under.type.scale : 0)
  const leftPower = scaleUnder(left) + right.over.type.scale
  const rightPower = left.over.type.scale + scaleUnder(right)
  const shared = Math.min(leftPower, rightPower)
  const cross = `part.a * part.d${power(leftPower - shared)} - part.c * part.b${power(rightPower - shared)}`
  const turned = `(${cross}) * nullif(sign(part.b) * sign(part.d), 0) ${op === '!=' ? '<>' : op} 0`
  return `(select ${turned} from (select ${emit(left.over)} as a, ${under(left)} as b, ${emit(right.over)} as c, ${under(right)} as d offset 0) as part)`
}

function shift(tree: Tree & { readonly kind: 'shift' }, emit: EmitSql): string {
  const [day, count] = [emit(tree.date), `${tree.back ? '-' : ''}(${emit(tree.by)})`]
  return tree.by.type.kind === 'months' ? monthsOn(day, count) : within(`(${day}) + (${count})`)
}

function call(tree: Tree & { readonly kind: 'call' }, emit: EmitSql): string {
  const given = tree.given.map(part => `(${emit(part)})`)
  if (tree.name === 'starts with') return `starts_with(${given.join(', ')})`
  if (tree.name === 'string length') return `char_length(${given[0]})::numeric`
  throw absent(`${tree.name} does not run in the database`, 'compare there, and call it on the rows that were found')
}

/**
 * SQL 表达式 The emitter for PostgreSQL: an expression as SQL text with the same three answers as the closure; null is unknown. Numbers
 * come out as scaled integers, dates as days since 1970-01-01, all numeric; texts of the author become parameters, names are quoted,
 * nothing else of an expression reaches the text. What comes out raises no error on any row.
 *
 *     const parameters: string[] = []
 *     await sql.query(`select key from visits as v where ${emitPostgres(rule.tree, source, parameters)}`, parameters)
 *
 * @throws RULE_OUTSIDE_SUBSET for a name that has no column, a relation that has no table, a declared function.
 */
export function emitPostgres(tree: Tree, source: PostgresSource, parameters: Parameters): string {
  const emit: EmitSql = part => {
    switch (part.kind) {
      case 'boolean':
        return String(part.value)
      case 'string':
        return bytes(`$${parameters.push(part.value)}`)
      case 'null':
        return `null::${heldAs(part.type)}`
      case 'date':
        return `${part.day}::numeric`
      case 'number':
        return numeric(part.scaled)
      case 'name':
        return columnOf(source, part.name)
      case 'field':
        return fieldOf(source, part.relation, part.name)
      case 'not':
        return `not (${emit(part.operand)})`
      case 'and':
      case 'or':
        return part.operands.map(operand => `(${emit(operand)})`).join(` ${part.kind} `)
      case 'isNull':
        return `(${emit(part.operand)}) is ${part.negated ? 'not ' : ''}null`
      case 'if':
        return `case (${emit(part.condition)}) when true then ${emit(part.yes)} when false then ${emit(part.no)} end`
      case 'quantified':
        return quantified(part, source, emit)
      case 'compare':
        return comparison(part, emit)
      case 'ratio':
        return ratio(part, emit)
      case 'add':
      case 'subtract':
      case 'multiply':
        return arithmetic(part, emit)
      case 'negate':
        return `-(${emit(part.operand)})`
      case 'rescale': {
        const value = aligned(part.operand, part.type.scale, emit)
        return part.guard ? bounded(value) : value
      }
      case 'shift':
        return shift(part, emit)
      case 'daysBetween':
        return `(${emit(part.to)}) - (${emit(part.from)})`
      case 'call':
        return call(part, emit)
    }
  }
  return emit(tree)
}

/**
 * The same as a WHERE clause: the rows for which the expression is certainly true. What stands under `and` is asked one by one, and
 * `some` and `every` become EXISTS and NOT EXISTS, so that the planner joins (semi, anti) instead of asking row by row.
 */
export function filterPostgres(tree: Tree, source: PostgresSource, parameters: Parameters): string {
  if (tree.kind === 'and')
    return tree.operands.map(operand => `(${filterPostgres(operand, source, parameters)})`).join(' and ')
  if (tree.kind !== 'quantified') return `(${emitPostgres(tree, source, parameters)}) is true`
  const { from, where } = rowsOf(source, tree.relation)
  const { knownBy } = relationOf(source, tree.relation)
  const body = `(${emitPostgres(tree.body, source, parameters)}) is ${tree.quantifier === 'some' ? '' : 'not '}true`
  const exists = `${tree.quantifier === 'some' ? '' : 'not '}exists (select from ${from} where ${where} and ${body})`
  return knownBy === undefined ? exists : `${quoted(source.alias)}.${quoted(knownBy)} and ${exists}`
}
