import { refusal } from '#kernel/refusal'
import type { NationalRow, NationalTable } from './table.schema.ts'

export const nationalTextUnfit = refusal(
  'NATIONAL_TEXT_UNFIT',
  422,
  'A value holds characters that no exchange file may hold',
)

export const rowFormats = ['jsonl', 'csv'] as const
export type RowFormat = (typeof rowFormats)[number]

/** What a spreadsheet would take for a formula; in quotation marks like any text, and never altered. */
const startsLikeFormula = /^[=+\-@\t]/

function mustBeText(table: NationalTable, column: string, value: string): void {
  if (value.includes('\0') || !value.isWellFormed())
    throw nationalTextUnfit({
      detail: `${table.name}.${column}`,
      remedy: 'Correct the value at its source: it holds NUL or half a character.',
    })
}

const cell = (value: string): string =>
  /[",\r\n]/.test(value) || startsLikeFormula.test(value) || value !== value.trim()
    ? `"${value.replaceAll('"', '""')}"`
    : value

/** 表头 The first line of a CSV file; JSON Lines have none. */
export const headOf = (table: NationalTable, format: RowFormat): string =>
  format === 'csv' ? `${table.columns.map(({ name }) => name).join(',')}\n` : ''

/**
 * 一行 One row as a line of a file, in the order of the columns. Nothing is cut, padded or escaped beyond RFC 4180 and JSON, so what is
 * read back is what was written. @throws NATIONAL_TEXT_UNFIT for NUL and half characters.
 */
export function writeRow(table: NationalTable, row: NationalRow, format: RowFormat): string {
  const known: [string, string][] = []
  for (const { name } of table.columns) {
    const value = row[name] ?? ''
    mustBeText(table, name, value)
    known.push([name, value])
  }
  if (format === 'csv') return `${known.map(([, value]) => cell(value)).join(',')}\n`
  return `${JSON.stringify(Object.fromEntries(known.filter(([, value]) => value !== '')))}\n`
}

/** A whole table as the text of one file. */
export const writeRows = (table: NationalTable, rows: readonly NationalRow[], format: RowFormat): string =>
  headOf(table, format) + rows.map(row => writeRow(table, row, format)).join('')
