import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import { browsing, testSessions } from '../harness/citizen.ts'
import { openTestGate, type TestGate } from '../harness/gate.ts'
import { mandatesAt, type Person } from '../harness/mandates.ts'

const organ = '210102-approval-bureau'
let gate: TestGate
let mother: Person
const at = () => mandatesAt(gate)
const acting = async (agent: Person, items: readonly string[]) => {
  const mandate = await at().mandate(mother, agent, { items })
  await browsing(gate, agent.party).send('/mine/acting', { mandate })
  return browsing(gate, agent.party, 'person', mandate)
}
const drafts = async () =>
  (await gate.house.city.db.query<{ n: number }>('select count(*)::int as n from power.drafts'))[0]!.n

before(async () => {
  gate = await openTestGate({ sessions: testSessions })
  mother = await at().person('示例母亲')
})
after(() => gate?.close())

suite('代为投诉 complaining in another’s name (民法典162、171)', () => {
  test('a mandate over another item begins no complaint, and fills in nothing of the principal', async () => {
    const number = await at().opened(await gate.party(mother.party), mother.party)
    const browser = await acting(await at().person('示例代理人'), ['information-request'])
    const before = await drafts()
    for (const about of [{ organ }, { case: number }])
      assert.equal((await browser.send('/complain', { ...about, key: randomUUID() })).status, 403)
    assert.equal((await browser.get(`/complain?case=${number}`)).status, 403)
    assert.equal(await drafts(), before)
  })

  test('one that names complaints does; and everybody complains in his own name', async () => {
    const browser = await acting(await at().person('示例投诉代理人'), ['service-complaint'])
    const own = browsing(gate, mother.party)
    for (const visitor of [browser, own]) {
      const begun = await visitor.send('/complain', { organ, key: randomUUID() })
      assert.match(begun.to, /^\/apply\/service-complaint\/[0-9a-f-]{36}\/fit$/, begun.text)
    }
  })
})
