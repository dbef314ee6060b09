import { type Sql, statement } from '#kernel/storage'
import type { Entry, EntryOrigin, EntrySaid } from './entry.ts'

const columns = `id, version, name, name_en as "nameEn", drawer, levels, region, organ, organ_name as "organName", organ_uscc as "organUscc",
  codes, standing, item, reason, note, confirmed_by as "confirmedBy", confirmed_on as "confirmedOn", withdrawn_because as "withdrawnBecause", faults,
  source_file as "sourceFile", source_row as "sourceRow", batch, effective_from as "from", effective_to as "to", digest,
  recorded_at as "recordedAt", recorded_by as "recordedBy"`

const latest = statement(
  'directory.latestEntries',
  `select distinct on (id) ${columns} from directory.entries order by id, version desc`,
)
const history = statement(
  'directory.entryHistory',
  `select ${columns} from directory.entries where id = $1 order by version desc`,
)
const listed = statement(
  'directory.entriesOfDay',
  `with said as (select distinct on (id) * from directory.entries where effective_from <= $1::date order by id, version desc)
   select ${columns} from said
   where standing <> 'withdrawn' and (effective_to is null or effective_to >= $1::date) and ($2::text is null or source_file = $2)
   order by source_file, source_row nulls last, id`,
)
const ofItem = statement(
  'directory.entriesOfItem',
  `with said as (select distinct on (id) * from directory.entries where effective_from <= $2::date order by id, version desc)
   select ${columns} from said where item = $1 and standing <> 'withdrawn' and (effective_to is null or effective_to >= $2::date) order by id`,
)
const lock = statement(
  'directory.lockEntries',
  `select pg_advisory_xact_lock(hashtextextended('directory.entries', 0))`,
)
const add = statement(
  'directory.addEntry',
  `insert into directory.entries (id, version, name, name_en, drawer, levels, region, organ, organ_name, organ_uscc, codes, standing, item, reason,
     note, confirmed_by, confirmed_on, withdrawn_because, faults, source_file, source_row, batch, effective_from, effective_to, words, digest, recorded_at, recorded_by)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::jsonb, $12, $13, $14, $15, $16, $17, $18, $19::jsonb, $20, $21, $22, $23, $24, $25::tsvector, $26, $27, $28)`,
)
const running = statement(
  'directory.runningItems',
  `select distinct on (item) item, sort_name as name, codes from directory.versions
   where valid_from <= $1::date and (valid_to is null or valid_to >= $1::date) order by item, version desc`,
)

/** One change of the entries at a time, until the transaction ends. */
export const lockEntries = async (sql: Sql): Promise<void> => void (await sql.run(lock))

/** The latest version of each entry, withdrawn ones too. */
export const latestEntries = (sql: Sql): Promise<Entry[]> => sql.run<Entry>(latest)

/** Every version of one, the latest first. */
export const entryHistory = (sql: Sql, id: string): Promise<Entry[]> => sql.run<Entry>(history, [id])

/** Those in force on a day, of one source or of all, in the order of the source. */
export const entriesOfDay = (sql: Sql, on: string, source?: string): Promise<Entry[]> =>
  sql.run<Entry>(listed, [on, source ?? null])

export const entriesOfItem = (sql: Sql, item: string, on: string): Promise<Entry[]> =>
  sql.run<Entry>(ofItem, [item, on])

export const runningItems = (sql: Sql, on: string) =>
  sql.run<{ item: string; name: string; codes: Record<string, string> }>(running, [on])

export interface NewVersion extends EntrySaid, EntryOrigin {
  readonly id: string
  readonly version: number
  readonly withdrawnBecause: string | null
  readonly words: string
  readonly digest: string
  readonly at: string
}

export const addEntry = async (sql: Sql, row: NewVersion): Promise<void> =>
  void (await sql.run(add, [
    row.id,
    row.version,
    row.name,
    row.nameEn,
    row.drawer,
    row.levels,
    row.region,
    row.organ,
    row.organName,
    row.organUscc,
    JSON.stringify(row.codes),
    row.standing,
    row.item,
    row.reason,
    row.note,
    row.confirmedBy,
    row.confirmedOn,
    row.withdrawnBecause,
    JSON.stringify(row.faults),
    row.sourceFile,
    row.sourceRow,
    row.batch,
    row.from,
    row.to,
    row.words,
    row.digest,
    row.at,
    row.by,
  ]))
