import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { publish, type ToPublish } from '#hubs/business/publicity'
import { uuidv7 } from '#kernel/clock'
import { browsing } from '../harness/citizen.ts'
import { openTestGate, type TestGate } from '../harness/gate.ts'

let gate: TestGate
before(async () => {
  gate = await openTestGate({ now: '2026-07-02T09:00:00+08:00' })
})
after(() => gate?.close())

const visitor = () => browsing(gate, undefined)
async function posted(more: Partial<ToPublish>): Promise<string> {
  const { db, clock } = gate.house.city
  const id = uuidv7(clock)
  const common = {
    id,
    caseId: uuidv7(clock),
    number: '1',
    region: '210102',
    kind: 'result',
    from: '2026-07-02',
  } as const
  const wanted = { ...common, until: '2026-07-10', fields: {}, scope: 'city', item: '', organ: '', ...more } as const
  await db.transaction(sql => publish(sql, wanted))
  return id
}

suite('公开 what hangs, where, and what may be said against it', () => {
  test('社区公示 a list that hangs in one community is found by naming it, and says how and until when to object', async () => {
    const organ = '210102-civil-affairs-bureau'
    const fields = { 'household.members': 3 }
    const id = await posted({ item: 'subsistence-allowance', organ, scope: 'community', fields })
    const everywhere = await visitor().get('/open')
    assert.doesNotMatch(everywhere.html, new RegExp(id))
    assert.match(everywhere.html, /<option value="210102">和平区<\/option>/)
    const there = await visitor().get('/open?region=210102')
    assert.match(there.html, new RegExp(`href="/open/${id}"`))
    assert.match(there.text, /社区范围/)
    assert.doesNotMatch((await visitor().get('/open?region=210103')).html, new RegExp(id))
    const page = await visitor().get(`/open/${id}`)
    assert.equal(page.status, 200)
    assert.match(page.text, /公示到2026年7月9日/)
    assert.match(page.text, /有异议怎样提[\s\S]*谁都可以提出异议，最迟2026年7月9日/)
    gate.house.clock.advance({ hours: 24 * 8 })
    assert.equal((await visitor().get(`/open/${id}`)).status, 404, 'what is over hangs no more')
  })

  test('本机关公示 what hangs in one organ only is found by naming the organ; a decision offers no objection', async () => {
    const organ = '210102-approval-bureau'
    const more = { organ, from: '2026-07-02', until: null }
    const own = await posted({ ...more, item: 'public-toilet-reward', scope: 'organ' })
    const decision = await posted({ ...more, item: 'energy-review', kind: 'decision' })
    assert.doesNotMatch((await visitor().get('/open')).html, new RegExp(own))
    const there = (await visitor().get(`/open?organ=${organ}`)).html
    for (const id of [own, decision]) assert.match(there, new RegExp(`href="/open/${id}"`))
    assert.match((await visitor().get(`/open/${own}`)).text, /谁都可以提出异议，公示期间都可以/)
    assert.doesNotMatch((await visitor().get(`/open/${decision}`)).text, /异议/)
    for (const id of ['x', '019b0000-0000-7000-8000-000000000000'])
      assert.equal((await visitor().get(`/open/${id}`)).status, 404)
  })
})
