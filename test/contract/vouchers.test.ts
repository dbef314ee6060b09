import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { cityStories } from '../harness/city-stories.ts'
import { openTestGate, type TestGate } from '../harness/gate.ts'

let gate: TestGate
let holder: string
before(async () => {
  gate = await openTestGate({ now: '2026-05-11T09:00:00+08:00' })
  const { grantedPermit } = await cityStories(gate.house)
  const caseId = await grantedPermit()
  ;({ party: holder } = (await gate.house.city.cases.stateOf(caseId)).parties[0]!)
})
after(() => gate?.close())

suite('凭证查验 whether a voucher holds', () => {
  test('its holder finds it; whoever has number and code is told that it holds; either one wrong, nothing', async () => {
    const mine = (await gate.ask('/api/vouchers', { token: await gate.party(holder) })).json()
    const [{ number, checkCode, jws, item }, ...more] = mine.items
    assert.deepEqual([item, more, mine.next], ['energy-review', [], null])
    const verify = async (body: object) => (await gate.ask('/api/vouchers/verify', { body })).json()
    const found = await verify({ number, code: checkCode.toLowerCase() })
    assert.deepEqual([found.found, found.number, found.status, found.jws], [true, number, 'valid', jws])
    assert.ok(!JSON.stringify(found).includes(holder))
    assert.deepEqual(await verify({ number: `${number}9`, code: checkCode }), { found: false, reason: 'unknown' })
    assert.deepEqual((await verify({ number, code: '0000-0000-0001' })).found, false)
  })

  test('nobody finds another’s', async () => {
    const other = await gate.party(await gate.house.firm())
    assert.deepEqual((await gate.ask('/api/vouchers', { token: other })).json(), { items: [], next: null })
    const officer = await gate.officer('acceptance@210102-approval-bureau')
    await gate.refused('/api/vouchers', { token: officer }, 403, 'PARTIES_ONLY')
  })
})
