import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { holds, makeAnswers, type SimulationReport, simulate, type ViolationKind } from '#systems/simulation'
import { openTestCity } from '../test/harness/city.ts'
import { houseOf, openDoor } from './house.ts'

/** Cases of one item, each with a wrong in it. */
async function lived(item: string, cases: number): Promise<SimulationReport> {
  const answers = makeAnswers()
  await using house = await openTestCity({ now: '2026-03-02T08:00:00+08:00', standIn: answers.about })
  const door = await openDoor(house.city, [], 0)
  try {
    const settings = { days: 5, cases, seed: '1', wrongs: 1, items: [item] }
    return await simulate(houseOf(house.city, door, house.clock, answers), settings)
  } finally {
    await door.close()
  }
}

suite('模拟 lives written for one item', () => {
  test('an allowance: every wrong is caught, and none leaves a case behind that rings later', async () => {
    const report = await lived('subsistence-allowance', 12)
    assert.deepEqual([report.missed, report.falseAlarmsBy], [[], []])
    assert.equal(report.byKind['aid-above-the-gap']?.caught, 1)
    assert.ok(holds(report))
  })

  test('a plan of random inspection: announced, drawn, visited, cast again; leads become cases; every wrong is caught', async () => {
    const report = await lived('market-double-random', 12)
    assert.deepEqual([report.missed, report.falseAlarmsBy], [[], []])
    assert.ok(holds(report))
    const ofPlan: readonly ViolationKind[] = ['plan-cut-short', 'lot-swapped', 'drawn-too-early', 'third-visit']
    for (const kind of ofPlan) assert.ok((report.byKind[kind]?.caught ?? 0) > 0, kind)
    assert.ok((report.byItem['visit']?.cases ?? 0) >= 30)
    assert.ok((report.byItem['annual-report-penalty']?.ended ?? 0) > 0)
  })
})
