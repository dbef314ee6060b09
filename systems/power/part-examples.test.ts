import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { openTestCity } from '../../test/harness/city.ts'
import { liveExample, staffEveryPost } from '../../test/harness/example-lives.ts'
import { allItems } from '../../test/harness/item.ts'

const house = await openTestCity({ now: '2026-04-13T09:00:00+08:00' })
after(() => house.close())
const items = (await allItems()).filter(({ flow }) => flow.some(node => 'joint' in node && node.joint))

suite('并联示例 what the examples say of joint items is lived in PostgreSQL, with every case they open', () => {
  before(() => staffEveryPost(house))
  test('there are both kinds: 并联审批, 一件事', () =>
    assert.deepEqual(items.map(({ item }) => item).sort(), ['investment-project-permits', 'open-restaurant']))
  for (const { item, examples } of items)
    for (const example of examples)
      test(`${item}: ${example.name}`, async () => {
        const { expect } = example
        const lived = await liveExample(house, item, example)
        if (expect.refused === undefined) assert.deepEqual(lived.refused, [])
        else assert.ok(lived.refused.includes(expect.refused), lived.refused.join())
        if (expect.ended !== undefined) assert.equal(lived.ended, expect.ended, JSON.stringify(lived))
        if (expect.stage !== undefined) assert.ok(lived.stages.includes(expect.stage))
      })
  test('every case is the fold of its events, and every step is in the log', async () => {
    const replayed = await house.replay()
    assert.deepEqual(replayed.faults, [])
    assert.ok(replayed.cases >= 20, String(replayed.cases))
  })
})
