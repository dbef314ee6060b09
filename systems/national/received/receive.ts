import { type FeedFile, openFeedFile } from '#hubs/data/feed'
import type { Clock } from '#kernel/clock'
import { refusal } from '#kernel/refusal'
import type { Db, Sql } from '#kernel/storage'
import type { NationalCodes } from '../codes.schema.ts'
import { type ReadRecord, readRecords } from '../read-rows.ts'
import { badReasons, type Told } from '../reasons.ts'
import type { ShipmentFile } from '../shipment.ts'
import type { NationalRow, NationalTable } from '../table.schema.ts'
import { type Judged, judgeRows } from './judge-rows.ts'
import {
  type NewApart,
  type NewRow,
  type ReceivedFile,
  type StoredFile,
  receivedStore as store,
} from './received.store.ts'
import { digestOf, part, type Sealing, seal, tagOf } from './sealing.ts'

export const nationalFileUnknown = refusal('NATIONAL_FILE_UNKNOWN', 404, 'No such file of national tables was taken in')
export const nationalFileOvertaken = refusal('NATIONAL_FILE_OVERTAKEN', 409, 'Another process takes in the same file')

export interface ReceiveNeeds extends Sealing {
  readonly db: Db
  readonly clock: Clock
  readonly codes: NationalCodes
}

export interface FileReport extends ReceivedFile {
  /** The file was taken in before, whole and without a bad row. */
  readonly again: boolean
  /** Codes of items that neither this city nor the tables received know. */
  readonly unknownTasks: readonly string[]
  /** The first rows that were set apart by this run, told at once: after a dry run nothing is left to ask for. */
  readonly told: readonly ShownApart[]
}

export interface ShownApart {
  readonly line: number
  readonly code: string
  readonly column: string | null
  readonly reason: Told
  readonly remedy: Told
}

const batchRows = 1_000
const keptOfBad = 4_096
const toldOfBad = 100

const toldOf = ({ line, code, column }: Pick<NewApart, 'line' | 'code' | 'column'>): ShownApart => {
  const [reason, remedy] = badReasons[code]
  return { line, code, column, reason, remedy }
}

const shown = ({ wrapped: _, ...file }: StoredFile): ReceivedFile => file

type Transact = <T>(work: (sql: Sql) => Promise<T>) => Promise<T>

/** Thrown to take back everything a dry run did. */
class TriedError extends Error {
  readonly reports: readonly FileReport[]
  constructor(reports: readonly FileReport[]) {
    super('tried')
    this.reports = reports
  }
}

/**
 * 收件 Takes in the tables of another system. Good rows and how far they came are one transaction, so what was killed goes on where it was
 * when the same file comes again, and the same file again changes nothing. A row that cannot be taken is set apart, sealed, with its place
 * and reason; a good one beside it is kept.
 */
export function makeReceiving({ db, clock, codes, keyring, index }: ReceiveNeeds) {
  const check = { codes, today: clock.today() }
  const sealing = { keyring, index }

  async function begin(sql: Sql, table: NationalTable, file: FeedFile): Promise<StoredFile> {
    await store.turn(sql, table.name)
    const known = await store.byContent(sql, table.name, file.content)
    if (known) return known.doneAt !== null && known.bad > 0 ? store.again(sql, known.id, file.start) : known
    return store.add(sql, [
      ...[crypto.randomUUID(), table.name, file.content, file.bytes, file.format, file.encoding],
      ...[keyring.newKey().wrapped, file.start, clock.now()],
    ])
  }

  /** Whom the rows are about, where his number is known here: by his own number, or by the case. */
  async function partiesOf(sql: Sql, rows: readonly NationalRow[]): Promise<(row: NationalRow) => string | null> {
    const tags = new Map(
      rows.flatMap(row => {
        const tag = tagOf(sealing, codes, row)
        return tag === undefined ? [] : [[row, tag] as const]
      }),
    )
    const found = tags.size === 0 ? [] : await store.parties(sql, [...tags.values()])
    const byTag = new Map(found.map(({ scheme, tag, party }) => [`${scheme} ${tag.toString('hex')}`, party]))
    return row => {
      const tag = tags.get(row)
      return tag === undefined ? null : (byTag.get(`${tag.scheme} ${tag.tag.toString('hex')}`) ?? null)
    }
  }

  function newRow(table: NationalTable, row: NationalRow, line: number, party: string | null): NewRow {
    const [guid, batch] = [row['row_guid']!, row['cd_batch']!]
    const { open, personal } = part(table, row)
    const is = Object.keys(personal).length > 0
    return {
      ...{ guid, batch, line, party, operation: row['cd_operation']!, time: row['cd_time']! },
      ...{ project: row['project_no'] ?? null, task: row['task_code'] ?? null, columns: open, personal: is },
      ...(is ? seal(sealing, table.name, guid, batch, personal) : { wrapped: null, sealed: null }),
      digest: digestOf(sealing, table, row).toString('base64'),
    }
  }

  async function write(
    sql: Sql,
    table: NationalTable,
    file: StoredFile,
    records: readonly ReadRecord[],
  ): Promise<{ readonly file: StoredFile; readonly apart: readonly NewApart[] }> {
    const standing = await store.held(sql, file.id)
    if (!standing || standing.position !== file.position || standing.doneAt !== null)
      throw nationalFileOvertaken({
        detail: `file ${file.id} stands elsewhere`,
        remedy: 'Let the other process finish.',
      })
    const good = records.flatMap(({ checked }) => ('row' in checked ? [checked.row] : []))
    const numbers = table.kind === 'case' ? [...new Set(good.flatMap(row => row['project_no'] ?? []))] : []
    const cases = new Map(
      (numbers.length === 0 ? [] : await store.accepted(sql, numbers)).map(one => [one.projectNo, one]),
    )
    const judged = judgeRows(table, records, cases)
    const own = await partiesOf(sql, good)
    const rows = judged.flatMap(({ row, raw }) =>
      row === undefined
        ? []
        : [newRow(table, row, raw.line, own(row) ?? cases.get(row['project_no'] ?? '')?.party ?? null)],
    )
    const taken = await store.insert(sql, table.name, file.id, rows)
    const before = rows.filter(({ line }) => !taken.has(line))
    const stored = new Map(
      (before.length === 0 ? [] : await store.digests(sql, table.name, before)).map(({ guid, batch, digest }) => [
        `${guid} ${batch}`,
        digest.toString('base64'),
      ]),
    )
    const twice = new Set(
      before.filter(({ guid, batch, digest }) => stored.get(`${guid} ${batch}`) !== digest).map(({ line }) => line),
    )
    const removed = rows.filter(({ operation, line }) => operation === 'D' && taken.has(line)).map(({ guid }) => guid)
    // Whoever sent it wants it gone: what was personal in its earlier versions goes with it.
    if (removed.length > 0) await store.forgetRemoved(sql, table.name, removed)
    const apart = apartOf(file, judged, twice)
    if (apart.length > 0) await store.setApart(sql, file.id, apart)
    await store.takenNow(
      sql,
      file.id,
      rows.filter(({ line }) => !twice.has(line)).map(({ line }) => line),
      clock.now(),
    )
    const last = records.at(-1)!.raw
    const counts = [taken.size, before.length - twice.size, apart.length]
    return { file: await store.advance(sql, [file.id, last.end, last.next, ...counts]), apart }
  }

  function apartOf(file: StoredFile, judged: readonly Judged[], twice: ReadonlySet<number>): readonly NewApart[] {
    const key = keyring.unwrap(file.wrapped)
    return judged.flatMap(({ bad: found, raw: { line, bytes } }): readonly NewApart[] => {
      const bad = found ?? (twice.has(line) ? { code: 'NATIONAL_ROW_TWICE' as const } : undefined)
      if (!bad) return []
      const sealed = keyring.seal(key, bytes.subarray(0, keptOfBad), `national-apart|${file.id}|${line}`)
      return [
        {
          line,
          code: bad.code,
          column: bad.column ?? null,
          sealed: sealed.toString('base64'),
          cut: bytes.length > keptOfBad,
        },
      ]
    })
  }

  async function takeFile(
    transact: Transact,
    { table, path }: ShipmentFile,
    isKnown: (code: string) => boolean,
    progress: () => void,
  ): Promise<FileReport> {
    await using opened = await openFeedFile(path)
    let file = await transact(sql => begin(sql, table, opened))
    const again = file.doneAt !== null
    const told: ShownApart[] = []
    if (!again) {
      let gathered: ReadRecord[] = []
      const flush = async () => {
        const records = gathered
        gathered = []
        if (records.length === 0) return
        await opened.mustBeUnchanged()
        const from = file
        const written = await transact(sql => write(sql, table, from, records))
        file = written.file
        told.push(...written.apart.slice(0, toldOfBad - told.length).map(toldOf))
        progress()
      }
      for await (const record of readRecords(table, opened, check, { position: file.position, line: file.line })) {
        gathered.push(record)
        if (gathered.length >= batchRows) await flush()
      }
      await flush()
      file = await transact(sql => store.done(sql, file.id, clock.now()))
    }
    const unknown = await transact(sql => store.unknownTasks(sql, file.id))
    return { ...shown(file), again, unknownTasks: unknown.filter(code => !isKnown(code)), told }
  }

  return {
    /** Files in the order of the tables, so that an acceptance comes before the course of its case. @throws NATIONAL_HEADER_UNFIT, NATIONAL_FILE_OVERTAKEN. */
    async take(
      files: readonly ShipmentFile[],
      {
        dryRun = false,
        isKnown = () => false,
        progress = () => {},
      }: { dryRun?: boolean; isKnown?: (code: string) => boolean; progress?: () => void } = {},
    ): Promise<readonly FileReport[]> {
      const all = async (transact: Transact) => {
        const reports: FileReport[] = []
        for (const file of files) reports.push(await takeFile(transact, file, isKnown, progress))
        return reports
      }
      if (!dryRun) return all(work => db.transaction(work))
      try {
        return await db.transaction(async sql => {
          throw new TriedError(await all(work => work(sql)))
        })
      } catch (fault) {
        if (fault instanceof TriedError) return fault.reports
        throw fault
      }
    },

    list: async (limit = 50): Promise<readonly ReceivedFile[]> => (await store.list(db, limit)).map(shown),

    /** 隔离的行 Rows of a file that were not taken, by line; never what stood in them. @throws NATIONAL_FILE_UNKNOWN. */
    async apart(id: string, { after = 0, limit = 50 }: { after?: number; limit?: number } = {}) {
      const file = await store.byId(db, id)
      if (!file) throw nationalFileUnknown({ detail: `there is no file ${id}` })
      const found = await store.apart(db, id, after, limit + 1)
      const rows = found.slice(0, limit).map(toldOf)
      return { file: shown(file), rows, next: found.length > limit ? rows.at(-1)!.line : null }
    },
  }
}
export type Receiving = ReturnType<typeof makeReceiving>
