import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { type LimitUnit, loadCalendar, readCalendarYears, type Suspension } from '#kernel/calendar'

const calendar = loadCalendar(readCalendarYears(new URL('../../content/calendars', import.meta.url).pathname))
const day = (iso: string) => Temporal.PlainDate.from(iso)
const stop = (from: string, to: string | null): Suspension => ({ from: day(from), to: to === null ? null : day(to) })

suite('中止 a clock that stood still', () => {
  test('专家评审 from Tuesday to Thursday costs two workdays of twenty (行政许可法 45)', () => {
    const limit = { value: 5, unit: 'workday' } as const
    const plain = calendar.dueWithSuspensions(day('2026-03-02'), limit, [])
    assert.equal(plain.due?.toString(), '2026-03-09')
    const stopped = calendar.dueWithSuspensions(day('2026-03-02'), limit, [stop('2026-03-03', '2026-03-05')])
    assert.equal(stopped.due?.toString(), '2026-03-11')
  })
  test('overlapping stops are not deducted twice', () => {
    const both = [stop('2026-03-03', '2026-03-05'), stop('2026-03-04', '2026-03-06')]
    const answer = calendar.dueWithSuspensions(day('2026-03-02'), { value: 5, unit: 'workday' }, both)
    assert.equal(answer.due?.toString(), '2026-03-12')
  })
  test('while the stop runs there is no due day, only what is left', () => {
    const answer = calendar.dueWithSuspensions(day('2026-03-02'), { value: 20, unit: 'workday' }, [
      stop('2026-03-05', null),
    ])
    assert.deepEqual(answer, { due: null, provisional: false, remaining: { value: 18, unit: 'workday' } })
  })
  test('a stop after the limit has ended does not revive it', () => {
    const answer = calendar.dueWithSuspensions(day('2026-03-02'), { value: 5, unit: 'workday' }, [
      stop('2026-03-10', null),
    ])
    assert.equal(answer.due?.toString(), '2026-03-09')
  })
  test('延长十日: 20 + 10 workdays are 30 (行政许可法 42)', () => {
    const answer = calendar.dueWithSuspensions(day('2026-03-02'), { value: 20, unit: 'workday' }, [], {
      value: 10,
      unit: 'workday',
    })
    assert.equal(answer.due?.toString(), calendar.due(day('2026-03-02'), { value: 30, unit: 'workday' }).due.toString())
  })
  test('三个月 with a stop of ten days ends ten days later', () => {
    const limit = { value: 3, unit: 'month', rollForward: false } as const
    const answer = calendar.dueWithSuspensions(day('2026-01-31'), limit, [stop('2026-03-01', '2026-03-11')])
    assert.equal(answer.due?.toString(), '2026-05-10')
  })
  test('a stop that ends before it begins is refused', () => {
    assert.throws(
      () =>
        calendar.dueWithSuspensions(day('2026-03-02'), { value: 5, unit: 'day' }, [stop('2026-03-05', '2026-03-04')]),
      { code: 'LIMIT_INVALID' },
    )
  })
  test('property: walking day by day gives the same answer', () => {
    const units = fc.constantFrom<LimitUnit>('day', 'workday')
    const stops = fc.array(fc.tuple(fc.integer({ min: -10, max: 90 }), fc.integer({ min: 0, max: 20 })), {
      maxLength: 4,
    })
    const start = day('2026-01-05')
    fc.assert(
      fc.property(units, fc.integer({ min: 1, max: 40 }), stops, (unit, value, pairs) => {
        const ledger = pairs.map(([at, length]) => ({
          from: start.add({ days: at }),
          to: start.add({ days: at + length }),
        }))
        const inside = (date: Temporal.PlainDate) =>
          ledger.some(
            ({ from, to }) => Temporal.PlainDate.compare(date, from) >= 0 && Temporal.PlainDate.compare(date, to) < 0,
          )
        let walked = start
        for (let left = value; left > 0; ) {
          walked = walked.add({ days: 1 })
          if (!inside(walked) && (unit === 'day' || calendar.isWorkday(walked) === true)) left--
        }
        const limit = { value, unit, rollForward: false }
        assert.equal(calendar.dueWithSuspensions(start, limit, ledger).due?.toString(), walked.toString())
      }),
    )
  })
})
