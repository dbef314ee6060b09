import type { CaseEvent, CaseState } from '#kernel/case'
import { type Sql, statement } from '#kernel/storage'

/** 导出游标 How far in the log an export reached: what came after it is what the next one carries. */
export interface Cursor {
  readonly log: number
  readonly leafIndex: number
}

export const cursorText = ({ log, leafIndex }: Cursor): string => `${log}.${leafIndex}`

export function cursorOf(text: string): Cursor | undefined {
  const [, log, leaf] = /^(\d{1,9})\.(\d{1,15})$/.exec(text) ?? []
  return log === undefined ? undefined : { log: Number(log), leafIndex: Number(leaf) }
}

const head = statement(
  'national.head',
  `select log, leaf_index as "leafIndex" from kernel.trail_index order by log desc, leaf_index desc limit 1`,
)
const changed = statement(
  'national.changedCases',
  `select c.id from kernel.cases c where ($1::date is null or c.opened_on >= $1) and ($2::date is null or c.opened_on <= $2)
   and ($3::int is null or exists (select from kernel.trail_index i where i.subject = c.id and (i.log, i.leaf_index) > ($3::int, $4::bigint))
     or exists (select from national.sent s join kernel.case_parties p on p.case_id = s.case_id join kernel.parties q on q.id = p.party
       where s.case_id = c.id and q.erased_at is not null and s.gone is null)
     or exists (select from national.sent s join national.shipments g on g.id = s.gone where s.case_id = c.id and (g.log, g.leaf_index) > ($3::int, $4::bigint)))
   order by c.id`,
)
const one = statement('national.caseById', 'select number, state from kernel.cases where id = $1')
const steps = statement(
  'national.stepsOfCase',
  `select seq, at, actor, events from kernel.case_steps where case_id = $1 order by seq`,
)
const erased = statement(
  'national.erasedParty',
  'select erased_at is not null as erased from kernel.parties where id = $1',
)
const sentOf = statement(
  'national.sentOfCase',
  `select table_name as "table", row_guid as "rowGuid", number, gone is not null as gone from national.sent where case_id = $1 order by table_name, row_guid`,
)
const addShipment = statement(
  'national.addShipment',
  `insert into national.shipments (id, at, officer, beside, purpose, from_day, to_day, log, leaf_index, cases, rows)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
)
const addSent = statement(
  'national.addSent',
  `insert into national.sent (table_name, row_guid, case_id, number, shipment)
   select t, g, c, n, $5 from unnest($1::text[], $2::text[], $3::uuid[], $4::text[]) as given (t, g, c, n)
   on conflict (table_name, row_guid) do update set gone = null`,
)
const markGone = statement(
  'national.markGone',
  `update national.sent s set gone = $3 from unnest($1::text[], $2::text[]) as given (t, g)
   where s.table_name = given.t and s.row_guid = given.g and s.gone is null`,
)

export const headOfLog = async (sql: Sql): Promise<Cursor> =>
  (await sql.run<Cursor>(head))[0] ?? { log: 0, leafIndex: 0 }

/** Cases opened in these days that changed after the position, or whose party was erased since its rows went out. */
export const changedCases = async (
  sql: Sql,
  {
    from,
    to,
    since,
  }: { readonly from?: string | undefined; readonly to?: string | undefined; readonly since?: Cursor | undefined },
): Promise<readonly string[]> =>
  (
    await sql.run<{ id: string }>(changed, [from ?? null, to ?? null, since?.log ?? null, since?.leafIndex ?? null])
  ).map(({ id }) => id)

export async function readCase(
  sql: Sql,
  id: string,
): Promise<{ readonly number: string; readonly state: CaseState; readonly events: readonly CaseEvent[] } | undefined> {
  const [row] = await sql.run<{ number: string; state: string }>(one, [id])
  if (!row) return undefined
  const taken = await sql.run<{ seq: number; at: string; actor: string; events: string }>(steps, [id])
  const events = taken.flatMap(({ seq, at, actor, events: text }) => {
    const own: unknown = JSON.parse(actor)
    return (JSON.parse(text) as object[]).map(
      (event, index) => ({ seq: seq + index, at, actor: own, ...event }) as CaseEvent,
    )
  })
  return { number: row.number, state: JSON.parse(row.state) as CaseState, events }
}

export const isErased = async (sql: Sql, party: string): Promise<boolean> =>
  (await sql.run<{ erased: boolean }>(erased, [party]))[0]?.erased ?? true

export interface Sent {
  readonly table: string
  readonly rowGuid: string
  readonly number: string
  readonly gone: boolean
}

export const sentRows = (sql: Sql, caseId: string): Promise<Sent[]> => sql.run<Sent>(sentOf, [caseId])

export interface NewShipment {
  readonly id: string
  readonly at: Temporal.Instant
  readonly officer: string
  readonly beside: string
  readonly purpose: string
  readonly from: string | undefined
  readonly to: string | undefined
  readonly head: Cursor
  readonly cases: number
  readonly sent: readonly {
    readonly table: string
    readonly rowGuid: string
    readonly caseId: string
    readonly number: string
  }[]
  readonly gone: readonly { readonly table: string; readonly rowGuid: string }[]
}

/** 登记交付 What goes out is on record before it does. */
export async function recordShipment(
  sql: Sql,
  { id, at, officer, beside, purpose, from, to, head: reached, cases, sent, gone }: NewShipment,
) {
  const rows = sent.length + gone.length
  await sql.run(addShipment, [id, at, officer, beside, purpose, from, to, reached.log, reached.leafIndex, cases, rows])
  const column = <K extends 'table' | 'rowGuid'>(of: readonly Readonly<Record<K, string>>[], name: K) =>
    of.map(row => row[name])
  await sql.run(addSent, [
    column(sent, 'table'),
    column(sent, 'rowGuid'),
    sent.map(row => row.caseId),
    sent.map(row => row.number),
    id,
  ])
  await sql.run(markGone, [column(gone, 'table'), column(gone, 'rowGuid'), id])
}
