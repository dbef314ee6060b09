import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { refusal } from '#kernel/refusal'

import { epochDayOf, toEpochDay, weekday } from './epoch-day.ts'

export const calendarInvalid = refusal('CALENDAR_INVALID', 422, 'The calendar year is not usable')

/**
 * 节假日安排 One published year: only the days that differ from "Monday to Friday are workdays".
 * Source: the yearly notice of the General Office of the State Council, named in `notice`.
 */
export interface CalendarYear {
  readonly year: number
  readonly notice: string
  /** The year's total of workdays after adjustment; a typing slip in the lists shows up here. */
  readonly workdays: number
  readonly weekendWorkdays: readonly string[]
  readonly weekdayHolidays: readonly string[]
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

function dates(value: unknown, year: number, name: string, weekend: boolean): string[] {
  if (!Array.isArray(value)) throw calendarInvalid({ detail: `${name} of ${year} is not a list of dates` })
  const seen = new Set<string>()
  for (const entry of value) {
    if (typeof entry !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(entry) || Number(entry.slice(0, 4)) !== year)
      throw calendarInvalid({ detail: `${name} of ${year} holds ${String(entry)}, which is no date of that year` })
    let day: number
    try {
      day = toEpochDay(Temporal.PlainDate.from(entry))
    } catch (cause) {
      throw calendarInvalid({ detail: `${name} of ${year} holds ${entry}, which does not exist`, cause })
    }
    if (weekday(day) > 5 !== weekend)
      throw calendarInvalid({ detail: `${entry} in ${name} is ${weekend ? 'not ' : ''}a Saturday or Sunday` })
    if (seen.has(entry)) throw calendarInvalid({ detail: `${entry} stands twice in ${name}` })
    seen.add(entry)
  }
  return [...seen].sort()
}

/** Checks one year as read from content. @throws CALENDAR_INVALID naming the wrong line. */
export function checkCalendarYear(value: unknown): CalendarYear {
  if (!isRecord(value)) throw calendarInvalid({ detail: 'a calendar year is a mapping' })
  const { year, notice, workdays } = value
  if (!Number.isInteger(year) || typeof year !== 'number' || year < 1949 || year > 9999)
    throw calendarInvalid({ detail: 'year is not a year' })
  if (typeof notice !== 'string' || !notice.startsWith('https://'))
    throw calendarInvalid({ detail: `the notice of ${year} is not named` })
  const weekendWorkdays = dates(value.weekendWorkdays, year, 'weekendWorkdays', true)
  const weekdayHolidays = dates(value.weekdayHolidays, year, 'weekdayHolidays', false)
  let plain = 0
  for (let day = epochDayOf(year, 1, 1); day <= epochDayOf(year, 12, 31); day++) if (weekday(day) <= 5) plain++
  const total = plain + weekendWorkdays.length - weekdayHolidays.length
  if (workdays !== total)
    throw calendarInvalid({ detail: `${year} says ${String(workdays)} workdays, its lists give ${total}` })
  return { year, notice, workdays: total, weekendWorkdays, weekdayHolidays }
}

/** Reads one year from its YAML text. */
export const parseCalendarYear = (text: string): CalendarYear => checkCalendarYear(parse(text))

/** Reads every `cn-YYYY.yaml` of a folder, oldest first. */
export const readCalendarYears = (folder: string): CalendarYear[] =>
  readdirSync(folder)
    .filter(name => /^cn-\d{4}\.yaml$/.test(name))
    .sort()
    .map(name => {
      const year = parseCalendarYear(readFileSync(join(folder, name), 'utf8'))
      if (name !== `cn-${year.year}.yaml`) throw calendarInvalid({ detail: `${name} holds the year ${year.year}` })
      return year
    })
