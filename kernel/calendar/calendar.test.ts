import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { fromEpochDay, loadCalendar, readCalendarYears, toEpochDay } from '#kernel/calendar'

const folder = new URL('../../content/calendars', import.meta.url).pathname
const calendar = loadCalendar(readCalendarYears(folder))
const day = (iso: string) => Temporal.PlainDate.from(iso)
const workdays = (value: number) => ({ value, unit: 'workday' }) as const

/** The plain reading of the law, one day at a time: what the arrays must agree with. */
function slowly(start: string, count: number): string {
  let date = day(start)
  const step = Math.sign(count)
  for (let left = Math.abs(count); left > 0; ) {
    date = date.add({ days: step })
    const work = calendar.isWorkday(date)
    if (work === 'provisional' ? date.dayOfWeek <= 5 : work) left--
  }
  return date.toString()
}

suite('日历 calendar: 工作日 with adjusted days', () => {
  const known: readonly (readonly [string, number, string])[] = [
    ['2026-02-10', 5, '2026-02-24'],
    ['2026-02-13', 20, '2026-03-19'],
    ['2025-09-26', 5, '2025-10-10'],
    ['2025-09-29', 20, '2025-11-03'],
    ['2025-01-24', 5, '2025-02-07'],
    ['2024-09-30', 10, '2024-10-18'],
    ['2026-04-30', 5, '2026-05-11'],
    ['2026-09-24', 10, '2026-10-15'],
  ]
  for (const [start, count, due] of known)
    test(`${start} + ${count} 个工作日 = ${due}`, () => {
      assert.deepEqual(calendar.due(day(start), workdays(count)), { due: day(due), provisional: false })
      assert.equal(slowly(start, count), due)
    })

  test('the published totals hold: 251, 248, 248', () => {
    for (const [year, total] of [
      [2024, 251],
      [2025, 248],
      [2026, 248],
    ] as const)
      assert.deepEqual(calendar.workdaysBetween(day(`${year - 1}-12-31`), day(`${year}-12-31`)), {
        days: total,
        provisional: false,
      })
  })

  test('an adjusted Saturday is a workday, a holiday Monday is not', () => {
    assert.equal(calendar.isWorkday(day('2026-02-14')), true)
    assert.equal(calendar.isWorkday(day('2026-02-16')), false)
    assert.equal(calendar.isWorkday(day('2026-02-15')), false)
  })
})

suite('未公布的年份 beyond the published years', () => {
  test('nothing is certain about a day of 2027', () => {
    assert.equal(calendar.isWorkday(day('2027-03-01')), 'provisional')
    assert.equal(calendar.isWorkday(day('2023-03-01')), 'provisional')
  })
  test('a limit that reaches into 2027 is flagged, one that ends before is not', () => {
    assert.equal(calendar.due(day('2026-12-21'), workdays(5)).provisional, false)
    assert.equal(calendar.due(day('2026-12-28'), workdays(5)).provisional, true)
    assert.equal(calendar.due(day('2026-12-01'), { value: 30, unit: 'day' }).provisional, false)
    assert.equal(calendar.due(day('2026-12-02'), { value: 30, unit: 'day' }).provisional, true)
    assert.equal(calendar.due(day('2026-12-02'), { value: 30, unit: 'day', rollForward: false }).provisional, false)
  })
  test('a missing year between two published ones is uncertain too', () => {
    const gap = loadCalendar(readCalendarYears(folder).filter(year => year.year !== 2025))
    assert.equal(gap.isWorkday(day('2025-06-03')), 'provisional')
    assert.equal(gap.addWorkdays(day('2024-12-30'), 5).provisional, true)
    assert.equal(gap.addWorkdays(day('2026-01-05'), 5).provisional, false)
  })
  test('no year at all: every count is provisional', () => {
    const empty = loadCalendar([])
    assert.deepEqual(empty.addWorkdays(day('2026-03-02'), 5), { date: day('2026-03-09'), provisional: true })
  })
})

suite('期间 periods in days, months and years (民法典 201–203)', () => {
  test('the last day of a month stands in for a day it lacks', () => {
    const month = { value: 1, unit: 'month', rollForward: false } as const
    assert.equal(calendar.due(day('2026-01-31'), month).due.toString(), '2026-02-28')
    assert.equal(calendar.due(day('2024-01-31'), month).due.toString(), '2024-02-29')
    assert.equal(
      calendar.due(day('2024-02-29'), { value: 1, unit: 'year', rollForward: false }).due.toString(),
      '2025-02-28',
    )
  })
  test('a last day on a holiday moves to the next workday, also to an adjusted Saturday', () => {
    assert.equal(calendar.due(day('2026-01-17'), { value: 1, unit: 'month' }).due.toString(), '2026-02-24')
    assert.equal(calendar.due(day('2026-02-04'), { value: 10, unit: 'day' }).due.toString(), '2026-02-14')
    assert.equal(calendar.due(day('2026-09-11'), { value: 20, unit: 'day' }).due.toString(), '2026-10-08')
  })
  test('查封 30 日 does not roll: the burden ends on its day', () => {
    assert.equal(
      calendar.due(day('2026-09-01'), { value: 30, unit: 'day', rollForward: false }).due.toString(),
      '2026-10-01',
    )
  })
  test('听证七个工作日前通知: earliest hearing and latest notice are each other’s mirror', () => {
    const earliest = calendar.due(day('2026-09-21'), { value: 7, unit: 'workday', kind: 'min' })
    assert.equal(earliest.due.toString(), '2026-10-08')
    const latest = calendar.due(earliest.due, { value: 7, unit: 'workday', kind: 'before' })
    assert.equal(latest.due.toString(), '2026-09-21')
  })
  test('公示不少于三日: the act waits until the whole period has run', () => {
    assert.equal(
      calendar.due(day('2026-03-02'), { value: 3, unit: 'day', kind: 'min', clear: true }).due.toString(),
      '2026-03-06',
    )
  })
  test('hours run from the moment, days end with the city’s midnight', () => {
    const start = Temporal.Instant.from('2026-10-01T22:30:00+08:00')
    assert.equal(calendar.deadline(start, { value: 24, unit: 'hour' }).at.toString(), '2026-10-02T14:30:00Z')
    const five = calendar.deadline(Temporal.Instant.from('2026-03-02T00:30:00+08:00'), workdays(5))
    assert.equal(five.due.toString(), '2026-03-09')
    assert.equal(five.at.toString(), '2026-03-09T16:00:00Z')
    assert.throws(() => calendar.due(day('2026-03-02'), { value: 24, unit: 'hour' }), { code: 'LIMIT_INVALID' })
  })
  test('a limit is a whole number', () => {
    for (const value of [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])
      assert.throws(() => calendar.due(day('2026-03-02'), workdays(value)), { code: 'LIMIT_INVALID' })
  })
})

suite('calendar properties', () => {
  const dates = fc.integer({ min: 0, max: 1460 }).map(offset => day('2023-06-01').add({ days: offset }))
  const counts = fc.integer({ min: -300, max: 300 })

  test('a day and its number are each other’s, from the year 1 to 9999', () => {
    const epoch = day('1970-01-01')
    fc.assert(
      fc.property(fc.integer({ min: -719_162, max: 2_932_896 }), number => {
        const date = fromEpochDay(number)
        return date.equals(epoch.add({ days: number })) && toEpochDay(date) === number
      }),
    )
  })

  test('n workdays on, then counted back, are n; the slow walk agrees', () => {
    fc.assert(
      fc.property(dates, counts, (start, count) => {
        const reached = calendar.addWorkdays(start, count)
        if (count > 0) assert.equal(calendar.workdaysBetween(start, reached.date).days, count)
        assert.equal(reached.date.toString(), slowly(start.toString(), count))
        if (!reached.provisional && count !== 0) assert.equal(calendar.isWorkday(reached.date), true)
      }),
    )
  })
  test('a later start or a longer limit never ends earlier', () => {
    const units = fc.constantFrom('day', 'workday', 'month', 'year')
    fc.assert(
      fc.property(
        dates,
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 0, max: 60 }),
        units,
        (start, a, b, unit) => {
          const due = (from: Temporal.PlainDate, value: number) => calendar.due(from, { value, unit }).due
          const compare = Temporal.PlainDate.compare
          assert.ok(compare(due(start, a), due(start, a + b)) <= 0)
          assert.ok(compare(due(start, a), due(start.add({ days: b }), a)) <= 0)
        },
      ),
    )
  })
})
