import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { type Bent, itemOf } from '../../../test/harness/item.ts'
import { officer, party } from '../../../test/harness/small-city.ts'
import { penaltyAt } from '../../../test/harness/stories.ts'
import { type Walk, walk } from '../../../test/harness/walk.ts'

const item = await itemOf('energy-report-penalty')
const auctioning = await itemOf('energy-report-penalty', ({ content }: Bent) => {
  const own = { by: 'head', ways: ['auction'], afterRemedies: true, basis: { law: '行政强制法', articles: ['46(3)'] } }
  Object.assign(content.outcomes['fine']!.enforcement!, { own })
})
const silent = await itemOf('energy-report-penalty', ({ content, authority }: Bent) => {
  delete content.outcomes['fine']!.enforcement
  delete content.outcomes['fine']!.money!.reduce
  delete authority.close
  delete authority.reopen
})

/** A fine of 15,000 yuan, served on Mon 11 May 2026: to be paid by Tue 26 May. */
const fined = (of = item): Walk => penaltyAt('pay', { item: of, on: '2026-05-11' })
const overdue = (of = item): Walk => {
  const at = fined(of)
  at.wait('2026-06-01')
  return at
}
const urged = (of = item): Walk => {
  const at = overdue(of)
  at.act('urge')
  return at
}
const auction = { way: 'auction', heard: 'silent', reason: '期满不缴' }
const codes = (refused: { reasons: readonly { code: string }[] }) => refused.reasons.map(({ code }) => code)

suite('催告 urging (行政强制法35)', () => {
  test('when the time to pay is over, in writing, with all it must say, and ten days to perform', () => {
    assert.equal(fined().refuses('urge').code, 'ACT_OUT_OF_ORDER')
    assert.deepEqual(codes(overdue().refuses('urge', { states: ['within'] })), ['NOTICE_INCOMPLETE'])
    const at = urged()
    assert.deepEqual(at.state.urged, { fine: { on: '2026-06-01', until: '2026-06-11' } })
    assert.equal(at.of('document.issued').at(-1)?.data.document, 'urging-letter')
  })
  test('not what is paid, not by another hand, not where the item says nothing', () => {
    const paid = fined()
    paid.act('pay', { amount: 1_500_000 })
    assert.equal(paid.refuses('urge', {}, officer('investigator')).code, 'CASE_ENDED')
    assert.equal(overdue().refuses('urge', {}, officer('collector@collecting-bank')).code, 'AUTHORITY_LACKING')
    assert.equal(overdue().refuses('urge', {}, party()).code, 'AUTHORITY_LACKING')
    assert.equal(overdue(silent).refuses('urge', {}, officer('investigator')).code, 'ACT_NOT_PERMITTED')
    assert.equal(penaltyAt('decide', { item }).refuses('urge', {}, officer('investigator')).code, 'ACT_NOT_PERMITTED')
  })
})

suite('强制执行 by the organ itself (行政强制法34–38, 46)', () => {
  const ready = (of = auctioning): Walk => {
    const at = urged(of)
    at.wait('2026-11-12')
    return at
  }
  test('where the statute gives the power: urged in vain, nobody may challenge it any more', () => {
    const at = ready()
    at.act('enforce', auction)
    assert.deepEqual(at.state.enforced, { fine: { on: '2026-11-12', way: 'auction' } })
    assert.equal(at.state.orders['fine']?.settled, false, 'the money comes by the bank’s report')
  })
  test('not before, not unurged, not in another way, not without looking at the answer, not without the power', () => {
    const early = urged(auctioning)
    assert.equal(early.refuses('enforce', auction).code, 'ACT_OUT_OF_ORDER', 'ten days')
    early.wait('2026-06-12')
    assert.equal(early.refuses('enforce', auction).code, 'ACT_OUT_OF_ORDER', 'remedies')
    const unurged = fined(auctioning)
    unurged.wait('2026-11-12')
    assert.equal(unurged.refuses('enforce', auction).code, 'ACT_OUT_OF_ORDER')
    assert.equal(ready().refuses('enforce', { ...auction, way: 'removal' }).code, 'ACT_NOT_PERMITTED')
    assert.equal(ready().refuses('enforce', { ...auction, heard: 'reviewed' }).code, 'BODY_INVALID')
    assert.equal(ready(item).refuses('enforce', auction, officer('bureau-head')).code, 'ACT_NOT_PERMITTED')
  })
  test('not at night, unless it cannot wait', () => {
    const at = ready()
    at.wait('14 hour')
    assert.deepEqual(codes(at.refuses('enforce', auction)), ['ENFORCED_AT_NIGHT'])
    at.act('enforce', { ...auction, emergency: '货物正在变质' })
    assert.equal(at.of('enforcement.made')[0]?.data.emergency, true)
  })
  test('nobody’s program enforces', () => {
    const refused = ready().refuses('enforce', auction, { kind: 'system', name: 'x' })
    assert.deepEqual(codes(refused), ['AUTHORITY_NEEDS_A_PERSON'])
  })
})

suite('减免 reducing the surcharge (行政强制法42)', () => {
  const agreed = { amount: 270_000, agreedOn: '2026-06-01', agreement: '今日缴清' }
  test('on an agreement made while it is enforced: the surcharge, and never the fine', () => {
    const at = urged()
    const refused = at.refuses('reduce', { ...agreed, amount: 270_001 })
    assert.deepEqual([refused.code, refused.facts['surcharge']], ['ACT_NOT_PERMITTED', 270_000])
    at.act('reduce', agreed)
    assert.equal(at.state.orders['fine']?.settled, false)
    at.act('pay', { amount: 1_500_000 })
    assert.equal(at.state.status, 'ended', 'nothing but the fine was left')
  })
  test('what accrues afterwards is owed', () => {
    const at = urged()
    at.act('reduce', agreed)
    at.wait('2026-06-03')
    assert.equal(at.refuses('pay', { amount: 1_600_001 }).facts['owed'], 1_590_000)
  })
  test('the last of the surcharge forgiven, nothing is owed any more', () => {
    const at = urged()
    at.act('pay', { amount: 1_500_000 })
    assert.equal(at.state.status, 'open')
    assert.deepEqual(at.story(at.act('reduce', agreed)), [
      'surcharge.reduced',
      'obligation.met',
      'stage.completed',
      'case.closed',
    ])
  })
  test('not before it is urged, not by another, not agreed earlier or later, not where the item says nothing', () => {
    assert.equal(overdue().refuses('reduce', agreed).code, 'ACT_OUT_OF_ORDER')
    assert.equal(urged().refuses('reduce', agreed, officer('investigator')).code, 'AUTHORITY_LACKING')
    assert.equal(urged().refuses('reduce', { ...agreed, agreedOn: '2026-05-30' }).code, 'ACT_OUT_OF_ORDER')
    assert.equal(urged().refuses('reduce', { ...agreed, agreedOn: '2026-06-02' }).code, 'ACT_OUT_OF_ORDER')
    assert.equal(overdue(silent).refuses('reduce', agreed, officer('bureau-head')).code, 'ACT_NOT_PERMITTED')
  })
})

suite('申请法院强制执行 the court is asked (行政强制法53–58)', async () => {
  const court = await itemOf('court-enforcement')
  const materials = ['application', 'decision', 'urging', 'object']
  const applying = (): Walk => {
    const at = walk({ item: court, start: 'other-case' })
    at.act('lodge', { fields: { 'respondent.name': '示例公司', 'decision.owed': 1_500_000 } })
    at.act('open')
    at.act('notify', { stage: 'urge', document: 'urging-letter' })
    at.wait('11 workday')
    const checked = { 'decision.number': '沈能罚〔2026〕1号', 'urged.performed': false }
    at.act('complete', { stage: 'check', fields: checked })
    at.act('decide', { outcome: 'apply', reason: '期满不履行' })
    return at
  }
  test('filed with all it asks for; the case ends with the court’s answer, whatever it is', () => {
    for (const status of ['granted', 'denied', 'refused']) {
      const at = applying()
      assert.equal(at.state.status, 'open')
      at.act('applyToCourt', { status: 'filed', materials })
      at.act('applyToCourt', { status })
      assert.deepEqual([at.state.status, at.state.court?.answer], ['ended', status])
    }
  })
  test('not incomplete, not twice, no answer unasked, not by another, not from a fine’s own case', () => {
    const at = applying()
    assert.equal(at.refuses('applyToCourt', { status: 'filed', materials: ['application'] }).code, 'BODY_INVALID')
    assert.equal(at.refuses('applyToCourt', { status: 'granted' }).code, 'ACT_OUT_OF_ORDER')
    const filing = { status: 'filed', materials }
    assert.equal(at.refuses('applyToCourt', filing, officer('bureau-head')).code, 'AUTHORITY_LACKING')
    at.act('applyToCourt', filing)
    assert.equal(at.refuses('applyToCourt', filing).code, 'ACT_OUT_OF_ORDER')
    assert.equal(overdue().refuses('applyToCourt', filing, officer('investigator')).code, 'ACT_NOT_PERMITTED')
  })
})

suite('结案 nobody is left to perform (行政强制法40)', () => {
  const gone = { ground: 'firm-gone', reason: '注销，无财产' }
  test('the party’s duties fall, the decision stands', () => {
    const at = fined()
    at.act('close', gone)
    assert.deepEqual([at.state.status, at.state.result, at.state.annulled], ['ended', 'fine', undefined])
    assert.equal(at.state.obligations['pay.fine']?.status, 'cancelled')
  })
  test('only on the item’s grounds, by whom it names, once decided and served', () => {
    assert.equal(fined().refuses('close', { ...gone, ground: 'other-law' }).code, 'ACT_NOT_PERMITTED')
    assert.equal(fined().refuses('close', gone, officer('investigator')).code, 'AUTHORITY_LACKING')
    assert.equal(penaltyAt('serve', { item }).refuses('close', gone).code, 'ACT_OUT_OF_ORDER')
    assert.equal(fined(silent).refuses('close', gone, officer('bureau-head')).code, 'ACT_NOT_PERMITTED')
  })
  test('the organ’s own duties are done first', () => {
    const at = penaltyAt('decide', { item })
    at.act('decide', { outcome: 'fine', amount: 1_500_000, reason: 'x', fields: { socialImpact: true } })
    at.act('deliver', { stage: 'serve', way: 'direct' })
    assert.deepEqual(at.refuses('close', gone).facts['open'], ['publish'])
    at.act('publish')
    at.act('close', gone)
  })
})

suite('重开 an ended case is taken up again', () => {
  const anew = { ground: 'ended-in-error', to: 'investigate', reason: '终止有误' }
  const terminated = (): Walk => {
    const at = penaltyAt('investigate', { item })
    at.act('terminate', { ground: 'no-grounds', reason: '线索不实' })
    return at
  }
  test('ended without a decision: its stage opens again, and the organ’s time begins anew', () => {
    const at = terminated()
    at.wait('30 day')
    at.act('reopen', anew)
    assert.deepEqual(
      [at.state.status, at.state.result, at.state.stages['investigate']?.status],
      ['open', undefined, 'open'],
    )
    assert.equal(at.state.clocks['decide']?.status, 'running')
    assert.equal(at.state.clocks['decide']?.start, at.today)
  })
  test('no decision that stands is taken again, nor one for which money was booked', () => {
    const paid = fined()
    paid.act('pay', { amount: 1_500_000 })
    assert.equal(paid.refuses('reopen', anew).code, 'ACT_OUT_OF_ORDER')
    paid.act('recordRemedy', { kind: 'litigation', status: 'started' })
    paid.act('recordRemedy', { kind: 'litigation', status: 'ended', result: 'revoked' })
    assert.equal(paid.refuses('reopen', { ...anew, ground: 'ordered-anew' }).code, 'ACT_OUT_OF_ORDER')
  })
  test('a court ordered a new decision where nothing had been paid for', () => {
    const at = penaltyAt('decide', { item }, { 'finding.corrected': true, 'finding.proposedFine': 0 })
    at.act('decide', { outcome: 'none', reason: 'x', fields: { socialImpact: false } })
    at.act('deliver', { stage: 'serve', way: 'direct' })
    at.act('recordRemedy', { kind: 'litigation', status: 'started' })
    at.act('recordRemedy', { kind: 'litigation', status: 'ended', result: 'revoked' })
    assert.equal(at.refuses('reopen', anew).code, 'ACT_OUT_OF_ORDER', 'its decision has fallen: that is the ground')
    at.act('reopen', { ...anew, ground: 'ordered-anew' })
    assert.deepEqual([at.state.outcome, at.state.annulled, at.state.status], [undefined, undefined, 'open'])
  })
  test('only on the item’s grounds, at its stages, by whom it names, and not while it runs', () => {
    assert.equal(terminated().refuses('reopen', { ...anew, to: 'decide' }).code, 'ACT_NOT_PERMITTED')
    assert.equal(terminated().refuses('reopen', { ...anew, ground: 'new-facts' }).code, 'ACT_NOT_PERMITTED')
    assert.equal(terminated().refuses('reopen', anew, officer('investigator')).code, 'AUTHORITY_LACKING')
    assert.equal(fined().refuses('reopen', anew).code, 'ACT_OUT_OF_ORDER')
  })
})
