import { cellsOf, type FeedFile, makeDecoder, makeSplitter, type RawRecord } from '#hubs/data/feed'
import { refusal } from '#kernel/refusal'
import { type Checked, checkRow, type RowCheck } from './check-row.ts'
import type { BadCode } from './reasons.ts'
import type { NationalTable } from './table.schema.ts'

export const nationalHeaderUnfit = refusal(
  'NATIONAL_HEADER_UNFIT',
  422,
  'The first line does not name the columns of the table',
)

/** Where reading goes on: behind the header, or where a batch was left. */
export interface Place {
  readonly position: number
  readonly line: number
}

export interface ReadRecord {
  readonly raw: RawRecord
  readonly checked: Checked
}

function headerOf(table: NationalTable, text: string): readonly string[] {
  const columns = cellsOf(text).map(cell => cell.trim())
  const strange = columns.filter(name => !table.column.has(name))
  const twice = columns.filter((name, at) => columns.indexOf(name) !== at)
  const missing = table.columns.filter(({ name, required }) => required && !columns.includes(name)).map(one => one.name)
  const told = [
    ...(strange.length > 0
      ? [
          `no columns of it: ${strange
            .slice(0, 5)
            .map(name => name.slice(0, 40))
            .join(', ')}`,
        ]
      : []),
    ...(twice.length > 0 ? [`named twice: ${twice.slice(0, 5).join(', ')}`] : []),
    ...(missing.length > 0 ? [`missing: ${missing.slice(0, 10).join(', ')}`] : []),
  ]
  if (told.length > 0)
    throw nationalHeaderUnfit({
      detail: `${table.name}, line 1: ${told.join('; ')}`,
      facts: { table: table.name, line: 1 },
      remedy: 'Name the columns as /api/national/tables does.',
    })
  return columns
}

/** The header of a CSV file and where its rows begin; of JSON Lines there is none. @throws NATIONAL_HEADER_UNFIT. */
export async function readHead(
  table: NationalTable,
  file: FeedFile,
): Promise<{ readonly columns: readonly string[]; readonly place: Place }> {
  if (file.format !== 'csv') return { columns: [], place: { position: file.start, line: 1 } }
  const splitter = makeSplitter({ quoted: true, position: file.start })
  const first = async (): Promise<RawRecord | undefined> => {
    for await (const chunk of file.chunks(file.start)) for (const record of splitter.take(chunk)) return record
    for (const record of splitter.end()) return record
    return undefined
  }
  const record = await first()
  const text = record && !record.fault ? makeDecoder(file.encoding)(record.bytes) : undefined
  return {
    columns: headerOf(table, text ?? ''),
    place: { position: record?.end ?? file.start, line: record?.next ?? 1 },
  }
}

/** A record that the splitter could not cut is bad for the reason it names, in the words of this system. */
const faults: Readonly<Record<NonNullable<RawRecord['fault']>, BadCode>> = {
  FEED_LINE_TOO_LONG: 'NATIONAL_LINE_TOO_LONG',
  FEED_QUOTE_UNCLOSED: 'NATIONAL_QUOTE_UNCLOSED',
  FEED_ROW_MALFORMED: 'NATIONAL_ROW_MALFORMED',
}

function cellsIn(
  text: string,
  format: FeedFile['format'],
  columns: readonly string[],
): Record<string, string> | BadCode {
  if (format === 'csv') {
    const cells = cellsOf(text)
    if (cells.length !== columns.length) return 'NATIONAL_COLUMNS_DIFFER'
    return Object.fromEntries(columns.map((name, at) => [name, cells[at] ?? '']))
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return 'NATIONAL_NOT_JSON'
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'NATIONAL_NOT_JSON'
  const given = Object.entries(value).filter(([, inner]) => inner !== null)
  // A long number written without quotation marks was rounded before anybody saw it: an identity number would be another's.
  const isPlain = (inner: unknown) => typeof inner === 'string' || Number.isSafeInteger(inner)
  if (!given.every(([, inner]) => isPlain(inner))) return 'NATIONAL_NOT_JSON'
  return Object.fromEntries(given.map(([name, inner]) => [name, String(inner)]))
}

/** Makes the function that reads a record of a file against its table; without `check` it is taken as it stands. */
export function makeRecordReader(
  table: NationalTable,
  { format, encoding }: Pick<FeedFile, 'format' | 'encoding'>,
  columns: readonly string[],
  check: RowCheck | undefined,
): (raw: RawRecord) => Checked {
  const decode = makeDecoder(encoding)
  return ({ bytes, fault }) => {
    if (fault) return { bad: { code: faults[fault] } }
    if (bytes.includes(0)) return { bad: { code: 'NATIONAL_NUL' } }
    const text = decode(bytes)
    if (text === undefined) return { bad: { code: 'NATIONAL_ENCODING' } }
    const cells = cellsIn(text, format, columns)
    if (typeof cells === 'string') return { bad: { code: cells } }
    if (check) return checkRow(table, cells, check)
    return { row: Object.fromEntries(Object.entries(cells).filter(([, value]) => value !== '')) }
  }
}

/** 逐条读取 The records of a file from a place on, each checked; empty lines are none. */
export async function* readRecords(
  table: NationalTable,
  file: FeedFile,
  check: RowCheck | undefined,
  from?: Place,
): AsyncGenerator<ReadRecord> {
  const { columns, place } = await readHead(table, file)
  const read = makeRecordReader(table, file, columns, check)
  const at = from && from.position > place.position ? from : place
  const splitter = makeSplitter({ quoted: file.format === 'csv', ...at })
  const each = function* (records: Iterable<RawRecord>) {
    for (const raw of records) if (raw.bytes.length > 0) yield { raw, checked: read(raw) }
  }
  for await (const chunk of file.chunks(at.position)) yield* each(splitter.take(chunk))
  yield* each(splitter.end())
}
