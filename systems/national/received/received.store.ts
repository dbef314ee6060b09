import { type Sql, statement } from '#kernel/storage'
import type { BadCode } from '../reasons.ts'

/** 来件 One file of a shipment on its way in, and how far it came. */
export interface ReceivedFile {
  readonly id: string
  readonly table: string
  readonly format: 'csv' | 'jsonl'
  readonly encoding: 'utf-8' | 'gb18030'
  /** Bytes read and line to read next. */
  readonly position: number
  readonly line: number
  readonly taken: number
  readonly known: number
  readonly bad: number
  readonly startedAt: string
  readonly doneAt: string | null
}

export interface StoredFile extends ReceivedFile {
  readonly wrapped: Buffer
}

const columns = `id, table_name as "table", format, encoding, wrapped_key as wrapped, position, line, taken, known, bad,
  started_at as "startedAt", done_at as "doneAt"`
const turn = statement('national.fileTurn', 'select pg_advisory_xact_lock(hashtextextended($1, 26))')
const byContent = statement(
  'national.fileByContent',
  `select ${columns} from national.files where table_name = $1 and content = $2`,
)
const byId = statement('national.fileById', `select ${columns} from national.files where id = $1`)
const list = statement('national.files', `select ${columns} from national.files order by started_at desc, id limit $1`)
const add = statement(
  'national.addFile',
  `insert into national.files (id, table_name, content, bytes, format, encoding, wrapped_key, position, line, started_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9) returning ${columns}`,
)
const again = statement(
  'national.fileAgain',
  `update national.files set position = $2, line = 1, taken = 0, known = 0, bad = 0, done_at = null where id = $1 returning ${columns}`,
)
const held = statement(
  'national.heldFile',
  'select position, done_at as "doneAt" from national.files where id = $1 for update',
)
const advance = statement(
  'national.advanceFile',
  `update national.files set position = $2, line = $3, taken = taken + $4, known = known + $5, bad = bad + $6 where id = $1 returning ${columns}`,
)
const done = statement('national.doneFile', `update national.files set done_at = $2 where id = $1 returning ${columns}`)

// By the index over case numbers: the view would look at every row first.
const accepted = statement(
  'national.acceptedCases',
  `select project_no as "projectNo", columns ->> 'apply_date' as "applyDate", columns ->> 'accept_date' as "acceptDate", party from (
     select distinct on (project_no) project_no, operation, columns, party from national.rows
     where table_name = 'up_pro_accept' and project_no = any ($1) order by project_no, cd_time desc, place desc) latest
   where operation <> 'D'`,
)
const partiesOf = statement(
  'national.partiesByTag',
  `select i.scheme, i.tag, i.party from kernel.party_identifiers i
   join unnest($1::text[], $2::bytea[]) as asked (scheme, tag) on i.scheme = asked.scheme and i.tag = asked.tag where i.valid_to is null`,
)
const insert = statement(
  'national.addRows',
  `insert into national.rows (table_name, row_guid, cd_batch, operation, cd_time, project_no, task_code, columns, party, personal, wrapped_key, sealed, digest, file, line)
   select $1, guid, batch, operation, time, project, task, columns, party, personal, decode(wrapped, 'base64'), decode(sealed, 'base64'), decode(digest, 'base64'), $2, line
   from jsonb_to_recordset($3) as r (guid text, batch text, operation text, time text, project text, task text, columns jsonb, party uuid, personal boolean, wrapped text, sealed text, digest text, line bigint)
   on conflict (table_name, row_guid, cd_batch) do nothing returning line`,
)
const digests = statement(
  'national.digests',
  `select r.row_guid as guid, r.cd_batch as batch, r.digest from national.rows r
   join unnest($2::text[], $3::text[]) as asked (guid, batch) on r.row_guid = asked.guid and r.cd_batch = asked.batch where r.table_name = $1`,
)
const forgetRemoved = statement(
  'national.forgetRemoved',
  `update national.rows set wrapped_key = null, sealed = null where table_name = $1 and row_guid = any ($2) and wrapped_key is not null`,
)
const forgetParty = statement(
  'national.forgetParty',
  `update national.rows set wrapped_key = null, sealed = null where party = $1 and wrapped_key is not null returning 1`,
)
const setApart = statement(
  'national.setApart',
  `insert into national.set_apart as s (file, line, code, column_name, sealed, cut)
   select $1, line, code, "column", decode(sealed, 'base64'), cut
   from jsonb_to_recordset($2) as b (line bigint, code text, "column" text, sealed text, cut boolean)
   on conflict (file, line) do update set code = excluded.code, column_name = excluded.column_name, sealed = excluded.sealed, cut = excluded.cut, taken_at = null`,
)
const takenNow = statement(
  'national.takenNow',
  'update national.set_apart set taken_at = $3 where file = $1 and line = any ($2) and taken_at is null',
)
const listApart = statement(
  'national.listApart',
  `select line, code, column_name as "column", sealed, cut from national.set_apart where file = $1 and line > $2 and taken_at is null order by line limit $3`,
)
const unknownTasks = statement(
  'national.unknownTasks',
  `select code from (select distinct task_code as code from national.rows
     where file = $1 and table_name = 'up_pro_accept' and task_code is not null) asked
   where not exists (select from national.rows t where t.task_code = asked.code and t.table_name <> 'up_pro_accept') order by code`,
)
const currentRows = statement(
  'national.currentRows',
  `select row_guid as "rowGuid", cd_batch as batch, operation, cd_time as time, columns, party, personal, wrapped_key as wrapped, sealed
   from national.current where table_name = $1 order by place`,
)

export interface NewRow {
  readonly guid: string
  readonly batch: string
  readonly operation: string
  readonly time: string
  readonly project: string | null
  readonly task: string | null
  readonly columns: Readonly<Record<string, string>>
  readonly party: string | null
  readonly personal: boolean
  readonly wrapped: string | null
  readonly sealed: string | null
  readonly digest: string
  readonly line: number
}

export interface NewApart {
  readonly line: number
  readonly code: BadCode
  readonly column: string | null
  readonly sealed: string
  readonly cut: boolean
}

export interface CurrentRow {
  readonly rowGuid: string
  readonly columns: Readonly<Record<string, string>>
  readonly batch: string
  readonly operation: string
  readonly time: string
  readonly party: string | null
  readonly personal: boolean
  readonly wrapped: Buffer | null
  readonly sealed: Buffer | null
}

export interface AcceptedCase {
  readonly projectNo: string
  readonly applyDate: string | null
  readonly acceptDate: string | null
  readonly party: string | null
}

const first = <Row>(rows: readonly Row[]): Row => rows[0]!

/** 来件库 Files, rows and rows set apart; each function in the caller's transaction. */
export const receivedStore = {
  /** One process at a time takes in a table. */
  turn: (sql: Sql, table: string) => sql.run(turn, [`national:${table}`]),
  byContent: async (sql: Sql, table: string, content: Buffer): Promise<StoredFile | undefined> =>
    (await sql.run<StoredFile>(byContent, [table, content]))[0],
  byId: async (sql: Sql, id: string): Promise<StoredFile | undefined> => (await sql.run<StoredFile>(byId, [id]))[0],
  list: (sql: Sql, limit: number): Promise<StoredFile[]> => sql.run<StoredFile>(list, [limit]),
  add: async (sql: Sql, values: readonly unknown[]): Promise<StoredFile> =>
    first(await sql.run<StoredFile>(add, values)),
  again: async (sql: Sql, id: string, position: number): Promise<StoredFile> =>
    first(await sql.run<StoredFile>(again, [id, position])),
  held: async (sql: Sql, id: string) => (await sql.run<{ position: number; doneAt: string | null }>(held, [id]))[0],
  advance: async (sql: Sql, values: readonly unknown[]): Promise<StoredFile> =>
    first(await sql.run<StoredFile>(advance, values)),
  done: async (sql: Sql, id: string, at: Temporal.Instant): Promise<StoredFile> =>
    first(await sql.run<StoredFile>(done, [id, at])),
  accepted: (sql: Sql, numbers: readonly string[]): Promise<AcceptedCase[]> =>
    sql.run<AcceptedCase>(accepted, [numbers]),
  parties: (sql: Sql, asked: readonly { readonly scheme: string; readonly tag: Buffer }[]) =>
    sql.run<{ scheme: string; tag: Buffer; party: string }>(partiesOf, [
      asked.map(one => one.scheme),
      asked.map(one => one.tag),
    ]),
  insert: async (sql: Sql, table: string, file: string, rows: readonly NewRow[]): Promise<ReadonlySet<number>> =>
    new Set((await sql.run<{ line: number }>(insert, [table, file, JSON.stringify(rows)])).map(({ line }) => line)),
  digests: (sql: Sql, table: string, rows: readonly NewRow[]) =>
    sql.run<{ guid: string; batch: string; digest: Buffer }>(digests, [
      table,
      rows.map(row => row.guid),
      rows.map(row => row.batch),
    ]),
  forgetRemoved: (sql: Sql, table: string, guids: readonly string[]) => sql.run(forgetRemoved, [table, guids]),
  forgetParty: (sql: Sql, party: string) => sql.run(forgetParty, [party]),
  setApart: (sql: Sql, file: string, rows: readonly NewApart[]) => sql.run(setApart, [file, JSON.stringify(rows)]),
  takenNow: (sql: Sql, file: string, lines: readonly number[], at: Temporal.Instant) =>
    sql.run(takenNow, [file, lines, at]),
  apart: (sql: Sql, file: string, after: number, limit: number) =>
    sql.run<{ line: number; code: BadCode; column: string | null; sealed: Buffer; cut: boolean }>(listApart, [
      file,
      after,
      limit,
    ]),
  unknownTasks: async (sql: Sql, file: string): Promise<readonly string[]> =>
    (await sql.run<{ code: string }>(unknownTasks, [file])).map(({ code }) => code),
  current: (sql: Sql, table: string): Promise<CurrentRow[]> => sql.run<CurrentRow>(currentRows, [table]),
}
