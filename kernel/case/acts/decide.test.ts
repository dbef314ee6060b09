import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { type Bent, itemOf } from '../../../test/harness/item.ts'
import { directoryFor, officer } from '../../../test/harness/small-city.ts'
import { discussed, grave, penaltyAt, permitAt, two } from '../../../test/harness/stories.ts'
import type { Walk } from '../../../test/harness/walk.ts'

const item = await itemOf('energy-report-penalty')
const permit = await itemOf('energy-review')
const codes = (refused: { reasons: readonly { code: string }[] }) => refused.reasons.map(({ code }) => code)
const rules = (refused: { reasons: readonly { rule?: string }[] }) => refused.reasons.map(({ rule }) => rule)
const fine = { outcome: 'fine', amount: 1_500_000, reason: '逾期三十日以内', fields: { socialImpact: false } }

/** A grave penalty, heard or not, up to the legal review. */
const graveAtReview = (directory = directoryFor(item)): Walk => {
  const at = penaltyAt('notify', { item, directory }, grave)
  at.act('notify', { stage: 'notify', document: 'priorNotice', officers: two })
  at.act('makeStatement', { waived: true })
  return at
}

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

suite('法制审核与集体讨论 legal review and collective discussion (57、58)', () => {
  test('a grave case is decided only after both', () => {
    const at = graveAtReview()
    assert.deepEqual(
      Object.keys(at.state.stages).filter(key => at.state.stages[key]?.status === 'open'),
      ['review'],
    )
    assert.equal(at.refuses('decide', fine, officer('bureau-head')).code, 'ACT_OUT_OF_ORDER')
    at.act('complete', { stage: 'review', opinion: 'agree' })
    assert.equal(at.refuses('decide', fine, officer('bureau-head')).code, 'ACT_OUT_OF_ORDER')
    at.act('deliberate', { stage: 'deliberate', votes: discussed('fine') })
    at.act('decide', { ...fine, amount: 4_200_000 })
    assert.equal(at.state.outcome, 'fine')
  })
  test('a legal review that disagrees stops the decision until the case went back', () => {
    const at = graveAtReview()
    at.act('complete', { stage: 'review', opinion: 'disagree' })
    at.act('deliberate', { stage: 'deliberate', votes: discussed('fine') })
    assert.deepEqual(rules(at.refuses('decide', { ...fine, amount: 4_200_000 })), ['gates.legal-review'])
    at.act('returnTo', { from: 'decide', to: 'investigate', reason: '法制审核不同意' })
    assert.equal(at.state.stages['investigate']?.round, 2)
  })
  test('a legal review without an opinion is none (58)', () => {
    const at = graveAtReview()
    assert.equal(at.refuses('complete', { stage: 'review' }).code, 'BODY_INVALID')
    assert.equal(at.state.stages['review']?.status, 'open')
  })
  test('where two sign, the one who disagrees is not outvoted', async () => {
    const signed = await itemOf('energy-report-penalty', ({ flow }: Bent) => {
      for (const stage of flow) if ('stage' in stage && stage.stage === 'review') stage.may = ['add-signer']
    })
    const at = penaltyAt('notify', { item: signed }, grave)
    at.act('notify', { stage: 'notify', document: 'priorNotice', officers: two })
    at.act('makeStatement', { waived: true })
    at.act('addSigner', { stage: 'review', to: 'legal-reviewer-2', reason: '疑难' })
    at.act('complete', { stage: 'review', opinion: 'disagree' }, officer('legal-reviewer', 2))
    at.act('complete', { stage: 'review', opinion: 'agree' }, officer('legal-reviewer', 1))
    assert.equal(at.state.stages['review']?.result, 'disagree')
  })
  test('the reviewer did not investigate', () => {
    const at = graveAtReview()
    assert.ok(
      codes(at.refuses('complete', { stage: 'review', opinion: 'agree' }, officer('investigator'))).includes(
        'AUTHORITY_WRONG_POST',
      ),
    )
  })
  test('enough present, the chief last, dissent on record, and the chief may stand alone with it', () => {
    const at = graveAtReview()
    at.act('complete', { stage: 'review', opinion: 'agree' })
    const refused = (body: object) => codes(at.refuses('deliberate', { stage: 'deliberate', ...body }))
    const [one, other, third, head] = discussed('fine')
    assert.deepEqual(refused({ votes: [one, other, head] }), ['QUORUM_NOT_REACHED'], 'two thirds of five are four')
    assert.deepEqual(refused({ votes: [head, one, other, third] }), ['CHIEF_NOT_LAST'])
    at.act('deliberate', {
      stage: 'deliberate',
      votes: [...discussed('none').slice(0, 3), head],
      dissent: { 'penalty-committee-1': '主张不罚' },
    })
    const held = at.of('deliberation.held')[0]!.data
    assert.deepEqual(
      [held.conclusion, held.againstMajority, held.dissent.length, held.votes.at(-1)?.person],
      ['fine', true, 3, 'bureau-head-1'],
    )
    assert.ok(!JSON.stringify(at.events).includes('主张不罚'))
  })
  test('组成人员 only members vote, once, for what can be decided; nobody is chief by calling himself so', () => {
    const at = graveAtReview()
    at.act('complete', { stage: 'review', opinion: 'agree' })
    const refused = (votes: readonly object[], more: object = {}) =>
      at.refuses('deliberate', { stage: 'deliberate', votes, ...more })
    const [one, other, third, head] = discussed('fine')
    const ghost = { person: 'ghost-1', for: 'fine' }
    assert.deepEqual(codes(refused([ghost, one!, other!, third!, head!])), ['NOT_A_MEMBER'])
    assert.ok(codes(refused([one!, other!, third!], { chief: 'penalty-committee-3' })).includes('CHIEF_NOT_THE_HEAD'))
    assert.equal(refused([one!, other!, third!, third!, head!]).code, 'BODY_INVALID')
    for (const outcome of ['banana', 'toString'])
      assert.equal(refused([one!, other!, { ...third!, for: outcome }, head!]).code, 'ACT_NOT_PERMITTED')
    assert.equal(refused(discussed('fine'), { conclusion: 'banana' }).code, 'ACT_NOT_PERMITTED')
  })
  test('numbers speak in the order they spoke, not in the order of numbers', () => {
    const at = graveAtReview()
    at.act('complete', { stage: 'review', opinion: 'agree' })
    const [one, other, third, head] = discussed('fine')
    at.act('deliberate', { stage: 'deliberate', votes: [third, one, other, head] })
    assert.deepEqual(
      at.of('deliberation.held')[0]!.data.votes.map(({ person }) => person),
      ['penalty-committee-3', 'penalty-committee-1', 'penalty-committee-2', 'bureau-head-1'],
    )
  })
  test('who investigated, or stands back, has no vote (43)', () => {
    const sitting = directoryFor(item, rows => {
      rows.appointments.push({
        from: '2000-01-01',
        to: null,
        person: 'investigator-2',
        post: '210102-home/penalty-committee',
      })
    })
    const at = graveAtReview(sitting)
    at.act('complete', { stage: 'review', opinion: 'agree' })
    assert.deepEqual(
      codes(
        at.refuses('deliberate', {
          stage: 'deliberate',
          votes: [{ person: 'investigator-2', for: 'fine' }, ...discussed('fine')],
        }),
      ),
      ['SEPARATION_SAME_PERSON'],
    )
    at.act('declareAvoidance', { ground: 'interest' }, officer('penalty-committee', 1))
    assert.deepEqual(codes(at.refuses('deliberate', { stage: 'deliberate', votes: discussed('fine') })), [
      'AVOIDANCE_DECIDED',
    ])
  })
  test('where nobody is known to sit on the body, nothing is discussed', () => {
    const empty = directoryFor(item, rows => {
      rows.appointments = rows.appointments.filter(({ post }) => !post.endsWith('/penalty-committee'))
    })
    const at = graveAtReview(empty)
    at.act('complete', { stage: 'review', opinion: 'agree' })
    assert.deepEqual(codes(at.refuses('deliberate', { stage: 'deliberate', votes: discussed('fine') })), [
      'BODY_HAS_NO_MEMBERS',
    ])
  })
  test('决定须依集体讨论 a decision against the collective conclusion is told to the supervisors', () => {
    const at = graveAtReview()
    at.act('complete', { stage: 'review', opinion: 'agree' })
    at.act('deliberate', { stage: 'deliberate', votes: discussed('none') })
    const step = at.act('decide', { ...fine, amount: 4_200_000 })
    assert.ok(
      step.events.some(
        event => event.type === 'alarm.raised' && event.data.reasons[0]?.code === 'AGAINST_THE_COLLECTIVE',
      ),
    )
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
  test('late service rings', () => {
    const at = penaltyAt('serve', { item })
    at.wait('2026-06-30')
    at.fire()
    assert.ok(at.of('alarm.raised').some(({ data }) => data.alarm === 'service' && data.level === 'red'))
  })
})
