import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { ratingCounts } from '#hubs/business/rating'
import { checkCodeOf } from '#systems/power'
import { browsing, testSessions } from '../harness/citizen.ts'
import { cityStories } from '../harness/city-stories.ts'
import { openingOf, openTestGate, type TestGate } from '../harness/gate.ts'

const organ = '210102-approval-bureau'
let gate: TestGate
let stories: Awaited<ReturnType<typeof cityStories>>

before(async () => {
  gate = await openTestGate({ sessions: testSessions, now: '2026-05-11T09:00:00+08:00' })
  stories = await cityStories(gate.house)
})
after(() => gate?.close())

async function finished() {
  const caseId = await stories.grantedPermit()
  const [row] = await gate.house.city.db.query<{ number: string }>(
    `select number from kernel.cases where id = '${caseId}'`,
  )
  const number = row!.number
  return { number, code: checkCodeOf(gate.house.city.index, number) }
}
const counts = () => ratingCounts(gate.house.city.db)

suite('凭编号和查询码评价 rating without an account, by what stands on the receipt', () => {
  test('from the page of progress, once; a wrong code, a case that is not over and another’s code rate nothing', async () => {
    const { number, code } = await finished()
    const nobody = browsing(gate, undefined)
    const progress = await nobody.get(`/cases/${number}?code=${code}`)
    assert.match(progress.text, /评价这次服务/)
    assert.ok(progress.html.includes(`href="/cases/${number}/rating?code=${code}"`), progress.html)
    const page = await nobody.get(`/cases/${number}/rating?code=${code}`)
    assert.match(page.text, /这次办事，您满意吗/)
    assert.ok(!page.html.includes('name="csrf"'))
    const none = await nobody.send(`/cases/${number}/rating`, { code })
    assert.deepEqual([none.status, /没有选满意不满意/.test(none.text)], [400, true])
    for (const wrong of ['0000-0000', '']) {
      const sent = await nobody.send(`/cases/${number}/rating`, { code: wrong, level: '5' })
      assert.ok([200, 404].includes(sent.status), sent.text)
    }
    assert.deepEqual(await counts(), [])
    const sent = await nobody.send(`/cases/${number}/rating`, { code, level: '5' })
    assert.equal(sent.status, 303, sent.text)
    assert.match((await nobody.follow(sent)).text, /非常满意[\s\S]*已经计入/)
    assert.match((await nobody.send(`/cases/${number}/rating`, { code, level: '1' })).text, /已经评过/)
    assert.deepEqual(await counts(), [{ organ, level: 5, count: 1 }])
  })

  test('a bad one waits to be verified, as everybody’s does; an application made online is rated signed in', async () => {
    const { number, code } = await finished()
    const nobody = browsing(gate, undefined)
    const sent = await nobody.send(`/cases/${number}/rating`, { code, level: '1', reason: 'slow' })
    assert.match((await nobody.follow(sent)).text, /由没有经办这件事的人核实/)
    assert.ok((await counts()).every(({ level }) => level !== 1))
    const party = await gate.house.firm()
    const by = { kind: 'party', party, account: party } as const
    const { body } = openingOf(party) as { body: Readonly<Record<string, unknown>> }
    const parties = [{ role: 'subject', party }]
    const online = await gate.house.open({ item: 'energy-review', organ, channel: 'online', parties, body, by })
    await gate.house.act(online.caseId, 'withdraw', {}, by)
    const address = `/cases/${online.number}`
    const right = `?code=${checkCodeOf(gate.house.city.index, online.number)}`
    assert.match((await nobody.get(`${address}${right}`)).text, /撤回/)
    assert.equal((await nobody.get(`${address}/rating${right}`)).status, 404)
    assert.ok(!(await nobody.get(`${address}${right}`)).html.includes('/rating'))
  })

  test('codes that are guessed are slowed down', async () => {
    const { number } = await finished()
    const nobody = browsing(gate, undefined)
    let status = 0
    for (let at = 0; at < 40 && status !== 429; at++)
      status = (await nobody.send(`/cases/${number}/rating`, { code: `0000-${1000 + at}`, level: '5' })).status
    assert.equal(status, 429)
  })
})
