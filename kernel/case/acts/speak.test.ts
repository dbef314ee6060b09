import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { itemOf } from '../../../test/harness/item.ts'
import { applicant, officer, party, stranger } from '../../../test/harness/small-city.ts'
import { penaltyAt, permitAt, two } from '../../../test/harness/stories.ts'
import type { Walk } from '../../../test/harness/walk.ts'

const item = await itemOf('energy-report-penalty')
const permit = await itemOf('energy-review')
const codes = (refused: { reasons: readonly { code: string }[] }) => refused.reasons.map(({ code }) => code)
const notice = { stage: 'notify', document: 'priorNotice', officers: two }
const large = { 'finding.proposedFine': 3_000_000, 'finding.act': 'untrue' }
const fine = { outcome: 'fine', amount: 1_500_000, reason: '逾期三十日以内', fields: { socialImpact: false } }

suite('各自发言 every party speaks for itself (行政处罚法45、62；行政许可法36、47)', () => {
  const neighbour = { role: 'interested', party: stranger, unit: 'firm' } as const
  const another = { ...neighbour, role: 'respondent' } as const
  const toldWith = (other: { role: string; party: string; unit: string }, found: object = {}): Walk => {
    const at = penaltyAt('notify', { item, others: [other] }, found as never)
    at.act('notify', notice)
    return at
  }
  test('nobody waives in another’s name, nor under a number that is nobody’s', () => {
    const at = toldWith(neighbour)
    const nobody = '00000000-0000-7000-8000-0000000000aa'
    for (const named of [applicant, nobody])
      assert.deepEqual(codes(at.refuses('makeStatement', { waived: true, party: named }, party(stranger))), [
        'SPEAKS_FOR_ANOTHER',
      ])
    assert.equal(
      at.refuses('makeStatement', { text: 'x', party: nobody }, officer('investigator')).code,
      'BODY_INVALID',
    )
    assert.equal(at.refuses('makeStatement', { text: 'x' }, officer('investigator')).code, 'BODY_INVALID', 'whose?')
    at.act('makeStatement', { text: '代为记录', party: applicant }, officer('investigator'))
    assert.equal(at.details.at(-1)?.subject, applicant)
  })
  test('an informant is heard by nobody here, and an agent speaks for the one it can be the agent of', () => {
    const told = toldWith({ role: 'agent', party: stranger, unit: 'person' })
    told.act('makeStatement', { waived: true }, party(stranger))
    assert.equal(told.of('statement.made')[0]?.data.party, applicant)
    const secret = toldWith({ role: 'informant', party: stranger, unit: 'person' })
    assert.equal(secret.refuses('makeStatement', { waived: true }, party(stranger)).code, 'AUTHORITY_LACKING')
    assert.equal(
      secret.refuses('makeStatement', { text: 'x', party: stranger }, officer('investigator')).code,
      'BODY_INVALID',
    )
  })
  test('what a third party waives opens no gate against the respondent', () => {
    const at = toldWith(neighbour)
    at.act('makeStatement', { waived: true }, party(stranger))
    assert.deepEqual(
      at.refuses('decide', fine).reasons.map(({ rule }) => rule),
      ['gates.statement'],
    )
    at.act('makeStatement', { waived: true }, party(applicant))
    at.act('decide', fine)
  })
  test('each of several respondents is heard, and each statement is checked', () => {
    const at = toldWith(another)
    at.act('makeStatement', { text: '并非我方' }, party(stranger))
    at.act('makeStatement', { text: '请求从轻' }, party(applicant))
    assert.equal(at.refuses('reviewStatement', { accepted: false, reason: 'x' }).code, 'BODY_INVALID', 'whose?')
    at.act('reviewStatement', { accepted: false, reason: '不成立', party: stranger })
    assert.deepEqual(
      at.refuses('decide', fine).reasons.map(({ rule }) => rule),
      ['gates.statement'],
    )
    at.act('reviewStatement', { accepted: false, reason: '不成立' })
    at.act('decide', fine)
  })
  test('利害关系人 the neighbour of a permit is waited for, and its hearing held', () => {
    const at = permitAt('review', { item: permit, others: [neighbour] })
    at.act('complete', { stage: 'review', fields: { 'review.opinion': 'grant', 'review.majorInterest': true } })
    at.act('notify', { stage: 'tell', document: 'hearing-rights-notice' })
    at.act('makeStatement', { waived: true }, party(applicant))
    assert.notEqual(at.state.stages.hear?.status, 'skipped', 'the neighbour may still ask')
    assert.notEqual(at.state.outcome, 'grant')
    at.act('askHearing', {}, party(stranger))
    assert.equal(at.state.stages.hear?.status, 'open')
    assert.equal(at.refuses('decide', { outcome: 'grant' }, officer('bureau-head')).code, 'ACT_OUT_OF_ORDER')
  })
  test('who stays silent while another asks in time has let its own time pass', () => {
    const at = toldWith(another, large)
    at.act('askHearing', {}, party(stranger))
    at.act('makeStatement', { text: '请求听证' }, party(stranger))
    at.act('askHearing', {}, party(applicant))
    assert.deepEqual(at.state.hearing?.asked, [stranger, applicant])
    at.act('scheduleHearing', { stage: 'hear', on: '2026-05-22' })
    at.wait('2026-05-22')
    at.act('hear', { stage: 'hear', attended: true, minutes: '笔录' })
    at.act('reviewStatement', { accepted: false, reason: '不成立' })
    at.act('complete', { stage: 'review', opinion: 'agree' })
    at.act('decide', { ...fine, amount: 3_000_000 })
  })
  test('in a penalty only the respondent may ask for a hearing', () => {
    const at = toldWith(neighbour, large)
    assert.equal(at.refuses('askHearing', {}, party(stranger)).code, 'ACT_OUT_OF_ORDER')
  })
})
