import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { type Bent, itemOf } from '../../../test/harness/item.ts'
import { directoryFor, officer } from '../../../test/harness/small-city.ts'
import { discussed, grave, penaltyAt, two } from '../../../test/harness/stories.ts'
import type { Walk } from '../../../test/harness/walk.ts'

const item = await itemOf('energy-report-penalty')
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
      'QUORUM_NOT_REACHED',
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
