import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { watchCases } from '../drill/hostile/watched.ts'
import { openTestCity } from './harness/city.ts'
import { permitFields, permitMaterials } from './harness/stories.ts'

suite('演练 what drills judge by', () => {
  test('盯住 a row of a case that changes is seen, and an empty city cannot be watched', async () => {
    await using house = await openTestCity()
    const { migrator } = house.database
    await assert.rejects(watchCases(migrator), /nothing lies in/)
    const party = await house.firm()
    const { caseId } = await house.open({
      item: 'energy-review',
      organ: '210102-approval-bureau',
      parties: [{ role: 'subject', party, unit: 'firm' }],
      body: { fields: permitFields, materials: permitMaterials },
      by: { kind: 'party', party, account: party },
    })
    await house.act(caseId, 'accept')
    const watch = await watchCases(migrator)
    assert.deepEqual(await watch(), [])
    await migrator.query('update kernel.tasks set stage = stage || $1 where case_id = $2', ['x', caseId])
    assert.deepEqual(await watch(), ['kernel.tasks'])
    assert.deepEqual(await watch(), [])
  })
})
