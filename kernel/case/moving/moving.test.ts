import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { mappingOf } from '#kernel/case'
import { Refusal } from '#kernel/refusal'
import { itemOf } from '../../../test/harness/item.ts'
import { permitAt } from '../../../test/harness/stories.ts'
import { codesOf, finish, later, mustMove, penalty, permit } from './moving.fixture.ts'

suite('办件转版 a running case goes on under a later version', () => {
  for (const stage of ['accept', 'expert', 'review', 'decide', 'deliver'] as const)
    test(`from ${stage}: what was done stays done, and it ends under the new version`, async () => {
      const at = permitAt(stage, { item: permit })
      const { stages, materials, facts, clocks } = at.state
      const next = await later(definition => {
        definition.content.guide!.hours = '工作日 8:30-17:30'
      })
      const { events } = mustMove(at, next)
      assert.deepEqual(
        events.map(({ type }) => type),
        ['case.migrated'],
      )
      assert.deepEqual([at.state.stages, at.state.materials, at.state.facts], [stages, materials, facts])
      assert.deepEqual(at.state.clocks, clocks)
      assert.deepEqual([at.state.version, at.state.hash], [4, next.hash])
      finish(at, stage)
      assert.deepEqual([at.state.status, at.state.outcome], ['ended', 'grant'])
    })
  test('once ended it is no running case any more', async () => {
    const at = permitAt('deliver', { item: permit })
    at.act('deliver')
    at.act('publish')
    assert.deepEqual(codesOf(at, await later()), ['CASE_ENDED'])
  })
  test('not back, not sideways, not to another item', async () => {
    for (const to of [
      permit,
      penalty,
      await itemOf('energy-review', definition => {
        definition.version = 2
      }),
    ])
      assert.throws(
        () => mappingOf(permit, to),
        fault => fault instanceof Refusal && fault.code === 'MIGRATION_NOT_ONE_ITEM',
      )
  })
})
