import { civilOf } from '#kernel/calendar'
import { builtIn } from './built-in.ts'
import { type Decimal, divideRounded, integerOf, power10, whole } from './decimal.ts'
import { weekdayOf } from './property.ts'
import { dateFrom, dateOf, dateTimeFrom, durationFrom, second, timeFrom, timeOf } from './temporal.ts'
import type { DaysDuration, FeelDate, FeelDateTime, FeelTime, FeelValue, Placed } from './value.ts'

type Dated = FeelDate | FeelDateTime

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const monthNames = 'January February March April May June July August September October November December'.split(' ')

const civilDate = (year: FeelValue, month: FeelValue, day: FeelValue): FeelDate | null => {
  const [y, m, d] = [year, month, day].map(part => integerOf(part as Decimal))
  return y == null || m == null || d == null ? null : dateOf(y, m, d)
}

const placeOf = ({ offset, zone }: Placed): Placed => ({
  ...(offset !== undefined && { offset }),
  ...(zone !== undefined && { zone }),
})

function clock(hour: FeelValue, minute: FeelValue, seconds: FeelValue, offset: DaysDuration | null): FeelTime | null {
  const [h, m] = [integerOf(hour as Decimal), integerOf(minute as Decimal)]
  const { units, scale } = seconds as Decimal
  const nanos = scale <= 9 ? units * power10(9 - scale) : divideRounded(units, power10(scale - 9), 'down')
  const shift = offset && Number(offset.nanos / second)
  if (h === null || m === null || (shift !== null && Math.abs(shift) > 18 * 3600)) return null
  return timeOf(h, m, nanos, shift === null ? {} : { offset: shift })
}

const toTime = (value: FeelValue): FeelValue => {
  const given = value as string | Dated | FeelTime
  if (typeof given === 'string') return timeFrom(given)
  if (given.kind === 'time') return given
  if (given.kind === 'date') return { kind: 'time', nanos: 0n, offset: 0 }
  return { kind: 'time', nanos: given.nanos, ...placeOf(given) }
}

const toDate = (value: FeelValue): FeelValue =>
  typeof value === 'string' ? dateFrom(value) : { kind: 'date', day: (value as Dated).day }

const joined = (date: FeelValue, time: FeelTime | null): FeelValue =>
  date && time && { ...time, kind: 'date and time', day: (date as Dated).day }

function monthsBetween(from: Dated, to: Dated): FeelValue {
  const [a, b] = [civilOf(from.day), civilOf(to.day)]
  const months = (b.year - a.year) * 12 + b.month - a.month
  // A month that is not full does not count, whichever way one looks.
  const rest = b.day - a.day
  const full = months > 0 && rest < 0 ? months - 1 : months < 0 && rest > 0 ? months + 1 : months
  return { kind: 'years and months duration', months: BigInt(full) }
}

const dayOfYear = (day: number) => day - dateOf(civilOf(day).year, 1, 1)!.day + 1

/** ISO 8601: the week belongs to the year of its Thursday. */
const weekOfYear = (day: number) => Math.ceil(dayOfYear(day + 4 - weekdayOf(day)) / 7)

const dated = 'date: date|date and time'

/** Functions of dates, times and durations (DMN 1.5, Tables 73, 79 and 80). */
export const temporalFunctions = [
  builtIn(
    'date',
    ['from: string|date|date and time', ([from]) => toDate(from!)],
    ['year: number, month: number, day: number', ([year, month, day]) => civilDate(year!, month!, day!)],
  ),
  builtIn(
    'time',
    ['from: string|time|date|date and time', ([from]) => toTime(from!)],
    [
      'hour: number, minute: number, second: number, offset?: days and time duration',
      ([h, m, s, offset]) => clock(h!, m!, s!, (offset ?? null) as DaysDuration | null),
    ],
  ),
  builtIn(
    'date and time',
    ['from: string', ([from]) => dateTimeFrom(from as string)],
    ['from: date and time', ([from]) => from!],
    ['date: date|date and time, time: time', ([date, time]) => joined(date!, time as FeelTime)],
    [
      'year: number, month: number, day: number, hour: number, minute: number, second: number, offset?: days and time duration',
      ([year, month, day, h, m, s, offset]) =>
        joined(civilDate(year!, month!, day!), clock(h!, m!, s!, (offset ?? null) as DaysDuration | null)),
    ],
    [
      'year: number, month: number, day: number, hour: number, minute: number, second: number, timezone: string',
      ([year, month, day, h, m, s, zone]) => {
        const placed = timeFrom(`00:00:00@${zone as string}`)
        const time = clock(h!, m!, s!, null)
        return placed && time && joined(civilDate(year!, month!, day!), { ...time, ...placeOf(placed) })
      },
    ],
  ),
  builtIn('duration', [
    'from: string|days and time duration|years and months duration',
    ([from]) => (typeof from === 'string' ? durationFrom(from) : from!),
  ]),
  builtIn('years and months duration', [
    'from: date|date and time, to: date|date and time',
    ([from, to]) => monthsBetween(from as Dated, to as Dated),
  ]),
  builtIn('now', ['', (_, evaluation) => evaluation.now]),
  builtIn('today', ['', (_, evaluation) => ({ kind: 'date', day: evaluation.now.day })]),
  builtIn('day of year', [dated, ([date]) => whole(dayOfYear((date as Dated).day))]),
  builtIn('day of week', [dated, ([date]) => weekdays[weekdayOf((date as Dated).day) - 1]!]),
  builtIn('month of year', [dated, ([date]) => monthNames[civilOf((date as Dated).day).month - 1]!]),
  builtIn('week of year', [dated, ([date]) => whole(weekOfYear((date as Dated).day))]),
]
