import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { openingOf, openTestGate, type TestGate } from '../harness/gate.ts'

let gate: TestGate
let window: string
let firm: string
before(async () => {
  gate = await openTestGate()
  window = await gate.officer('acceptance@210102-approval-bureau')
  firm = await gate.house.firm()
})
after(() => gate?.close())

suite('照写的读 what is asked is read as it is written', () => {
  test('a number in an address is written plainly', async () => {
    for (const limit of ['1e1', '0x10', '1.', ' 5', '%2B5', '05', '', 'Infinity', '5&limit=6'])
      await gate.refused(`/api/items?limit=${limit}`, {}, 400, 'PARAMETER_INVALID')
    assert.equal((await gate.ask('/api/items?limit=5')).statusCode, 200)
    const { facts } = (await gate.ask('/api/items?limit=1e1')).json()
    assert.deepEqual(facts.problems, [{ at: 'querystring/limit', rule: 'type', value: 'integer' }])
  })

  test('网上申请只走网上渠道 who applies with an account of their own does not come through the counter', async () => {
    const token = await gate.party(firm)
    await gate.refused('/api/cases', { token, body: openingOf(firm) }, 422, 'CHANNEL_NOT_YOURS')
    assert.equal(
      (await gate.ask('/api/cases', { token, body: openingOf(firm, { channel: 'online' }) })).statusCode,
      201,
    )
  })

  test('自己不能代理自己 nobody is his own agent', async () => {
    const parties = ['subject', 'agent'].map(role => ({ role, party: firm }))
    const asked = { token: window, body: openingOf(firm, { parties }) }
    await gate.refused('/api/cases', asked, 400, 'BODY_INVALID')
    assert.deepEqual((await gate.ask('/api/cases', asked)).json().facts, { parties: { agent: 'IN_ANOTHER_ROLE' } })
  })

  test('what two forms have alike against a body is said once', async () => {
    const problemsOf = async (body: object) =>
      (await gate.ask('/api/cases', { token: window, body })).json().facts.problems
    assert.deepEqual(await problemsOf({ ...openingOf(firm), colour: 'red' }), [
      { at: 'body', rule: 'unknown-field', field: 'colour' },
    ])
    assert.deepEqual(await problemsOf({ ...openingOf(firm), item: 7 }), [
      { at: 'body/item', rule: 'type', value: 'string' },
    ])
  })
})
