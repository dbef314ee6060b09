import type { Sql } from '#kernel/storage'
import type { RegisterDeclaration } from './declaration.ts'
import { columnOf, sqlType, tableOf } from './field-type.ts'
import {
  decodeRow,
  encodeValues,
  type RegisterRow,
  type RegisterValue,
  registerValueInvalid,
  selection,
} from './row.ts'
import { name, tableName } from './table.ts'

export interface RegisterPage {
  readonly rows: readonly RegisterRow[]
  /** Hand it back to read on; absent on the last page. */
  readonly next?: string
}

export interface PageWanted {
  readonly after?: string
  /** 1–200, default 50. */
  readonly limit?: number
  /** The legal date on which the rows hold; default today. */
  readonly on?: string
}

const cast = (declaration: RegisterDeclaration, field: string, parameter: number): string =>
  `$${parameter}::${sqlType(declaration.fields[field]!.type)}`

/** The rows that hold on a day for these field values, as believed at a moment (default: now). */
export async function rowsAsOf(
  sql: Sql,
  declaration: RegisterDeclaration,
  wanted: Readonly<Record<string, unknown>>,
  validOn: string,
  recordedAt?: string,
): Promise<RegisterRow[]> {
  const values = encodeValues(declaration, wanted)
  const fields = Object.keys(wanted).sort()
  const where = fields.map((field, index) => `"${columnOf(field)}" = ${cast(declaration, field, index + 2)}`)
  const believed = recordedAt
    ? `recorded_from <= $${fields.length + 2} and (recorded_to is null or recorded_to > $${fields.length + 2})`
    : 'recorded_to is null'
  const text = `select ${selection(declaration)} from ${tableName(declaration.register)}
where valid_from <= $1 and (valid_to is null or valid_to > $1) and ${[...where, believed].join(' and ')} order by row_id limit 1000`
  const parameters = [validOn, ...fields.map(field => values[columnOf(field)]), ...(recordedAt ? [recordedAt] : [])]
  const isKey = !recordedAt && fields.join() === [...declaration.key].sort().join()
  const rows = isKey
    ? await sql.run({ name: `register.row.${tableOf(declaration.register)}`, text }, parameters)
    : await sql.query(text, parameters)
  return rows.map(row => decodeRow(declaration, row as Record<string, unknown>))
}

/** One row by its number: rows are closed and never taken away. */
export async function rowWritten(
  sql: Sql,
  declaration: RegisterDeclaration,
  row: number,
): Promise<RegisterRow | undefined> {
  const text = `select ${selection(declaration)} from ${tableName(declaration.register)} where row_id = $1`
  const [found] = await sql.query(text, [row])
  return found && decodeRow(declaration, found as Record<string, unknown>)
}

const cursorInvalid = () =>
  registerValueInvalid({
    detail: 'the page cursor is not one this list gave',
    remedy: 'Start from the first page.',
  })

/** A place in the list: values that the key's own fields could have. */
function readCursor(declaration: RegisterDeclaration, cursor: string): readonly RegisterValue[] {
  let values: unknown
  try {
    values = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    throw cursorInvalid()
  }
  const { key } = declaration
  if (!Array.isArray(values) || values.length !== key.length || values.some(value => value === null))
    throw cursorInvalid()
  const place = encodeValues(declaration, Object.fromEntries(key.map((field, index) => [field, values[index]])))
  return key.map(field => place[columnOf(field)]!)
}

/** One page of the rows that hold on a day, in key order; a row that changes while paging is met at most once. */
export async function pageOf(
  sql: Sql,
  declaration: RegisterDeclaration,
  filter: Readonly<Record<string, unknown>>,
  on: string,
  { after, limit = 50 }: PageWanted,
): Promise<RegisterPage> {
  const size = Math.min(Math.max(Math.trunc(limit), 1), 200)
  const parameters: unknown[] = [on]
  const where = ['recorded_to is null', 'valid_from <= $1', '(valid_to is null or valid_to > $1)']
  for (const [field, value] of Object.entries(encodeValues(declaration, filter))) {
    if (value === null) where.push(`${name(field)} is null`)
    else where.push(`${name(field)} = $${parameters.push(value)}`)
  }
  const keys = declaration.key.map(field => name(columnOf(field)))
  if (after !== undefined) {
    const values = readCursor(declaration, after)
    const given = declaration.key.map((field, index) => cast(declaration, field, parameters.push(values[index])))
    where.push(`(${keys.join(', ')}) > (${given.join(', ')})`)
  }
  const found = await sql.query<Record<string, unknown>>(
    `select ${selection(declaration)} from ${tableName(declaration.register)} where ${where.join(' and ')}
order by ${keys.join(', ')} limit ${size + 1}`,
    parameters,
  )
  const rows = found.slice(0, size).map(row => decodeRow(declaration, row))
  const last = rows.at(-1)
  if (found.length <= size || !last) return { rows }
  const next = Buffer.from(JSON.stringify(declaration.key.map(field => last.values[field])), 'utf8').toString(
    'base64url',
  )
  return { rows, next }
}
