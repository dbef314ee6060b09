import { instantOf } from '#kernel/clock'
import { type Statement, statement } from '#kernel/storage'

/** One part of the step's statement. Values stand in braces and become parameters, so a part that has nothing to write costs nothing. */
interface Part {
  readonly name: string
  readonly text: string
}

const events: Part = {
  name: 'events',
  text: `insert into kernel.case_events (case_id, seq, type, v, at, on_date, actor, actor_key, verb, command_id, body_hash, verdicts, data)
  select {caseId}::uuid, e.seq, e.type, 1, {at}::timestamptz, e.on_date, e.actor, e.actor_key, e.verb, e.command_id, e.body_hash, e.verdicts, e.data
  from unnest({seqs}::int[], {types}::text[], {dates}::date[], {actors}::json[], {actorKeys}::text[], {verbs}::text[], {commands}::uuid[], {hashes}::bytea[], {verdicts}::json[], {data}::json[])
    as e(seq, type, on_date, actor, actor_key, verb, command_id, body_hash, verdicts, data)`,
}

const details: Part = {
  name: 'details',
  text: `insert into kernel.case_details (case_id, seq, subject, alg, key_id, ciphertext, commit_sha256, commit_sm3)
  select {caseId}::uuid, {last}::int, d.subject, 'A256GCM', d.key_id, d.ciphertext, d.commit_sha256, d.commit_sm3
  from unnest({subjects}::uuid[], {keyIds}::text[], {ciphertexts}::bytea[], {sha256s}::bytea[], {sm3s}::bytea[]) as d(subject, key_id, ciphertext, commit_sha256, commit_sm3)`,
}

const tasksDone: Part = {
  name: 'done',
  text: `delete from kernel.tasks where case_id = {caseId}::uuid and task = any({tasksGone}::text[])`,
}
const tasksOpened: Part = {
  name: 'opened',
  text: `insert into kernel.tasks (case_id, task, number, item, drawer, stage, organ, post, person, region, subject, entered_on, due_on, level)
  select {caseId}::uuid, t.task, {number}::text, {item}::text, {drawer}::text, t.stage, t.organ, t.post, t.person, {region}::text, {subject}::uuid, t.entered_on, t.due_on, t.level
  from json_to_recordset({tasks}::json) as t(task text, stage text, organ text, post text, person uuid, entered_on date, due_on date, level text)
  on conflict (case_id, task) do update set person = excluded.person, due_on = excluded.due_on, level = excluded.level`,
}

const clocksStopped: Part = {
  name: 'stopped',
  text: `delete from kernel.clocks where case_id = {caseId}::uuid and clock = any({clocksGone}::text[])`,
}
const clocksRunning: Part = {
  name: 'running',
  text: `insert into kernel.clocks (case_id, clock, binds, due, next_at)
  select {caseId}::uuid, k.clock, k.binds, k.due, k.next_at from json_to_recordset({clocks}::json) as k(clock text, binds text, due text, next_at timestamptz)
  on conflict (case_id, clock) do update set due = excluded.due, next_at = excluded.next_at`,
}
const clocksRung: Part = {
  name: 'rung',
  text: `insert into kernel.clock_firings (case_id, clock, started_on, rung)
  select {caseId}::uuid, f.clock, f.started_on, f.rung from json_to_recordset({firings}::json) as f(clock text, started_on date, rung text)`,
}

const obligationsSettled: Part = {
  name: 'settled',
  text: `delete from kernel.obligations where case_id = {caseId}::uuid and obligation = any({obligationsGone}::text[])`,
}
const obligationsOwed: Part = {
  name: 'owed',
  text: `insert into kernel.obligations (case_id, obligation, kind, binds, amount, organ, item, since)
  select {caseId}::uuid, o.obligation, o.kind, o.binds, o.amount, o.organ, {item}::text, o.since
  from json_to_recordset({obligations}::json) as o(obligation text, kind text, binds text, amount bigint, organ text, since date)
  on conflict (case_id, obligation) do nothing`,
}

const moved: Part = {
  name: 'moved',
  text: `update kernel.cases set seq = {last}::int, state = {state}::json, status = {status}::text, outcome = {outcome}::text, result = {result}::text, ended_on = {endedOn}::date
  where id = {caseId}::uuid`,
}

const made: Part = {
  name: 'made',
  text: `insert into kernel.cases (id, number, item, item_hash, drawer, organ, region, status, outcome, result, opened_on, ended_on, seq, state)
  values ({caseId}::uuid, {number}::text, {item}::text, {itemHash}::text, {drawer}::text, {organ}::text, {region}::text, {status}::text, {outcome}::text, {result}::text,
    {openedOn}::date, {endedOn}::date, {last}::int, {state}::json)`,
}
const numbered: Part = {
  name: 'numbered',
  text: `insert into kernel.case_numbers (number, case_id) values ({number}::text, {caseId}::uuid)`,
}
const keys: Part = {
  name: 'keys',
  text: `insert into kernel.case_keys (case_id, subject, wrapped, alg, key_id)
  select {caseId}::uuid, k.subject, k.wrapped, k.alg, k.key_id from unnest({keySubjects}::uuid[], {keysWrapped}::bytea[], {keyAlgs}::text[], {keyMasters}::text[]) as k(subject, wrapped, alg, key_id)`,
}
const parties: Part = {
  name: 'parties',
  text: `insert into kernel.case_parties (party, case_id, role) select p.party, {caseId}::uuid, p.role from unnest({parties}::uuid[], {roles}::text[]) as p(party, role)`,
}

const leaf = `insert into kernel.trail_outbox (subject, first_seq, last_seq, leaf) values ({caseId}::uuid, {first}::int, {last}::int, {leaf}::bytea)`

/** What a step may have to write besides its events and the case row: bit by bit, in this order. */
const optional = [
  details,
  tasksDone,
  tasksOpened,
  clocksStopped,
  clocksRunning,
  clocksRung,
  obligationsSettled,
  obligationsOwed,
] as const
export const writes = {
  details: 1,
  tasksGone: 2,
  tasks: 4,
  clocksGone: 8,
  clocks: 16,
  firings: 32,
  obligationsGone: 64,
  obligations: 128,
} as const

export interface StepStatement {
  readonly statement: Statement
  /** The names of the values, in the order of the parameters. */
  readonly names: readonly string[]
}

/** The tables that are cut by month, named as the partition of one month: routing a row to it anew at every step costs more than writing it. */
const ofMonth = (text: string, month: string): string =>
  month === '' ? text : text.replace(/kernel\.(cases|case_events|case_details)\b/g, `kernel.$1_${month}`)

function build(name: string, month: string, parts: readonly Part[]): StepStatement {
  const names: string[] = []
  const withs = parts.map(part => `${part.name} as (${part.text})`).join(',\n')
  const text = ofMonth(`with ${withs}\n${leaf}`, month).replace(/\{(\w+)\}/g, (_, value: string) => {
    if (!names.includes(value)) names.push(value)
    return `$${names.indexOf(value) + 1}`
  })
  return { statement: statement(name, text), names }
}

const built = new Map<string, StepStatement>()

/**
 * A whole step in one statement: events, detail, inbox, clocks, obligations, the case row and the leaf. One statement
 * because each round trip costs more CPU than all the rows together; only the parts that write, because an empty part
 * costs 10–25 µs of the server's time (measured: 370 µs with all of them, on an act that needs three).
 */
export function stepStatement(opening: boolean, bits: number, month: string): StepStatement {
  const name = `case.${opening ? 'open' : 'write'}.${month}.${bits}`
  let found = built.get(name)
  if (!found) {
    const some = optional.filter((_, index) => (bits & (1 << index)) !== 0)
    found = build(name, month, [events, ...some, ...(opening ? [made, numbered, keys, parties] : [moved])])
    built.set(name, found)
  }
  return found
}

// Registered at once, so that the test that prepares every statement against the migrated schema sees every part.
stepStatement(false, 255, '')
stepStatement(true, 255, '')

const locks = new Map<string, Statement>()

/** One round trip: the lock orders everybody who acts on this case (ARCHITECTURE §3). */
export function lockCase(month: string): Statement {
  let found = locks.get(month)
  if (!found) {
    found = statement(
      `case.lock.${month}`,
      ofMonth(
        `select c.number, c.item_hash as "itemHash", c.state::text as state,
     array(select k.subject || ' ' || encode(k.wrapped, 'base64') from kernel.case_keys k where k.case_id = c.id) as keys,
     (select value from kernel.epochs where name = 'identity') as "identityEpoch",
     e.seq as "repeatedSeq", e.body_hash as "repeatedHash"
   from kernel.cases c
   left join kernel.case_events e on e.case_id = c.id and e.command_id = $2 and e.actor_key = $3
   where c.id = $1
   for update of c`,
        month,
      ),
    )
    locks.set(month, found)
  }
  return found
}
lockCase('')

/** The month a case was opened in, as its partitions are named; from the time part of its id. */
export const monthOf = (caseId: string): string => instantOf(caseId).toString().slice(0, 7).replace('-', '')
