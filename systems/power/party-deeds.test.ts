import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { makePartyDeeds } from '#systems/power'
import { openTestCity } from '../../test/harness/city.ts'
import { openingOf } from '../../test/harness/gate.ts'

const house = await openTestCity()
after(() => house.close())
const { city } = house
const deeds = makePartyDeeds(city)
const both = { security: 'SYD-9002', audit: 'SYD-9003' } as const

suite('两员共办 erasing and merging by hand', () => {
  test('one administrator alone, the wrong ones, or an officer: nothing is done', async () => {
    const party = await house.firm()
    for (const wrong of [
      { security: 'SYD-9002', audit: 'SYD-9002' },
      { security: 'SYD-9003', audit: 'SYD-9002' },
      { security: 'SYD-9001', audit: 'SYD-9003' },
      { security: 'SYD-0105', audit: 'nobody' },
    ])
      await assert.rejects(deeds.erase(party, { ...wrong, reason: 'withdrawn' }), { code: 'DEED_UNSIGNED' })
    assert.deepEqual(await city.parties.find(city.db, 'uscc', house.codeOf(party)), [party])
  })

  test('a party with an open case stays; without one it goes, with a line in the journal and two leaves', async () => {
    const held = await house.firm()
    const { item, organ, parties, body } = openingOf(held) as never as Record<string, never>
    await house.open({ item, organ, parties, body, by: 'acceptance@210102-approval-bureau' } as never)
    await assert.rejects(deeds.erase(held, { ...both, reason: 'withdrawn' }), { code: 'ERASURE_HELD' })
    const party = await house.firm()
    assert.deepEqual((await deeds.erase(party, { ...both, reason: 'withdrawn' })).parties, [party])
    assert.deepEqual(await city.parties.find(city.db, 'uscc', house.codeOf(party)), [])
    const rows = await city.db.query<{ change: string; detail: { reason: string; beside: string } }>(
      `select change, detail from kernel.identity_changes where detail ->> 'party' = any ($1)`,
      [[held, party]],
    )
    assert.deepEqual(
      rows.map(({ change, detail }) => [change, detail.reason]),
      [['party-erased', 'withdrawn']],
    )
  })

  test('two records become one party', async () => {
    const [from, into] = [await house.firm(), await house.firm()]
    await deeds.merge(from, into, { ...both, reason: 'document-checked' })
    assert.deepEqual(await city.parties.find(city.db, 'uscc', house.codeOf(from)), [into])
  })
})
