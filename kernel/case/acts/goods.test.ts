import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  carriedOut,
  checked,
  decidedSeizure,
  grantedFund,
  inventory,
  pair,
} from '../../../test/harness/goods-stories.ts'
import { officer } from '../../../test/harness/small-city.ts'

const stranger = '00000000-0000-7000-8000-000000000009'

suite('资金 from budget line to payee (预算法13、57)', () => {
  test('set aside when accepted, bound when decided, paid in two parts, and the case ends with nothing left aside', () => {
    const at = grantedFund()
    assert.deepEqual(
      [...at.of('budget.reserved'), ...at.of('budget.committed')].map(({ data }) => data),
      [
        { line: 'energy-saving', amount: 40_000_000 },
        { line: 'energy-saving', amount: 30_000_000 },
      ],
    )
    assert.deepEqual(at.state.budget, { line: 'energy-saving', reserved: 0, committed: 30_000_000 })
    assert.deepEqual(at.of('payment.ordered'), [], 'the party owes nothing')
    at.act('payOut', {})
    assert.deepEqual(at.of('grant.paid')[0]?.data.amount, 20_000_000)
    assert.equal(at.of('grant.paid')[0]?.data.payer, 'treasury-payment')
    at.act('complete', checked(true))
    at.act('payOut', {})
    assert.deepEqual(at.state.budget, { line: 'energy-saving', reserved: 0, committed: 0 })
    assert.ok(Object.values(at.state.grants ?? {}).every(({ settled }) => settled))
  })
  test('the held part waits for the check, nothing is paid twice, too much or to another', () => {
    const at = grantedFund()
    assert.equal(at.refuses('payOut', { order: 'grant-retained' }).code, 'ACT_OUT_OF_ORDER')
    assert.equal(at.refuses('payOut', { amount: 20_000_001 }).code, 'ACT_OUT_OF_ORDER')
    assert.equal(at.refuses('payOut', { payee: stranger }).code, 'PAYEE_NOT_GRANTEE')
    at.act('payOut', {})
    assert.equal(at.refuses('payOut', {}, officer('payer@treasury-payment')).code, 'ACT_OUT_OF_ORDER')
  })
  test('whoever decided does not pay', () => {
    assert.equal(grantedFund().refuses('payOut', {}, officer('bureau-head')).code, 'AUTHORITY_LACKING')
  })
  test('a check that is not passed: the held part is not paid, and its budget goes back to the line', () => {
    const at = grantedFund()
    at.act('payOut', {})
    at.act('complete', checked(false))
    assert.deepEqual(at.of('grant.withheld')[0]?.data, { order: 'grant-retained', amount: 10_000_000 })
    assert.equal(at.of('budget.released').at(-1)?.data.amount, 10_000_000)
    assert.deepEqual(at.state.budget, { line: 'energy-saving', reserved: 0, committed: 0 })
  })
})

suite('查封、扣押 what was taken goes back (行政强制法23–28)', () => {
  test('the case does not end while a measure stands or goods are not returned', () => {
    const at = carriedOut()
    assert.equal(at.state.obligations['release.seizure']?.status, 'open')
    at.act('release', { ground: 'no-violation', reason: '检验合格' })
    assert.equal(at.state.status, 'open')
    assert.equal(at.refuses('returnGoods', { receipt: false }).code, 'ACT_NOT_PERMITTED')
    assert.equal(at.refuses('returnGoods', { receipt: true, to: stranger }).code, 'ACT_NOT_PERMITTED')
    at.act('returnGoods', { receipt: true, differences: '两箱受潮' })
    assert.equal(at.of('goods.returned')[0]?.data.differences, true)
    assert.equal(at.state.status, 'ended')
  })
  test('lifted at once, also in the middle of a test that stands still (28)', () => {
    const at = carriedOut()
    at.act('suspend', { for: 'test', notice: true })
    at.act('release', { ground: 'unrelated', reason: '与违法行为无关' })
    assert.equal(at.state.stages['test']?.status, 'skipped')
    assert.equal(at.state.clocks['hold']?.status, 'met')
    assert.equal(at.state.suspended, undefined)
  })
  test('thirty days, told thirty more, once: what stands after them is a red alarm, and nothing is lifted by itself (25)', () => {
    const at = carriedOut()
    at.act('complete', { stage: 'test', fields: { 'testing.days': 5 } })
    assert.equal(at.refuses('extend', { limit: 'hold', reason: '复杂' }).code, 'ACT_NOT_PERMITTED')
    at.act('extend', { limit: 'hold', reason: '复杂', notice: true })
    assert.equal(at.refuses('extend', { limit: 'hold', reason: '复杂', notice: true }).code, 'ACT_NOT_PERMITTED')
    at.wait('70 day')
    at.fire()
    assert.ok(at.of('alarm.raised').some(({ data }) => data.alarm === 'hold' && data.level === 'red'))
    assert.equal(at.of('measure.released').length, 0)
    at.act('release', { ground: 'period-over', reason: '期满' })
    assert.equal(at.of('measure.released')[0]?.data.ground, 'period-over')
  })
  test('the days of testing do not count when the party was told (25)', () => {
    const at = carriedOut()
    const due = at.state.clocks['hold']!.due
    assert.equal(at.refuses('suspend', { for: 'test' }).code, 'ACT_NOT_PERMITTED')
    at.act('suspend', { for: 'test', notice: true })
    at.wait('10 day')
    at.act('complete', { stage: 'test', fields: { 'testing.days': 10 } })
    assert.ok(at.state.clocks['hold']!.due > due)
  })
  test('period-over is no ground while the period runs, and a measure is lifted once', () => {
    const at = carriedOut()
    assert.equal(at.refuses('release', { ground: 'period-over', reason: 'x' }).code, 'ACT_NOT_PERMITTED')
    at.act('release', { ground: 'decided', reason: '已作出处理决定' })
    assert.equal(
      at.refuses('release', { ground: 'other', reason: 'x' }, officer('bureau-head')).code,
      'ACT_OUT_OF_ORDER',
    )
  })
  test('two officers, an inventory, and a witness where the party is not there (18, 24)', () => {
    const at = decidedSeizure()
    const { 'inventory.name': _, ...unlisted } = inventory
    const absent = { ...inventory, 'execution.partyPresent': false }
    const by = officer('inspector')
    const one = { stage: 'execute', officers: ['inspector-1'], fields: inventory }
    assert.equal(at.refuses('complete', one, by).code, 'AUTHORITY_LACKING')
    assert.equal(
      at.refuses('complete', { stage: 'execute', officers: pair, fields: unlisted }, by).code,
      'BODY_INVALID',
    )
    assert.deepEqual(at.refuses('complete', { stage: 'execute', officers: pair, fields: absent }, by).facts['fields'], {
      'execution.witness': 'MISSING',
    })
  })
})
