/** Days since 1970-01-01. Arithmetic on whole days is plain integers; Temporal stays at the edges. */
export type EpochDay = number

const daysBeforeMonth = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334] as const

const isLeap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

/** The epoch day of a Gregorian date; the caller vouches that the date exists. */
export function epochDayOf(year: number, month: number, day: number): EpochDay {
  const before = year - 1
  const leaps = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400)
  const leapDay = month > 2 && isLeap(year) ? 1 : 0
  return before * 365 + leaps + daysBeforeMonth[month - 1]! + leapDay + day - 719163
}

export const toEpochDay = (date: Temporal.PlainDate): EpochDay => epochDayOf(date.year, date.month, date.day)

/** Year, month and day of an epoch day (days since 1970-01-01), by eras of 400 years. */
export function civilOf(day: EpochDay): { readonly year: number; readonly month: number; readonly day: number } {
  const shifted = day + 719468
  const era = Math.floor(shifted / 146097)
  const dayOfEra = shifted - era * 146097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  }
}

export function fromEpochDay(epochDay: EpochDay): Temporal.PlainDate {
  const { year, month, day } = civilOf(epochDay)
  return new Temporal.PlainDate(year, month, day)
}

/** 1 Monday … 7 Sunday. 1970-01-01 was a Thursday. */
export const weekday = (day: EpochDay): number => ((((day + 3) % 7) + 7) % 7) + 1

/** How many of the days up to and including `day` are Mondays to Fridays, counted from a fixed Monday long ago. */
export function weekdaysUntil(day: EpochDay): number {
  const sinceMonday = day + 3
  const weeks = Math.floor(sinceMonday / 7)
  return weeks * 5 + Math.min(sinceMonday - weeks * 7 + 1, 5)
}

/** The inverse: the first day on which `weekdaysUntil` reaches `count`. */
export function dayOfWeekdayCount(count: number): EpochDay {
  const weeks = Math.floor((count - 1) / 5)
  return weeks * 7 + (count - 1 - weeks * 5) - 3
}
