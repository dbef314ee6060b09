import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { itemOf } from '../../../test/harness/item.ts'
import { officer, party } from '../../../test/harness/small-city.ts'
import { penaltyAt, permitAt } from '../../../test/harness/stories.ts'

const item = await itemOf('energy-review')
const penalty = await itemOf('energy-report-penalty')

const granted = (of = item) => {
  const at = permitAt('deliver', { item: of })
  at.act('deliver', { stage: 'deliver' })
  return at
}
const published = (of = item) => {
  const at = granted(of)
  at.act('publish')
  return at
}

suite('公示 publication', () => {
  test('the case stays open until what must be published is; then it is shown for as long as it is valid', () => {
    const at = granted()
    assert.equal(at.state.status, 'open')
    assert.equal(at.state.clocks['publish']?.due, '2026-03-11', '7 working days after the decision')
    at.act('publish')
    assert.deepEqual(at.of('publication.made')[0]?.data, { kind: 'decision', scope: 'city', until: '2028-03-02' })
    assert.equal(at.state.status, 'ended')
  })
  test('by whom the item names, once, and only what it names', () => {
    const at = granted()
    assert.equal(at.refuses('publish', {}, officer('acceptance')).code, 'AUTHORITY_LACKING')
    assert.equal(at.refuses('publish', { kind: 'draft' }).code, 'ACT_NOT_PERMITTED')
    assert.equal(permitAt('decide', { item }).refuses('publish').code, 'ACT_OUT_OF_ORDER')
  })
  test('a penalty is published only where it has social impact, for a year', () => {
    const quiet = penaltyAt('pay', { item: penalty })
    assert.equal(quiet.refuses('publish').code, 'ACT_OUT_OF_ORDER')
    const loud = penaltyAt('decide', { item: penalty })
    loud.act('decide', { outcome: 'fine', amount: 1_500_000, reason: 'x', fields: { socialImpact: true } })
    loud.act('publish')
    assert.equal(loud.of('publication.made')[0]?.data.until, '2027-05-11')
    assert.equal(loud.refuses('publish').code, 'ACT_OUT_OF_ORDER')
  })
  test('overdue publication is alarmed to the supervisors', () => {
    const at = granted()
    at.wait('2026-03-12')
    assert.ok(
      at
        .fire()
        .some(
          event =>
            event.type === 'alarm.raised' &&
            event.data.alarm === 'publication' &&
            event.data.to.includes('supervision'),
        ),
    )
  })
})

suite('撤回公示 withdrawal of publication (行政处罚法48)', () => {
  test('a decision that falls comes down within three working days, also after the case has ended', () => {
    const at = published()
    at.wait('2026-06-01')
    at.act('recordRemedy', { kind: 'litigation', status: 'started' })
    at.wait('2026-09-01')
    at.act('recordRemedy', { kind: 'litigation', status: 'ended', result: 'revoked' })
    assert.equal(at.state.obligations['withdraw']?.status, 'open')
    const clock = Object.entries(at.state.clocks).find(
      ([id, { status }]) => id.includes('withdraw') && status === 'running',
    )
    assert.equal(clock?.[1].due, '2026-09-04')
    at.wait('2026-09-03')
    at.act('withdrawPublication', { ground: 'revoked', reason: '判决撤销' })
    assert.equal(at.state.publications['decision'], 'withdrawn')
    assert.equal(at.state.obligations['withdraw']?.status, 'met')
    assert.equal(at.state.clocks[clock![0]]?.status, 'met')
  })
  test('left standing it is alarmed', () => {
    const at = published()
    at.act('recordRemedy', { kind: 'litigation', status: 'started' })
    at.act('recordRemedy', { kind: 'litigation', status: 'ended', result: 'declaredUnlawful' })
    at.wait('2026-04-01')
    assert.ok(at.fire().some(event => event.type === 'alarm.raised' && event.data.level === 'red'))
  })
  test('every way in which a decision falls can be carried out, and a permit that fell holds no longer', () => {
    for (const result of ['changed', 'revoked', 'declaredUnlawful', 'declaredInvalid']) {
      const at = published()
      at.act('recordRemedy', { kind: 'litigation', status: 'started' })
      at.act('recordRemedy', { kind: 'litigation', status: 'ended', result })
      const fallen = result === 'revoked' || result === 'declaredInvalid'
      assert.deepEqual(
        [at.state.result, at.state.validUntil === undefined],
        fallen ? ['set-aside', true] : ['grant', false],
        result,
      )
      at.act('withdrawPublication', { ground: result, reason: '判决' })
      assert.equal(at.state.obligations['withdraw']?.status, 'met')
    }
  })
  test('where the item withdraws nothing, no duty arises that nobody could fulfil', async () => {
    const silent = await itemOf('energy-review', bent => {
      const { decision } = bent.publicity
      if (decision && decision !== 'none') delete decision.withdraw
    })
    const at = published(silent)
    at.act('recordRemedy', { kind: 'litigation', status: 'started' })
    at.act('recordRemedy', { kind: 'litigation', status: 'ended', result: 'changed' })
    assert.equal(at.state.obligations['withdraw'], undefined)
  })
  test('a remedy that failed takes nothing down', () => {
    const at = published()
    at.act('recordRemedy', { kind: 'reconsideration', status: 'started' })
    at.act('recordRemedy', { kind: 'reconsideration', status: 'ended', result: 'upheld' })
    assert.equal(at.state.obligations['withdraw'], undefined)
  })
  test('only on a ground the item names, and only what is published', () => {
    const at = published()
    assert.deepEqual(at.refuses('withdrawPublication', { ground: 'expired', reason: 'x' }).facts['may'], [
      'changed',
      'revoked',
      'declaredUnlawful',
      'declaredInvalid',
    ])
    assert.equal(granted().refuses('withdrawPublication', { ground: 'revoked', reason: 'x' }).code, 'ACT_OUT_OF_ORDER')
    assert.equal(
      at.refuses('withdrawPublication', { ground: 'revoked', reason: 'x' }, officer('review')).code,
      'AUTHORITY_LACKING',
    )
    at.act('withdrawPublication', { ground: 'revoked', reason: 'x' })
    assert.equal(at.refuses('withdrawPublication', { ground: 'revoked', reason: 'x' }).code, 'ACT_OUT_OF_ORDER')
  })
})

suite('撤回与终止 withdrawing and terminating', () => {
  test('an applicant takes the application back until it is decided', () => {
    for (const stage of ['accept', 'expert', 'review', 'decide'] as const) {
      const at = permitAt(stage, { item })
      at.act('withdraw', { reason: '另行安排' })
      assert.equal(at.state.result, 'withdrawn')
      assert.ok(!JSON.stringify(at.events).includes('另行安排'))
    }
    assert.equal(permitAt('deliver', { item }).refuses('withdraw').code, 'ACT_OUT_OF_ORDER')
  })
  test('a penalty is not the respondent’s to withdraw', () => {
    assert.equal(penaltyAt('investigate', { item: penalty }).refuses('withdraw', {}, party()).status, 403)
    assert.equal(
      penaltyAt('investigate', { item: penalty }).refuses('withdraw', {}, officer('investigator')).code,
      'ACT_NOT_PERMITTED',
    )
  })
  test('a procedure is ended for a named ground where the stage allows it, with nothing left open', () => {
    const at = penaltyAt('investigate', { item: penalty })
    assert.equal(
      at.refuses('terminate', { ground: 'no-grounds', reason: 'x' }, officer('bureau-head')).code,
      'AUTHORITY_LACKING',
    )
    at.act('terminate', { ground: 'no-grounds', reason: '违法事实不能成立' })
    assert.equal(at.state.result, 'terminated')
    assert.equal(at.of('case.terminated')[0]?.data.ground, 'no-grounds')
    assert.equal(
      penaltyAt('decide', { item: penalty }).refuses(
        'terminate',
        { ground: 'other', reason: 'x' },
        officer('bureau-head'),
      ).code,
      'ACT_NOT_PERMITTED',
    )
    assert.equal(
      permitAt('review', { item }).refuses('terminate', { ground: 'other', reason: 'x' }).code,
      'ACT_NOT_PERMITTED',
    )
  })
})
