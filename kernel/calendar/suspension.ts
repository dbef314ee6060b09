import { type EpochDay, fromEpochDay, toEpochDay } from './epoch-day.ts'
import { addCalendarUnits, checkDated, type Limit, limitInvalid, type SuspendedDue, type Suspension } from './limit.ts'
import { nextWorkday, stepWorkdays, type Workdays } from './workdays.ts'

interface Stop {
  readonly from: EpochDay
  readonly to: EpochDay
}

/** Overlapping and touching stops are one stop: no day is left out twice. */
function mergeStops(suspensions: readonly Suspension[]): Stop[] {
  const stops = suspensions
    .map(({ from, to }) => ({ from: toEpochDay(from), to: to === null ? Number.POSITIVE_INFINITY : toEpochDay(to) }))
    .sort((a, b) => a.from - b.from)
  const merged: Stop[] = []
  for (const stop of stops) {
    if (stop.to < stop.from) throw limitInvalid({ detail: 'a suspension ends before it begins' })
    if (stop.to === stop.from) continue
    const last = merged.at(-1)
    if (last && stop.from <= last.to) merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, stop.to) }
    else merged.push(stop)
  }
  return merged
}

type Reached = { readonly day: EpochDay } | { readonly remaining: number; readonly from: EpochDay }

/** Spends `budget` countable days after `start`, skipping stops; `between` counts the days after a up to and including b. */
function spend(
  start: EpochDay,
  budget: number,
  stops: readonly Stop[],
  step: (from: EpochDay, count: number) => EpochDay,
  between: (a: EpochDay, b: EpochDay) => number,
): Reached {
  let at = start
  let left = budget
  for (const stop of stops) {
    if (stop.to <= at + 1) continue
    const usable = stop.from - 1 > at ? between(at, stop.from - 1) : 0
    if (left <= usable) break
    left -= usable
    if (stop.to === Number.POSITIVE_INFINITY) return { remaining: left, from: stop.from }
    at = stop.to - 1
  }
  return { day: step(at, left) }
}

/** Months and years have no countable days, so the period is laid out whole and pushed on by each stop inside it. */
function push(start: EpochDay, end: EpochDay, stops: readonly Stop[]): Reached {
  let day = end
  for (const stop of stops) {
    const from = Math.max(stop.from, start + 1)
    if (stop.to <= from || from > day) continue
    if (stop.to === Number.POSITIVE_INFINITY) return { remaining: day - from + 1, from }
    day += stop.to - from
  }
  return { day }
}

/** The last day of one limit from a start day that is not counted, before any rolling. */
function reach(workdays: Workdays, start: EpochDay, limit: Limit, stops: readonly Stop[]): Reached {
  const unit = checkDated(limit)
  if (unit === 'workday')
    return spend(
      start,
      limit.value,
      stops,
      (from, count) => stepWorkdays(workdays, from, count),
      (a, b) => workdays.until(b) - workdays.until(a),
    )
  if (unit === 'day')
    return spend(
      start,
      limit.value,
      stops,
      (from, count) => from + count,
      (a, b) => b - a,
    )
  return push(start, toEpochDay(addCalendarUnits(fromEpochDay(start), limit.value, unit)), stops)
}

/** 扣除中止期间 See `Calendar.dueWithSuspensions`. */
export function dueWithSuspensions(
  workdays: Workdays,
  start: Temporal.PlainDate,
  limit: Limit,
  suspensions: readonly Suspension[],
  extendBy?: Limit,
): SuspendedDue {
  if (limit.kind !== undefined && limit.kind !== 'max')
    throw limitInvalid({ detail: 'only a maximum can be suspended or extended' })
  const stops = mergeStops(suspensions)
  const from = toEpochDay(start)
  const sameUnit = extendBy?.unit === limit.unit
  const first = reach(workdays, from, sameUnit ? { ...limit, value: limit.value + extendBy.value } : limit, stops)
  const reached =
    extendBy === undefined || sameUnit || 'remaining' in first ? first : reach(workdays, first.day, extendBy, stops)
  if ('remaining' in reached) {
    const unit = limit.unit === 'workday' ? 'workday' : 'day'
    const provisional = unit === 'workday' && workdays.provisional(from, reached.from - 1)
    return { due: null, provisional, remaining: { value: reached.remaining, unit } }
  }
  const due = limit.rollForward === false ? reached.day : nextWorkday(workdays, reached.day)
  const countsWorkdays = limit.unit === 'workday' || extendBy?.unit === 'workday'
  const provisional = countsWorkdays
    ? workdays.provisional(from, due)
    : limit.rollForward !== false && workdays.provisional(reached.day - 1, due)
  return { due: fromEpochDay(due), provisional, remaining: null }
}
