import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { itemOf } from '../../../test/harness/item.ts'
import { officer, party } from '../../../test/harness/small-city.ts'
import { penaltyAt } from '../../../test/harness/stories.ts'

const item = await itemOf('energy-report-penalty')
const sending = { status: 'sent', to: 'public-security', reason: '数额达到追诉标准' }
const fine = { outcome: 'fine', amount: 1_500_000, reason: 'x', fields: { socialImpact: false } }

suite('移送司法 a suspected crime is handed over (行政处罚法27)', () => {
  test('the organ’s time stands still; what comes back goes on with the days that were left', () => {
    const at = penaltyAt('decide', { item, on: '2026-05-11' })
    const { due } = at.state.clocks['decide']!
    at.act('transferToJustice', sending)
    assert.equal(at.state.clocks['decide']?.status, 'suspended')
    assert.equal(at.refuses('resume', {}, officer('bureau-head')).code, 'ACT_OUT_OF_ORDER')
    at.wait('60 day')
    assert.deepEqual(
      at.fire().filter(({ type }) => type === 'alarm.raised'),
      [],
    )
    at.act('transferToJustice', { status: 'declined', reason: '不予立案' })
    const later = Temporal.PlainDate.from(due).add({ days: 57 }).toString()
    assert.ok(at.state.clocks['decide']!.due >= later, 'a last day that was a rest day does not count twice')
    at.act('decide', fine)
    assert.equal(at.state.outcome, 'fine')
  })
  test('meanwhile nothing is decided here, and what is prosecuted ends here without a penalty', () => {
    const at = penaltyAt('decide', { item })
    at.act('transferToJustice', sending)
    const refused = at.refuses('decide', fine)
    assert.deepEqual(
      refused.reasons.map(({ code }) => code),
      ['JUSTICE_HAS_IT'],
    )
    at.act('transferToJustice', { status: 'prosecuted', reason: '已经立案' })
    assert.deepEqual([at.state.status, at.state.result, at.state.outcome], ['ended', 'transferred', undefined])
    assert.equal(at.refuses('decide', fine).code, 'CASE_ENDED')
  })
  test('not twice, not to nobody, not after the decision, not where the item does not say so, not by a party', () => {
    const at = penaltyAt('decide', { item })
    assert.equal(at.refuses('transferToJustice', { status: 'declined', reason: 'x' }).code, 'ACT_OUT_OF_ORDER')
    assert.equal(at.refuses('transferToJustice', { status: 'sent', reason: 'x' }).code, 'BODY_INVALID')
    assert.equal(at.refuses('transferToJustice', sending, party()).code, 'AUTHORITY_LACKING')
    assert.equal(
      at.refuses('transferToJustice', sending, officer('collector@collecting-bank')).code,
      'AUTHORITY_LACKING',
    )
    at.act('transferToJustice', sending)
    assert.equal(at.refuses('transferToJustice', sending).code, 'ACT_OUT_OF_ORDER')
    assert.equal(penaltyAt('pay', { item }).refuses('transferToJustice', sending).code, 'ACT_OUT_OF_ORDER')
    assert.equal(penaltyAt('notify', { item }).refuses('transferToJustice', sending).code, 'ACT_NOT_PERMITTED')
  })
})
