import { isDay } from '#kernel/clock'
import { parseProject, parseUscc } from '#kernel/code'
import { refusal } from '#kernel/refusal'
import { columnOf, encodeField, type FeedRow, type RegisterDeclaration, type RegisterValue } from '#kernel/register'
import type { BadCode } from './reasons.ts'
import { cellsOf, type RawRecord } from './splitter.ts'

export const feedHeaderUnfit = refusal('FEED_HEADER_UNFIT', 422, 'The first line does not name the register’s fields')

export type FeedEncoding = 'utf-8' | 'gb18030'
export type FeedFormat = 'csv' | 'jsonl'

export interface BadRow {
  readonly line: number
  readonly code: BadCode
  readonly field?: string
  /** The earlier line that carried the same key. */
  readonly first?: number
}

/** The row's days, beside the fields; no field of a register can bear these names. */
const dayFields = ['validFrom', 'validTo'] as const
const han = /\p{Script=Han}/u
const yes = /^(true|1|是)$/i
const no = /^(false|0|否)$/i

const labelOf = ({ label }: RegisterDeclaration['fields'][string]): string =>
  typeof label === 'string' ? label : label.zh

/** Field by the name a file may give it: its own, or its label. */
export function fieldsByName({ fields }: RegisterDeclaration): ReadonlyMap<string, string> {
  const names = new Map<string, string>(dayFields.map(day => [day, day]))
  for (const [field, shape] of Object.entries(fields)) names.set(labelOf(shape), field)
  for (const field of Object.keys(fields)) names.set(field, field)
  return names
}

/** Reads the header; refuses the file when it could not be taken whatever its rows say. */
export function readHeader(declaration: RegisterDeclaration, text: string): string[] {
  const names = fieldsByName(declaration)
  const given = cellsOf(text).map(cell => cell.trim())
  const faults: string[] = []
  const columns = given.map(cell => names.get(cell) ?? '')
  const strange = given.filter((_, index) => columns[index] === '')
  if (strange.length > 0)
    faults.push(
      `${strange.length} columns are no fields: ${strange
        .slice(0, 5)
        .map(cell => cell.slice(0, 40))
        .join(', ')}`,
    )
  const twice = columns.filter((field, index) => field !== '' && columns.indexOf(field) !== index)
  if (twice.length > 0) faults.push(`named twice: ${twice.slice(0, 5).join(', ')}`)
  const personal = columns.filter(field => declaration.fields[field]?.personal)
  if (personal.length > 0) faults.push(`personal, not written by a feed: ${personal.join(', ')}`)
  const missing = Object.entries(declaration.fields)
    .filter(([field, shape]) => !shape.nullable && !shape.personal && !columns.includes(field))
    .map(([field]) => field)
  if (missing.length > 0) faults.push(`missing: ${missing.join(', ')}`)
  if (faults.length > 0)
    throw feedHeaderUnfit({
      detail: `line 1: ${faults.join('; ')}`,
      facts: { register: declaration.register, line: 1 },
      remedy: `Name the columns ${Object.entries(declaration.fields)
        .filter(([, shape]) => !shape.personal)
        .map(([field]) => field)
        .join(', ')} (or by their labels), and validFrom, validTo where rows have days of their own.`,
    })
  return columns
}

/** Decodes strictly; undefined where the bytes are not of the encoding, or are of the other one. */
export function makeDecoder(encoding: FeedEncoding): (bytes: Buffer) => string | undefined {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true })
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const read = (by: TextDecoder, bytes: Buffer) => {
    try {
      return by.decode(bytes)
    } catch {
      return undefined
    }
  }
  return bytes => {
    const text = read(decoder, bytes)
    if (encoding === 'utf-8' || text === undefined || text.length === bytes.length) return text
    // Nearly any UTF-8 can also be read as GB18030, as other characters: what reads as Chinese in UTF-8 is UTF-8.
    const other = read(utf8, bytes)
    return other !== undefined && han.test(other) ? undefined : text
  }
}

type Read = { readonly row: FeedRow } | { readonly bad: BadRow }

export interface FeedRowSettings {
  readonly declaration: RegisterDeclaration
  readonly format: FeedFormat
  readonly encoding: FeedEncoding
  /** First day of rows that say none. */
  readonly from: string
  /** The header's fields; CSV only. */
  readonly columns: readonly string[]
}

/** 逐行校验 Makes the function that reads a record against the declaration: a row, or where and why it is none. */
export function makeRowReader({
  declaration,
  format,
  encoding,
  from,
  columns,
}: FeedRowSettings): (raw: RawRecord) => Read {
  const decode = makeDecoder(encoding)
  const names = fieldsByName(declaration)
  const shapes = new Map(Object.entries(declaration.fields))
  const columnBy = new Map([...shapes.keys()].map(field => [field, columnOf(field)]))
  const required = [...shapes]
    .filter(([, shape]) => !shape.nullable && !shape.personal)
    .map(([field]) => ({ field, column: columnOf(field) }))
  const nullable = Object.fromEntries(
    [...shapes].filter(([, shape]) => !shape.personal).map(([field]) => [columnOf(field), null]),
  )

  const named = (text: string): [string, unknown][] | BadCode => {
    if (format === 'csv') {
      const cells = cellsOf(text)
      return cells.length === columns.length
        ? cells.map((cell, index) => [columns[index]!, cell])
        : 'FEED_COLUMNS_DIFFER'
    }
    try {
      const value: unknown = JSON.parse(text)
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'FEED_NOT_JSON'
      return Object.entries(value).map(([name, inner]) => [names.get(name) ?? '', inner])
    } catch {
      return 'FEED_NOT_JSON'
    }
  }

  const valueIn = (field: string, given: unknown): RegisterValue | undefined => {
    const shape = shapes.get(field)!
    const plain = shape.type === 'string' || shape.type === 'text'
    const value = typeof given === 'string' && !plain ? given.trim() : given
    if (shape.type === 'boolean' && typeof value === 'string')
      return yes.test(value) ? true : no.test(value) ? false : undefined
    if (shape.type === 'uscc' && !(typeof value === 'string' && parseUscc(value).ok)) return undefined
    if (shape.type === 'projectCode' && !(typeof value === 'string' && parseProject(value).ok)) return undefined
    const encoded = encodeField(shape, value)
    // Read back, a whole number must be the number that was written.
    if ((shape.type === 'integer' || shape.type === 'money') && !Number.isSafeInteger(Number(encoded))) return undefined
    return typeof encoded === 'string' && !encoded.isWellFormed() ? undefined : encoded
  }

  return ({ line, bytes, fault }) => {
    const bad = (code: BadCode, field?: string): Read => ({
      bad: { line, code, ...(field !== undefined && { field }) },
    })
    if (fault) return bad(fault)
    if (bytes.includes(0)) return bad('FEED_NUL')
    const text = decode(bytes)
    if (text === undefined) return bad('FEED_ENCODING')
    const cells = named(text)
    if (typeof cells === 'string') return bad(cells)
    const days = { validFrom: from, validTo: null as string | null }
    const row: Record<string, RegisterValue> = { ...nullable }
    for (const [field, given] of cells) {
      const empty = given === '' || given === null
      if (field === 'validFrom' || field === 'validTo') {
        if (empty) continue
        if (typeof given !== 'string' || !isDay(given.trim())) return bad('FEED_DAYS_INVALID', field)
        days[field] = given.trim()
        continue
      }
      const shape = shapes.get(field)
      if (!shape) return bad('FEED_FIELD_UNKNOWN')
      if (empty) continue
      if (shape.personal) return bad('FEED_PERSONAL', field)
      const value = valueIn(field, given)
      if (value === undefined) return bad('FEED_FIELD_INVALID', field)
      row[columnBy.get(field)!] = value
    }
    const missing = required.find(({ column }) => row[column] === null)
    if (missing !== undefined) return bad('FEED_FIELD_MISSING', missing.field)
    if (days.validTo !== null && days.validTo <= days.validFrom) return bad('FEED_DAYS_INVALID', 'validTo')
    return { row: { line, from: days.validFrom, to: days.validTo, columns: row } }
  }
}
