import type { Sql } from '#kernel/storage'
import { type Compiled, compile } from './compile.ts'
import { generatedScope } from './expression.fixture.ts'
import { prepareFacts, type RawFacts } from './facts.ts'
import { consultOracle } from './oracle.ts'
import { emitPostgres, filterPostgres, type PostgresSource } from './postgres.ts'

const columnTypes: Readonly<Record<string, string>> = {
  small: 'int',
  tiny: 'numeric',
  count: 'numeric',
  money: 'numeric(40,2)',
  rate: 'numeric',
  open: 'boolean',
  'case.urgent': 'boolean',
  status: 'text',
  name: 'text',
  born: 'date',
  'case.filed': 'date',
  wait: 'int',
  term: 'int',
}
const paymentTypes: Readonly<Record<string, string>> = {
  amount: 'numeric',
  price: 'numeric',
  paid: 'boolean',
  kind: 'text',
  on: 'date',
}

const declared = (types: Readonly<Record<string, string>>) =>
  Object.entries(types).map(([name, type]) => `"${name}" ${type}`)
const same = (types: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.keys(types).map(name => [name, name]))

/** The generated scope as two tables of a session. */
const source: PostgresSource = {
  scope: generatedScope,
  alias: 'subject',
  columns: same(columnTypes),
  relations: {
    payments: {
      table: ['pg_temp', 'payment'],
      key: [{ column: 'subject', of: 'id' }],
      columns: same(paymentTypes),
      knownBy: 'payments known',
    },
  },
}

export async function createPairTables(sql: Sql): Promise<void> {
  await sql.query(
    `create temp table subject (id int primary key, ${declared(columnTypes).join(', ')}, "payments known" boolean)`,
  )
  await sql.query(`create temp table payment (subject int, ${declared(paymentTypes).join(', ')})`)
}

export interface Pair {
  readonly text: string
  readonly facts: RawFacts
}

export interface Disagreement extends Pair {
  /** Its place among the given pairs. */
  readonly index: number
  readonly closure: string | null
  readonly postgres: string | null
  readonly oracle: string | null
  /** Whether the WHERE clause finds the row; null for what is no condition. */
  readonly found: boolean | null
}

/** Too many digits or too deep is refused, and that is an answer too; anything else must compile. */
export function compiledPair(text: string): Compiled | null {
  try {
    return compile(text, generatedScope)
  } catch (error) {
    if ((error as { code?: string }).code === 'RULE_TOO_LARGE') return null
    throw error
  }
}

const json = (value: unknown) => JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? String(part) : part))

async function store(sql: Sql, pairs: readonly Pair[]): Promise<void> {
  await sql.query('truncate pg_temp.subject, pg_temp.payment')
  await sql.query(
    `insert into pg_temp.subject select * from jsonb_to_recordset($1::jsonb) as fact (id int, ${declared(columnTypes).join(', ')}, "payments known" boolean)`,
    [
      json(
        pairs.map(({ facts }, id) => ({ ...facts, payments: undefined, id, 'payments known': facts.payments != null })),
      ),
    ],
  )
  await sql.query(
    `insert into pg_temp.payment select * from jsonb_to_recordset($1::jsonb) as fact (subject int, ${declared(paymentTypes).join(', ')})`,
    [
      json(
        pairs.flatMap(({ facts }, subject) =>
          ((facts.payments ?? []) as readonly RawFacts[]).map(row => ({ ...row, subject })),
        ),
      ),
    ],
  )
}

interface Told {
  readonly id: number
  readonly told: string | null
  readonly found: boolean | null
}

/** All pairs in one statement. */
function askAll(sql: Sql, trees: readonly { readonly id: number; readonly compiled: Compiled }[]): Promise<Told[]> {
  const parameters: string[] = []
  const asked = trees.map(({ id, compiled: { tree, type } }) => {
    const value = emitPostgres(tree, source, parameters)
    const found =
      type.kind === 'boolean'
        ? `exists (select from pg_temp.subject where id = ${id} and ${filterPostgres(tree, source, parameters)})`
        : 'null::boolean'
    return `select ${id} as id, (${value})::text as told, ${found} as found from pg_temp.subject where id = ${id}`
  })
  return sql.query<Told>(asked.join(' union all '), parameters)
}

/**
 * Asks closure, PostgreSQL (as a value and as a WHERE clause) and oracle about each pair; answers where they differ. A statement
 * that raises an error is asked again pair by pair, and the error counts as that pair's answer.
 */
export async function disagreements(sql: Sql, pairs: readonly Pair[]): Promise<readonly Disagreement[]> {
  await store(sql, pairs)
  const trees = pairs.flatMap(({ text }, id) => {
    const compiled = compiledPair(text)
    return compiled ? [{ id, compiled }] : []
  })
  const told = await askAll(sql, trees).catch(async () => {
    const each: Told[] = []
    for (const one of trees)
      each.push(...(await askAll(sql, [one]).catch(error => [{ id: one.id, told: `error: ${error}`, found: null }])))
    return each
  })
  const answers = new Map(told.map(answer => [answer.id, answer]))
  return trees.flatMap(({ id, compiled }) => {
    const { text, facts } = pairs[id]!
    const inside = compiled.run(prepareFacts(generatedScope, facts))
    const outside = compiled.evaluate(facts)
    const exact = consultOracle(compiled.tree, generatedScope, facts)
    const closure = inside === null ? null : String(inside)
    const { told: postgres = 'no answer', found = null } = answers.get(id) ?? {}
    const right =
      (outside === null ? null : String(outside)) === (exact === null ? null : String(exact)) &&
      closure === postgres &&
      (found === null ? compiled.type.kind !== 'boolean' : found === (inside === true))
    return right
      ? []
      : [{ index: id, text, facts, closure, postgres, oracle: exact === null ? null : String(exact), found }]
  })
}
