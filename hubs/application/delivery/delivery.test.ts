import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { faultsOf } from './confirmations.ts'
import { type Delivery, deliveryOutcomes, nextWay, signedWithin, stateOf } from './delivery.ts'

const zone = 'Asia/Shanghai'
const handedOut: Delivery = {
  ...{ id: 'd', paper: 'decision-7', party: 'p', way: 'electronic', handedOutAt: '2026-03-02T01:00:00Z' },
  ...{ outcome: null, outcomeOn: null, outcomeAt: null, receivedBy: null, proof: null, tracking: null },
}
const all = ['window', 'direct', 'lodged', 'post', 'electronic', 'entrusted', 'announcement'] as const

suite('送达 how a paper stands, and what comes next', () => {
  test('three whole days for signing; a letter takes as long as it takes', () => {
    assert.equal(signedWithin.days, 3)
    for (const [on, state] of [
      ['2026-03-02', 'under-way'],
      ['2026-03-05', 'under-way'],
      ['2026-03-06', 'unsigned'],
    ] as const)
      assert.equal(stateOf(handedOut, on, zone), state, on)
    assert.equal(stateOf({ ...handedOut, way: 'post' }, '2026-04-06', zone), 'under-way')
    // Handed out late in the evening of the city, which is another day elsewhere.
    assert.equal(stateOf({ ...handedOut, handedOutAt: '2026-03-02T15:59:00Z' }, '2026-03-06', zone), 'unsigned')
    assert.equal(stateOf({ ...handedOut, handedOutAt: '2026-03-02T16:01:00Z' }, '2026-03-06', zone), 'under-way')
  })

  test('after each way that did not reach him comes one the item names, never the same, never an announcement first', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('electronic', 'post'),
        fc.constantFrom(...deliveryOutcomes, 'under-way', 'unsigned'),
        fc.subarray([...all]),
        (way, state, named) => {
          const next = nextWay({ way: way as Delivery['way'] }, state as never, named)
          if (state === 'received' || state === 'under-way') return next === undefined
          return next === undefined || (named.includes(next) && next !== way && next !== 'electronic')
        },
      ),
    )
    const next = (way: Delivery['way'], state: Parameters<typeof nextWay>[1]) => nextWay({ way }, state, all)
    assert.equal(next('electronic', 'unsigned'), 'post')
    assert.equal(next('post', 'returned'), 'window')
    assert.equal(next('post', 'refused'), 'lodged', '留置送达')
    assert.equal(nextWay({ way: 'post' }, 'returned', ['post', 'announcement']), 'announcement')
  })
})

suite('送达地址确认书 what it must say', () => {
  test('an address that is one; for electronic service a mailbox or a telephone to be told by', () => {
    const faults = (electronic: boolean, contact: object) => faultsOf({ electronic, contact })
    const post = '沈阳市和平区示例路1号 示例公民 收'
    assert.deepEqual(faults(true, { mail: 'someone@people.example' }), {})
    assert.deepEqual(faults(true, { phone: '13800000001' }), {})
    assert.deepEqual(faults(false, { post }), {})
    assert.deepEqual(faults(true, { post }), { ways: 'NONE' })
    assert.deepEqual(faults(false, {}), { ways: 'NONE' })
    const wrong = { mail: 'x\r\nBcc: evil@example.com', phone: '12345', post: '一\n二三四五六' }
    assert.deepEqual(faults(false, wrong), { mail: 'FALSE', phone: 'FALSE', post: 'FALSE' })
  })
})
