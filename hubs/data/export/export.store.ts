import type { Ground } from '#kernel/grant'
import { type Sql, statement } from '#kernel/storage'

/**
 * 用途 Every purpose serves an open case: the matter in which the list is wanted. `document`: who asks for the list is outside of it, and what they
 * asked by is declared besides.
 */
export const exportPurposes = {
  casework: 'case',
  dispute: 'case',
  report: 'document',
  inspection: 'document',
  'hand-over': 'document',
} as const
export type ExportPurpose = keyof typeof exportPurposes

/** What is read for an export, in the words of the grants: `export-report` on this service. */
export const readPurposeOf = (purpose: ExportPurpose): string => `export-${purpose}`
export const exportGround = { kind: 'service', name: 'case-export' } as const satisfies Ground

/** Columns of a list of cases; those of its parties are masked unless they are asked for in clear. */
export const caseColumns = ['number', 'item', 'organ', 'region', 'status', 'openedOn', 'endedOn', 'outcome'] as const
export const partyColumns = ['name', 'identifier', 'phone'] as const
export type CaseColumn = (typeof caseColumns)[number]
export type PartyColumn = (typeof partyColumns)[number]

/** Which cases and columns an export is of. */
export interface ExportWanted {
  readonly item: string | null
  readonly organ: string | null
  readonly status: 'open' | 'ended' | null
  /** The days on which they were opened. */
  readonly from: string
  readonly to: string
  /** Number of the open case that it serves; null in rows of before every purpose needed one. */
  readonly serves: string | null
  /** Whoever asks supervises: cases of all organs. */
  readonly everywhere: boolean
  readonly columns: readonly (CaseColumn | PartyColumn)[]
  readonly clear: readonly PartyColumn[]
}

/** 导出 One list of cases on its way out of the house. */
export interface CaseExport {
  readonly id: string
  readonly number: number
  readonly person: string
  readonly post: string
  readonly organ: string
  readonly purpose: ExportPurpose
  /** null in rows of before every purpose needed one: none of those is made or taken any more. */
  readonly caseId: string | null
  readonly wanted: ExportWanted
  readonly status: 'asked' | 'waiting' | 'approved' | 'ready' | 'refused' | 'ended'
  readonly why: string | null
  readonly askedAt: string
  readonly cases: number | null
  readonly persons: number | null
  readonly leftOut: number | null
  readonly answeredBy: string | null
  readonly answeredPost: string | null
  readonly answeredAt: string | null
  readonly file: string | null
  readonly madeAt: string | null
  readonly expiresAt: string | null
  readonly taken: number
}
export interface SealedExport extends CaseExport {
  readonly wrapped: Buffer
  readonly sealed: Buffer
  readonly answer: Buffer | null
}

const columns = `e.id, e.number, e.person, e.post, e.organ, e.purpose, e.case_id as "caseId", e.wanted, e.status, e.why, e.asked_at as "askedAt", e.cases, e.persons,
  e.left_out as "leftOut", e.answered_by as "answeredBy", e.answered_post as "answeredPost", e.answered_at as "answeredAt", e.file, e.made_at as "madeAt",
  e.expires_at as "expiresAt", e.taken, e.wrapped, e.sealed, e.answer`

const insert = statement(
  'export.insert',
  `insert into data.exports (id, person, post, organ, purpose, case_id, wanted, status, asked_at, wrapped, sealed)
   values ($1, $2, $3, $4, $5, $6, $7, 'asked', $8, $9, $10) returning number`,
)
const lock = statement('export.lock', `select ${columns} from data.exports e where e.id = $1 for update`)
const lockNext = statement(
  'export.lockNext',
  `select ${columns} from data.exports e where e.status in ('asked', 'approved') order by e.number limit 1 for update skip locked`,
)
const ofPerson = statement(
  'export.ofPerson',
  `select ${columns} from data.exports e where e.person = $1 order by e.number desc limit $2`,
)
const waitingAt = statement(
  'export.waitingAt',
  `select ${columns} from data.exports e where e.status = 'waiting' and e.organ = $1 and e.person <> $2 and e.post <> $3 order by e.number limit $4`,
)
// Two requests of one person at once count each other.
const lockPerson = statement(
  'export.lockPerson',
  `select pg_advisory_xact_lock(hashtextextended('data.exports' || $1::text, 0))`,
)
const askedSince = statement(
  'export.askedSince',
  'select count(*)::int as count from data.exports where person = $1 and asked_at > $2',
)
const wait = statement(
  'export.wait',
  `update data.exports set status = 'waiting', cases = $2, persons = $3, answered_by = null, answered_post = null, answered_at = null, answer = null where id = $1`,
)
const answer = statement(
  'export.answer',
  'update data.exports set status = $2, answered_by = $3, answered_post = $4, answered_at = $5, answer = $6 where id = $1',
)
const refuse = statement('export.refuse', `update data.exports set status = 'refused', why = $2 where id = $1`)
const ready = statement(
  'export.ready',
  `update data.exports set status = 'ready', file = $2, cases = $3, persons = $4, left_out = $5, made_at = $6, expires_at = $7 where id = $1`,
)
const addPersons = statement(
  'export.addPersons',
  'insert into data.export_persons (party, export) select party, $1 from unnest($2::uuid[]) as party',
)
const personsIn = statement('export.personsIn', 'select party from data.export_persons where export = $1')
// What a second person has looked at is not counted again.
const personsTaken = statement(
  'export.personsTaken',
  `select distinct p.party from data.exports e join data.export_persons p on p.export = e.id
   where e.person = $1 and e.made_at > $2 and e.answered_by is null`,
)
const countTaken = statement(
  'export.countTaken',
  'update data.exports set taken = taken + 1 where id = $1 returning taken',
)
const due = statement(
  'export.due',
  `select ${columns} from data.exports e where (e.status = 'ready' and e.expires_at <= $1) or (e.status = 'waiting' and e.asked_at <= $2)
   order by e.number limit 100 for update skip locked`,
)
const end = statement(
  'export.end',
  `with gone as (delete from data.export_persons where export = $1)
   update data.exports set status = 'ended', why = $2, file = null where id = $1`,
)
const endOf = statement(
  'export.endOf',
  `with gone as (delete from data.export_persons where export in (select export from data.export_persons where party = $1))
   update data.exports e set status = 'ended', why = 'ERASED', file = null
   where e.status = 'ready' and e.id in (select export from data.export_persons where party = $1) returning old.file as file`,
)

export interface NewExport extends Pick<CaseExport, 'id' | 'person' | 'post' | 'organ' | 'purpose' | 'wanted'> {
  readonly caseId: string
  readonly askedAt: Temporal.Instant
  readonly wrapped: Buffer
  readonly sealed: Buffer
}
export const addExport = async (sql: Sql, one: NewExport): Promise<number> => {
  const { id, person, post, organ, purpose, caseId, wanted, askedAt, wrapped, sealed } = one
  const [row] = await sql.run<{ number: number }>(insert, [
    ...[id, person, post, organ, purpose, caseId, wanted, askedAt, wrapped, sealed],
  ])
  return row!.number
}
export const lockExport = async (sql: Sql, id: string) => (await sql.run<SealedExport>(lock, [id]))[0]
export const lockNextExport = async (sql: Sql) => (await sql.run<SealedExport>(lockNext))[0]
export const exportsOf = (sql: Sql, person: string, limit: number) => sql.run<SealedExport>(ofPerson, [person, limit])
export const exportsWaiting = (
  sql: Sql,
  { organ, person, post }: Pick<CaseExport, 'organ' | 'person' | 'post'>,
  limit: number,
) => sql.run<SealedExport>(waitingAt, [organ, person, post, limit])
export async function countAsked(sql: Sql, person: string, since: Temporal.Instant): Promise<number> {
  await sql.run(lockPerson, [person])
  return (await sql.run<{ count: number }>(askedSince, [person, since]))[0]!.count
}
export const setWaiting = (sql: Sql, id: string, cases: number, persons: number) => sql.run(wait, [id, cases, persons])
export const setAnswer = (
  sql: Sql,
  id: string,
  given: { status: 'approved' | 'refused'; by: string; post: string; at: Temporal.Instant; answer: Buffer },
) => sql.run(answer, [id, given.status, given.by, given.post, given.at, given.answer])
export const setRefused = (sql: Sql, id: string, why: string) => sql.run(refuse, [id, why])
export interface Made {
  readonly file: string
  readonly cases: number
  readonly persons: number
  readonly leftOut: number
  readonly at: Temporal.Instant
  readonly expiresAt: Temporal.Instant
  /** Everybody the file tells of. */
  readonly parties: readonly string[]
}
export async function setReady(sql: Sql, id: string, made: Made): Promise<void> {
  await sql.run(ready, [id, made.file, made.cases, made.persons, made.leftOut, made.at, made.expiresAt])
  await sql.run(addPersons, [id, made.parties])
}
export const personsOf = async (sql: Sql, id: string): Promise<readonly string[]> =>
  (await sql.run<{ party: string }>(personsIn, [id])).map(({ party }) => party)
/** Of whom an officer's files of late tell; two of his are made one after the other, so that each counts the other. */
export async function personsTakenBy(sql: Sql, person: string, since: Temporal.Instant): Promise<readonly string[]> {
  await sql.run(lockPerson, [person])
  return (await sql.run<{ party: string }>(personsTaken, [person, since])).map(({ party }) => party)
}
export const countTaking = async (sql: Sql, id: string): Promise<number> =>
  (await sql.run<{ taken: number }>(countTaken, [id]))[0]!.taken
export const dueExports = (sql: Sql, now: Temporal.Instant, askedBefore: Temporal.Instant) =>
  sql.run<SealedExport>(due, [now, askedBefore])
export const setEnded = (sql: Sql, id: string, why: string) => sql.run(end, [id, why])
/** Ends every export that tells of a party; the files whose keys are to be destroyed. */
export const endExportsOf = async (sql: Sql, party: string): Promise<readonly string[]> =>
  (await sql.run<{ file: string }>(endOf, [party])).map(({ file }) => file)
