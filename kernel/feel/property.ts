import { civilOf } from '#kernel/calendar'
import { whole } from './decimal.ts'
import { offsetOf, second } from './temporal.ts'
import type { FeelDate, FeelDateTime, FeelRange, FeelTime, FeelValue } from './value.ts'

/** 1 is Monday. */
export const weekdayOf = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1

function ofDate({ day }: FeelDate | FeelDateTime, name: string): FeelValue | undefined {
  const civil = civilOf(day)
  if (name === 'year') return whole(civil.year)
  if (name === 'month') return whole(civil.month)
  if (name === 'day') return whole(civil.day)
  return name === 'weekday' ? whole(weekdayOf(day)) : undefined
}

function ofTime(value: FeelTime | FeelDateTime, name: string): FeelValue | undefined {
  const seconds = value.nanos / second
  if (name === 'hour') return whole(seconds / 3600n)
  if (name === 'minute') return whole((seconds / 60n) % 60n)
  if (name === 'second') return whole(seconds % 60n)
  if (name === 'timezone') return value.zone ?? null
  if (name !== 'time offset') return undefined
  const offset = offsetOf(value, value.kind === 'time' ? 18_262 : value.day, value.nanos)
  return offset === null ? null : { kind: 'days and time duration', nanos: BigInt(offset) * second }
}

function ofDuration(nanos: bigint, name: string): FeelValue | undefined {
  const seconds = nanos / second
  if (name === 'days') return whole(seconds / 86_400n)
  if (name === 'hours') return whole((seconds / 3600n) % 24n)
  if (name === 'minutes') return whole((seconds / 60n) % 60n)
  return name === 'seconds' ? whole(seconds % 60n) : undefined
}

function ofRange(range: FeelRange, name: string): FeelValue | undefined {
  if (name === 'start') return range.except ? null : range.start
  if (name === 'end') return range.except ? null : range.end
  if (name === 'start included') return range.startIncluded
  return name === 'end included' ? range.endIncluded : undefined
}

/** 部分 What `value.name` is of a value that is no context; undefined where it has no such part (DMN 1.5, Table 65). */
export function propertyOf(value: FeelValue, name: string): FeelValue | undefined {
  if (value === null || typeof value !== 'object' || !('kind' in value)) return undefined
  switch (value.kind) {
    case 'date':
      return ofDate(value, name)
    case 'time':
      return ofTime(value, name)
    case 'date and time':
      return ofDate(value, name) ?? ofTime(value, name)
    case 'days and time duration':
      return ofDuration(value.nanos, name)
    case 'years and months duration':
      if (name === 'years') return whole(value.months / 12n)
      return name === 'months' ? whole(value.months % 12n) : undefined
    case 'range':
      return ofRange(value, name)
    default:
      return undefined
  }
}
