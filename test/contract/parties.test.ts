import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { openTestGate, type TestGate } from '../harness/gate.ts'

let gate: TestGate
let window: string

before(async () => {
  gate = await openTestGate()
  window = await gate.officer('acceptance@210102-approval-bureau')
})
after(() => gate?.close())

const person = (scheme: string, value: string, name = '示例公民') => ({
  kind: 'person',
  name,
  identifiers: [{ scheme, value }],
})

suite('登记当事人 the counter puts a party on record', () => {
  test('校验码不符不得登记 a number with false check digits is nobody’s', async () => {
    for (const [scheme, value, problem] of [
      ['citizen', '110105194912310020', 'check'],
      ['citizen', '110105194913310021', 'birth'],
      ['uscc', '91210102MA0UQ4XK0A', 'check'],
    ] as const) {
      const body = person(scheme, value)
      await gate.refused('/api/parties', { token: window, body }, 422, 'PARTY_IDENTIFIER_FALSE')
      const { facts } = (await gate.ask('/api/parties', { token: window, body })).json()
      assert.ok(facts.problems.includes(problem), JSON.stringify(facts))
    }
    const body = person('citizen', '１１０１０５ １９４９１２３１ ００２ｘ')
    assert.equal((await gate.ask('/api/parties', { token: window, body })).statusCode, 201)
  })

  test('号码同而姓名不同 a known number under another name: the known party, and that the name differs, not the name', async () => {
    const first = await gate.ask('/api/parties', { token: window, body: person('citizen', '11010519491231002X') })
    const again = await gate.ask('/api/parties', {
      token: window,
      body: person('citizen', '11010519491231002X', '示例 公民'),
    })
    assert.deepEqual(again.json(), first.json())
    const other = await gate.ask('/api/parties', {
      token: window,
      body: person('citizen', '11010519491231002X', '冒名者'),
    })
    assert.deepEqual([other.statusCode, other.json()], [201, { party: first.json().party, nameDiffers: true }])
    assert.ok(!other.body.includes('示例'))
  })

  test('a name is something one can read, on one line', async () => {
    for (const name of [' ', '\u3000', '示例\n公民', '示例\u202e民公'])
      await gate.refused(
        '/api/parties',
        { token: window, body: person('passport', 'E12345678', name) },
        400,
        'BODY_INVALID',
      )
  })
})
