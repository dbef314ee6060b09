import type { Reason } from '#kernel/refusal'
import { type Sql, statement } from '#kernel/storage'
import { type Recipient, type Viewer, visibleText, visibleValues } from './visibility.ts'

export interface Alarm {
  readonly id: string
  readonly caseId: string | null
  readonly seq: number | null
  readonly alarm: string
  readonly level: 'notice' | 'yellow' | 'red'
  readonly item: string | null
  readonly organ: string
  readonly region: string | null
  readonly about: 'case' | 'beneficiary' | 'official'
  readonly person: string | null
  readonly reasons: readonly Reason[]
  readonly raisedAt: string
}

export interface AlarmSeen extends Alarm {
  readonly recipients: readonly Recipient[]
  readonly acknowledgedAt: string | null
  readonly dismissedAt: string | null
  readonly dismissedReason: string | null
}

const columns = `a.id, a.case_id as "caseId", a.seq, a.alarm, a.level, a.item, a.organ, a.region, a.about, a.person, a.reasons,
  a.raised_at as "raisedAt", a.acknowledged_at as "acknowledgedAt", a.dismissed_at as "dismissedAt", a.dismissed_reason as "dismissedReason",
  (select coalesce(jsonb_agg(jsonb_build_object('kind', r.kind, 'organ', r.organ, 'person', r.person)), '[]') from governance.alarm_recipients r where r.alarm = a.id) as recipients`
const insert = statement(
  'alarm.raise',
  `insert into governance.alarms (id, case_id, seq, alarm, level, item, organ, region, about, person, reasons, raised_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing returning id`,
)
const address = statement(
  'alarm.address',
  `insert into governance.alarm_recipients (alarm, kind, organ, person)
select $1, r.kind, r.organ, r.person from jsonb_to_recordset($2) as r(kind text, organ text, person uuid) on conflict do nothing`,
)
const openings = statement(
  'alarm.openings',
  `select case_id as "caseId", data from kernel.case_events where case_id = any ($1::uuid[]) and step = 1 and seq = 1`,
)
const find = statement('alarm.find', `select ${columns} from governance.alarms a where a.id = $1 and ${visibleText(2)}`)
const count = statement(
  'alarm.count',
  `select level, count(*)::int as count from governance.alarms a where a.dismissed_at is null and ${visibleText(1)} group by level`,
)
const acknowledge = statement(
  'alarm.acknowledge',
  'update governance.alarms set acknowledged_at = $2, acknowledged_by = $3 where id = $1 and acknowledged_at is null',
)
const dismiss = statement(
  'alarm.dismiss',
  'update governance.alarms set dismissed_at = $2, dismissed_by = $3, dismissed_reason = $4 where id = $1 and dismissed_at is null',
)

/** Writes an alarm and its recipients; a second one of the same id is the same alarm. */
export async function addAlarm(sql: Sql, alarm: Alarm, recipients: readonly Recipient[]): Promise<boolean> {
  const { id, caseId, seq, level, item, organ, region, about, person, reasons, raisedAt } = alarm
  const values = [
    id,
    caseId,
    seq,
    alarm.alarm,
    level,
    item,
    organ,
    region,
    about,
    person,
    JSON.stringify(reasons),
    raisedAt,
  ]
  if ((await sql.run(insert, values)).length === 0) return false
  await sql.run(address, [id, JSON.stringify(recipients)])
  return true
}

export interface CaseOpening {
  readonly caseId: string
  readonly data: { readonly item: string; readonly organ: string; readonly region: string }
}
export const openingsOf = (sql: Sql, cases: readonly string[]): Promise<CaseOpening[]> =>
  sql.run<CaseOpening>(openings, [cases])

/** The alarm, if this viewer may see it: otherwise there is none. */
export const findAlarm = async (sql: Sql, id: string, viewer: Viewer): Promise<AlarmSeen | undefined> =>
  (await sql.run<AlarmSeen>(find, [id, ...visibleValues(viewer)]))[0]

export const countByLevel = (sql: Sql, viewer: Viewer) =>
  sql.run<{ level: string; count: number }>(count, visibleValues(viewer))
export const markAcknowledged = (sql: Sql, id: string, at: Temporal.Instant, by: string) =>
  sql.run(acknowledge, [id, at, by])
export const markDismissed = (sql: Sql, id: string, at: Temporal.Instant, by: string, reason: string) =>
  sql.run(dismiss, [id, at, by, reason])

export interface AlarmsWanted {
  readonly level?: Alarm['level']
  readonly organ?: string
  readonly item?: string
  readonly caseId?: string
  /** Also those dismissed. */
  readonly all?: boolean
  readonly after?: { readonly raisedAt: string; readonly id: string }
  readonly limit: number
}

export function selectAlarms(
  sql: Sql,
  viewer: Viewer,
  { level, organ, item, caseId, all, after, limit }: AlarmsWanted,
): Promise<AlarmSeen[]> {
  const values = visibleValues(viewer)
  const given = (value: unknown) => `$${values.push(value)}`
  const where = [visibleText(1)]
  for (const [column, value] of Object.entries({ level, organ, item, case_id: caseId }))
    if (value !== undefined) where.push(`a.${column} = ${given(value)}`)
  if (!all) where.push('a.dismissed_at is null')
  if (after) where.push(`(a.raised_at, a.id) < (${given(after.raisedAt)}::timestamptz, ${given(after.id)})`)
  return sql.query<AlarmSeen>(
    `select ${columns} from governance.alarms a where ${where.join(' and ')} order by a.raised_at desc, a.id desc limit ${limit}`,
    values,
  )
}
