import assert from 'node:assert/strict'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { type Calendar, loadCalendar, readCalendarYears } from '#kernel/calendar'
import { readConfig } from '#kernel/config'
import { contentDirectory } from '../../content.ts'
import { openCity } from '../../main.ts'
import { openTestCity } from '../harness/city.ts'
import { permitFields, permitMaterials } from '../harness/stories.ts'

const years = readCalendarYears(join(contentDirectory, 'calendars')).filter(({ year }) => year < 2027)
const without = loadCalendar(years)
const arrived = loadCalendar([
  ...years,
  {
    year: 2027,
    notice: 'https://example.gov/2027',
    workdays: 260,
    weekendWorkdays: [],
    weekdayHolidays: ['2027-01-01'],
  },
])

/** A permit applied for in the last days of 2026, and left lying. */
async function waiting(calendars: () => Calendar) {
  const house = await openTestCity({ now: '2026-12-30T09:00:00+08:00', calendars })
  const { cases } = house.city
  const { caseId } = await house.open({
    item: 'energy-review',
    organ: '210102-approval-bureau',
    parties: [{ role: 'subject', party: await house.firm(), unit: 'firm' }],
    by: 'acceptance@210102-approval-bureau',
    body: { fields: permitFields, materials: permitMaterials },
  })
  const clockOf = async () => (await cases.stateOf(caseId)).clocks['supplement']!
  assert.equal((await clockOf()).provisional, true)
  house.clock.set('2027-02-01T09:00:00+08:00')
  while ((await cases.fireDue()) > 0);
  assert.equal((await clockOf()).status, 'running', 'it takes no effect while the year is unknown')
  return { house, caseId, clockOf }
}

suite('日历到了 the calendar of the next year arrives', () => {
  test('read again, it makes the limits that waited firm, and those that ran out take effect', async () => {
    let calendar = without
    const { house, caseId, clockOf } = await waiting(() => calendar)
    calendar = arrived
    await house.city.reloadCalendar()
    const clock = await clockOf()
    assert.deepEqual([clock.provisional, clock.status], [false, 'expired'])
    const { stages } = await house.city.cases.stateOf(caseId)
    assert.equal(stages['accept']?.status, 'done', 'not asked for more within five days: accepted by law')
    assert.equal((await house.replay()).faults.length, 0)
    await house.close()
  })

  test('a published year is corrected: what runs past the day that changed is counted anew, once, and nothing else', async () => {
    const corrected = loadCalendar(
      years.map(year =>
        year.year === 2026
          ? { ...year, workdays: year.workdays - 1, weekdayHolidays: [...year.weekdayHolidays, '2026-03-11'] }
          : year,
      ),
    )
    let calendar = without
    const house = await openTestCity({ now: '2026-03-02T09:00:00+08:00', calendars: () => calendar })
    await house.city.reloadCalendar()
    const begin = async () => {
      const { caseId } = await house.open({
        item: 'energy-review',
        organ: '210102-approval-bureau',
        parties: [{ role: 'subject', party: await house.firm(), unit: 'firm' }],
        by: 'acceptance@210102-approval-bureau',
        body: { fields: permitFields, materials: permitMaterials },
      })
      return caseId
    }
    const [early, late] = [await begin(), await begin()]
    await house.act(late, 'accept')
    const clocks = async (caseId: string) => (await house.city.cases.stateOf(caseId)).clocks
    const before = { early: (await clocks(early))['supplement']!.due, late: (await clocks(late))['decide']!.due }
    calendar = corrected
    await house.city.reloadCalendar()
    assert.equal((await clocks(early))['supplement']!.due, before.early, 'it ended before that day')
    assert.equal(
      (await clocks(late))['decide']!.due,
      corrected.addWorkdays(Temporal.PlainDate.from(before.late), 1).date.toString(),
    )
    const { seq } = await house.city.cases.stateOf(late)
    await house.city.reloadCalendar()
    assert.equal((await house.city.cases.stateOf(late)).seq, seq)
    assert.equal((await house.replay()).faults.length, 0)
    await house.close()
  })

  test('a worker that starts finds what waited for a year published while nobody worked', async () => {
    const { house, clockOf } = await waiting(() => without)
    const config = readConfig({
      environment: {},
      given: { mode: 'test', dataDirectory: house.dataDirectory, logLevel: 'silent', roles: ['worker'] },
    })
    const { storage } = house.city
    const again = await openCity({ config, clock: house.clock, storage, content: false, calendars: () => arrived })
    await again.start()
    await again.close()
    assert.equal((await clockOf()).status, 'expired')
    await house.close()
  })
})
