import { parseCitizen, parseItem, parseUscc } from '#kernel/code'
import { isOfList, type NationalCodes } from './codes.schema.ts'
import type { BadCode } from './reasons.ts'
import type { Column, NationalRow, NationalTable } from './table.schema.ts'

export interface Bad {
  readonly code: BadCode
  readonly column?: string
}
export type Checked = { readonly row: NationalRow } | { readonly bad: Bad }

export interface RowCheck {
  readonly codes: NationalCodes
  readonly today: Temporal.PlainDate
}

const lengthOf = (value: string): number => [...value].length

const moment = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d))?)?$/

/** 日期时间 `2026-03-02 09:00:00`, the one spelling that rows are compared by; nothing where the day or hour does not exist. */
export function timeOf(value: string): string | undefined {
  const [, year, month, day, hour = '00', minute = '00', second = '00'] = moment.exec(value) ?? []
  if (year === undefined) return undefined
  try {
    Temporal.PlainDateTime.from(`${year}-${month}-${day}T${hour}:${minute}:${second}`, { overflow: 'reject' })
    return `${year}-${month}-${day} ${hour}:${minute}:${second}`
  } catch {
    return undefined
  }
}

function readValue({ name, type, length, list }: Column, given: string, { codes }: RowCheck): string | Bad {
  const bad = (code: BadCode): Bad => ({ code, column: name })
  if (type === 'int' && !/^-?\d{1,15}$/.test(given)) return bad('NATIONAL_NOT_NUMBER')
  if (type === 'datetime') return timeOf(given) ?? bad('NATIONAL_NOT_TIME')
  if (length !== null && lengthOf(given) > length) return bad('NATIONAL_TOO_LONG')
  if (list !== null && !isOfList(codes, list, given)) return bad('NATIONAL_CODE_UNKNOWN')
  return given
}

/** Pairs of moments of one row, the earlier first. */
const orders: readonly (readonly [earlier: string, later: string])[] = [
  ['apply_date', 'accept_date'],
  ['event_start_time', 'event_end_time'],
  ['special_time', 'end_time'],
  ['plan_effective_date', 'plan_cancel_date'],
]

/** A number of a person or firm must agree with its own digits; a foreign document is taken as it stands. */
function identityAgrees(type: string | undefined, number: string, { codes, today }: RowCheck): boolean {
  const words = codes.lists['identity-type']?.words ?? {}
  if (type === words['citizen']) return parseCitizen(number, { today }).ok
  if (type === words['uscc']) return parseUscc(number).ok
  return true
}

function across(row: NationalRow, check: RowCheck): Bad | undefined {
  const { task_code: code, catalog_code: basic, task_handle_item: handling } = row
  for (const [column, value] of Object.entries({ task_code: code, catalog_code: basic, task_handle_item: handling }))
    if (value !== undefined && !parseItem(value).ok) return { code: 'NATIONAL_TASK_CODE', column }
  if (code !== undefined && basic !== undefined && code.length > 12 && !code.slice(19).startsWith(basic))
    return { code: 'NATIONAL_TASK_CODE', column: 'catalog_code' }
  for (const [earlier, later] of orders) {
    const [from, to] = [row[earlier], row[later]]
    if (from !== undefined && to !== undefined && from > to) return { code: 'NATIONAL_TIME_ORDER', column: later }
  }
  for (const [number, type] of [
    ['applyer_page_code', 'applyer_page_type'],
    ['contact_code', 'contact_type'],
  ] as const) {
    const value = row[number]
    if (value !== undefined && !identityAgrees(row[type], value, check))
      return { code: 'NATIONAL_IDENTITY', column: number }
  }
  return undefined
}

/** Of a row that takes another away, its own id, its case and its batch are all a receiver needs. */
const ofDeletion: ReadonlySet<string> = new Set(['row_guid', 'cd_batch', 'cd_operation', 'cd_time', 'data_source'])

/** 地方编码 Where a city has no national code its own stands for it, or the id of the row it belongs to. */
const insteadOf: Readonly<Record<string, readonly string[]>> = {
  catalog_code: ['local_catalog_code'],
  task_code: ['local_task_code', 'task_guid'],
}

/**
 * 逐行校验 Holds one row against its table: types, lengths, code lists, codes of items, digits of identity numbers, the order of its
 * times. Gives the row back with moments in one spelling and empty cells left out, or the first thing that is wrong.
 */
export function checkRow(table: NationalTable, given: Readonly<Record<string, string>>, check: RowCheck): Checked {
  const row: Record<string, string> = {}
  for (const [name, value] of Object.entries(given)) {
    const column = table.column.get(name)
    if (!column) return { bad: { code: 'NATIONAL_COLUMN_UNKNOWN' } }
    if (value === '') continue
    if (value.includes('\0') || !value.isWellFormed()) return { bad: { code: 'NATIONAL_NUL', column: name } }
    const read = readValue(column, value, check)
    if (typeof read !== 'string') return { bad: read }
    row[name] = read
  }
  const removes = row['cd_operation'] === 'D'
  const missing = table.columns.find(
    ({ name, required }) =>
      required &&
      row[name] === undefined &&
      (!removes || ofDeletion.has(name)) &&
      !(insteadOf[name] ?? []).some(other => row[other] !== undefined),
  )
  if (missing) return { bad: { code: 'NATIONAL_MISSING', column: missing.name } }
  const bad = across(row, check)
  return bad ? { bad } : { row }
}
