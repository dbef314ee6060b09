import { civilOf } from '#kernel/calendar'
import { writtenDecimal } from './decimal.ts'
import { second } from './temporal.ts'
import { type FeelValue, isContext, isList, type Placed, typeOf } from './value.ts'

const two = (value: number | bigint) => String(value).padStart(2, '0')

function writtenDate(epochDay: number): string {
  const { year, month, day } = civilOf(epochDay)
  const digits = String(Math.abs(year)).padStart(4, '0')
  return `${year < 0 ? '-' : ''}${digits}-${two(month)}-${two(day)}`
}

const fractionOf = (nanos: bigint) =>
  nanos % second === 0n
    ? ''
    : `.${String(nanos % second)
        .padStart(9, '0')
        .replace(/0+$/, '')}`

export function writtenOffset(offset: number): string {
  if (offset === 0) return 'Z'
  const seconds = Math.abs(offset)
  const rest = seconds % 60 === 0 ? '' : `:${two(seconds % 60)}`
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}${rest}`
}

function writtenTime({ nanos, offset, zone }: Placed & { readonly nanos: bigint }): string {
  const seconds = nanos / second
  const clock = `${two(seconds / 3600n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}${fractionOf(nanos)}`
  return `${clock}${zone === undefined ? (offset === undefined ? '' : writtenOffset(offset)) : `@${zone}`}`
}

function writtenDays(nanos: bigint): string {
  if (nanos === 0n) return 'PT0S'
  const size = nanos < 0n ? -nanos : nanos
  const seconds = size / second
  const part = (value: bigint, letter: string) => (value === 0n ? '' : `${value}${letter}`)
  const days = part(seconds / 86_400n, 'D')
  const last = seconds % 60n === 0n && fractionOf(size) === '' ? '' : `${seconds % 60n}${fractionOf(size)}S`
  const time = `${part((seconds / 3600n) % 24n, 'H')}${part((seconds / 60n) % 60n, 'M')}${last}`
  return `${nanos < 0n ? '-' : ''}P${days}${time === '' ? '' : `T${time}`}`
}

function writtenMonths(months: bigint): string {
  if (months === 0n) return 'P0M'
  const size = months < 0n ? -months : months
  const years = size / 12n === 0n ? '' : `${size / 12n}Y`
  return `${months < 0n ? '-' : ''}P${years}${size % 12n === 0n ? '' : `${size % 12n}M`}`
}

const quoted = (value: FeelValue) =>
  typeof value === 'string' ? `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"` : written(value)

/** 写成文字 What `string(value)` says (DMN 1.5, 10.3.4.1). */
export function written(value: FeelValue): string {
  if (value === null) return 'null'
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return String(value)
  if (isList(value)) return `[${value.map(quoted).join(', ')}]`
  if (isContext(value))
    return `{${[...value].map(([name, entry]) => `${writtenName(name)}: ${quoted(entry)}`).join(', ')}}`
  switch (value.kind) {
    case 'number':
      return writtenDecimal(value)
    case 'date':
      return writtenDate(value.day)
    case 'time':
      return writtenTime(value)
    case 'date and time':
      return `${writtenDate(value.day)}T${writtenTime(value)}`
    case 'days and time duration':
      return writtenDays(value.nanos)
    case 'years and months duration':
      return writtenMonths(value.months)
    case 'range':
      return value.except
        ? `!=${quoted(value.start)}`
        : `${value.startIncluded ? '[' : '('}${quoted(value.start)}..${quoted(value.end)}${value.endIncluded ? ']' : ')'}`
    default:
      return typeOf(value)
  }
}

const writtenName = (name: string) => (/^[\p{L}_?][\p{L}\p{N}_ .'’+*/-]*$/u.test(name) ? name : quoted(name))
