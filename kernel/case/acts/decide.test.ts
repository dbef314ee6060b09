import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { itemOf } from '../../../test/harness/item.ts'
import { directoryFor, officer } from '../../../test/harness/small-city.ts'
import { finding, penaltyAt, permitAt, two } from '../../../test/harness/stories.ts'

const item = await itemOf('energy-report-penalty')
const permit = await itemOf('energy-review')
const codes = (refused: { reasons: readonly { code: string }[] }) => refused.reasons.map(({ code }) => code)
const rules = (refused: { reasons: readonly { rule?: string }[] }) => refused.reasons.map(({ rule }) => rule)
const fine = { outcome: 'fine', amount: 1_500_000, reason: '逾期三十日以内', fields: { socialImpact: false } }

suite('决定 decision', () => {
  test('a favourable one needs no words, an adverse one says why and lists the remedies', () => {
    const at = permitAt('decide', { item: permit })
    at.act('decide', { outcome: 'grant' })
    assert.deepEqual(at.of('decision.made')[0]?.data, {
      outcome: 'grant',
      favourable: true,
      grounds: [],
      until: '2028-03-02',
    })
    assert.equal(at.state.validUntil, '2028-03-02')
    assert.deepEqual(
      at.of('document.issued').map(({ data }) => data.document),
      ['energy-review-opinion'],
    )
    const refusing = permitAt('review', { item: permit })
    refusing.act('complete', { stage: 'review', fields: { 'review.opinion': 'refuse', 'review.majorInterest': false } })
    refusing.act('notify', { stage: 'tell', document: 'hearing-rights-notice' })
    refusing.act('makeStatement', { waived: true })
    assert.equal(refusing.refuses('decide', { outcome: 'refuse' }).code, 'ACT_OUT_OF_ORDER')
    refusing.act('decide', { outcome: 'refuse', reason: '不符合强制性节能标准', grounds: ['energy-standard'] })
    assert.ok(!JSON.stringify(refusing.events).includes('强制性'))
  })
  test('违法事实不清、证据不足 nobody is fined on no evidence; not to punish needs none (行政处罚法40、54)', () => {
    const bare = () => {
      const at = penaltyAt('investigate', { item })
      at.act('complete', { stage: 'investigate', officers: two, fields: finding() })
      at.act('notify', { stage: 'notify', document: 'priorNotice', officers: two })
      at.act('makeStatement', { waived: true })
      return at
    }
    const at = bare()
    assert.deepEqual(rules(at.refuses('decide', fine)), ['gates.evidence'])
    at.act('returnTo', { from: 'decide', to: 'investigate', reason: '补充证据' })
    at.act('recordEvidence', { stage: 'investigate', kind: 'documentary', summary: 'x', officers: two })
    at.act('complete', { stage: 'investigate', officers: two, fields: finding() })
    at.act('notify', { stage: 'notify', document: 'priorNotice', officers: two })
    at.act('makeStatement', { waived: true })
    at.act('decide', fine)
    bare().act('decide', { outcome: 'none', reason: '事实不能成立', fields: { socialImpact: false } })
  })
  test('only outcomes of this stage, and none by a name every object has', () => {
    const at = permitAt('decide', { item: permit })
    for (const outcome of ['fine', 'constructor', 'toString', 'nothing'])
      assert.equal(at.refuses('decide', { outcome, reason: 'x' }).status, 409, outcome)
  })
  test('审批分离 who reviewed does not decide; who investigated neither', () => {
    const wearing = (who: string, hat: string, of: typeof item) =>
      directoryFor(
        of,
        rows => void rows.appointments.push({ from: '2000-01-01', to: null, person: who, post: `210102-home/${hat}` }),
      )
    const reviewer = permitAt('decide', { item: permit, directory: wearing('review-1', 'bureau-head', permit) })
    assert.deepEqual(
      codes(reviewer.refuses('decide', { outcome: 'grant' }, { ...officer('bureau-head'), person: 'review-1' })),
      ['SEPARATION_SAME_PERSON'],
    )
    const second = penaltyAt('decide', { item, directory: wearing('investigator-2', 'bureau-head', item) })
    assert.deepEqual(
      codes(second.refuses('decide', fine, { ...officer('bureau-head'), person: 'investigator-2' })),
      ['SEPARATION_SAME_PERSON'],
      'the second investigator counts too',
    )
  })
  /** A permit about to be decided after its review said this, the party having been told. */
  const reviewed = (opinion: 'grant' | 'refuse') => {
    const at = permitAt('review', { item: permit })
    at.act('complete', { stage: 'review', fields: { 'review.opinion': opinion, 'review.majorInterest': true } })
    at.act('notify', { stage: 'tell', document: 'hearing-rights-notice' })
    at.act('makeStatement', { waived: true })
    return at
  }
  test('no refusal without ground goes unnoticed (行政许可法38)', () => {
    for (const [opinion, code] of [
      ['grant', 'REFUSED_THOUGH_ALL_HOLDS'],
      ['refuse', 'REFUSED_WITHOUT_GROUND'],
    ] as const) {
      const step = reviewed(opinion).act('decide', { outcome: 'refuse', reason: '不予' })
      assert.ok(step.events.some(event => event.type === 'alarm.raised' && event.data.reasons[0]?.code === code))
    }
  })
  test('a ground is a condition or rule that does not hold: any word is none', () => {
    const refused = (opinion: 'grant' | 'refuse', ...grounds: string[]) =>
      codes(reviewed(opinion).refuses('decide', { outcome: 'refuse', reason: '不予', grounds }))
    assert.deepEqual(refused('refuse', 'x'), ['GROUND_UNKNOWN'])
    assert.deepEqual(refused('refuse', 'energy-standard', 'threshold'), ['GROUND_HOLDS'])
    assert.deepEqual(refused('grant', 'energy-standard'), ['GROUND_HOLDS'])
    const step = reviewed('refuse').act('decide', { outcome: 'refuse', reason: '不予', grounds: ['energy-standard'] })
    assert.ok(!step.events.some(({ type }) => type === 'alarm.raised'))
  })
  test('granted against the review, the supervisors are told', () => {
    const step = reviewed('refuse').act('decide', { outcome: 'grant' })
    assert.ok(step.events.some(event => event.type === 'alarm.raised' && event.data.alarm === 'energy-standard'))
  })
  test('a late decision is still possible, and known to be late', () => {
    const at = permitAt('decide', { item: permit, on: '2026-03-02' })
    at.wait('2026-05-06')
    at.act('decide', { outcome: 'grant' })
    assert.equal(at.of('clock.met').find(({ data }) => data.clock === 'decide')?.data.late, true)
  })
})

suite('送达 service (61)', () => {
  test('the day of service starts the time to pay; it lies between the decision and today', () => {
    const at = penaltyAt('serve', { item })
    const decided = at.state.moments['decision']!
    at.wait('4 day')
    assert.equal(at.refuses('deliver', { stage: 'serve', servedOn: '2026-05-10' }).code, 'ACT_OUT_OF_ORDER')
    assert.equal(at.refuses('deliver', { stage: 'serve', servedOn: '2027-05-10' }).code, 'ACT_OUT_OF_ORDER')
    at.act('deliver', { stage: 'serve', way: 'direct', servedOn: '2026-05-13' })
    assert.ok(decided < '2026-05-13')
    assert.equal(at.state.clocks['pay']?.start, '2026-05-13')
    assert.equal(at.state.orders['fine']?.servedOn, '2026-05-13')
    assert.equal(at.state.clocks['pay']?.due, '2026-05-28')
  })
  test('only in ways the stage names, with a receipt, electronically with consent', () => {
    const at = penaltyAt('serve', { item })
    assert.deepEqual(codes(at.refuses('deliver', { stage: 'serve', way: 'window' })), ['SERVICE_WAY_NOT_NAMED'])
    assert.deepEqual(codes(at.refuses('deliver', { stage: 'serve', way: 'electronic' })), ['SERVICE_WITHOUT_CONSENT'])
    assert.deepEqual(codes(at.refuses('deliver', { stage: 'serve', way: 'direct', receipt: false })), [
      'SERVICE_WITHOUT_RECEIPT',
    ])
    at.act('deliver', { stage: 'serve', way: 'announcement', receipt: false })
  })
  test('电子送达 counts only once the decision was signed for, on that day; then the time to pay begins', () => {
    const electronic = { stage: 'serve', way: 'electronic' }
    const known = (service: object) => penaltyAt('serve', { item, answers: { service } })
    const unread = known({ consentedOn: '2026-01-05', received: null })
    assert.deepEqual(codes(unread.refuses('deliver', electronic)), ['SERVICE_NOT_RECEIVED'])
    assert.equal(unread.state.clocks['pay'], undefined, 'no time has begun')
    const late = known({ consentedOn: '2027-01-05', received: null })
    assert.deepEqual(codes(late.refuses('deliver', electronic)), ['SERVICE_WITHOUT_CONSENT'], 'not agreed yet')
    const decided = unread.state.moments['decision']!
    const on = Temporal.PlainDate.from(decided).add({ days: 2 }).toString()
    const read = known({ consentedOn: '2026-01-05', received: { delivery: 'd', paper: 'decision-1', on } })
    read.wait('5 day')
    const other = { ...electronic, servedOn: Temporal.PlainDate.from(on).add({ days: 1 }).toString() }
    assert.deepEqual(codes(read.refuses('deliver', other)), ['SERVICE_ON_ANOTHER_DAY'])
    read.act('deliver', electronic)
    const { data } = read.of('service.made').at(-1)!
    assert.deepEqual([data.on, data.delivery], [on, 'd'])
    assert.equal(read.state.clocks['pay']?.start, on)
  })
  test('公告送达 what was announced counts as served thirty days later (民事诉讼法95)', () => {
    const at = penaltyAt('serve', { item })
    at.act('deliver', { stage: 'serve', way: 'announcement', receipt: false })
    const { data } = at.of('service.made').at(-1)!
    assert.deepEqual([data.announcedOn, data.on], ['2026-05-11', '2026-06-10'])
    assert.equal(at.state.orders['fine']?.servedOn, '2026-06-10')
    assert.deepEqual([at.state.clocks['pay']?.start, at.state.clocks['pay']?.due], ['2026-06-10', '2026-06-25'])
    assert.equal(
      at.of('clock.met').find(({ data }) => data.clock === 'serve')?.data.late,
      false,
      'the organ was in time',
    )
    const told = penaltyAt('notify', { item })
    told.act('notify', { stage: 'notify', document: 'priorNotice', officers: two, way: 'announcement' })
    told.wait('2026-06-16')
    assert.deepEqual(rules(told.refuses('decide', fine)), ['gates.statement'], 'its time to speak still runs')
    told.wait('2026-06-18')
    told.act('decide', fine)
  })
  test('served in time and recorded later was served in time', () => {
    const at = penaltyAt('serve', { item })
    const day = at.today
    at.wait('10 workday')
    at.act('deliver', { stage: 'serve', way: 'direct', servedOn: day })
    const met = at.of('clock.met').find(({ data }) => data.clock === 'serve')?.data
    assert.deepEqual([met?.on, met?.late], [day, false])
    const told = penaltyAt('notify', { item })
    told.wait('2 workday')
    told.act('notify', { stage: 'notify', document: 'priorNotice', officers: two, servedOn: '2026-05-11' })
    assert.equal(told.state.clocks['hearing.ask']?.start, '2026-05-11', 'its days count from when it was told')
  })
  test('late service rings', () => {
    const at = penaltyAt('serve', { item })
    at.wait('2026-06-30')
    at.fire()
    assert.ok(at.of('alarm.raised').some(({ data }) => data.alarm === 'service' && data.level === 'red'))
  })
})
