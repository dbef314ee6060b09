import { civilOf, epochDayOf } from '#kernel/calendar'
import type { DaysDuration, FeelDate, FeelDateTime, FeelTime, MonthsDuration, Placed } from './value.ts'

export const second = 1_000_000_000n
export const nanosOfDay = 86_400n * second
const greatestYear = 999_999_999

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
export const lengthOfMonth = (year: number, month: number): number =>
  month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31

/** Null where the calendar has no such day. */
export function dateOf(year: number, month: number, day: number): FeelDate | null {
  const exists =
    Math.abs(year) <= greatestYear && month >= 1 && month <= 12 && day >= 1 && day <= lengthOfMonth(year, month)
  return exists ? { kind: 'date', day: epochDayOf(year, month, day) } : null
}

export function timeOf(hour: number, minute: number, nanos: bigint, placed: Placed = {}): FeelTime | null {
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || nanos < 0n || nanos >= 60n * second) return null
  return { kind: 'time', nanos: BigInt(hour * 60 + minute) * 60n * second + nanos, ...placed }
}

const zones = new Map<string, boolean>()

/** Whether the IANA database names the zone; abbreviations and bare offsets are not zones of FEEL. */
function isZone(name: string): boolean {
  const known = zones.get(name)
  if (known !== undefined) return known
  let found = false
  try {
    if (/^[A-Za-z]/.test(name)) {
      new Intl.DateTimeFormat('en', { timeZone: name })
      found = true
    }
  } catch (fault) {
    if (!(fault instanceof RangeError)) throw fault
  }
  if (zones.size < 1000) zones.set(name, found)
  return found
}

const placeShape = '(Z|[+-]\\d{2}:\\d{2}(?::\\d{2})?|@[A-Za-z0-9_+/-]{1,60})?'

function placeFrom(text: string | undefined): Placed | null {
  if (text === undefined || text === '') return {}
  if (text === 'Z') return { offset: 0 }
  if (text.startsWith('@')) return isZone(text.slice(1)) ? { zone: text.slice(1) } : null
  const [hours, minutes, seconds = 0] = text.slice(1).split(':').map(Number) as [number, number, number?]
  const offset = hours * 3600 + minutes * 60 + seconds
  if (minutes > 59 || seconds > 59 || offset > 18 * 3600) return null
  return { offset: text.startsWith('-') ? -offset : offset }
}

/** `2026-01-31`, years of more than four digits without leading zeros; null for anything else. */
export function dateFrom(text: string): FeelDate | null {
  const found = /^(-?(?:\d{4}|[1-9]\d{4,8}))-(\d{2})-(\d{2})$/.exec(text)
  return found && dateOf(Number(found[1]), Number(found[2]), Number(found[3]))
}

const timeShape = new RegExp(`^(\\d{2}):(\\d{2}):(\\d{2})(?:\\.(\\d{1,40}))?${placeShape}$`)

/** `10:30:00`, `10:30:00.5+08:00`, `10:30:00@Asia/Shanghai`. */
export function timeFrom(text: string): FeelTime | null {
  const found = timeShape.exec(text)
  const placed = found && placeFrom(found[5])
  if (!found || !placed) return null
  const fraction = BigInt((found[4] ?? '').padEnd(9, '0').slice(0, 9))
  return timeOf(Number(found[1]), Number(found[2]), BigInt(found[3]!) * second + fraction, placed)
}

/** A date, or a date, `T` and a time. */
export function dateTimeFrom(text: string): FeelDateTime | null {
  const at = text.indexOf('T')
  const date = dateFrom(at < 0 ? text : text.slice(0, at))
  const time = at < 0 ? ({ nanos: 0n } as const) : timeFrom(text.slice(at + 1))
  return date && time && { ...time, kind: 'date and time', day: date.day }
}

const durationShape =
  /^(-)?P(?:(\d{1,12})Y)?(?:(\d{1,12})M)?(?:(\d{1,12})D)?(T(?:(\d{1,12})H)?(?:(\d{1,12})M)?(?:(\d{1,12})(?:\.(\d{0,20}))?S)?)?$/

/** `P1Y2M` or `P1DT2H`, never both kinds in one. */
export function durationFrom(text: string): DaysDuration | MonthsDuration | null {
  const found = durationShape.exec(text)
  if (!found || /[PT]$/.test(text)) return null
  const [, minus, years, months, days, time, hours, minutes, seconds, fraction = ''] = found
  const sign = minus ? -1n : 1n
  if (years !== undefined || months !== undefined) {
    if (days !== undefined || time !== undefined) return null
    return { kind: 'years and months duration', months: sign * (BigInt(years ?? 0) * 12n + BigInt(months ?? 0)) }
  }
  const whole = ((BigInt(days ?? 0) * 24n + BigInt(hours ?? 0)) * 60n + BigInt(minutes ?? 0)) * 60n
  const nanos = (whole + BigInt(seconds ?? 0)) * second + BigInt(fraction.padEnd(9, '0').slice(0, 9))
  return { kind: 'days and time duration', nanos: sign * nanos }
}

/** Seconds east of UTC: of a zone, on that day at that time. Null for a local time. */
export function offsetOf(placed: Placed, day: number, nanos: bigint): number | null {
  if (placed.offset !== undefined) return placed.offset
  if (placed.zone === undefined) return null
  // The zone database ends where Temporal ends; before and beyond, the nearest year it knows stands for the others.
  const clamped = Math.min(Math.max(day, -99_000_000), 99_000_000)
  const { year, month, day: dayOfMonth } = civilOf(clamped)
  const minutes = Number(nanos / (60n * second))
  const local = new Temporal.PlainDateTime(year, month, dayOfMonth, Math.floor(minutes / 60), minutes % 60)
  return local.toZonedDateTime(placed.zone).offsetNanoseconds / 1e9
}

/** The moment in nanoseconds from 1970-01-01T00:00Z; local moments count as if they were UTC. */
export const momentOf = (value: FeelDateTime): bigint =>
  BigInt(value.day) * nanosOfDay + value.nanos - BigInt(offsetOf(value, value.day, value.nanos) ?? 0) * second

/** Local date and time of so many nanoseconds from 1970-01-01T00:00 at that place. */
export function dateTimeAt(nanos: bigint, placed: Placed): FeelDateTime {
  const inDay = ((nanos % nanosOfDay) + nanosOfDay) % nanosOfDay
  const { offset, zone } = placed
  return {
    kind: 'date and time',
    day: Number((nanos - inDay) / nanosOfDay),
    nanos: inDay,
    ...(offset !== undefined && { offset }),
    ...(zone !== undefined && { zone }),
  }
}

/** Local date and time of a moment in a zone: an hour later is an hour later, also where clocks are put forward. */
export function zonedAt(moment: bigint, zone: string): FeelDateTime {
  const utc = dateTimeAt(moment, {})
  const { year, month, day } = civilOf(Math.min(Math.max(utc.day, -99_000_000), 99_000_000))
  const minutes = Number(utc.nanos / (60n * second))
  const plain = new Temporal.PlainDateTime(year, month, day, Math.floor(minutes / 60), minutes % 60)
  const offset = plain.toZonedDateTime('UTC').withTimeZone(zone).offsetNanoseconds
  return dateTimeAt(moment + BigInt(offset), { zone })
}

export const withinYears = (day: number): boolean => Math.abs(civilOf(day).year) <= greatestYear
