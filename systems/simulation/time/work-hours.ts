import type { Calendar } from '#kernel/calendar'
import { cityZone } from '#kernel/clock'
import type { Random } from '../random.ts'

/** 上班时间 The hours at which counters and desks act; noon is free. */
export const workHours = [9, 10, 11, 13, 14, 15, 16] as const
/** People and firms also act in the evening, and on days of rest. */
const freeHours = [8, 9, 12, 18, 20, 21] as const

const at = (day: Temporal.PlainDate, hour: number): Temporal.Instant =>
  day.toZonedDateTime({ timeZone: cityZone, plainTime: Temporal.PlainTime.from({ hour }) }).toInstant()

export const dayOf = (instant: Temporal.Instant): Temporal.PlainDate =>
  instant.toZonedDateTimeISO(cityZone).toPlainDate()

export interface WorkHours {
  /** A working hour on the n-th workday after now; 0: the next working hour from now on, today if there is one. */
  workday(now: Temporal.Instant, days: number, random: Random): Temporal.Instant
  /** Within this working day if it is one: later today, or at once at its last hour; else the next working morning. */
  today(now: Temporal.Instant, random: Random): Temporal.Instant
  /** Some hour on the n-th calendar day after now, workday or not; 0: later today, or now. */
  anyDay(now: Temporal.Instant, days: number, random: Random): Temporal.Instant
  /** The first working hour of that day, or of the next workday where it is none. */
  from(day: Temporal.PlainDate): Temporal.Instant
  /** An hour of that very day, whatever day it is. */
  on(day: Temporal.PlainDate, random: Random): Temporal.Instant
}

export function makeWorkHours(calendar: Calendar): WorkHours {
  const isWorkday = (day: Temporal.PlainDate) => calendar.isWorkday(day) !== false
  const next = (day: Temporal.PlainDate): Temporal.PlainDate => {
    let found = day.add({ days: 1 })
    while (!isWorkday(found)) found = found.add({ days: 1 })
    return found
  }
  const first = (day: Temporal.PlainDate) => (isWorkday(day) ? day : next(day))
  return {
    workday(now, days, random) {
      const local = now.toZonedDateTimeISO(cityZone)
      const today = local.toPlainDate()
      if (days > 0) return at(calendar.addWorkdays(today, days).date, random.pick(workHours))
      const left = isWorkday(today) ? workHours.filter(hour => hour > local.hour) : []
      return left.length > 0 ? at(today, random.pick(left)) : at(next(today), workHours[0])
    },
    today(now, random) {
      const local = now.toZonedDateTimeISO(cityZone)
      const today = local.toPlainDate()
      if (!isWorkday(today) || local.hour > workHours.at(-1)!) return at(next(today), workHours[0])
      const left = workHours.filter(hour => hour > local.hour)
      return left.length > 0 ? at(today, random.pick(left)) : now
    },
    anyDay(now, days, random) {
      const local = now.toZonedDateTimeISO(cityZone)
      const day = local.toPlainDate().add({ days })
      const hours = days > 0 ? freeHours : freeHours.filter(hour => hour > local.hour)
      return hours.length > 0 ? at(day, random.pick(hours)) : now
    },
    from: day => at(first(day), workHours[0]),
    on: (day, random) => at(day, random.pick(workHours)),
  }
}
