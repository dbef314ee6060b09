import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { browsing, scan, testSessions } from '../harness/citizen.ts'
import { openTestGate, type TestGate } from '../harness/gate.ts'
import { mandatesAt, type Person } from '../harness/mandates.ts'

const organ = '210102-approval-bureau'
let gate: TestGate
let child: Person
let file: string
const at = () => mandatesAt(gate)
const acting = async (agent: Person, mandate: string) => {
  await browsing(gate, agent.party).send('/mine/acting', { mandate })
  return browsing(gate, agent.party, 'person', mandate)
}

before(async () => {
  gate = await openTestGate({ sessions: testSessions })
  child = await at().person('示例孩子', '20120310')
  const headers = { 'content-type': 'application/pdf' }
  const sent = await gate.ask('/api/files', { token: await gate.party(child.party), body: scan, headers })
  assert.equal(sent.statusCode, 201, sent.body)
  file = sent.json().file
})
after(() => gate?.close())

suite('自己交来的文件 a file one has sent in oneself', () => {
  test('its sender opens it, and his guardian as he himself would; that is on record as their own looking', async () => {
    const mother = await at().person('示例母亲')
    const document = { name: '出生医学证明', number: 'T210000001' }
    const recorded = await gate.ask('/api/mandates', {
      token: await gate.officer(`acceptance@${organ}`),
      body: { kind: 'guardianship', ward: 'minor', principal: child.party, agent: mother.party, document },
    })
    assert.equal(recorded.statusCode, 201, recorded.body)
    for (const browser of [browsing(gate, child.party), await acting(mother, recorded.json().mandate)]) {
      const { answer } = await browser.get(`/files/${file}`)
      assert.equal(answer.statusCode, 200, answer.body)
      assert.ok(answer.rawPayload.equals(scan))
    }
    const reads = await gate.house.city.db.query<{ purpose: string; ground: string; grants: readonly string[] }>(
      'select purpose, ground, grants from kernel.reads order by id desc limit 2',
    )
    assert.deepEqual(
      reads.map(({ purpose, ground, grants }) => [purpose, ground, grants]),
      [
        ['own-data', 'service', []],
        ['own-data', 'own', []],
      ],
    )
  })

  test('nobody else does: neither a stranger, nor an agent for some items, for it is of none yet', async () => {
    const agent = await at().person('示例代理人')
    const browser = await acting(agent, await at().mandate(child, agent))
    assert.equal((await browser.get(`/files/${file}`)).status, 403)
    assert.equal((await browsing(gate, (await at().person('旁人')).party).get(`/files/${file}`)).status, 404)
  })
})
