import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { type Bent, itemOf } from '../../../test/harness/item.ts'
import { officer } from '../../../test/harness/small-city.ts'
import { penaltyAt } from '../../../test/harness/stories.ts'
import type { Walk } from '../../../test/harness/walk.ts'

const plain = await itemOf('energy-report-penalty')
const item = await itemOf('energy-report-penalty', ({ content, authority }: Bent) => {
  const own = { by: 'head', ways: ['auction'], basis: { law: '行政强制法', articles: ['46(3)'] } }
  const stay = { by: 'head', basis: { law: '行政强制法', articles: ['39(1)'] } }
  Object.assign(content.outcomes['fine']!.enforcement!, { own, stay })
  authority.close!.grounds = [...authority.close!.grounds, 'unable-for-three-years']
})

/** A fine of 15,000 yuan, overdue and urged on 1 June 2026; the ten days end on the 11th. */
const overdue = (of = item): Walk => {
  const at = penaltyAt('pay', { item: of, on: '2026-05-11' })
  at.wait('2026-06-01')
  return at
}
const urged = (of = item): Walk => {
  const at = overdue(of)
  at.act('urge')
  return at
}
const auction = { way: 'auction', heard: 'silent', reason: '期满不缴' }
const unable = { ground: 'hardship', reason: '停产，暂无履行能力' }

suite('中止执行 a stay of enforcement (行政强制法39)', () => {
  test('while it stands still nothing is enforced, and what is owed is owed; taken up again, it is', () => {
    const at = urged()
    at.wait('2026-06-12')
    at.act('stayEnforcement', unable)
    assert.deepEqual(at.state.stayed, { fine: { on: '2026-06-12', ground: 'hardship' } })
    assert.deepEqual(at.of('enforcement.stayed')[0]?.data.basis, { law: '行政强制法', articles: ['39(1)'] })
    const refused = at.refuses('enforce', auction)
    assert.deepEqual([refused.code, refused.facts['since']], ['ACT_OUT_OF_ORDER', '2026-06-12'])
    assert.match(refused.remedy ?? '', /resumeEnforcement/)
    at.act('resumeEnforcement', { reason: '已恢复生产' })
    assert.equal(at.state.stayed, undefined)
    at.act('enforce', auction)
    assert.equal(at.state.enforced?.['fine']?.way, 'auction')
  })
  test('not before it is urged, not twice, not by another hand, not where the item says nothing; nothing that stands not still is resumed', () => {
    assert.equal(overdue().refuses('stayEnforcement', unable).code, 'ACT_OUT_OF_ORDER')
    const at = urged()
    assert.equal(at.refuses('resumeEnforcement', { reason: 'x' }).code, 'ACT_OUT_OF_ORDER')
    assert.equal(at.refuses('stayEnforcement', unable, officer('investigator')).code, 'AUTHORITY_LACKING')
    at.act('stayEnforcement', unable)
    assert.equal(at.refuses('stayEnforcement', unable).code, 'ACT_OUT_OF_ORDER')
    assert.equal(urged(plain).refuses('stayEnforcement', unable, officer('bureau-head')).code, 'ACT_NOT_PERMITTED')
  })
  test('paid while it stood still, the case ends', () => {
    const at = urged()
    at.act('stayEnforcement', unable)
    at.act('pay', { amount: 1_500_000 + 270_000 })
    assert.equal(at.state.status, 'ended')
  })
  test('nobody’s program takes it up again', () => {
    const at = urged()
    at.act('stayEnforcement', unable)
    const refused = at.refuses('resumeEnforcement', { reason: 'x' }, { kind: 'system', name: 'x' })
    assert.deepEqual(
      refused.reasons.map(({ code }) => code),
      ['AUTHORITY_NEEDS_A_PERSON'],
    )
  })
  test('three years unable to perform: it is enforced no more, not a day earlier, and not on another ground', () => {
    const over = { ground: 'unable-for-three-years', reason: '确无能力履行，没有明显社会危害' }
    const at = urged()
    assert.equal(at.refuses('close', over).code, 'ACT_OUT_OF_ORDER', 'it never stood still')
    at.act('stayEnforcement', unable)
    at.wait('2029-05-31')
    const early = at.refuses('close', over)
    assert.deepEqual([early.code, early.facts['until']], ['ACT_OUT_OF_ORDER', '2029-06-01'])
    at.wait('2029-06-01')
    at.act('close', over)
    assert.deepEqual([at.state.status, at.state.result], ['ended', 'fine'])
    const claimed = urged()
    claimed.act('stayEnforcement', { ground: 'third-party-claim', reason: '案外人主张权利' })
    claimed.wait('2029-06-04')
    assert.equal(claimed.refuses('close', over).code, 'ACT_OUT_OF_ORDER')
  })
})

suite('协议失效 an agreement that was not kept (行政强制法42)', () => {
  const agreed = { amount: 270_000, agreedOn: '2026-06-01', agreement: '6月5日前缴清', until: '2026-06-05' }
  test('what it forgave is owed again, and the stay it came with is over', () => {
    const at = urged()
    at.act('reduce', agreed)
    at.act('stayEnforcement', { ground: 'other', reason: '按协议履行' })
    at.wait('2026-06-05')
    assert.equal(at.refuses('lapseAgreement', { reason: '没有缴' }).code, 'ACT_OUT_OF_ORDER', 'its last day')
    at.wait('2026-06-08')
    const before = at.refuses('pay', { amount: 9_999_999 }).facts['owed']
    assert.deepEqual(at.story(at.act('lapseAgreement', { reason: '没有缴' })), [
      'agreement.lapsed',
      'enforcement.resumed',
    ])
    assert.equal(at.of('agreement.lapsed')[0]?.data.amount, 270_000)
    assert.equal(at.refuses('pay', { amount: 9_999_999 }).facts['owed'], Number(before) + 270_000)
    assert.deepEqual([at.state.orders['fine']?.reductions, at.state.stayed], [undefined, undefined])
    assert.equal(at.refuses('lapseAgreement', { reason: '没有缴' }).code, 'ACT_OUT_OF_ORDER', 'once')
  })
  test('what was agreed without a day stands; what was kept does not lapse; a day that is over cannot be agreed', () => {
    const { until: _, ...forGood } = agreed
    const at = urged()
    at.act('reduce', forGood)
    at.wait('2026-07-01')
    assert.equal(at.refuses('lapseAgreement', { reason: 'x' }).code, 'ACT_OUT_OF_ORDER')
    const kept = urged()
    kept.act('reduce', agreed)
    kept.act('pay', { amount: 1_500_000 })
    assert.equal(kept.state.status, 'ended')
    const late = urged()
    assert.equal(late.refuses('reduce', { ...agreed, until: '2026-05-31' }).code, 'ACT_OUT_OF_ORDER')
  })
  test('only by whom the item lets reduce', () => {
    const at = urged()
    at.act('reduce', agreed)
    at.wait('2026-06-08')
    assert.equal(at.refuses('lapseAgreement', { reason: 'x' }, officer('investigator')).code, 'AUTHORITY_LACKING')
  })
})
