import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import { browsing, testSessions } from '../harness/citizen.ts'
import { advised, drafted, proposal } from '../harness/decision-stories.ts'
import { openTestGate, type TestGate } from '../harness/gate.ts'

const government = '210102-county-government'
let gate: TestGate
let caseId: string

before(async () => {
  gate = await openTestGate({ sessions: testSessions, now: '2026-03-02T09:00:00+08:00' })
  const { house } = gate
  const officer = (post: string) => house.officer(`${post}@${government}`)
  const [office, drafter, assessor] = [
    await officer('government-office'),
    await officer('drafting-unit'),
    await officer('risk-assessor'),
  ]
  ;({ caseId } = await house.open({
    item: 'major-decision',
    organ: government,
    verb: 'lodge',
    start: 'plan',
    parties: [{ role: 'subject', party: await house.firm('示例供热办'), unit: 'organ' }],
    by: office,
    body: { fields: { ...proposal, 'proposal.title': '城区供热价格调整方案' } },
  }))
  await house.act(caseId, 'open', {}, office)
  await house.act(caseId, 'complete', { stage: 'draft', fields: drafted }, drafter)
  await house.act(caseId, 'complete', { stage: 'experts', fields: advised }, drafter)
  await house.act(caseId, 'complete', { stage: 'risk', fields: { 'risk.controllable': true } }, assessor)
  await house.act(caseId, 'publish', { kind: 'draft' }, drafter)
  await house.city.sequencer.drain()
  while ((await house.city.subscriptions.runOnce()) > 0);
})
after(() => gate?.close())

suite('公开征求意见 anybody may say what he thinks of a draft', () => {
  test('from the public list to the receipt, by somebody whom the case does not concern', async () => {
    const visitor = browsing(gate, undefined)
    const [, posting] = (await visitor.get('/open')).html.match(/href="(\/open\/[0-9a-f-]{36})"/) ?? []
    assert.ok(posting, 'the draft hangs')
    const page = await visitor.get(posting)
    assert.match(page.text, /有意见怎样提[\s\S]*谁都可以提/)
    const [, way] = page.html.match(/href="(\/mine\/cases\/[^"]+\/acts\/comment)"/) ?? []
    assert.ok(way, 'and the way to say it leads on')
    assert.equal((await visitor.get(way)).status, 303, 'who has not signed in is asked to')

    const stranger = browsing(gate, await gate.house.firm('示例居民'))
    assert.equal((await stranger.get(way)).status, 200)
    const done = await stranger.send(way, { 'f.text': '补贴应当覆盖低保边缘家庭', step: 'send', key: randomUUID() })
    assert.match((await stranger.follow(done)).text, /回执/)
    assert.deepEqual((await gate.house.city.cases.stateOf(caseId)).comments?.open, ['c1'])
  })
})
