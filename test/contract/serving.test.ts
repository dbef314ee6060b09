import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import { openTestGate, type TestGate } from '../harness/gate.ts'
import { mandatesAt, reasonsIn } from '../harness/mandates.ts'

const organ = '210100-city-government'
const confirmed = { electronic: false, post: '辽宁省沈阳市和平区示例路1号' }
let gate: TestGate
let number: string
let registrar: string

const confirm = (token: string) => gate.ask(`/api/cases/${number}/delivery-confirmation`, { token, body: confirmed })

before(async () => {
  gate = await openTestGate()
  const at = mandatesAt(gate)
  const person = await at.person('示例申请人')
  number = await at.opened(await gate.party(person.party), person.party)
  registrar = await gate.officer(`letter-registrar@${organ}`)
})
after(() => gate?.close())

suite('经手送达 who serves, and puts on record what came of it (公务员法76)', () => {
  test('a post that has no part in the case confirms no address in it, though it is of the same organ', async () => {
    assert.equal((await confirm(registrar)).statusCode, 200)
    const other = await gate.officer(`legality-reviewer@${organ}`)
    const refused = await confirm(other)
    assert.deepEqual([refused.statusCode, refused.json().code], [403, 'AUTHORITY_LACKING'], refused.body)
  })

  test('who has stood back serves no more: neither by post, nor a receipt, nor an address', async () => {
    const { house } = gate
    const officer = await house.officer(`letter-registrar@${organ}`)
    await house.act(await house.city.cases.idOf(number), 'declareAvoidance', { ground: 'interest' }, officer)
    const today = house.clock.today().toString()
    const asked: readonly [string, object][] = [
      ['deliveries', { paper: 'receipt-1', address: confirmed.post }],
      [`deliveries/${randomUUID()}/outcome`, { outcome: 'returned', on: today }],
      ['delivery-confirmation', confirmed],
    ]
    for (const [path, body] of asked) {
      const refused = await gate.ask(`/api/cases/${number}/${path}`, { token: registrar, body })
      assert.deepEqual([refused.statusCode, refused.json().code], [403, 'AUTHORITY_LACKING'], refused.body)
      assert.deepEqual(reasonsIn(refused), ['AVOIDANCE_DECIDED'], path)
    }
  })
})
