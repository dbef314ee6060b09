import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { allowanceAt, disputeAt, terms, visit, visitors } from '../../../test/harness/sides.ts'
import { applicant, officer, party, stranger } from '../../../test/harness/small-city.ts'

const codes = (refused: { reasons: readonly { code: string }[] }) => refused.reasons.map(({ code }) => code)
const number = '21010220260302000000001'
const linked = {
  number,
  item: 'allowance-adjustment',
  fromThis: true,
  outcome: 'end',
  favourable: false,
  servedOn: '2026-04-01',
  annulled: false,
}
const withLinked = (value: unknown) => ({ answers: { 'case:linked': value } })

suite('每人同意 the consent of each member (社会救助法40)', () => {
  test('nobody looks into a household whose members have not all consented, and a consent can be taken back', () => {
    const at = allowanceAt('accept')
    at.act('giveConsent', { member: 1, gives: true })
    const refused = at.refuses('accept')
    assert.deepEqual(codes(refused), ['CONSENT_MISSING'])
    assert.deepEqual(refused.reasons[0]?.facts?.['members'], [2])
    const forAnother = at.refuses('giveConsent', { member: 2, gives: true }, party())
    assert.deepEqual(codes(forAnother), ['SPEAKS_FOR_ANOTHER'], 'nobody consents for another')
    at.act('giveConsent', { member: 2, gives: true, name: '示例乙' })
    at.act('giveConsent', { member: 2, gives: false })
    assert.deepEqual(codes(at.refuses('accept')), ['CONSENT_MISSING'])
    at.act('giveConsent', { member: 2, gives: true })
    at.act('accept')
    assert.ok(!JSON.stringify(at.events).includes('示例乙'), 'who it was lies sealed')
  })
  test('what was consented to and taken back stops the decision too', () => {
    const at = allowanceAt('decide')
    at.act('giveConsent', { member: 1, gives: false })
    assert.ok(codes(at.refuses('complete', { stage: 'announce' })).includes('CONSENT_MISSING'))
  })
})

suite('两人入户 a home visit by two', () => {
  test('one officer alone has not visited, nor has one who is named twice', () => {
    const at = allowanceAt('check')
    assert.ok(
      codes(at.refuses('complete', { stage: 'check', officers: ['home-visit-1'] })).includes('OFFICERS_TOO_FEW'),
    )
    visit(at)
    assert.ok(at.state.acted['check']?.includes('home-visit-2'))
  })
})

suite('公示与异议 posting and objections', () => {
  test('nothing ends before it has hung for its whole time, and nothing hangs that nobody posted', () => {
    const at = allowanceAt('announce')
    assert.ok(codes(at.refuses('complete', { stage: 'announce' })).includes('POSTING_NOT_MADE'))
    at.act('publish', { kind: 'result' })
    assert.equal(at.refuses('publish', { kind: 'result' }).code, 'ACT_OUT_OF_ORDER')
    at.wait('4 workday')
    assert.ok(codes(at.refuses('complete', { stage: 'announce' })).includes('POSTING_TOO_SHORT'))
    at.wait('2 workday')
    at.act('complete', { stage: 'announce' })
  })
  test('an objection is answered before the decision; who made it stands in no event', () => {
    const at = allowanceAt('posted')
    at.act('object', { text: '他家有车', by: 'neighbour', objector: '王某 13900000000' })
    assert.ok(!JSON.stringify(at.events).includes('王某'))
    assert.equal(at.details.at(-1)?.subject, at.state.id, 'sealed under the case, not under the household')
    at.wait('6 workday')
    assert.deepEqual(codes(at.refuses('complete', { stage: 'announce' })), ['OBJECTION_UNANSWERED'])
    at.act('answerObjection', { upheld: false, reason: '车在他人名下' })
    at.act('complete', { stage: 'announce' })
    at.act('object', { text: '还有房', by: 'anonymous' })
    assert.deepEqual(codes(at.refuses('decide', { outcome: 'grant' })), ['OBJECTION_UNANSWERED'])
  })
  test('one that holds takes the posting down; it is posted anew, for its whole time', () => {
    const at = allowanceAt('posted')
    at.wait('4 workday')
    at.act('object', { text: '人数不对' })
    at.act('answerObjection', { upheld: true, reason: '人数已更正' })
    assert.equal(at.state.publications['result'], 'withdrawn')
    assert.ok(codes(at.refuses('complete', { stage: 'announce' })).includes('POSTING_NOT_MADE'))
    at.act('publish', { kind: 'result' })
    at.wait('4 workday')
    assert.ok(codes(at.refuses('complete', { stage: 'announce' })).includes('POSTING_TOO_SHORT'))
    at.wait('2 workday')
    at.act('complete', { stage: 'announce' })
  })
  test('nobody objects to what does not hang yet, nor after the decision', () => {
    assert.equal(allowanceAt('announce').refuses('object', { text: 'x' }).code, 'ACT_OUT_OF_ORDER')
    assert.equal(allowanceAt('pay').refuses('object', { text: 'x' }, 'review@street').code, 'ACT_OUT_OF_ORDER')
    assert.equal(
      allowanceAt('posted').refuses('answerObjection', { upheld: false, reason: 'x' }).code,
      'ACT_OUT_OF_ORDER',
    )
  })
})

suite('按月发放 paid every month, stopped by nothing but a decision (社会救助法18、47、48)', () => {
  const month = (at: ReturnType<typeof allowanceAt>) => at.today.slice(0, 7)
  test('each period once, the whole sum, none ahead of its time', () => {
    const at = allowanceAt('pay')
    assert.equal(at.state.obligations['pay.allowance']?.binds, 'organ')
    for (const wrong of [
      { amount: 50_000, period: month(at) },
      { amount: 60_000, period: '2026-12' },
      { amount: 60_000, period: '2026-01' },
      { amount: 60_000, period: '2026' },
    ])
      at.refuses('disburse', wrong)
    at.act('disburse', { amount: 60_000, period: month(at) })
    assert.equal(at.refuses('disburse', { amount: 60_000, period: month(at) }).code, 'ACT_OUT_OF_ORDER')
    assert.equal(at.state.status, 'open', 'it goes on')
  })
  test('a re-check that finds a change stops nothing; it is owed a decision', () => {
    const at = allowanceAt('pay', withLinked(null))
    at.act('recheck', { changed: true, officers: visitors })
    assert.equal(at.state.obligations['adjust']?.status, 'open')
    at.act('disburse', { amount: 60_000, period: month(at) })
    assert.deepEqual(codes(at.refuses('adjust', { case: number, change: 'ended' })), ['ADJUSTMENT_OF_ANOTHER_CASE'])
    assert.equal(at.refuses('fulfil', { obligation: 'pay.allowance' }).code, 'ACT_NOT_PERMITTED')
  })
  test('only on a decision of the follow-up case, about this one, served, standing, and saying the same', () => {
    const refusedWith = (value: object, body: object = { change: 'ended' }) =>
      codes(allowanceAt('pay', withLinked({ ...linked, ...value })).refuses('adjust', { case: number, ...body }))
    assert.deepEqual(refusedWith({ outcome: null }), ['ADJUSTMENT_UNDECIDED'])
    assert.deepEqual(refusedWith({ annulled: true }), ['ADJUSTMENT_UNDECIDED'])
    assert.deepEqual(refusedWith({ servedOn: null }), ['ADJUSTMENT_NOT_SERVED'])
    assert.deepEqual(refusedWith({ fromThis: false }), ['ADJUSTMENT_OF_ANOTHER_CASE'])
    assert.deepEqual(refusedWith({ item: 'energy-review' }), ['ADJUSTMENT_OF_ANOTHER_CASE'])
    assert.deepEqual(refusedWith({ outcome: 'keep', favourable: true }), ['ADJUSTMENT_DIFFERS'])
    assert.deepEqual(refusedWith({}, { change: 'raised', amount: 70_000 }), ['ADJUSTMENT_DIFFERS'])
    const lowered = allowanceAt('pay', withLinked(linked))
    lowered.act('adjust', { case: number, change: 'lowered', amount: 20_000 })
    lowered.act('disburse', { amount: 20_000, period: month(lowered) })
    const ended = allowanceAt('pay', withLinked(linked))
    ended.act('adjust', { case: number, change: 'ended' })
    assert.equal(ended.state.status, 'ended')
    const late = { amount: 60_000, period: month(ended) }
    assert.equal(ended.refuses('disburse', late, 'payer@treasury-payment').code, 'CASE_ENDED')
  })
})

suite('双方 two sides', () => {
  test('silence is waited for until its time is over, and then concedes nothing', () => {
    const at = disputeAt('answer')
    assert.deepEqual(codes(at.refuses('complete', { stage: 'answer' })), ['ANSWER_AWAITED'])
    at.wait('32 day')
    at.act('complete', { stage: 'answer' })
    assert.deepEqual(at.state.statements, {})
  })
  test('both are invited, and nobody goes before the day', () => {
    const at = disputeAt('facts')
    const survey = { stage: 'survey', officers: ['dispute-officer-1', 'dispute-officer-2'] }
    at.act('invite', { stage: 'survey', parties: [applicant], on: at.today })
    assert.deepEqual(codes(at.refuses('complete', survey)), ['SIDE_NOT_INVITED'])
    at.act('invite', { stage: 'survey', parties: [stranger], on: '2026-03-06' })
    assert.deepEqual(codes(at.refuses('complete', survey)), ['BEFORE_INVITED_DAY'])
    at.wait('2026-03-06')
    at.act('complete', survey)
    assert.equal(
      at.refuses('invite', { stage: 'evidence', parties: [stranger], on: '2026-03-01' }).code,
      'ACT_OUT_OF_ORDER',
    )
  })
  test('each brings evidence and agrees in its own name alone', () => {
    const at = disputeAt('facts')
    const brought = { stage: 'evidence', kind: 'documentary', summary: 'x' }
    at.act('submitEvidence', brought, party(stranger))
    assert.deepEqual(codes(at.refuses('submitEvidence', { ...brought, party: applicant }, party(stranger))), [
      'SPEAKS_FOR_ANOTHER',
    ])
    assert.deepEqual(at.state.submitted, { [stranger]: 1 })
    const table = disputeAt('mediate')
    table.act('mediate', terms)
    assert.deepEqual(codes(table.refuses('agreeSettlement', { agrees: true, party: applicant }, party(stranger))), [
      'SPEAKS_FOR_ANOTHER',
    ])
    assert.equal(table.refuses('agreeSettlement', { agrees: true }, officer('mediator')).code, 'BODY_INVALID')
  })
  test('it is settled when each has agreed to these terms, and not before; new terms are agreed to anew', () => {
    const at = disputeAt('mediate')
    assert.equal(at.refuses('agreeSettlement', { agrees: true }, party(stranger)).code, 'ACT_OUT_OF_ORDER')
    at.act('mediate', terms)
    at.act('agreeSettlement', { agrees: true }, party(applicant))
    assert.deepEqual(codes(at.refuses('mediate', { result: 'settled' })), ['SETTLEMENT_WITHOUT_CONSENT'])
    at.act('agreeSettlement', { agrees: true }, party(stranger))
    at.act('mediate', { terms: '以水渠为界' })
    assert.deepEqual(codes(at.refuses('mediate', { result: 'settled' })), ['SETTLEMENT_WITHOUT_CONSENT'])
    for (const side of [applicant, stranger]) at.act('agreeSettlement', { agrees: true }, party(side))
    at.act('mediate', { result: 'settled' })
    assert.ok(at.refuses('decide', { outcome: 'ruled', reason: 'x' }))
    at.act('decide', { outcome: 'settled', reason: '自愿' })
  })
  test('a ruling is no refusal of an application: nobody is alarmed for want of a ground', () => {
    assert.deepEqual(disputeAt('serve').of('alarm.raised'), [])
  })
  test('it is served on each; who has not been served leaves the case open', () => {
    const at = disputeAt('serve')
    assert.equal(at.refuses('deliver', {}).code, 'BODY_INVALID')
    at.act('deliver', { party: stranger })
    assert.equal(at.refuses('deliver', { party: stranger }).code, 'ACT_OUT_OF_ORDER')
    assert.equal(at.state.status, 'open')
    at.act('deliver', {})
    assert.deepEqual(Object.keys(at.state.servedOn ?? {}).sort(), [applicant, stranger].sort())
    assert.equal(at.state.status, 'ended')
  })
})

suite('更正 a slip of the pen', () => {
  test('what was and what is, served again; the decision and its limits are as they were', () => {
    const at = disputeAt('serve')
    const slip = { document: 'ruling', was: '东至水渠', is: '东至水渠中线', reason: '笔误' }
    assert.equal(at.refuses('correct', { ...slip, document: 'settlement' }).code, 'ACT_OUT_OF_ORDER')
    assert.equal(at.refuses('correct', { ...slip, document: 'nothing' }).code, 'BODY_INVALID')
    assert.equal(at.refuses('correct', { ...slip, is: slip.was }).code, 'BODY_INVALID')
    assert.deepEqual(codes(at.refuses('correct', { ...slip, receipt: false })), ['SERVICE_WITHOUT_RECEIPT'])
    const { clocks, moments, outcome } = at.state
    at.act('correct', slip)
    assert.deepEqual(at.state.clocks, clocks)
    assert.equal(at.state.moments['decision'], moments['decision'])
    assert.equal(at.state.outcome, outcome)
    assert.ok(!JSON.stringify(at.events).includes('水渠'))
  })
})
