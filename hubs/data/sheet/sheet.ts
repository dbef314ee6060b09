import { mustUnpackSmall, sheetTooLarge, sheetUnreadable } from './archive.ts'
import { cellsOf, decoded } from './csv.ts'

/** 上限 More than this is filed by interface, not by hand. */
export const sheetLimits = { bytes: 2_097_152, rows: 200, columns: 100, cell: 4_000 } as const

/** A number that a spreadsheet has rounded: the last digits of an 18-digit code are gone. */
export const rounded = '\u0000rounded'

const textOf = (cell: unknown): string => {
  if (cell === null || cell === undefined) return ''
  if (cell instanceof Date) return cell.toISOString().slice(0, 10)
  if (typeof cell === 'number') return Math.abs(cell) >= 1e15 ? rounded : String(cell)
  return String(cell)
}

async function rowsOfXlsx(bytes: Buffer): Promise<readonly (readonly unknown[])[]> {
  mustUnpackSmall(bytes)
  // Loaded only where a spreadsheet comes in.
  const { default: readXlsxFile } = await import('read-excel-file/node')
  try {
    const [first] = await readXlsxFile(bytes)
    return first?.data ?? []
  } catch (cause) {
    throw sheetUnreadable({ cause, remedy: 'Save it again as .xlsx, or as CSV.' })
  }
}

/** One row that says something, with its line as the spreadsheet counts them. */
export interface SheetRow {
  readonly line: number
  readonly cells: readonly string[]
}

const isZip = (bytes: Buffer): boolean => bytes.length > 3 && bytes.readUInt32LE(0) === 0x04034b50
/** The container of old .xls files, and of .xlsx files with a password. */
const isOld = (bytes: Buffer): boolean => bytes.length > 7 && bytes.readUInt32BE(0) === 0xd0cf11e0

/**
 * 读表格 The first sheet of an .xlsx, or a CSV in UTF-8 or GB18030: its headings and the rows below that say something. What a formula came to
 * counts, never the formula. @throws SHEET_UNREADABLE, SHEET_TOO_LARGE
 */
export async function readSheet(
  bytes: Buffer,
): Promise<{ readonly headings: readonly string[]; readonly rows: readonly SheetRow[] }> {
  if (bytes.length > sheetLimits.bytes) throw sheetTooLarge({ facts: { bytes: sheetLimits.bytes } })
  if (isOld(bytes)) throw sheetUnreadable({ remedy: 'Save it as .xlsx without a password, or as CSV.' })
  const all = isZip(bytes) ? await rowsOfXlsx(bytes) : cellsOf(decoded(bytes))
  if (all.some(row => row.length > sheetLimits.columns))
    throw sheetTooLarge({ facts: { columns: sheetLimits.columns } })
  const lines = all.map((row, at) => ({ line: at + 1, cells: row.map(cell => textOf(cell).trim()) }))
  const said = lines.filter(({ cells }) => cells.some(cell => cell !== ''))
  const [head, ...rows] = said
  if (!head) throw sheetUnreadable({ remedy: 'The first line names the columns; rows follow.' })
  if (rows.length > sheetLimits.rows) throw sheetTooLarge({ facts: { rows: sheetLimits.rows } })
  if (rows.some(({ cells }) => cells.some(cell => cell.length > sheetLimits.cell)))
    throw sheetTooLarge({ facts: { cell: sheetLimits.cell } })
  return { headings: head.cells, rows }
}
