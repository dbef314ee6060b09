import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { itemOf } from '../../../test/harness/item.ts'
import { officer } from '../../../test/harness/small-city.ts'
import { finding, penaltyAt, two } from '../../../test/harness/stories.ts'

const item = await itemOf('energy-report-penalty')
const codes = (refused: { reasons: readonly { code: string }[] }) => refused.reasons.map(({ code }) => code)
const rules = (refused: { reasons: readonly { rule?: string }[] }) => refused.reasons.map(({ rule }) => rule)
const fine = { outcome: 'fine', amount: 1_500_000, reason: '逾期三十日以内', fields: { socialImpact: false } }

suite('裁量 discretion (行政处罚法34)', () => {
  // Late by 12 days for the first time: 10,000 to 20,000 yuan.
  const told = { 'finding.proposedFine': 2_900_000 }
  test('in the band it passes; beyond it only with a reason, and the supervisors are told', () => {
    for (const amount of [1_000_000, 2_000_000]) penaltyAt('decide', { item }, told).act('decide', { ...fine, amount })
    for (const amount of [2_000_001, 2_900_000]) {
      const at = penaltyAt('decide', { item }, told)
      assert.deepEqual(
        at
          .refuses('decide', { ...fine, amount })
          .reasons.map(({ code, facts }) => [code, facts?.['min'], facts?.['max']]),
        [['DISCRETION_OUTSIDE_BAND', 1_000_000, 2_000_000]],
      )
      const step = at.act('decide', { ...fine, amount, outsideBand: '经集体研究' })
      const alarm = step.events.find(event => event.type === 'alarm.raised')
      assert.deepEqual([alarm?.data.level, alarm?.data.to], ['yellow', ['superior', 'supervision']])
      assert.equal(at.of('decision.made')[0]?.data.outsideBand, true)
    }
  })
  test('a fine without an amount is no fine', () => {
    const { amount: _, ...without } = fine
    assert.equal(penaltyAt('decide', { item }).refuses('decide', without).code, 'BODY_INVALID')
    assert.equal(
      penaltyAt('decide', { item }).refuses('decide', { ...without, outsideBand: '不计' }).code,
      'BODY_INVALID',
    )
  })
  test('where the table cannot say, a named person must', () => {
    const at = penaltyAt('decide', { item }, {})
    Object.assign(at.state.facts, { 'finding.act': undefined })
    assert.ok(at.refuses('decide', fine).reasons.some(({ code }) => code === 'DISCRETION_UNKNOWN'))
  })
  test('一事不再罚 a second fine for the same act is refused; an unknown answer needs a judgement (29)', () => {
    assert.equal(
      penaltyAt('decide', { item, answers: { 'penalty.finedForSameAct': true } }).refuses('decide', fine).code,
      'CONTROLS_REFUSE',
    )
    assert.equal(
      penaltyAt('decide', { item, answers: { 'penalty.finedForSameAct': null } }).refuses('decide', fine).code,
      'HUMAN_JUDGEMENT_NEEDED',
    )
  })
  test('涉嫌犯罪 suspected crime is referred, not fined (27)', () => {
    const at = penaltyAt('decide', { item }, { 'finding.crime': true })
    assert.ok(rules(at.refuses('decide', fine)).includes('rules.crime-is-referred'))
    at.act('decide', { outcome: 'transfer', reason: '涉嫌犯罪', fields: { socialImpact: false } })
    at.act('deliver', { stage: 'serve' })
    assert.equal(at.state.status, 'ended')
    assert.deepEqual(at.state.orders, {})
  })
})

suite('法定幅度 the range of the law itself (节约能源法82、行政处罚法32)', () => {
  const told = { 'finding.proposedFine': 9_000_000 }
  test('above its maximum no reason helps, and neither does mitigation', () => {
    const at = penaltyAt('decide', { item }, told)
    const outsideBand = '情节特别严重'
    for (const more of [{}, { mitigation: 'merit' }])
      assert.ok(
        codes(at.refuses('decide', { ...fine, amount: 5_000_001, outsideBand, ...more })).includes(
          'FINE_ABOVE_STATUTE',
        ),
      )
  })
  test('below its minimum only on a named ground, with a reason, and the supervisors are told', () => {
    const at = penaltyAt('decide', { item })
    const lower = { ...fine, amount: 800_000, outsideBand: '主动补报并整改' }
    assert.deepEqual(codes(at.refuses('decide', lower)), ['FINE_BELOW_STATUTE', 'DISCRETION_OUTSIDE_BAND'])
    assert.equal(at.refuses('decide', { ...lower, mitigation: 'poor' }).code, 'CONTROLS_REFUSE')
    assert.equal(at.refuses('decide', { ...fine, mitigation: 'poor' }).code, 'ACT_NOT_PERMITTED')
    const { outsideBand: _, ...silent } = lower
    assert.deepEqual(codes(at.refuses('decide', { ...silent, mitigation: 'harm-undone' })), ['DISCRETION_OUTSIDE_BAND'])
    const step = at.act('decide', { ...lower, mitigation: 'harm-undone' })
    assert.ok(step.events.some(({ type }) => type === 'alarm.raised'))
    assert.equal(at.of('decision.made')[0]?.data.mitigation, 'harm-undone')
  })
})

suite('告知在先 nothing heavier than the party was told (行政处罚法44、63)', () => {
  test('told 15,000 yuan without a hearing, fined 42,000: refused; less than told passes', () => {
    const at = penaltyAt('decide', { item }, { 'finding.repeated': true, 'finding.act': 'untrue' })
    const heavier = at.refuses('decide', { ...fine, amount: 4_200_000 })
    assert.equal(heavier.code, 'CONTROLS_REFUSE')
    assert.deepEqual(rules(heavier), ['rules.not-beyond-notice'])
    at.act('decide', { ...fine, amount: 1_500_000, outsideBand: '复核后从轻' })
  })
  test('a heavier one goes back, is told anew with its hearing, and is then possible', () => {
    const at = penaltyAt('decide', { item }, { 'finding.repeated': true, 'finding.act': 'untrue' })
    at.act('returnTo', { from: 'decide', to: 'investigate', reason: '拟加重，重新告知' })
    assert.equal(at.of('case.returned')[0]?.data.renewsNotice, true)
    at.act('complete', {
      stage: 'investigate',
      officers: two,
      fields: finding({ 'finding.repeated': true, 'finding.act': 'untrue', 'finding.proposedFine': 4_200_000 }),
    })
    assert.equal(at.refuses('decide', { ...fine, amount: 4_200_000 }, officer('bureau-head')).code, 'ACT_OUT_OF_ORDER')
    at.act('notify', { stage: 'notify', document: 'priorNotice', officers: two })
    assert.equal(at.state.notice?.offersHearing, true)
    at.act('makeStatement', { waived: true })
    at.act('decide', { ...fine, amount: 4_200_000 })
    assert.equal(at.state.amount, 4_200_000)
  })
})

suite('当场处罚 a fine on the spot (行政处罚法51)', async () => {
  const onSpot = await itemOf('energy-report-penalty', ({ authority }) => {
    Object.assign(authority, { discretion: 'none', fine: { ...authority.fine!, min: 0, max: 300_000, onSpot: true } })
  })
  const decide = (amount: number) => ({ outcome: 'fine', amount, reason: 'x', fields: { socialImpact: false } })
  const found = { 'finding.proposedFine': 5_000_000 }
  test('at most 3,000 yuan for a firm; more needs the ordinary procedure', () => {
    const at = penaltyAt('decide', { item: onSpot }, found)
    assert.deepEqual(
      at.refuses('decide', decide(300_001)).reasons.map(({ code }) => code),
      ['FINE_ABOVE_ON_SPOT'],
    )
    at.act('decide', decide(300_000))
  })
  test('at most 200 yuan for a person', async () => {
    const ofPersons = await itemOf('energy-report-penalty', ({ authority, content }) => {
      Object.assign(authority, { discretion: 'none', fine: { ...authority.fine!, min: 0, max: 300_000, onSpot: true } })
      content.parties.respondent!.unit = 'person'
    })
    const at = penaltyAt('decide', { item: ofPersons }, found)
    assert.deepEqual(at.refuses('decide', decide(20_001)).reasons[0]?.facts, { amount: 20_001, max: 20_000 })
    at.act('decide', decide(20_000))
  })
})
