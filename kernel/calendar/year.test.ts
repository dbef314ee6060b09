import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { checkCalendarYear, loadCalendar, parseCalendarYear } from '#kernel/calendar'

const year = {
  year: 2026,
  notice: 'https://www.gov.cn/notice',
  workdays: 261,
  weekendWorkdays: ['2026-02-14'],
  weekdayHolidays: ['2026-01-01'],
}

suite('节假日安排 a calendar year is checked before it is believed', () => {
  const faults: readonly (readonly [string, unknown])[] = [
    ['a holiday on a Saturday', { ...year, weekdayHolidays: ['2026-02-14'] }],
    ['a working weekend on a Monday', { ...year, weekendWorkdays: ['2026-02-16'] }],
    ['a date of another year', { ...year, weekdayHolidays: ['2025-01-01'] }],
    ['a date that does not exist', { ...year, weekdayHolidays: ['2026-02-30'] }],
    ['the same date twice', { ...year, weekdayHolidays: ['2026-01-01', '2026-01-01'] }],
    ['a total the lists do not give', { ...year, workdays: 250 }],
    ['no notice', { ...year, notice: undefined }],
    ['no lists', { ...year, weekendWorkdays: undefined }],
    ['not even a mapping', 'cn-2026'],
  ]
  for (const [what, value] of faults)
    test(`refuses ${what}`, () => assert.throws(() => checkCalendarYear(value), { code: 'CALENDAR_INVALID' }))

  test('accepts a sound year, once', () => {
    assert.equal(checkCalendarYear(year).workdays, 261)
    assert.throws(() => loadCalendar([year, year]), { code: 'CALENDAR_INVALID' })
    const text = `year: 2026\nnotice: https://x\nworkdays: 260\nweekendWorkdays: []\nweekdayHolidays: ["2026-01-01"]`
    assert.equal(parseCalendarYear(text).weekdayHolidays[0], '2026-01-01')
  })
})
