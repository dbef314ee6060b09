import { refusal } from '#kernel/refusal'

export type LimitUnit = 'hour' | 'day' | 'workday' | 'month' | 'year'

/**
 * 时限 A legal limit in the unit its law names; units are never converted into each other.
 * `max`: the act is in time up to and including the due day. `min`: the act is allowed from the due day on.
 * `before`: counted backwards; the act is in time up to and including the due day before the event.
 */
export interface Limit {
  readonly value: number
  readonly unit: LimitUnit
  readonly kind?: 'max' | 'min' | 'before'
  /**
   * 民法典 203: a last day that is a rest day moves to the next workday. Default: yes for a `max`, no for `min` and
   * `before`, which protect the other side. Say `false` for a measure that burdens the party (查封、扣押 30 日).
   */
  readonly rollForward?: boolean
  /** For `min` and `before`: the whole period must have run (公示不少于三日), so the act is allowed one day further off. */
  readonly clear?: boolean
}

/** 中止 Days from the day the stop begins to the day before it ends; `to: null` is a stop still running. */
export interface Suspension {
  readonly from: Temporal.PlainDate
  readonly to: Temporal.PlainDate | null
}

export const limitInvalid = refusal('LIMIT_INVALID', 422, 'The limit cannot be computed')

/** 期限届满 provisional: the answer rests on a year whose holidays are not published; it never triggers a legal effect. */
export interface DueDate {
  readonly due: Temporal.PlainDate
  readonly provisional: boolean
}

/** `due` is null while a suspension runs; then `remaining` says how much of the limit is left, in its own unit or days. */
export interface SuspendedDue {
  readonly due: Temporal.PlainDate | null
  readonly provisional: boolean
  readonly remaining: { readonly value: number; readonly unit: 'day' | 'workday' } | null
}

export function checkLimit(limit: Limit): Limit {
  if (!Number.isSafeInteger(limit.value) || limit.value < 0 || limit.value > 100_000)
    throw limitInvalid({ detail: `a limit is a whole number of ${limit.unit}s, not ${limit.value}` })
  return limit
}

export function checkDated(limit: Limit): Exclude<LimitUnit, 'hour'> {
  checkLimit(limit)
  if (limit.unit === 'hour')
    throw limitInvalid({
      detail: 'a limit in hours runs from a moment, not from a day',
      remedy: 'ask for deadline(instant, limit)',
    })
  return limit.unit
}

/** Adds a limit in months or years: the corresponding day, else the last day of the month (民法典 202). */
export const addCalendarUnits = (start: Temporal.PlainDate, value: number, unit: 'day' | 'month' | 'year') =>
  start.add(unit === 'day' ? { days: value } : unit === 'month' ? { months: value } : { years: value })
