import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { type Bent, itemOf } from '../../../test/harness/item.ts'
import { officer, party, stranger } from '../../../test/harness/small-city.ts'
import { permitAt } from '../../../test/harness/stories.ts'
import type { Walk } from '../../../test/harness/walk.ts'

const item = await itemOf('energy-review')
/** Valid for three months only, so that all of it lies in a year whose holidays are known. */
const short = await itemOf('energy-review', ({ content }: Bent) => {
  content.outcomes['grant']!.validity = '3 month'
})

/** Granted on Mon 2 March 2026; the case has ended. */
const granted = (of = short): Walk => {
  const at = permitAt('deliver', { item: of })
  at.act('deliver', { stage: 'deliver' })
  at.act('publish')
  assert.equal(at.state.status, 'ended')
  return at
}
const asked = (): Walk => {
  const at = granted()
  at.wait('2026-04-30')
  at.act('askRenewal')
  return at
}

suite('延续 another term (行政许可法50)', () => {
  test('asked for thirty days before the end, granted: it follows the term that runs', () => {
    const at = asked()
    assert.deepEqual([at.state.validUntil, at.state.clocks['renewal']?.due], ['2026-06-02', '2026-06-02'])
    at.act('renew', { granted: true })
    assert.equal(at.state.validUntil, '2026-09-02')
    assert.equal(at.state.clocks['renewal']?.status, 'met')
    assert.equal(at.state.renewal, undefined)
  })
  test('no answer until the last valid day is a yes, and the holder’s superior hears before', () => {
    const at = asked()
    at.wait('2026-06-02')
    at.fire()
    assert.deepEqual(
      at.of('alarm.raised').map(({ data }) => data.alarm),
      ['renewal-unanswered'],
    )
    assert.equal(at.state.validUntil, '2026-06-02')
    at.wait('2026-06-03')
    at.fire()
    assert.equal(at.state.validUntil, '2026-09-02')
    assert.equal(at.of('renewal.decided')[0]?.data.deemed, true)
    assert.ok(Object.values(at.state.obligations).every(({ status }) => status !== 'open'))
    assert.equal(at.refuses('renew', { granted: false, reason: 'x' }, officer('bureau-head')).code, 'ACT_OUT_OF_ORDER')
  })
  test('refused with its reasons, by a person; it holds until its day', () => {
    const at = asked()
    assert.equal(at.refuses('renew', { granted: false }).code, 'BODY_INVALID')
    const program = at.refuses('renew', { granted: false, reason: 'x' }, { kind: 'system', name: 'x' })
    assert.deepEqual(
      program.reasons.map(({ code }) => code),
      ['AUTHORITY_NEEDS_A_PERSON'],
    )
    at.act('renew', { granted: false, reason: '条件已经不再具备' })
    assert.equal(at.state.validUntil, '2026-06-02')
  })
  test('not too late, not twice, not by a stranger, not what has ended, not where the item says nothing', () => {
    const late = granted()
    late.wait('2026-05-04')
    assert.equal(late.refuses('askRenewal').code, 'ACT_OUT_OF_ORDER')
    assert.equal(asked().refuses('askRenewal').code, 'ACT_OUT_OF_ORDER')
    assert.equal(granted().refuses('askRenewal', {}, party(stranger)).code, 'AUTHORITY_LACKING')
    assert.equal(granted().refuses('renew', { granted: true }, officer('bureau-head')).code, 'ACT_OUT_OF_ORDER')
    assert.equal(asked().refuses('renew', { granted: true }, officer('review')).code, 'AUTHORITY_LACKING')
    assert.equal(permitAt('decide', { item }).refuses('askRenewal').code, 'ACT_NOT_PERMITTED')
  })
})
