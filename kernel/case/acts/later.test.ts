import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { type Bent, itemOf } from '../../../test/harness/item.ts'
import { officer, stranger, superior } from '../../../test/harness/small-city.ts'
import { permitAt } from '../../../test/harness/stories.ts'

const item = await itemOf('energy-review')
const silentItem = await itemOf('energy-review', ({ content }: Bent) => {
  delete content.outcomes['grant']!.later
})

/** Granted on Mon 2 March 2026 for two years, served and published; the case has ended. */
const granted = (of = item) => {
  const at = permitAt('deliver', { item: of })
  at.act('deliver', { stage: 'deliver' })
  at.act('publish')
  assert.equal(at.state.status, 'ended')
  return at
}
const told = (ending: 'revoke' | 'withdraw', ground: string) => {
  const at = granted()
  at.act('notifyEnding', { ending, ground, reason: 'x' })
  return at
}
const revoking = { ground: 'law-changed', reason: 'x', compensation: 8_000_000 }

suite('撤回决定 a lawful decision taken back (行政许可法8)', () => {
  test('told, heard, then taken back from this day, published no longer, and the loss made good', () => {
    const at = told('revoke', 'law-changed')
    assert.equal(at.refuses('revoke', revoking).code, 'ACT_OUT_OF_ORDER', 'the holder may still answer')
    at.act('answerEnding', { text: '设备费用请予补偿' })
    assert.equal(at.refuses('revoke', revoking).code, 'BODY_INVALID', 'what became of the answer')
    assert.deepEqual(at.story(at.act('revoke', { ...revoking, review: '予以补偿' })), [
      'decision.ceased',
      'obligation.opened',
      'obligation.opened',
    ])
    assert.equal(at.state.clocks['publication.withdrawal']?.due, '2026-03-05', 'three working days to take it down')
    assert.deepEqual(at.state.ceased, { on: '2026-03-02', how: 'revoked', ground: 'law-changed' })
    assert.equal(at.state.validUntil, undefined)
    assert.equal(at.state.annulled, undefined, 'it was lawful: nothing it did falls')
    assert.equal(at.refuses('compensate', { amount: 1 }).code, 'ACT_OUT_OF_ORDER')
    at.act('compensate', { amount: 8_000_000 })
    at.act('withdrawPublication', { ground: 'revoked', reason: 'x' })
    assert.ok(Object.values(at.state.obligations).every(({ status }) => status !== 'open'))
  })
  test('whoever does not answer has five working days; after them the organ goes on', () => {
    const at = told('revoke', 'law-changed')
    assert.equal(at.state.ending?.until, '2026-03-09')
    at.wait('2026-03-09')
    assert.equal(at.refuses('revoke', revoking).code, 'ACT_OUT_OF_ORDER')
    at.wait('2026-03-10')
    at.act('revoke', revoking)
  })
  test('not without saying what the loss is, not on another ground than was told, not by another hand, not twice', () => {
    const at = told('revoke', 'law-changed')
    at.act('answerEnding', { waived: true })
    assert.equal(at.refuses('revoke', { ground: 'law-changed', reason: 'x' }).code, 'BODY_INVALID')
    assert.equal(at.refuses('revoke', { ...revoking, ground: 'circumstances-changed' }).code, 'ACT_OUT_OF_ORDER')
    assert.equal(at.refuses('revoke', revoking, officer('review')).code, 'AUTHORITY_LACKING')
    at.act('revoke', revoking)
    assert.equal(at.refuses('revoke', revoking).code, 'ACT_OUT_OF_ORDER')
    assert.equal(at.refuses('cancel', { ground: 'impossible', reason: 'x' }).code, 'ACT_OUT_OF_ORDER')
  })
  test('a stranger does not answer for the holder', () => {
    const at = told('revoke', 'law-changed')
    assert.equal(
      at.refuses('answerEnding', { waived: true }, { kind: 'party', party: stranger, account: 'x' }).code,
      'AUTHORITY_LACKING',
    )
  })
})

suite('撤销决定 an unlawful decision set aside (行政许可法69)', () => {
  test('by its own organ or the one above, from its first day', () => {
    for (const by of [officer('bureau-head'), officer(`bureau-head@${superior}`)]) {
      const at = told('withdraw', 'beyond-powers')
      at.act('answerEnding', { waived: true })
      at.act('withdrawDecision', { ground: 'beyond-powers', reason: 'x' }, by)
      assert.deepEqual(at.state.annulled, { on: '2026-03-02', ground: 'revoked' })
      assert.equal(at.state.result, 'set-aside')
      assert.equal(at.of('decision.withdrawn')[0]?.data.organ, by.organ)
      assert.equal(at.state.obligations['withdraw']?.status, 'open', 'what was published must come down')
    }
  })
  test('the organ above takes nothing back that was lawful', () => {
    const at = told('revoke', 'law-changed')
    at.act('answerEnding', { waived: true })
    assert.equal(at.refuses('revoke', revoking, officer(`bureau-head@${superior}`)).code, 'AUTHORITY_LACKING')
  })
  test('nobody is surprised: without notice nothing is set aside', () => {
    const at = granted()
    assert.equal(at.refuses('withdrawDecision', { ground: 'beyond-powers', reason: 'x' }).code, 'ACT_OUT_OF_ORDER')
  })
})

suite('注销 struck off (行政许可法70)', () => {
  test('what has run out, not what is still valid', () => {
    const at = granted()
    at.wait('2028-03-02')
    assert.equal(at.refuses('cancel', { ground: 'expired', reason: 'x' }).code, 'ACT_OUT_OF_ORDER', 'its last day')
    at.wait('2028-03-03')
    at.act('cancel', { ground: 'expired', reason: 'x' })
    assert.deepEqual(at.state.ceased, { on: '2028-03-03', how: 'cancelled', ground: 'expired' })
  })
  test('on no ground that the item leaves out', () => {
    assert.equal(granted().refuses('cancel', { ground: 'given-up', reason: 'x' }).code, 'ACT_NOT_PERMITTED')
  })
})

suite('事项没有写的不得为 what the item does not say', () => {
  test('an outcome without `later` is neither taken back, nor set aside, nor struck off', () => {
    const at = granted(silentItem)
    for (const [verb, body] of [
      ['notifyEnding', { ending: 'revoke', ground: 'law-changed', reason: 'x' }],
      ['revoke', revoking],
      ['withdrawDecision', { ground: 'beyond-powers', reason: 'x' }],
      ['cancel', { ground: 'impossible', reason: 'x' }],
    ] as const)
      assert.equal(at.refuses(verb, body, officer('bureau-head')).code !== undefined, true, verb)
  })
  test('before the case is carried out nothing is taken back or struck off', () => {
    const at = permitAt('deliver', { item })
    assert.equal(at.refuses('cancel', { ground: 'impossible', reason: 'x' }).code, 'ACT_OUT_OF_ORDER')
    assert.equal(
      permitAt('review', { item }).refuses('cancel', { ground: 'impossible', reason: 'x' }, officer('bureau-head'))
        .code,
      'ACT_OUT_OF_ORDER',
    )
  })
})
