import type { ScalarType } from './feel-type.ts'
import { rangeOf } from './scope.ts'
import type { ValueType } from './tree.ts'

/** The first number that is not a value any more. */
const beyond = 10n ** 18n
/** Days since 1970-01-01 of 0001-01-01 and 9999-12-31. */
const [firstDay, lastDay] = [-719162, 2932896]

/** A name as PostgreSQL reads it literally, whatever stands in it. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

/**
 * Null outside `low`–`high` (both excluded). `least` and `greatest` overlook null, so null falls on `low` and stays null; the text
 * of the value stands once, and nothing here can raise an error.
 */
const inside = (value: string, low: bigint | number, high: bigint | number): string =>
  `nullif(nullif(least(greatest(${value}, ${low}), ${high}), ${high}), ${low})`

/** A scaled integer, null beyond ±(10^18−1). */
export const bounded = (value: string): string => inside(value, -beyond, beyond)

/** A count of days since 1970-01-01, null outside the years 1–9999. */
export const within = (day: string): string => inside(day, firstDay - 1, lastDay + 1)

/** How PostgreSQL holds what an expression of this type gives: scaled integers and days since 1970-01-01 as numeric. */
export const heldAs = (type: ValueType): 'boolean' | 'text' | 'numeric' =>
  type.kind === 'boolean' ? 'boolean' : type.kind === 'string' ? 'text' : 'numeric'

/** Text is compared byte by byte, whatever collation a column has. */
export const bytes = (text: string): string => `(${text})::text collate "C"`

/**
 * A column as a value. It holds the outside form: boolean, text, date, a number with its decimals, a count of days or months.
 * What the type does not allow (out of range, more digits than declared, infinity) is unknown, as `prepareFacts` has it.
 */
export function readColumn(column: string, type: ScalarType): string {
  if (type.kind === 'boolean') return column
  if (type.kind === 'string') return `(${bytes(column)})`
  if (type.kind === 'date')
    return `case when ${column} between date '0001-01-01' and date '9999-12-31' then (${column} - date '1970-01-01')::numeric end`
  const scale = type.kind === 'decimal' ? (type.scale ?? 0) : 0
  const declared = rangeOf(type)
  const most = beyond - 1n
  const [least, greatest] = declared
    ? [declared.min > -most ? declared.min : -most, declared.max < most ? declared.max : most]
    : [-most, most]
  const value = scale === 0 ? `${column}::numeric` : `${column}::numeric * ${10n ** BigInt(scale)}`
  return `case when ${value} between ${least} and ${greatest} and ${value} = trunc(${value}) then trunc(${value}) end`
}

/** 400 Gregorian years are 146,097 days: thirty such turns on, no month arithmetic reaches a year that PostgreSQL lacks. */
const turns = 30 * 146_097

/**
 * `months` on from a day, else the last day of that month (民法典 202): PostgreSQL's own rule for intervals. More months than there
 * are in 9999 years are cut to as many, which still ends outside.
 */
export const monthsOn = (day: string, months: string): string =>
  within(
    `((date '1970-01-01' + ((${day}) + ${turns})::int + make_interval(months => least(greatest(${months}, -120000), 120000)::int))::date - date '1970-01-01' - ${turns})::numeric`,
  )
