import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { itemOf } from '../../../test/harness/item.ts'
import { applicant, officer, party } from '../../../test/harness/small-city.ts'
import { penaltyAt, permitAt, two } from '../../../test/harness/stories.ts'
import type { Walk } from '../../../test/harness/walk.ts'

const item = await itemOf('energy-report-penalty')
const permit = await itemOf('energy-review')
const codes = (refused: { reasons: readonly { code: string }[] }) => refused.reasons.map(({ code }) => code)
const notice = { stage: 'notify', document: 'priorNotice', officers: two }
const fine = { outcome: 'fine', amount: 1_500_000, reason: '逾期三十日以内', fields: { socialImpact: false } }
const large = { 'finding.proposedFine': 3_000_000, 'finding.act': 'untrue' }
const told = (found: object = {}): Walk => {
  const at = penaltyAt('notify', { item }, found as never)
  at.act('notify', notice)
  return at
}

suite('事先告知 prior notice (行政处罚法44)', () => {
  test('it states facts, grounds, law and rights; anything less is no notice', () => {
    const at = penaltyAt('notify', { item })
    const refused = at.refuses('notify', { ...notice, states: ['proposed', 'facts'] })
    assert.deepEqual(
      refused.reasons.map(({ code, facts }) => [code, facts?.absent]),
      [['NOTICE_INCOMPLETE', ['grounds', 'basis', 'rights']]],
    )
    at.act('notify', notice)
    assert.deepEqual(at.state.notice?.states, ['proposed', 'facts', 'grounds', 'basis', 'rights'])
  })
  test('what the officer does not say it states, offers or had signed, it does not', () => {
    const at = penaltyAt('notify', { item }, large)
    const unsaid = { ...notice, states: undefined, offersHearing: undefined, receipt: undefined }
    assert.deepEqual(codes(at.refuses('notify', unsaid)), ['NOTICE_INCOMPLETE', 'SERVICE_WITHOUT_RECEIPT'])
    assert.deepEqual(codes(at.refuses('notify', { ...notice, offersHearing: undefined })), ['HEARING_NOT_OFFERED'])
    const served = penaltyAt('serve', { item })
    assert.deepEqual(codes(served.refuses('deliver', { stage: 'serve', way: 'direct', receipt: undefined })), [
      'SERVICE_WITHOUT_RECEIPT',
    ])
  })
  test('两名以上 two officers with certificates hand it over (42)', () => {
    const at = penaltyAt('notify', { item })
    assert.deepEqual(codes(at.refuses('notify', { stage: 'notify', document: 'priorNotice' })), [
      'CERTIFICATE_TOO_FEW_OFFICERS',
    ])
    assert.deepEqual(codes(at.refuses('notify', { ...notice, officers: ['investigator-1', 'passer-by'] })), [
      'CERTIFICATE_NONE',
      'OFFICER_NOT_OF_THIS_ORGAN',
    ])
  })
  test('a fine of 30,000 yuan or more: the right to a hearing must be told (63)', () => {
    const at = penaltyAt('notify', { item }, large)
    assert.deepEqual(codes(at.refuses('notify', { ...notice, offersHearing: false })), ['HEARING_NOT_OFFERED'])
    at.act('notify', notice)
    assert.equal(at.state.notice?.offersHearing, true)
    assert.equal(told({ 'finding.proposedFine': 2_999_999 }).state.notice?.offersHearing, false)
  })
  test('served in a way the stage names, electronically with consent only, never in the future; time runs from service', () => {
    const at = penaltyAt('notify', { item })
    assert.deepEqual(codes(at.refuses('notify', { ...notice, way: 'window' })), ['SERVICE_WAY_NOT_NAMED'])
    assert.deepEqual(codes(at.refuses('notify', { ...notice, way: 'electronic' })), ['SERVICE_WITHOUT_CONSENT'])
    assert.equal(at.refuses('notify', { ...notice, servedOn: '2027-01-01' }).code, 'ACT_OUT_OF_ORDER')
    const ticked = { ...notice, way: 'electronic', consent: true }
    assert.deepEqual(codes(at.refuses('notify', ticked)), ['SERVICE_WITHOUT_CONSENT'], 'a tick is no signature')
    const answers = { service: { consentedOn: '2026-01-05', received: null } }
    const agreed = penaltyAt('notify', { item, answers })
    agreed.act('notify', { ...notice, way: 'electronic' })
    assert.equal(agreed.of('service.made')[0]?.data.way, 'electronic')
  })
  test('where nothing is said it goes the first way the stage names', () => {
    const at = permitAt('review', { item: permit })
    at.act('complete', { stage: 'review', fields: { 'review.opinion': 'refuse', 'review.majorInterest': false } })
    at.act('notify', { stage: 'tell', document: 'hearing-rights-notice' })
    assert.equal(at.of('service.made')[0]?.data.way, 'window')
  })
  test('no decision without it, nor before it', () => {
    const at = penaltyAt('notify', { item })
    assert.equal(at.refuses('decide', fine, officer('bureau-head')).code, 'ACT_OUT_OF_ORDER')
    assert.equal(at.refuses('makeStatement', { text: '冤枉' }).code, 'ACT_OUT_OF_ORDER')
    assert.equal(at.refuses('askHearing').code, 'ACT_OUT_OF_ORDER')
  })
})

suite('陈述申辩 statement (45)', () => {
  test('no fine before the party has spoken, waived, or let its time pass', () => {
    const at = told()
    assert.deepEqual(
      at.refuses('decide', fine).reasons.map(({ rule }) => rule),
      ['gates.statement'],
    )
    const silent = told()
    silent.wait('8 workday')
    silent.act('decide', fine)
    const waived = told()
    waived.act('makeStatement', { waived: true })
    waived.act('decide', fine)
  })
  test('what it says is checked before anything is decided, and lies erasable under the party’s own key', () => {
    const at = told()
    at.act('makeStatement', { text: '数据口径有误' })
    assert.ok(!JSON.stringify(at.events).includes('口径'))
    assert.equal(at.details.at(-1)?.subject, at.state.parties[0]?.party)
    assert.deepEqual(
      at.refuses('decide', fine).reasons.map(({ rule }) => rule),
      ['gates.statement'],
    )
    at.act('reviewStatement', { accepted: false, reason: '复核不成立' })
    assert.deepEqual(at.of('statement.reviewed')[0]?.data, { adopted: false, party: applicant })
    at.act('decide', fine)
  })
  test('a waiver does not make a statement unsaid', () => {
    const at = told()
    at.act('makeStatement', { text: '请求从轻' })
    assert.equal(at.refuses('makeStatement', { waived: true }, officer('investigator')).code, 'ACT_OUT_OF_ORDER')
    assert.equal(at.refuses('makeStatement', { text: 'x' }, officer('publicity')).code, 'AUTHORITY_LACKING')
    assert.deepEqual(
      at.refuses('decide', fine).reasons.map(({ rule }) => rule),
      ['gates.statement'],
    )
  })
  test('empty words are none; after the decision there are remedies instead', () => {
    const at = told()
    assert.equal(at.refuses('makeStatement', {}).code, 'ACT_OUT_OF_ORDER')
    assert.equal(at.refuses('reviewStatement', { accepted: true, reason: 'x' }).code, 'ACT_OUT_OF_ORDER')
    at.act('makeStatement', { waived: true })
    at.act('decide', fine)
    assert.equal(at.refuses('makeStatement', { text: '不服' }).code, 'ACT_OUT_OF_ORDER')
  })
  test('拟不予许可 a permit is not refused before the applicant is heard either', () => {
    const at = permitAt('decide', { item: permit })
    assert.deepEqual(
      at.refuses('decide', { outcome: 'refuse', reason: '不符' }).reasons.map(({ rule }) => rule),
      ['gates.statement'],
    )
  })
})

suite('听证 hearing (63、64)', () => {
  const asked = () => {
    const at = told(large)
    at.act('askHearing')
    return at
  }
  test('asked in time it must be held before anything is decided', () => {
    const at = asked()
    assert.equal(at.state.stages.hear?.status, 'open')
    at.act('makeStatement', { waived: true })
    assert.equal(at.state.stages.hear?.status, 'open')
    assert.equal(at.refuses('decide', { ...fine, amount: 3_000_000 }, officer('bureau-head')).code, 'ACT_OUT_OF_ORDER')
    assert.equal(at.refuses('askHearing').code, 'ACT_OUT_OF_ORDER', 'once is enough')
  })
  test('told at least seven working days before, and not held earlier than told', () => {
    const at = asked()
    assert.deepEqual(codes(at.refuses('scheduleHearing', { stage: 'hear', on: '2026-05-19' })), ['LIMIT_NOT_REACHED'])
    assert.equal(at.refuses('hear', { stage: 'hear', attended: true }).code, 'ACT_OUT_OF_ORDER', 'nobody was told')
    at.act('scheduleHearing', { stage: 'hear', on: '2026-05-22' })
    at.wait('2026-05-21')
    assert.deepEqual(codes(at.refuses('hear', { stage: 'hear', attended: true })), ['HEARING_BEFORE_ITS_DAY'])
    at.wait('2026-05-22')
    at.act('hear', { stage: 'hear', attended: true, minutes: '笔录' })
    assert.equal(at.state.hearing?.held, true)
    assert.equal(at.state.stages.review?.status, 'open', 'what went through a hearing is reviewed legally (58)')
  })
  test('a hearing put off is told anew: seven working days from the new notice', () => {
    const at = asked()
    at.act('scheduleHearing', { stage: 'hear', on: '2026-05-22' })
    at.wait('2026-05-20')
    assert.deepEqual(codes(at.refuses('scheduleHearing', { stage: 'hear', on: '2026-05-25' })), ['LIMIT_NOT_REACHED'])
    at.act('scheduleHearing', { stage: 'hear', on: '2026-06-01' })
  })
  test('a hearing has its minutes, taken down by somebody (64(8)); where nobody came there are none', () => {
    const at = asked()
    at.act('scheduleHearing', { stage: 'hear', on: '2026-05-22' })
    at.wait('2026-05-22')
    assert.equal(at.refuses('hear', { stage: 'hear', attended: true, minutes: undefined }).code, 'BODY_INVALID')
    at.act('hear', { stage: 'hear', attended: false, minutes: undefined })
    assert.equal(at.of('hearing.held')[0]?.data.minutes, false)
  })
  test('a chair who did not investigate', () => {
    const at = asked()
    assert.deepEqual(
      codes(at.refuses('scheduleHearing', { stage: 'hear', on: '2026-05-22' }, officer('investigator'))).length > 0,
      true,
    )
    at.act('scheduleHearing', { stage: 'hear', on: '2026-05-22' })
    at.wait('2026-05-22')
    assert.deepEqual(
      codes(
        at.refuses(
          'hear',
          { stage: 'hear', attended: true },
          { ...officer('hearing-chair'), person: 'investigator-1' },
        ),
      ).includes('AUTHORITY_NOT_IN_POST'),
      true,
    )
  })
  test('who does not come has let it go; the case goes on', () => {
    const at = asked()
    at.act('scheduleHearing', { stage: 'hear', on: '2026-05-22' })
    at.wait('2026-05-22')
    at.act('hear', { stage: 'hear', attended: false })
    assert.equal(at.state.stages.hear?.result, 'abandoned')
  })
  test('放弃后仍可在期限内要求 who waived its statement may still ask in time: the hearing then is held', () => {
    const at = told(large)
    at.act('makeStatement', { waived: true })
    assert.equal(at.state.stages.decide?.status, 'open')
    at.act('askHearing')
    assert.equal(at.state.stages.hear?.status, 'open')
    assert.equal(at.state.stages.decide, undefined)
    at.act('scheduleHearing', { stage: 'hear', on: '2026-05-22' })
  })
  test('not where none is offered', () => assert.equal(told().refuses('askHearing').code, 'ACT_OUT_OF_ORDER'))
  test('the organ’s own act at the counter counts as the party’s', () => {
    const at = told(large)
    at.act('askHearing', {}, party())
    assert.equal(at.of('hearing.asked')[0]?.data.party, at.state.parties[0]?.party)
  })
})
