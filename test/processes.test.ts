import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { type Calendar, loadCalendar } from '#kernel/calendar'
import type { Config } from '#kernel/config'
import { readCalendar } from '../content.ts'
import { type City, openCity } from '../main.ts'
import { openTestCity, type TestCity } from './harness/city.ts'
import { permitFields, permitMaterials } from './harness/stories.ts'

/** Another process of the same city: its own memory, the same database and data directory. */
const another = (house: TestCity, roles: Config['roles'], calendars: () => Calendar = readCalendar): Promise<City> =>
  openCity({
    config: { ...house.city.config, roles },
    clock: house.clock,
    storage: house.city.storage,
    content: false,
    calendars,
  })

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let waited = 0; waited < 10_000; waited += 50) {
    if (await condition()) return
    await pause(50)
  }
  assert.fail('it did not come to be within ten seconds')
}

suite('多进程 several processes of one city', () => {
  test('a year of the calendar that one is told of is heard by all', async () => {
    await using house = await openTestCity()
    let calendar = readCalendar()
    const web = await another(house, ['web'], () => calendar)
    await web.start()
    calendar = loadCalendar([])
    await house.city.reloadCalendar()
    await until(() => web.calendar() === calendar)
    await web.close()
  })

  test('one sequencer leads, the other is ready to, and does when the first is gone', async () => {
    await using house = await openTestCity()
    const [one, two] = [await another(house, ['sequencer']), await another(house, ['sequencer'])]
    assert.deepEqual(one.readiness(), {
      ready: false,
      roles: { sequencer: { ready: false, leading: false, trouble: null } },
    })
    await one.start()
    await until(() => one.readiness().roles.sequencer?.leading === true)
    await two.start()
    await pause(500)
    const standing = { ready: true, leading: false, trouble: null }
    assert.deepEqual(two.readiness(), { ready: true, roles: { sequencer: standing } })
    await one.close()
    assert.equal(one.readiness().ready, false)
    await until(() => two.readiness().roles.sequencer?.leading === true)
    await two.close()
  })

  test('two workers fire each clock once, and neither waits for the other', async () => {
    await using house = await openTestCity()
    const twin = await another(house, ['worker'])
    const party = await house.firm()
    const opened = []
    for (let number = 0; number < 12; number++)
      opened.push(
        await house.open({
          item: 'energy-review',
          organ: '210102-approval-bureau',
          parties: [{ role: 'subject', party, unit: 'firm' }],
          by: 'acceptance@210102-approval-bureau',
          body: { fields: permitFields, materials: permitMaterials },
        }),
      )
    house.clock.set('2026-03-24T09:00:00+08:00')
    const workers = [house.city.cases, twin.cases]
    for (let round = 0; round < 3; round++) {
      await Promise.all(workers.map(cases => cases.fireDue()))
      house.clock.advance({ seconds: 6 })
    }
    for (const { caseId } of opened) {
      const [row] = await house.city.db.query<{ expired: number }>(
        `select count(*)::int as expired from kernel.case_events
         where case_id = $1 and type = 'clock.expired' and data ->> 'clock' = 'supplement'`,
        [caseId],
      )
      assert.equal(row?.expired, 1)
    }
    assert.equal((await house.replay()).faults.length, 0)
    await twin.close()
  })

  test('a worker is ready once its clocks have gone round, and not when they stop', async () => {
    await using house = await openTestCity()
    const worker = await another(house, ['worker'])
    await worker.start()
    assert.equal(worker.readiness().ready, false, 'not yet')
    await until(() => worker.readiness().ready)
    await worker.close()
    assert.equal(worker.readiness().ready, false)
  })
})
