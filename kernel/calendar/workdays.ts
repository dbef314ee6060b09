import { dayOfWeekdayCount, type EpochDay, epochDayOf, fromEpochDay, weekday, weekdaysUntil } from './epoch-day.ts'
import { type CalendarYear, calendarInvalid } from './year.ts'

/** Workdays as integers: a running count per day and its inverse, so that every question is one or two array reads. */
export interface Workdays {
  readonly published: ReadonlySet<number>
  /** Running count of workdays up to and including the day; outside the table plain weekdays are assumed. */
  until(day: EpochDay): number
  /** The first day on which the running count reaches `count`. */
  dayOf(count: number): EpochDay
  /** Whether any day after `from`, up to and including `to`, lies in an unpublished year. */
  provisional(from: EpochDay, to: EpochDay): boolean
}

const yearOf = (day: EpochDay) => fromEpochDay(day).year

export function countWorkdays(years: readonly CalendarYear[]): Workdays {
  const published = new Set(years.map(year => year.year))
  if (published.size !== years.length) throw calendarInvalid({ detail: 'a year was loaded twice' })
  if (years.length === 0) {
    return { published, until: weekdaysUntil, dayOf: dayOfWeekdayCount, provisional: (from, to) => to > from }
  }
  const first = epochDayOf(Math.min(...published), 1, 1)
  const last = epochDayOf(Math.max(...published), 12, 31)
  const worked = new Set(years.flatMap(year => year.weekendWorkdays))
  const free = new Set(years.flatMap(year => year.weekdayHolidays))
  const offset = weekdaysUntil(first - 1)
  const running = new Int32Array(last - first + 1)
  const dayAt: EpochDay[] = []
  let total = offset
  for (let day = first; day <= last; day++) {
    const iso = fromEpochDay(day).toString()
    if (weekday(day) <= 5 ? !free.has(iso) : worked.has(iso)) {
      total++
      dayAt.push(day)
    }
    running[day - first] = total
  }
  // After the table the plain weekdays go on from the adjusted total.
  const drift = total - weekdaysUntil(last)
  const sorted = [...published].sort((a, b) => a - b)
  const gapless = sorted.length === sorted.at(-1)! - sorted[0]! + 1
  return {
    published,
    until: day => (day < first ? weekdaysUntil(day) : day > last ? weekdaysUntil(day) + drift : running[day - first]!),
    dayOf: count =>
      count <= offset
        ? dayOfWeekdayCount(count)
        : count > total
          ? dayOfWeekdayCount(count - drift)
          : dayAt[count - offset - 1]!,
    provisional(from, to) {
      if (to <= from) return false
      if (from + 1 < first || to > last) return true
      if (gapless) return false
      for (let year = yearOf(from + 1); year <= yearOf(to); year++) if (!published.has(year)) return true
      return false
    },
  }
}

export const isWorkdayOf = (workdays: Workdays, day: EpochDay): boolean => workdays.until(day) > workdays.until(day - 1)

/** Whether the day's own year is published. */
export const isPublished = (workdays: Workdays, date: Temporal.PlainDate): boolean => workdays.published.has(date.year)

/** The workday reached by counting `count` workdays from a day that is itself not counted; 0 stays. */
export function stepWorkdays(workdays: Workdays, from: EpochDay, count: number): EpochDay {
  if (count === 0) return from
  if (count > 0) return workdays.dayOf(workdays.until(from) + count)
  return workdays.dayOf(workdays.until(from - 1) + count + 1)
}

/** The day itself if it is a workday, else the next one. */
export const nextWorkday = (workdays: Workdays, day: EpochDay): EpochDay =>
  isWorkdayOf(workdays, day) ? day : workdays.dayOf(workdays.until(day) + 1)
