import { epochDayOf } from '#kernel/calendar'
import { type Fault, fault, faults, type Span } from './fault.ts'
import { maxDigits, maxScale } from './feel-type.ts'

const outside = (at: Span, detail: string, remedy: string): Fault => fault(faults.outside, at, detail, remedy)

/** A scaled integer as text and its digits after the point: "12.50" is { scaled: "125", scale: 1 }. */
export interface Scaled {
  readonly scaled: string
  readonly scale: number
}

const decimalShape = /^(-?)(\d*)(?:\.(\d+))?$/

/** Reads a decimal text exactly; trailing zeros after the point do not count. Null if it is no plain decimal. */
export function readDecimal(text: string): Scaled | null {
  const match = decimalShape.exec(text)
  if (!match) return null
  const [, sign, whole = '', fraction = ''] = match
  if (whole === '' && fraction === '') return null
  const kept = fraction.replace(/0+$/, '')
  const digits = `${whole}${kept}`.replace(/^0+(?=\d)/, '')
  return { scaled: digits === '0' ? '0' : `${sign}${digits}`, scale: kept.length }
}

export function numberLiteral(text: string, at: Span): Scaled {
  const value = readDecimal(text)
  if (!value) throw outside(at, `${text} is not a plain decimal number`, 'write all digits, without an exponent')
  if (value.scale > maxScale || value.scaled.replace('-', '').length > maxDigits)
    throw outside(
      at,
      `${text} has too many digits`,
      `use at most ${maxDigits} digits, of which ${maxScale} after the point`,
    )
  return value
}

const isoDate = /^(\d{4})-(\d\d)-(\d\d)$/
const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** The days of a Gregorian month. */
export const monthLength = (year: number, month: number): number =>
  month === 2 && ((year % 4 === 0 && year % 100 !== 0) || year % 400 === 0) ? 29 : monthLengths[month - 1]!

/** Days since 1970-01-01 of a `YYYY-MM-DD` that exists, years 0001–9999; else null. */
export function readDate(text: string): number | null {
  const match = isoDate.exec(text)
  if (!match) return null
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > monthLength(year, month)) return null
  return epochDayOf(year, month, day)
}

export function dateLiteral(text: string, at: Span): number {
  const day = readDate(text)
  if (day === null) throw outside(at, `"${text}" is not a date`, 'write date("2026-01-31")')
  return day
}

const duration = /^(-?)P(?:(?:(\d{1,9})Y)?(?:(\d{1,9})M)?|(\d{1,9})D)$/

/** Reads `P5D`, `P2M`, `P1Y6M`, each optionally negative; null for hours and for mixtures of months and days. */
export function readDuration(text: string): { readonly kind: 'days' | 'months'; readonly value: number } | null {
  const match = duration.exec(text)
  if (!match) return null
  const [, sign, years, months, days] = match
  if (years === undefined && months === undefined && days === undefined) return null
  const size = days === undefined ? Number(years ?? 0) * 12 + Number(months ?? 0) : Number(days)
  return { kind: days === undefined ? 'months' : 'days', value: sign === '-' && size !== 0 ? -size : size }
}

export function durationLiteral(text: string, at: Span) {
  const value = readDuration(text)
  if (!value)
    throw outside(
      at,
      `"${text}" is not a duration in days or in months`,
      'write duration("P5D"), duration("P2M") or duration("P1Y6M"); there is no time of day',
    )
  return value
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '"': '"', "'": "'", '\\': '\\' }

/** Decodes a quoted string with FEEL's escapes. */
export function stringLiteral(quoted: string, at: Span): string {
  const value = quoted
    .slice(1, -1)
    .replace(/\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|(.?))/gsu, (whole, four, six, one) => {
      const code = four ?? six
      if (code !== undefined && Number.parseInt(code, 16) <= 0x10ffff)
        return String.fromCodePoint(Number.parseInt(code, 16))
      const plain = escapes[one]
      if (plain === undefined) throw outside(at, `${whole} is not an escape`, 'use \\n \\t \\r \\" \\\\ or \\uXXXX')
      return plain
    })
  if (value.includes('\0') || !value.isWellFormed())
    throw outside(at, 'the string holds a character no database stores', 'leave out \\u0000 and half surrogates')
  return value
}
