import { type Sql, statement } from '#kernel/storage'
import type { FeedEvent, Parked, Position, Subscription } from './subscription.ts'

const begin = statement(
  'subscription.begin',
  `insert into kernel.subscriptions (name, log, leaf_index, moved_at)
select $1, coalesce(h.log, 0), coalesce(h.size, 0), $3 from (select) nothing
left join lateral (select log, size from kernel.trail_head where $2 order by log desc limit 1) h on true
on conflict do nothing`,
)
const lease = statement(
  'subscription.lease',
  'select log, leaf_index as "leafIndex" from kernel.subscriptions where name = $1 for update skip locked',
)
const wait = statement(
  'subscription.wait',
  'select log, leaf_index as "leafIndex" from kernel.subscriptions where name = $1 for update',
)
const move = statement(
  'subscription.move',
  'update kernel.subscriptions set log = $2, leaf_index = $3, moved_at = $4 where name = $1',
)
const head = statement(
  'subscription.head',
  `select (select size from kernel.trail_head where log = $1) as size,
  (select min(log) from kernel.trail_head where log > $1) as next`,
)
const columns = `i.log, i.leaf_index as "leafIndex", e.case_id as "caseId", e.seq, e.type, e.v, e.at, e.on_date as "on", e.verb, e.actor, e.data`
const events = `from kernel.trail_index i
join kernel.case_events e on e.case_id = i.subject and e.step = i.first_seq`
const read = statement(
  'subscription.read',
  `select ${columns} ${events}
where i.log = $1 and i.leaf_index >= $2 and i.leaf_index < $3 and e.type = any ($4::text[]) order by i.leaf_index, e.seq`,
)
const readCase = statement(
  'subscription.read.case',
  `select ${columns} ${events}
where i.subject = $1 and (i.log, i.leaf_index) >= ($2, $3) and (i.log, i.leaf_index) < ($4, $5) and e.type = any ($6::text[])
order by i.log, i.leaf_index, e.seq`,
)
const failures = statement(
  'subscription.failures',
  'select case_id as "caseId", parked_at is not null as parked from kernel.subscription_failures where subscription = $1',
)
const fail = statement(
  'subscription.fail',
  `insert into kernel.subscription_failures as f (subscription, case_id, log, leaf_index, attempts, reason, failed_at)
values ($1, $2, $3, $4, 1, $5, $6)
on conflict (subscription, case_id) do update set attempts = f.attempts + 1, reason = excluded.reason, failed_at = excluded.failed_at
returning attempts`,
)
const park = statement(
  'subscription.park',
  'update kernel.subscription_failures set parked_at = $3 where subscription = $1 and case_id = $2',
)
const forgive = statement(
  'subscription.forgive',
  'delete from kernel.subscription_failures where subscription = $1 and case_id = any ($2::uuid[])',
)
const parkedColumns = `select subscription, case_id as "caseId", log, leaf_index as "leafIndex", attempts, reason
from kernel.subscription_failures where parked_at is not null`
const parked = statement('subscription.parked', `${parkedColumns} order by parked_at, case_id limit 1000`)
const parkedOne = statement('subscription.parked.case', `${parkedColumns} and subscription = $1 and case_id = $2`)

type Row = Omit<FeedEvent, 'id'>
const withId = (row: Row): FeedEvent => ({ ...row, id: `${row.caseId}:${row.seq}` })

export const beginSubscription = (sql: Sql, { name, from }: Subscription, at: Temporal.Instant) =>
  sql.run(begin, [name, from === 'now', at])

/** The cursor, locked for this transaction; nothing if another worker holds it. */
export const leaseCursor = async (sql: Sql, name: string): Promise<Position | undefined> =>
  (await sql.run<Position>(lease, [name]))[0]
export const waitForCursor = async (sql: Sql, name: string): Promise<Position | undefined> =>
  (await sql.run<Position>(wait, [name]))[0]

export const moveCursor = (sql: Sql, name: string, to: Position, at: Temporal.Instant) =>
  sql.run(move, [name, to.log, to.leafIndex, at])

/** How far the log at a position goes, and which log follows it. */
export const headAt = async (sql: Sql, { log }: Position): Promise<{ size: number | null; next: number | null }> =>
  (await sql.run<{ size: number | null; next: number | null }>(head, [log]))[0]!

export const readEvents = async (sql: Sql, from: Position, until: number, types: readonly string[]) =>
  (await sql.run<Row>(read, [from.log, from.leafIndex, until, types])).map(withId)

export const readCaseEvents = async (
  sql: Sql,
  caseId: string,
  from: Position,
  until: Position,
  types: readonly string[],
) => (await sql.run<Row>(readCase, [caseId, from.log, from.leafIndex, until.log, until.leafIndex, types])).map(withId)

export const failuresOf = (sql: Sql, name: string) => sql.run<{ caseId: string; parked: boolean }>(failures, [name])

export async function recordFailure(
  sql: Sql,
  failure: Omit<Parked, 'attempts'>,
  at: Temporal.Instant,
): Promise<number> {
  const { subscription, caseId, log, leafIndex, reason } = failure
  const [row] = await sql.run<{ attempts: number }>(fail, [subscription, caseId, log, leafIndex, reason, at])
  return row!.attempts
}
export const parkCase = (sql: Sql, name: string, caseId: string, at: Temporal.Instant) =>
  sql.run(park, [name, caseId, at])
export const forgiveCases = (sql: Sql, name: string, cases: readonly string[]) => sql.run(forgive, [name, cases])
export const parkedCases = (sql: Sql): Promise<Parked[]> => sql.run<Parked>(parked)
export const parkedCase = async (sql: Sql, name: string, caseId: string): Promise<Parked | undefined> =>
  (await sql.run<Parked>(parkedOne, [name, caseId]))[0]
