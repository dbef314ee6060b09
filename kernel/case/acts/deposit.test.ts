import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { bid, came, forfeited, returned } from '../../../test/harness/deposit-stories.ts'
import { officer } from '../../../test/harness/small-city.ts'
import type { Walk } from '../../../test/harness/walk.ts'

const duty = (at: Walk) => at.state.obligations['return.bid']?.status
const fall = (at: Walk) => {
  at.act('recordRemedy', { kind: 'litigation', status: 'started' })
  at.act('recordRemedy', { kind: 'litigation', status: 'ended', result: 'revoked' })
}

suite('保证金 deposits (招标投标法实施条例26、57、74)', () => {
  test('taken once and exactly, by who collects, and not before the application is accepted', () => {
    const at = bid()
    assert.equal(at.refuses('takeDeposit', {}, officer('bureau-head')).code, 'AUTHORITY_LACKING')
    assert.equal(at.refuses('takeDeposit', { amount: 7_999_999 }).code, 'ACT_NOT_PERMITTED')
    assert.equal(at.refuses('takeDeposit', { deposit: 'performance' }).code, 'ACT_NOT_PERMITTED')
    assert.equal(at.refuses('takeDeposit', { on: '2027-01-01' }).code, 'ACT_OUT_OF_ORDER')
    at.act('takeDeposit', { amount: 8_000_000 })
    assert.deepEqual(at.state.deposits, { bid: { amount: 8_000_000, status: 'held' } })
    assert.equal(at.refuses('takeDeposit', {}).code, 'ACT_OUT_OF_ORDER')
  })
  test('who stood back from the case takes none and gives none back (公务员法76)', () => {
    const collector = officer('collector@collecting-bank')
    const at = bid()
    at.act('declareAvoidance', { ground: 'interest' }, collector)
    assert.equal(at.refuses('takeDeposit', {}, collector).reasons[0]?.code, 'AVOIDANCE_DECIDED')
    at.act('takeDeposit', {}, officer('collector@collecting-bank', 2))
    const later = returned()
    later.act('declareAvoidance', { ground: 'interest' }, collector)
    assert.equal(later.refuses('returnDeposit', { interest: 0 }, collector).reasons[0]?.code, 'AVOIDANCE_DECIDED')
  })
  test('what needs it waits for it', () => {
    assert.equal(bid().refuses('complete', came('signed')).reasons[0]?.rule, 'gates.deposit')
  })
  test('it goes back with what it earned, and the case does not end before', () => {
    const at = returned()
    assert.equal(at.state.status, 'open')
    assert.equal(duty(at), 'open')
    assert.equal(at.refuses('returnDeposit', {}).code, 'BODY_INVALID', 'the interest is said, even when it is nothing')
    assert.equal(at.refuses('returnDeposit', { interest: 0 }, officer('bureau-head')).code, 'AUTHORITY_LACKING')
    at.act('returnDeposit', { interest: 12_600 })
    assert.deepEqual(at.of('deposit.returned')[0]?.data.interest, 12_600)
    assert.equal(at.state.status, 'ended')
    assert.equal(at.state.deposits?.['bid']?.status, 'returned')
  })
  test('five days, and then an alarm', () => {
    const at = returned()
    at.wait('10 day')
    assert.ok(at.fire().some(event => event.type === 'alarm.raised' && event.data.level === 'red'))
  })
  test('nobody walks away from money that is held', () => {
    const at = bid()
    at.act('takeDeposit', {})
    const refused = at.refuses('withdraw', {})
    assert.equal(refused.code, 'DEPOSIT_HELD')
    assert.deepEqual(refused.facts['held'], { bid: 8_000_000 })
  })
  test('kept only by a decision that says so, and not given back then', () => {
    const at = forfeited()
    assert.deepEqual(at.of('deposit.forfeited')[0]?.data, { deposit: 'bid', amount: 8_000_000 })
    assert.equal(at.state.status, 'ended')
    assert.equal(at.refuses('returnDeposit', { interest: 0 }).code, 'ACT_OUT_OF_ORDER')
  })
  test('the decision that kept it falls: it is the party’s again and goes back', () => {
    const at = forfeited()
    fall(at)
    assert.deepEqual(at.of('deposit.restored')[0]?.data, { deposit: 'bid', amount: 8_000_000 })
    assert.equal(duty(at), 'open')
    at.act('returnDeposit', { interest: 1 })
    assert.equal(duty(at), 'met')
    assert.equal(at.refuses('returnDeposit', { interest: 1 }).code, 'ACT_OUT_OF_ORDER')
  })
  test('the decision to give it back falls before it was: it still goes back, once', () => {
    const at = returned()
    fall(at)
    assert.equal(duty(at), 'open')
    at.act('returnDeposit', { interest: 0 })
    assert.equal(at.of('deposit.returned').length, 1)
    assert.equal(at.state.status, 'ended')
  })
})
