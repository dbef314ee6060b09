import { type Statement, statement } from '#kernel/storage'
import { ofMonth } from './month.store.ts'

/**
 * One table a step writes rows into. `fixed` columns take one value for all rows; `columns` one for each row. Rows are
 * written out as VALUES: arrays and JSON records cost the server a function scan and a tuplestore for each (measured: 12 % of
 * a step), so a statement is made for each number of rows up to eight and more rows go in several.
 */
interface Rows {
  readonly table: string
  readonly fixed: readonly (readonly [column: string, value: string])[]
  readonly columns: readonly (readonly [column: string, type: string])[]
  readonly conflict?: string
}

const ofCase = ['case_id', '{caseId}::uuid'] as const
const text = 'text'

/** The tables of a step, by the name of the rows that go into them. */
const tables = {
  details: {
    table: 'kernel.case_details',
    fixed: [ofCase, ['seq', '{last}::int'], ['alg', `'A256GCM'`]],
    columns: [
      ['subject', 'uuid'],
      ['key_id', text],
      ['ciphertext', 'bytea'],
      ['commit_sha256', 'bytea'],
      ['commit_sm3', 'bytea'],
    ],
  },
  newTasks: {
    table: 'kernel.tasks',
    fixed: [
      ofCase,
      ['number', '{number}::text'],
      ['item', '{item}::text'],
      ['drawer', '{drawer}::text'],
      ['region', '{region}::text'],
      ['subject', '{subject}::uuid'],
    ],
    columns: [
      ['task', text],
      ['stage', text],
      ['organ', text],
      ['post', text],
      ['person', 'uuid'],
      ['entered_on', 'date'],
      ['due_on', 'date'],
      ['level', text],
    ],
  },
  tasks: {
    table: 'kernel.tasks',
    fixed: [
      ofCase,
      ['number', '{number}::text'],
      ['item', '{item}::text'],
      ['drawer', '{drawer}::text'],
      ['region', '{region}::text'],
      ['subject', '{subject}::uuid'],
    ],
    columns: [
      ['task', text],
      ['stage', text],
      ['organ', text],
      ['post', text],
      ['person', 'uuid'],
      ['entered_on', 'date'],
      ['due_on', 'date'],
      ['level', text],
    ],
    conflict:
      'on conflict (case_id, task) do update set person = excluded.person, due_on = excluded.due_on, level = excluded.level',
  },
  newClocks: {
    table: 'kernel.clocks',
    fixed: [ofCase],
    columns: [
      ['clock', text],
      ['binds', text],
      ['due', text],
      ['next_at', 'timestamptz'],
    ],
  },
  clocks: {
    table: 'kernel.clocks',
    fixed: [ofCase],
    columns: [
      ['clock', text],
      ['binds', text],
      ['due', text],
      ['next_at', 'timestamptz'],
    ],
    conflict: 'on conflict (case_id, clock) do update set due = excluded.due, next_at = excluded.next_at',
  },
  firings: {
    table: 'kernel.clock_firings',
    fixed: [ofCase],
    columns: [
      ['clock', text],
      ['started_on', 'date'],
      ['rung', text],
    ],
  },
  obligations: {
    table: 'kernel.obligations',
    fixed: [ofCase, ['item', '{item}::text']],
    columns: [
      ['obligation', text],
      ['kind', text],
      ['binds', text],
      ['amount', 'bigint'],
      ['organ', text],
      ['since', 'date'],
    ],
    conflict: 'on conflict (case_id, obligation) do nothing',
  },
  keys: {
    table: 'kernel.case_keys',
    fixed: [ofCase],
    columns: [
      ['subject', 'uuid'],
      ['wrapped', 'bytea'],
      ['alg', text],
      ['key_id', text],
    ],
  },
  parties: {
    table: 'kernel.case_parties',
    fixed: [ofCase],
    columns: [
      ['party', 'uuid'],
      ['role', text],
    ],
  },
} as const satisfies Record<string, Rows>

const step = `insert into kernel.case_steps (case_id, seq, last, at, actor, actor_key, verb, command_id, body_hash, verdicts, events)
  values ({caseId}::uuid, {seq}::int, {last}::int, {at}::timestamptz, {actor}::text, {actorKey}::text, {verb}::text, {commandId}::uuid, {bodyHash}::bytea,
    {verdicts}::text, {events}::text)`

/** What is closed: the keys that go from each open table. */
const closed = {
  tasksGone: 'delete from kernel.tasks where case_id = {caseId}::uuid and task = any({tasksGone}::text[])',
  clocksGone: 'delete from kernel.clocks where case_id = {caseId}::uuid and clock = any({clocksGone}::text[])',
  obligationsGone:
    'delete from kernel.obligations where case_id = {caseId}::uuid and obligation = any({obligationsGone}::text[])',
} as const

const moved = `update kernel.cases set seq = {last}::int, state = {state}::text, status = {status}::text, outcome = {outcome}::text, result = {result}::text,
  ended_on = {endedOn}::date where id = {caseId}::uuid`

/** The same for a step after which the case runs under another version. */
const elsewhere = moved.replace('set seq', 'set item_hash = {itemHash}::text, seq')

const made = `insert into kernel.cases (id, number, item, item_hash, drawer, organ, region, status, outcome, result, opened_on, ended_on, seq, state)
  select {caseId}::uuid, {number}::text, {item}::text, {itemHash}::text, {drawer}::text, {organ}::text, {region}::text, {status}::text, {outcome}::text,
    {result}::text, {openedOn}::date, {endedOn}::date, {last}::int, {state}::text from kernel.parties_must_stand({standing}::uuid[])`

const numbered = 'insert into kernel.case_numbers (number, case_id) values ({number}::text, {caseId}::uuid)'

const leaf = `insert into kernel.trail_outbox (subject, first_seq, last_seq, leaf)
  values ({caseId}::uuid, {seq}::int, {last}::int, {leaf}::bytea)`

/** What the case row becomes of it: made, changed, or put under another version. */
const lasts = { open: made, write: moved, move: elsewhere } as const

export type RowSet = keyof typeof tables
export type ClosedSet = keyof typeof closed
export type Row = readonly unknown[]

/** 一步所写 The rows of a step, in the order of the columns above. */
export interface StepRows {
  readonly kind: keyof typeof lasts
  readonly month: string
  readonly rows: Readonly<Partial<Record<RowSet, readonly Row[]>>>
  readonly closed: Readonly<Partial<Record<ClosedSet, readonly string[]>>>
  /** Values that stand once. */
  readonly values: Readonly<Record<string, unknown>>
}

const mostRows = 8

const insertOf = (name: string, { table, fixed, columns, conflict = '' }: Rows, count: number): string => {
  const rows = Array.from({ length: count }, (_, row) => {
    const own = columns.map(([, type], column) => `{${name}.${row}.${column}}::${type}`)
    return `(${[...fixed.map(([, value]) => value), ...own].join(', ')})`
  })
  return `insert into ${table} (${[...fixed, ...columns].map(([column]) => column).join(', ')}) values ${rows.join(', ')} ${conflict}`
}

interface Built {
  readonly statement: Statement
  /** Where each parameter's value stands: a name, or rows, row and column. */
  readonly places: readonly (readonly [string] | readonly [string, number, number])[]
}

/** The parts are carried out behind the last one, which takes the case row: whoever writes a step has its lock before anything else. */
function build(name: string, month: string, parts: readonly string[], last: string): Built {
  const named = new Map<string, number>()
  const withs = parts.map((part, index) => `p${index} as (${part})`).join(',\n')
  const sql = ofMonth(`with ${withs}\n${last}`, month).replace(/\{([\w.]+)\}/g, (_, value: string) => {
    if (!named.has(value)) named.set(value, named.size + 1)
    return `$${named.get(value)}`
  })
  const places = [...named.keys()].map((value): Built['places'][number] => {
    const [set, row, column] = value.split('.')
    return row === undefined ? [value] : [set!, Number(row), Number(column)]
  })
  return { statement: statement(name, sql), places }
}

const built = new Map<string, Built>()
const setNames = Object.keys(tables) as readonly RowSet[]
const closedNames = Object.keys(closed) as readonly ClosedSet[]

/** Cuts rows into handfuls, so that there are few statements however many rows a step has. */
function handfuls(name: string, rows: readonly Row[]): (readonly [string, readonly Row[]])[] {
  const cut: (readonly [string, readonly Row[]])[] = []
  for (let from = 0; from < rows.length; from += mostRows)
    cut.push([from === 0 ? name : `${name}${from}`, rows.slice(from, from + mostRows)])
  return cut
}

/**
 * 落笔 A whole step in one statement: events, detail, inbox, clocks, obligations, the case row and the leaf. One statement
 * because each round trip costs more CPU than all the rows together; only the parts that write, because an empty part costs
 * 10–25 µs of the server's time.
 */
export function stepStatement({ kind, month, rows, closed: gone, values }: StepRows): {
  readonly statement: Statement
  readonly values: readonly unknown[]
} {
  const cut = setNames.flatMap(set =>
    handfuls(set, rows[set] ?? []).map(part => [...part, tables[set] as Rows] as const),
  )
  const ends = closedNames.filter(set => (gone[set]?.length ?? 0) > 0)
  const shape = `${cut.map(([name, some]) => `${name}${some.length}`).join('')}.${ends.join('')}`
  const name = `case.${kind}.${month}.${shape}`
  let found = built.get(name)
  if (!found) {
    const parts = cut.map(([set, some, table]) => insertOf(set, table, some.length))
    // PostgreSQL cuts names off at 63 bytes: a long shape is told by its place in the list.
    const short = name.length > 60 ? `case.step.${month}.${built.size}` : name
    const own = [step, ...parts, ...ends.map(set => closed[set]), leaf, ...(kind === 'open' ? [numbered] : [])]
    found = build(short, month, own, lasts[kind])
    built.set(name, found)
  }
  const sets = new Map(cut.map(([set, some]) => [set, some]))
  const all: Readonly<Record<string, unknown>> = { ...values, ...gone }
  return {
    statement: found.statement,
    values: found.places.map(([set, row, column]) => (row === undefined ? all[set] : sets.get(set)![row]![column!])),
  }
}

// Registered at once with a row of everything, so that the test that prepares every statement against the schema sees every part.
for (const kind of ['write', 'move', 'open'] as const) {
  const one = [Array.from({ length: 10 }, () => null)]
  const rows = Object.fromEntries(
    setNames.filter(set => kind === 'open' || (set !== 'keys' && set !== 'parties')).map(set => [set, one]),
  )
  const gone = Object.fromEntries(closedNames.map(set => [set, ['']]))
  stepStatement({ kind, month: '', rows, closed: gone, values: {} })
}
