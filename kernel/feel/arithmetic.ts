import { civilOf } from '#kernel/calendar'
import { midnightOf } from './compare.ts'
import { add, type Decimal, decimal, divide, multiply, negated, subtract, whole } from './decimal.ts'
import { dateOf, dateTimeAt, lengthOfMonth, momentOf, nanosOfDay, offsetOf, withinYears, zonedAt } from './temporal.ts'
import { raise } from './transcendental.ts'
import type { DaysDuration, FeelDate, FeelDateTime, FeelTime, FeelValue, MonthsDuration } from './value.ts'
import { isContext, isList } from './value.ts'

type Measured = Exclude<FeelValue, null | boolean | string | readonly FeelValue[] | ReadonlyMap<string, FeelValue>>
type Arithmetic = '+' | '-' | '*' | '/' | '**'

const days = (nanos: bigint): DaysDuration => ({ kind: 'days and time duration', nanos })
const months = (count: bigint): MonthsDuration => ({ kind: 'years and months duration', months: count })

/** A number of whole units: durations times or through numbers keep whole months, and nanoseconds. */
function truncated(value: Decimal | null): bigint | null {
  if (value === null) return null
  return value.scale > 0 ? value.units / 10n ** BigInt(value.scale) : value.units * 10n ** BigInt(-value.scale)
}

const asDays = (value: Decimal | null) => {
  const nanos = truncated(value)
  return nanos === null ? null : days(nanos)
}
const asMonths = (value: Decimal | null) => {
  const count = truncated(value)
  return count === null ? null : months(count)
}

/** 31 January and one month is the last day of February. */
function plusMonths<T extends FeelDate | FeelDateTime>(value: T, count: bigint): T | null {
  const { year, month, day } = civilOf(value.day)
  const total = BigInt(year) * 12n + BigInt(month - 1) + count
  const newMonth = Number(((total % 12n) + 12n) % 12n)
  const newYear = Number((total - BigInt(newMonth)) / 12n)
  const date = dateOf(newYear, newMonth + 1, Math.min(day, lengthOfMonth(newYear, newMonth + 1)))
  return date && { ...value, day: date.day }
}

function plusDays(value: FeelDate | FeelDateTime | FeelTime, nanos: bigint): FeelValue {
  if (value.kind === 'time')
    return { ...value, nanos: (((value.nanos + nanos) % nanosOfDay) + nanosOfDay) % nanosOfDay }
  if (value.kind === 'date and time' && value.zone !== undefined) {
    const moved = zonedAt(momentOf(value) + nanos, value.zone)
    return withinYears(moved.day) ? moved : null
  }
  const start = BigInt(value.day) * nanosOfDay + (value.kind === 'date' ? 0n : value.nanos)
  const moved = dateTimeAt(start + nanos, value.kind === 'date' ? {} : value)
  if (!withinYears(moved.day)) return null
  return value.kind === 'date' ? { kind: 'date', day: moved.day } : moved
}

/** Between two moments; null where one is local and the other is not. */
function between(later: FeelDateTime, earlier: FeelDateTime): FeelValue {
  const isLocal = (value: FeelDateTime) => offsetOf(value, value.day, value.nanos) === null
  return isLocal(later) === isLocal(earlier) ? days(momentOf(later) - momentOf(earlier)) : null
}

function betweenTimes(later: FeelTime, earlier: FeelTime): FeelValue {
  const at = (time: FeelTime): FeelDateTime => ({ ...time, kind: 'date and time', day: 18_262 })
  return between(at(later), at(earlier))
}

function minus(a: Measured, b: Measured): FeelValue {
  if (a.kind === 'number' && b.kind === 'number') return subtract(a, b)
  if (a.kind === 'date' && b.kind === 'date') return days(BigInt(a.day - b.day) * nanosOfDay)
  if (a.kind === 'time' && b.kind === 'time') return betweenTimes(a, b)
  const moment = (value: Measured) =>
    value.kind === 'date and time' ? value : value.kind === 'date' ? midnightOf(value.day) : null
  const [later, earlier] = [moment(a), moment(b)]
  if (later && earlier) return between(later, earlier)
  if (b.kind === 'days and time duration') return plus(a, days(-b.nanos))
  if (b.kind === 'years and months duration') return plus(a, months(-b.months))
  return null
}

function plus(a: Measured, b: Measured): FeelValue {
  if (a.kind === 'number' && b.kind === 'number') return add(a, b)
  if (a.kind === 'days and time duration' && b.kind === a.kind) return days(a.nanos + b.nanos)
  if (a.kind === 'years and months duration' && b.kind === a.kind) return months(a.months + b.months)
  if (a.kind === 'days and time duration' || a.kind === 'years and months duration')
    return b.kind === 'date' || b.kind === 'date and time' || b.kind === 'time' ? plus(b, a) : null
  if (a.kind !== 'date' && a.kind !== 'date and time' && a.kind !== 'time') return null
  if (b.kind === 'days and time duration') return plusDays(a, b.nanos)
  return b.kind === 'years and months duration' && a.kind !== 'time' ? plusMonths(a, b.months) : null
}

function product(a: Measured, b: Measured): FeelValue {
  if (a.kind === 'number' && b.kind === 'number') return multiply(a, b)
  if (a.kind === 'number') return b.kind === 'number' ? null : product(b, a)
  if (b.kind !== 'number') return null
  if (a.kind === 'days and time duration') return asDays(scaled(a.nanos, b))
  return a.kind === 'years and months duration' ? asMonths(scaled(a.months, b)) : null
}

const scaled = (count: bigint, by: Decimal) => decimal(count * by.units, by.scale)

function quotient(a: Measured, b: Measured): FeelValue {
  if (a.kind === 'number' && b.kind === 'number') return divide(a, b)
  if (a.kind === 'days and time duration') {
    if (b.kind === 'number') return asDays(divide(whole(a.nanos), b))
    return b.kind === a.kind ? divide(whole(a.nanos), whole(b.nanos)) : null
  }
  if (a.kind === 'years and months duration') {
    if (b.kind === 'number') return asMonths(divide(whole(a.months), b))
    return b.kind === a.kind ? divide(whole(a.months), whole(b.months)) : null
  }
  return null
}

/** Null where the operator does not know the two types, or no number answers (DMN 1.5, Tables 55 to 58). */
export function calculate(operator: Arithmetic, a: FeelValue, b: FeelValue): FeelValue {
  if (typeof a === 'string' && typeof b === 'string') return operator === '+' ? a + b : null
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return null
  if (isList(a) || isList(b) || isContext(a) || isContext(b)) return null
  switch (operator) {
    case '+':
      return plus(a, b)
    case '-':
      return minus(a, b)
    case '*':
      return product(a, b)
    case '/':
      return quotient(a, b)
    case '**':
      return a.kind === 'number' && b.kind === 'number' ? raise(a, b) : null
  }
}

export function opposite(value: FeelValue): FeelValue {
  if (value === null || typeof value !== 'object' || isList(value) || isContext(value)) return null
  if (value.kind === 'number') return negated(value)
  if (value.kind === 'days and time duration') return days(-value.nanos)
  return value.kind === 'years and months duration' ? months(-value.months) : null
}
