import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { browsing, testSessions } from '../harness/citizen.ts'
import { cityStories } from '../harness/city-stories.ts'
import { openTestGate, type TestGate } from '../harness/gate.ts'

const organ = '210102-approval-bureau'
let gate: TestGate
let supervisor: string
let stories: Awaited<ReturnType<typeof cityStories>>

before(async () => {
  gate = await openTestGate({ sessions: testSessions, now: '2026-05-11T09:00:00+08:00' })
  stories = await cityStories(gate.house)
  supervisor = await gate.officer('bureau-head@210102-energy-bureau', { scope: 'supervise' })
})
after(() => gate?.close())

async function finished() {
  const caseId = await stories.grantedPermit()
  const { parties } = await gate.house.city.cases.stateOf(caseId)
  const party = parties[0]!.party
  const page = await browsing(gate, party).get('/mine')
  return { party, number: /\/mine\/cases\/(\d+)/.exec(page.html)![1]! }
}
const counts = async (): Promise<readonly { organ: string; level: number; count: number }[]> =>
  (await gate.ask('/api/ratings')).json().items

suite('好差评 rating a service', () => {
  test('a good rating counts at once, once, and only from whoever was served', async () => {
    const { party, number } = await finished()
    const visitor = browsing(gate, party)
    assert.match((await visitor.get(`/mine/cases/${number}`)).text, /这次办事，您满意吗/)
    const none = await visitor.send(`/mine/cases/${number}/rating`, {})
    assert.equal(none.status, 400)
    assert.match(none.text, /没有选满意不满意/)
    const sent = await visitor.send(`/mine/cases/${number}/rating`, { level: '5' })
    assert.equal(sent.status, 303, sent.text)
    assert.match((await visitor.follow(sent)).text, /非常满意[\s\S]*已经计入/)
    assert.match((await visitor.send(`/mine/cases/${number}/rating`, { level: '1' })).text, /已经评过/)
    assert.deepEqual(await counts(), [{ organ, level: 5, count: 1 }])
    const stranger = await gate.party(await gate.house.firm())
    await gate.refused(`/api/cases/${number}/rating`, { token: stranger, body: { level: 1 } }, 404, 'CASE_NOT_FOUND')
    const handler = await gate.officer(`acceptance@${organ}`)
    await gate.refused(`/api/cases/${number}/rating`, { token: handler, body: { level: 5 } }, 409, 'RATING_REFUSED')
  })

  test('a bad one counts when somebody without a hand in the case has looked; then a reply is owed, and read by whoever rated', async () => {
    const { party, number } = await finished()
    const visitor = browsing(gate, party)
    const sent = await visitor.send(`/mine/cases/${number}/rating`, { level: '1', reason: 'slow' })
    assert.match((await visitor.follow(sent)).text, /由没有经办这件事的人核实/)
    assert.ok((await counts()).every(({ level }) => level !== 1))
    const handler = await gate.officer(`acceptance@${organ}`)
    const view = await gate.ask(`/api/cases/${number}`, { token: handler })
    assert.ok(!/rating|slow/.test(view.body))
    await gate.refused(
      `/api/cases/${number}/rating/reply`,
      { token: handler, body: { text: '抱歉' } },
      404,
      'RATING_UNKNOWN',
    )
    const waiting = (await gate.ask('/api/ratings/unverified', { token: supervisor })).json().items
    assert.deepEqual(
      waiting.map((one: { number: string; level: number; reasons: string[] }) => [one.number, one.level, one.reasons]),
      [[number, 1, ['slow']]],
    )
    assert.ok(!JSON.stringify(waiting).includes(party))
    const path = `/api/cases/${number}/rating/verification`
    const own = await gate.officer(`acceptance@${organ}`, { scope: 'supervise' })
    await gate.refused(path, { token: own, body: {} }, 403, 'RATING_NOT_YOURS')
    assert.equal((await gate.ask(path, { token: supervisor, body: {} })).statusCode, 201)
    await gate.refused(path, { token: supervisor, body: {} }, 404, 'RATING_UNKNOWN')
    assert.deepEqual(
      (await counts()).filter(({ level }) => level === 1),
      [{ organ, level: 1, count: 1 }],
    )
    assert.match((await visitor.get(`/mine/cases/${number}`)).text, /机关最迟于2026年\d+月\d+日回复您/)
    const reply = `/api/cases/${number}/rating/reply`
    assert.equal((await gate.ask(reply, { token: handler, body: { text: '已经增设窗口' } })).statusCode, 201)
    await gate.refused(reply, { token: handler, body: { text: '再说一次' } }, 404, 'RATING_UNKNOWN')
    assert.match((await visitor.get(`/mine/cases/${number}`)).text, /机关回复：已经增设窗口/)
  })

  test('what is about another case is dismissed with its ground and never counts', async () => {
    const { party, number } = await finished()
    await browsing(gate, party).send(`/mine/cases/${number}/rating`, { level: '2' })
    const before = await counts()
    const body = { dismissal: 'not-this-case' }
    await gate.ask(`/api/cases/${number}/rating/verification`, { token: supervisor, body })
    assert.deepEqual(await counts(), before)
    assert.match((await browsing(gate, party).get(`/mine/cases/${number}`)).text, /评的不是这件事/)
  })
})
