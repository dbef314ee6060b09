import { statement } from '#kernel/storage'

/** What a step reads first: the case row under its lock, whether this command was done before, and which epochs hold. */
export interface LockedCase {
  readonly number: string
  readonly itemHash: string
  readonly state: string
  /** The case's keys that are still there: `subject base64` of each, wrapped. */
  readonly keys: readonly string[]
  readonly identityEpoch: number
  readonly repeatedSeq: number | null
  readonly repeatedHash: Buffer | null
}

/** One round trip: the lock orders everybody who acts on this case (ARCHITECTURE §3). */
export const lockCase = statement(
  'case.lock',
  `select c.number, c.item_hash as "itemHash", c.state::text as state,
     array(select k.subject || ' ' || encode(k.wrapped, 'base64') from kernel.case_keys k where k.case_id = c.id) as keys,
     (select value from kernel.epochs where name = 'identity') as "identityEpoch",
     e.seq as "repeatedSeq", e.body_hash as "repeatedHash"
   from kernel.cases c
   left join kernel.case_events e on e.case_id = c.id and e.command_id = $2 and e.actor_key = $3
   where c.id = $1
   for update of c`,
)

export const readIdentityEpoch = statement('case.identityEpoch', `select value from kernel.epochs where name = 'identity'`)

const events = `events as (
  insert into kernel.case_events (case_id, seq, type, v, at, on_date, actor, actor_key, verb, command_id, body_hash, verdicts, data)
  select $1, e.seq, e.type, 1, $2::timestamptz, e.on_date, e.actor, e.actor_key, e.verb, e.command_id, e.body_hash, e.verdicts, e.data
  from unnest($3::int[], $4::text[], $5::date[], $6::json[], $7::text[], $8::text[], $9::uuid[], $10::bytea[], $11::json[], $12::json[])
    as e(seq, type, on_date, actor, actor_key, verb, command_id, body_hash, verdicts, data))`

const details = `details as (
  insert into kernel.case_details (case_id, seq, subject, alg, key_id, ciphertext, commit_sha256, commit_sm3)
  select $1, $13, d.subject, 'A256GCM', d.key_id, d.ciphertext, d.commit_sha256, d.commit_sm3
  from unnest($14::uuid[], $15::text[], $16::bytea[], $17::bytea[], $18::bytea[]) as d(subject, key_id, ciphertext, commit_sha256, commit_sm3))`

const tasks = `done as (delete from kernel.tasks where case_id = $1 and task = any($19::text[])),
 opened as (
  insert into kernel.tasks (case_id, task, number, item, drawer, stage, organ, post, person, region, subject, entered_on, due_on, level)
  select $1, t.task, $20, $21, $22, t.stage, t.organ, t.post, t.person, $23, $24, t.entered_on, t.due_on, t.level
  from json_to_recordset($25::json) as t(task text, stage text, organ text, post text, person uuid, entered_on date, due_on date, level text)
  on conflict (case_id, task) do update set person = excluded.person, due_on = excluded.due_on, level = excluded.level)`

const clocks = `stopped as (delete from kernel.clocks where case_id = $1 and clock = any($26::text[])),
 running as (
  insert into kernel.clocks (case_id, clock, binds, due, next_at)
  select $1, k.clock, k.binds, k.due, k.next_at from json_to_recordset($27::json) as k(clock text, binds text, due text, next_at timestamptz)
  on conflict (case_id, clock) do update set due = excluded.due, next_at = excluded.next_at),
 rung as (
  insert into kernel.clock_firings (case_id, clock, started_on, rung)
  select $1, f.clock, f.started_on, f.rung from json_to_recordset($28::json) as f(clock text, started_on date, rung text))`

const obligations = `settled as (delete from kernel.obligations where case_id = $1 and obligation = any($29::text[])),
 owed as (
  insert into kernel.obligations (case_id, obligation, kind, binds, amount, organ, item, since)
  select $1, o.obligation, o.kind, o.binds, o.amount, o.organ, $21, o.since
  from json_to_recordset($30::json) as o(obligation text, kind text, binds text, amount bigint, organ text, since date)
  on conflict (case_id, obligation) do nothing)`

const leaf = `insert into kernel.trail_outbox (subject, first_seq, last_seq, leaf) values ($1, $31, $32, $33)`

/**
 * A whole step in one statement: events, detail, inbox, clocks, obligations, the case row and the leaf. One statement
 * because each round trip costs more CPU than all the rows together.
 */
export const writeStep = statement(
  'case.write',
  `with ${events}, ${details}, ${tasks}, ${clocks}, ${obligations},
 moved as (
  update kernel.cases set seq = $32, state = $34, status = $35, outcome = $36, result = $37, ended_on = $38 where id = $1)
 ${leaf}`,
)

/** The same for a case's first step, with its row, number, keys and parties. */
export const writeOpening = statement(
  'case.open',
  `with ${events}, ${details}, ${tasks}, ${clocks}, ${obligations},
 made as (
  insert into kernel.cases (id, number, item, item_hash, drawer, organ, region, status, outcome, result, opened_on, ended_on, seq, state)
  values ($1, $20, $21, $39, $22, $40, $23, $35, $36, $37, $41, $38, $32, $34)),
 numbered as (insert into kernel.case_numbers (number, case_id) values ($20, $1)),
 keys as (
  insert into kernel.case_keys (case_id, subject, wrapped, alg, key_id)
  select $1, k.subject, k.wrapped, k.alg, k.key_id from unnest($42::uuid[], $43::bytea[], $44::text[], $45::text[]) as k(subject, wrapped, alg, key_id)),
 parties as (
  insert into kernel.case_parties (party, case_id, role)
  select p.party, $1, p.role from unnest($46::uuid[], $47::text[]) as p(party, role))
 ${leaf}`,
)

export const nextNumber = statement('case.nextNumber', `select nextval('kernel.case_number') as number, (select value from kernel.epochs where name = 'identity') as "identityEpoch"`)

export const findRepeatedOpening = statement(
  'case.repeatedOpening',
  `select c.number, c.seq, e.body_hash as "bodyHash", e.actor_key as "actorKey" from kernel.cases c join kernel.case_events e on e.case_id = c.id and e.seq = 1 where c.id = $1`,
)

export const findCaseByNumber = statement('case.byNumber', `select case_id as id from kernel.case_numbers where number = $1`)

export const readCase = statement(
  'case.read',
  `select id, number, item, item_hash as "itemHash", drawer, organ, region, status, outcome, result, opened_on as "openedOn", ended_on as "endedOn", seq, state::text as state
   from kernel.cases where id = $1`,
)

export const readEvents = statement(
  'case.events',
  `select seq, type, v, at, on_date as "on", actor::text as actor, verb, command_id as "commandId", verdicts::text as verdicts, data::text as data
   from kernel.case_events where case_id = $1 order by seq`,
)

export const readDetails = statement(
  'case.details',
  `select d.seq, d.subject, d.ciphertext, d.commit_sha256 as "sha256", d.commit_sm3 as "sm3", k.wrapped
   from kernel.case_details d left join kernel.case_keys k on k.case_id = d.case_id and k.subject = d.subject
   where d.case_id = $1 order by d.seq`,
)

/** Cases with a clock that has something to do, the longest waiting first. */
export const dueCases = statement('case.due', `select case_id as id, min(next_at) as at from kernel.clocks where next_at <= $1 group by case_id order by min(next_at) limit $2`)

export const ensurePartitions = statement('case.partitions', `select kernel.ensure_case_partitions($1, $2) as made`)
