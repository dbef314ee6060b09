import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { itemOf } from '../../test/harness/item.ts'
import { penaltyAt } from '../../test/harness/stories.ts'
import type { Walk } from '../../test/harness/walk.ts'
import { derivedCaseId } from './derived-id.ts'

const item = await itemOf('energy-report-penalty')

/** A fine of 15,000 yuan, served on Mon 11 May 2026: to be paid by 26 May, open to litigation until 11 November. */
const fined = (): Walk => penaltyAt('pay', { item, on: '2026-05-11' })
const due = (at: Walk) => at.of('next.due').map(({ data }) => data)
const courtOnce = [{ item: 'court-enforcement', ground: 'unperformed', order: 'fine' }]
const at = (walk: Walk, day: string): Walk => {
  walk.wait(day)
  walk.fire()
  return walk
}

suite('后续办件 what follows a fine that is not paid (行政强制法53)', () => {
  test('not before the time for reconsideration and litigation is over; then once, however often clocks are fired', () => {
    const one = fined()
    assert.equal(one.state.clocks['next.court-enforcement']?.due, '2026-11-11')
    assert.deepEqual(due(at(one, '2026-11-11')), [])
    assert.deepEqual(due(at(one, '2026-11-12')), courtOnce)
    at(one, '2027-11-12')
    assert.deepEqual(due(one), courtOnce)
    assert.equal(one.state.status, 'open', 'the fine is still owed')
  })
  test('what was paid needs no court', () => {
    const one = fined()
    one.act('pay', { amount: 1_500_000 })
    assert.equal(one.state.status, 'ended')
    assert.equal(one.state.clocks['next.court-enforcement']?.status, 'cancelled')
  })
  test('while a remedy is under way nothing follows; where the decision stands, fifteen days after it', () => {
    const one = fined()
    one.act('recordRemedy', { kind: 'reconsideration', status: 'started' })
    assert.deepEqual(due(at(one, '2026-12-01')), [])
    one.act('recordRemedy', { kind: 'reconsideration', status: 'ended', result: 'upheld' })
    assert.equal(one.state.clocks['next.court-enforcement']?.due, '2026-12-16')
    assert.deepEqual(due(at(one, '2026-12-16')), [])
    assert.deepEqual(due(at(one, '2026-12-17')), courtOnce)
  })
  test('a remedy that ended early leaves the other one its time', () => {
    const one = fined()
    one.act('recordRemedy', { kind: 'reconsideration', status: 'started' })
    one.wait('2026-06-10')
    one.act('recordRemedy', { kind: 'reconsideration', status: 'ended', result: 'upheld' })
    assert.deepEqual(due(at(one, '2026-11-11')), [])
    assert.deepEqual(due(at(one, '2026-11-12')), courtOnce)
  })
  test('a decision that has fallen is enforced by nobody', () => {
    const one = fined()
    one.act('recordRemedy', { kind: 'litigation', status: 'started' })
    at(one, '2026-12-01')
    one.act('recordRemedy', { kind: 'litigation', status: 'ended', result: 'revoked' })
    assert.deepEqual(due(one), [])
    assert.equal(one.state.result, 'set-aside')
  })
  test('instalments that are kept are waited for; the first that is missed is not', () => {
    const one = fined()
    one.act('grantInstalment', { months: 12, requestedOn: '2026-05-11', reason: '经营困难' })
    for (let month = 6; month <= 11; month++) {
      one.wait(`2026-${String(month).padStart(2, '0')}-11`)
      one.act('pay', { amount: 125_000 })
    }
    assert.deepEqual(due(at(one, '2026-11-12')), [])
    assert.equal(one.state.clocks['next.court-enforcement']?.due, '2026-12-11')
    assert.deepEqual(due(at(one, '2026-12-12')), courtOnce)
  })
})

suite('派生编号 the id of a case that an event causes', () => {
  const caseId = '019c0000-0000-7000-8000-000000000001'
  test('the same for the same cause, another for any other; its time is the cause’s', () => {
    const cause = { caseId, seq: 7, at: '2026-11-11T16:00:00Z' }
    assert.equal(derivedCaseId(cause, 'court-enforcement'), derivedCaseId({ ...cause }, 'court-enforcement'))
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.string(), fc.nat(1_000_000), fc.string(), (seq, name, other, named) => {
        const one = derivedCaseId({ ...cause, seq }, name)
        assert.match(one, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
        assert.equal(Number.parseInt(one.slice(0, 8) + one.slice(9, 13), 16), Date.parse(cause.at))
        const another = derivedCaseId({ ...cause, seq: other }, named)
        assert.equal(one === another, seq === other && name === named)
      }),
    )
  })
})
