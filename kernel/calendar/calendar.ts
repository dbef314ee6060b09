import { cityZone, endOfDay, legalDate } from '#kernel/clock'
import { fromEpochDay, toEpochDay } from './epoch-day.ts'
import {
  addCalendarUnits,
  checkDated,
  checkLimit,
  type DueDate,
  type Limit,
  type SuspendedDue,
  type Suspension,
} from './limit.ts'
import { dueWithSuspensions } from './suspension.ts'
import { countWorkdays, isPublished, isWorkdayOf, nextWorkday, stepWorkdays } from './workdays.ts'
import type { CalendarYear } from './year.ts'

/** 日历 Answers when a legal period ends. Pure data: no time of day, no zone, except in `deadline`. */
export interface Calendar {
  /** The years whose holidays are published, ascending. */
  readonly years: readonly number[]
  /** 工作日 true, false, or 'provisional' when that year's holidays are not published. */
  isWorkday(date: Temporal.PlainDate): boolean | 'provisional'
  /** The n-th workday after (n<0: before) a date that is itself not counted. */
  addWorkdays(
    date: Temporal.PlainDate,
    count: number,
  ): { readonly date: Temporal.PlainDate; readonly provisional: boolean }
  /** Workdays after `a` up to and including `b`; negative when `b` is earlier. The inverse of `addWorkdays`. */
  workdaysBetween(
    a: Temporal.PlainDate,
    b: Temporal.PlainDate,
  ): { readonly days: number; readonly provisional: boolean }
  /** 期限届满日 The due day of a limit; the start day is not counted (民法典 201). @throws LIMIT_INVALID for hours. */
  due(start: Temporal.PlainDate, limit: Limit): DueDate
  /**
   * 截止时刻 The moment a limit ends, for any unit: hours run from the moment itself and never roll (民法典 201(2));
   * the others end with the due day in the city (民法典 203(2)), so `at` is the first moment that is too late
   * (for a `min`: the first moment that is allowed).
   */
  deadline(start: Temporal.Instant, limit: Limit, zone?: string): DueDate & { readonly at: Temporal.Instant }
  /**
   * 扣除中止期间 The due day when the clock stood still (行政许可法 45, 行政强制法 25(3), 政府信息公开条例 33(3)).
   * A suspension's days are [from, to): the day the stop begins is not counted, the day it ends is counted again.
   * `extendBy` is added to the limit (行政许可法 42: 20 + 10 workdays); in another unit it starts where the first ends.
   */
  dueWithSuspensions(
    start: Temporal.PlainDate,
    limit: Limit,
    suspensions: readonly Suspension[],
    extendBy?: Limit,
  ): SuspendedDue
}

/** Builds the calendar of the published years. @throws CALENDAR_INVALID for a year loaded twice. */
export function loadCalendar(years: readonly CalendarYear[]): Calendar {
  const workdays = countWorkdays(years)

  function addWorkdays(date: Temporal.PlainDate, count: number) {
    checkLimit({ value: Math.abs(count), unit: 'workday' })
    const from = toEpochDay(date)
    const to = stepWorkdays(workdays, from, count)
    return {
      date: fromEpochDay(to),
      provisional: count < 0 ? workdays.provisional(to - 1, from - 1) : workdays.provisional(from, to),
    }
  }

  function due(start: Temporal.PlainDate, limit: Limit): DueDate {
    const unit = checkDated(limit)
    const kind = limit.kind ?? 'max'
    const sign = kind === 'before' ? -1 : 1
    const from = toEpochDay(start)
    let day =
      unit === 'workday'
        ? stepWorkdays(workdays, from, sign * limit.value)
        : toEpochDay(addCalendarUnits(start, sign * limit.value, unit))
    const counted = day
    if (limit.clear && kind !== 'max') day = unit === 'workday' ? stepWorkdays(workdays, day, sign) : day + sign
    const rolls = limit.rollForward ?? kind === 'max'
    const rolled = rolls ? nextWorkday(workdays, day) : day
    const provisional =
      unit === 'workday'
        ? workdays.provisional(Math.min(from, day - 1), Math.max(rolled, from - 1))
        : rolls && workdays.provisional(Math.min(counted, day) - 1, rolled)
    return { due: fromEpochDay(rolled), provisional }
  }

  return {
    years: [...workdays.published].sort((a, b) => a - b),
    isWorkday: date => (isPublished(workdays, date) ? isWorkdayOf(workdays, toEpochDay(date)) : 'provisional'),
    addWorkdays,
    workdaysBetween(a, b) {
      const [from, to] = [toEpochDay(a), toEpochDay(b)]
      return {
        days: workdays.until(to) - workdays.until(from),
        provisional: workdays.provisional(Math.min(from, to), Math.max(from, to)),
      }
    },
    due,
    deadline(start, limit, zone = cityZone) {
      if (limit.unit === 'hour') {
        const hours = checkLimit(limit).value
        const at = start.add({ hours: limit.kind === 'before' ? -hours : hours })
        return { at, due: legalDate(at, zone), provisional: false }
      }
      const answer = due(legalDate(start, zone), limit)
      const at = limit.kind === 'min' ? answer.due.toZonedDateTime(zone).toInstant() : endOfDay(answer.due, zone)
      return { ...answer, at }
    },
    dueWithSuspensions: (start, limit, suspensions, extendBy) =>
      dueWithSuspensions(workdays, start, limit, suspensions, extendBy),
  }
}
