import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { itemOf } from '../../../test/harness/item.ts'
import { officer } from '../../../test/harness/small-city.ts'
import { penaltyAt } from '../../../test/harness/stories.ts'
import type { Walk } from '../../../test/harness/walk.ts'

const item = await itemOf('energy-report-penalty')
const codes = (refused: { reasons: readonly { code: string }[] }) => refused.reasons.map(({ code }) => code)
const collector = officer('collector@collecting-bank')

/** A fine of 15,000 yuan, decided and served on Mon 11 May 2026: to be paid by Tue 26 May. */
const fined = (): Walk => penaltyAt('pay', { item, on: '2026-05-11' })
/** A remedy begins and ends with a result. */
const fall = (at: Walk, result: string, more: object = {}) => {
  at.act('recordRemedy', { kind: 'reconsideration', status: 'started' })
  at.act('recordRemedy', { kind: 'reconsideration', status: 'ended', result, ...more })
}
const paid = (at: Walk) =>
  at.of('payment.received').map(({ data }) => [data.amount, data.principal, data.surcharge, data.settled])

suite('缴款 paying (行政处罚法67、72)', () => {
  test('paid in full the case ends', () => {
    const at = fined()
    assert.equal(at.state.clocks['pay']?.due, '2026-05-26')
    assert.deepEqual(at.story(at.act('pay', { amount: 1_500_000 })), [
      'payment.received',
      'obligation.met',
      'stage.completed',
      'case.closed',
    ])
    assert.deepEqual(paid(at), [[1_500_000, 1_500_000, 0, true]])
    assert.equal(at.of('clock.met').find(({ data }) => data.clock === 'pay')?.data.late, false)
    assert.equal(at.of('payment.received')[0]?.data.collector, 'collecting-bank')
  })
  test('罚缴分离 only the bank collects, never who decided', () => {
    const at = fined()
    assert.equal(at.refuses('pay', { amount: 1 }, officer('bureau-head')).code, 'AUTHORITY_LACKING')
    assert.equal(at.refuses('pay', { amount: 1 }, officer('investigator')).code, 'AUTHORITY_LACKING')
  })
  test('who stood back from the case collects nothing in it, nor records a remedy (公务员法76)', () => {
    const at = fined()
    for (const one of [collector, officer('bureau-head')]) at.act('declareAvoidance', { ground: 'interest' }, one)
    const remedy = { kind: 'reconsideration', status: 'started' }
    const refused = [
      at.refuses('pay', { amount: 1 }, collector),
      at.refuses('recordRemedy', remedy, officer('bureau-head')),
    ]
    assert.deepEqual(refused.map(codes), [['AVOIDANCE_DECIDED'], ['AVOIDANCE_DECIDED']])
    at.act('pay', { amount: 1_500_000 }, officer('collector@collecting-bank', 2))
  })
  test('nothing before service, nothing in the future, no more than is owed', () => {
    assert.equal(penaltyAt('serve', { item }).refuses('pay', { amount: 1 }, collector).code, 'ACT_OUT_OF_ORDER')
    const at = fined()
    assert.equal(at.refuses('pay', { amount: 1_500_001 }).code, 'ACT_OUT_OF_ORDER')
    assert.equal(at.refuses('pay', { amount: 1, on: '2026-12-01' }).code, 'ACT_OUT_OF_ORDER')
    at.act('pay', { amount: 1_500_000 })
    assert.equal(at.refuses('pay', { amount: 1 }, collector).code, 'CASE_ENDED')
  })
  test('加处罚款 three per cent a day when late, never more than the fine itself', () => {
    const at = fined()
    at.wait('2026-05-28')
    at.act('pay', { amount: 1_000_000 })
    assert.deepEqual(paid(at), [[1_000_000, 1_000_000, 0, false]], 'the principal first')
    assert.equal(at.refuses('pay', { amount: 1_500_000 }).facts['owed'], 590_000, 'two days at 45,000 fen besides')
    const late = fined()
    late.wait('2028-01-01')
    assert.equal(late.refuses('pay', { amount: 3_000_001 }).facts['owed'], 3_000_000)
    late.act('pay', { amount: 3_000_000 })
    assert.equal(late.state.status, 'ended')
  })
  test('what the bank reports a day later was paid when it was paid', () => {
    const at = fined()
    at.wait('2026-05-27')
    at.act('pay', { amount: 1_500_000, on: '2026-05-26' })
    assert.deepEqual(paid(at), [[1_500_000, 1_500_000, 0, true]])
    assert.equal(at.of('clock.met').find(({ data }) => data.clock === 'pay')?.data.late, false)
  })
  test('overdue: an alarm for the holder, no effect against the party by itself', () => {
    const at = fined()
    at.wait('2026-06-01')
    const fired = at.fire()
    assert.ok(fired.some(event => event.type === 'alarm.raised' && event.data.alarm === 'payment'))
    assert.equal(at.state.status, 'open')
    assert.equal(at.state.obligations['pay.fine']?.status, 'open')
  })
})

suite('分期 instalments (66)', () => {
  const requestedOn = '2026-05-11'

  test('equal months, the remainder first, and the time to pay ends with the next', () => {
    const at = fined()
    at.act('grantInstalment', { months: 7, requestedOn, reason: '经营困难' })
    const { schedule } = at.of('instalment.granted')[0]!.data
    assert.equal(
      schedule.reduce((sum, { amount }) => sum + amount, 0),
      1_500_000,
    )
    assert.deepEqual(
      schedule.map(({ amount }) => amount),
      [214_290, 214_285, 214_285, 214_285, 214_285, 214_285, 214_285],
    )
    assert.deepEqual(
      [schedule[0]?.on, schedule.at(-1)?.on, at.state.clocks['pay']?.due],
      ['2026-06-11', '2026-12-11', '2026-06-11'],
    )
    at.wait('2026-06-10')
    at.act('pay', { amount: 214_290 })
    assert.equal(at.state.clocks['pay']?.due, '2026-07-11')
    at.wait('2026-07-11')
    assert.deepEqual(
      at.fire().filter(event => event.type === 'clock.expired'),
      [],
    )
  })
  test('every instalment that is missed rings, once', () => {
    const at = fined()
    at.act('grantInstalment', { months: 6, requestedOn, reason: '困难' })
    at.wait('2026-08-20')
    const rung = at.fire().filter(event => event.type === 'alarm.raised' && event.data.alarm === 'payment')
    assert.equal(rung.length, 3, 'June, July, August')
    assert.deepEqual(at.fire(), [])
    assert.deepEqual([at.state.clocks['pay']?.status, at.state.clocks['pay']?.due], ['running', '2026-09-11'])
    at.act('pay', { amount: 1_000_000 })
    assert.equal(at.state.clocks['pay']?.due, '2026-10-11', 'four of six are paid, and part of the surcharge')
  })
  test('暂缓 all of it on a later day, which rings when it is missed', () => {
    const at = fined()
    at.act('grantInstalment', { until: '2026-08-01', requestedOn, reason: '困难' })
    assert.equal(at.state.clocks['pay']?.due, '2026-08-01')
    at.wait('2026-08-01')
    assert.equal(at.refuses('pay', { amount: 1_500_001 }).facts['owed'], 1_500_000, 'no surcharge until then')
    at.wait('2026-08-02')
    assert.equal(at.fire().filter(({ type }) => type === 'alarm.raised').length, 1)
  })
  test('on the party’s application, one of both, no longer than the item says', () => {
    const at = fined()
    const not = (body: object) => at.refuses('grantInstalment', { requestedOn, reason: 'x', ...body }).code
    assert.equal(not({}), 'BODY_INVALID')
    assert.equal(not({ months: 3, until: '2026-08-01' }), 'BODY_INVALID')
    assert.equal(not({ until: '2027-05-12' }), 'ACT_NOT_PERMITTED')
    assert.equal(not({ months: 3, requestedOn: '2026-05-12' }), 'ACT_OUT_OF_ORDER')
    assert.equal(not({ months: 3, requestedOn: '2026-05-01' }), 'ACT_OUT_OF_ORDER')
  })
  test('granted by whom the item names, no longer than it says, once', () => {
    const at = fined()
    assert.equal(
      at.refuses('grantInstalment', { months: 6, requestedOn, reason: 'x' }, officer('investigator')).code,
      'AUTHORITY_LACKING',
    )
    assert.equal(at.refuses('grantInstalment', { months: 13, requestedOn, reason: 'x' }).code, 'ACT_NOT_PERMITTED')
    at.act('grantInstalment', { months: 6, requestedOn, reason: 'x' })
    assert.equal(at.refuses('grantInstalment', { months: 6, requestedOn, reason: 'x' }).code, 'ACT_OUT_OF_ORDER')
    assert.equal(
      penaltyAt('serve', { item }).refuses('grantInstalment', { months: 6, requestedOn, reason: 'x' }).code,
      'ACT_OUT_OF_ORDER',
    )
    assert.equal(
      penaltyAt('decide', { item }).refuses(
        'grantInstalment',
        { months: 6, requestedOn, reason: 'x' },
        officer('bureau-head'),
      ).code,
      'ACT_NOT_PERMITTED',
    )
  })
  test('granted after the time ran out: a time runs again, and rings again when it is over', () => {
    const at = fined()
    at.wait('2026-06-01')
    at.act('grantInstalment', { months: 3, requestedOn, reason: '困难' })
    assert.equal(at.state.clocks['pay']?.status, 'running')
    assert.equal(at.state.clocks['pay']?.due, '2026-07-01')
    at.wait('2026-07-02')
    assert.ok(at.fire().some(event => event.type === 'alarm.raised' && event.data.alarm === 'payment'))
  })
})

suite('复议诉讼 remedies (73)', () => {
  test('while it lasts the surcharge stands still', () => {
    const at = fined()
    at.wait('2026-05-20')
    at.act('recordRemedy', { kind: 'litigation', status: 'started' })
    at.wait('2026-08-20')
    at.act('recordRemedy', { kind: 'litigation', status: 'ended', result: 'upheld' })
    at.act('pay', { amount: 1_500_000 })
    assert.deepEqual(paid(at), [[1_500_000, 1_500_000, 0, true]])
  })
  test('begins once, ends once, with a result; not before the decision, not in the future', () => {
    const at = fined()
    assert.equal(
      at.refuses('recordRemedy', { kind: 'litigation', status: 'ended', result: 'upheld' }).code,
      'ACT_OUT_OF_ORDER',
    )
    assert.equal(
      at.refuses('recordRemedy', { kind: 'litigation', status: 'started', on: '2026-05-01' }).code,
      'ACT_OUT_OF_ORDER',
    )
    assert.equal(
      at.refuses('recordRemedy', { kind: 'litigation', status: 'started', on: '2027-05-01' }).code,
      'ACT_OUT_OF_ORDER',
    )
    at.act('recordRemedy', { kind: 'litigation', status: 'started' })
    assert.equal(at.refuses('recordRemedy', { kind: 'litigation', status: 'started' }).code, 'ACT_OUT_OF_ORDER')
    assert.equal(at.refuses('recordRemedy', { kind: 'litigation', status: 'ended' }).code, 'ACT_OUT_OF_ORDER')
    assert.equal(
      at.refuses('recordRemedy', { kind: 'litigation', status: 'ended', result: 'upheld', on: '2026-05-10' }).code,
      'ACT_OUT_OF_ORDER',
    )
    assert.equal(
      penaltyAt('decide', { item }).refuses('recordRemedy', { kind: 'litigation', status: 'started' }).code,
      'ACT_OUT_OF_ORDER',
    )
    assert.deepEqual(
      codes(at.refuses('recordRemedy', { kind: 'reconsideration', status: 'started' }, officer('publicity'))),
      ['AUTHORITY_WRONG_POST'],
    )
  })
  test('a decision that was set aside is not collected any more, and the case can end', () => {
    for (const result of ['revoked', 'declaredInvalid']) {
      const at = fined()
      at.act('recordRemedy', { kind: 'reconsideration', status: 'started' })
      at.wait('2026-07-01')
      at.act('recordRemedy', { kind: 'reconsideration', status: 'ended', result })
      assert.equal(at.state.obligations['pay.fine']?.status, 'cancelled')
      assert.deepEqual([at.state.status, at.state.result], ['ended', 'set-aside'])
      assert.deepEqual(at.state.annulled, { on: '2026-07-01', ground: result })
      assert.equal(at.state.obligations['refund.fine'], undefined)
      assert.equal(at.refuses('recordRemedy', { kind: 'litigation', status: 'started' }).code, 'ACT_OUT_OF_ORDER')
      at.wait('2027-07-01')
      assert.deepEqual(at.fire(), [])
    }
  })
  test('what was paid for it is given back, by the bank, once', () => {
    const at = fined()
    at.act('pay', { amount: 1_500_000 })
    assert.equal(at.state.result, 'fine')
    fall(at, 'revoked')
    assert.equal(at.state.result, 'set-aside')
    assert.deepEqual(at.state.obligations['refund.fine'], {
      kind: 'refund',
      binds: 'organ',
      status: 'open',
      amount: 1_500_000,
    })
    assert.equal(at.refuses('refund', {}, officer('bureau-head')).code, 'AUTHORITY_LACKING')
    at.act('refund', { reference: 'R-1' })
    assert.equal(at.state.obligations['refund.fine']?.status, 'met')
    assert.equal(at.state.orders['fine']?.refunded, 1_500_000)
    assert.equal(at.refuses('refund').code, 'ACT_OUT_OF_ORDER')
  })
  test('one that is only declared unlawful stands (行政复议法65)', () => {
    const at = fined()
    fall(at, 'declaredUnlawful')
    assert.equal(at.state.annulled, undefined)
    assert.equal(at.state.obligations['pay.fine']?.status, 'open')
  })
})

suite('变更 a remedy changes the amount (行政复议法63)', () => {
  test('what is owed follows, and the case ends when that is paid', () => {
    const at = fined()
    fall(at, 'changed', { amount: 1_000_000 })
    assert.deepEqual([at.state.amount, at.state.orders['fine']?.amount], [1_000_000, 1_000_000])
    assert.equal(at.refuses('pay', { amount: 1_000_001 }).facts['owed'], 1_000_000)
    at.act('pay', { amount: 1_000_000 })
    assert.equal(at.state.status, 'ended')
  })
  test('what was paid beyond it is given back', () => {
    const whole = fined()
    whole.act('pay', { amount: 1_500_000 })
    fall(whole, 'changed', { amount: 1_000_000 })
    assert.equal(whole.state.obligations['refund.fine']?.amount, 500_000)
    const part = fined()
    part.act('pay', { amount: 1_200_000 })
    fall(part, 'changed', { amount: 1_000_000 })
    assert.equal(part.state.obligations['pay.fine']?.status, 'met')
    assert.equal(part.state.status, 'open', 'until 2,000 yuan are given back')
    part.act('refund')
    assert.deepEqual([part.state.status, part.state.result], ['ended', 'fine'])
  })
  test('only with the amount, never worse for the party, and for no other result', () => {
    const at = fined()
    at.act('recordRemedy', { kind: 'reconsideration', status: 'started' })
    const ends = (more: object) =>
      at.refuses('recordRemedy', { kind: 'reconsideration', status: 'ended', ...more }).code
    assert.equal(ends({ result: 'changed' }), 'BODY_INVALID')
    assert.equal(ends({ result: 'changed', amount: 1_500_001 }), 'ACT_NOT_PERMITTED')
    assert.equal(ends({ result: 'upheld', amount: 1 }), 'ACT_OUT_OF_ORDER')
  })
})
