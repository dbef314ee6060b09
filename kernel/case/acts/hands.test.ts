import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { itemOf } from '../../../test/harness/item.ts'
import { directoryFor, officer, superior } from '../../../test/harness/small-city.ts'
import { finding, penaltyAt, two } from '../../../test/harness/stories.ts'

const item = await itemOf('energy-report-penalty')
const codes = (refused: { reasons: readonly { code: string }[] }) => refused.reasons.map(({ code }) => code)
const notice = { stage: 'notify', document: 'priorNotice', officers: two }
const large = { 'finding.proposedFine': 3_000_000, 'finding.act': 'untrue' }
const evidence = { stage: 'investigate', kind: 'documentary', summary: 'x', officers: two }

suite('每名执法人员 what stands against one of them stands against the act (17、42、43、64(4))', () => {
  test('the second officer who stands back takes no evidence and hands over no notice', () => {
    const at = penaltyAt('investigate', { item })
    at.act('declareAvoidance', { ground: 'near-relative' }, officer('investigator', 2))
    assert.deepEqual(codes(at.refuses('recordEvidence', evidence)), ['AVOIDANCE_DECIDED'])
    const later = penaltyAt('notify', { item })
    later.act('declareAvoidance', { ground: 'near-relative' }, officer('investigator', 2))
    assert.deepEqual(codes(later.refuses('notify', notice)), ['AVOIDANCE_DECIDED'])
  })
  test('an officer of another organ is no second officer here, certificate or not', () => {
    const lent = directoryFor(item, rows => {
      const mine = rows.certificates.find(({ person }) => person === 'investigator-2')!
      rows.certificates.push({ ...mine, number: 'X9', person: 'collector-1' })
    })
    const at = penaltyAt('investigate', { item, directory: lent })
    assert.deepEqual(
      codes(at.refuses('recordEvidence', { ...evidence, officers: ['investigator-1', 'collector-1'] })),
      ['OFFICER_NOT_OF_THIS_ORGAN'],
    )
  })
  test('nobody who investigated is named to preside, nor anybody unknown', () => {
    const at = penaltyAt('notify', { item }, large)
    at.act('notify', notice)
    at.act('askHearing')
    const named = (chair: string) => codes(at.refuses('scheduleHearing', { stage: 'hear', on: '2026-05-22', chair }))
    assert.deepEqual(named('investigator-2'), ['SEPARATION_SAME_PERSON'])
    assert.deepEqual(named('passer-by'), ['OFFICER_NOT_OF_THIS_ORGAN'])
    at.act('scheduleHearing', { stage: 'hear', on: '2026-05-22', chair: 'hearing-chair-2' })
  })
})

suite('申请回避 a party asks that an officer stand back (43(2)(3))', () => {
  const ask = (person: string) => ({ person, ground: 'interest', reason: '与举报人有亲属关系' })
  const asked = (person: string, found: object = {}) => {
    const at = penaltyAt('investigate', { item }, found as never)
    at.act('challengeAvoidance', ask(person))
    return at
  }
  test('the investigation goes on, anything else of theirs waits for the head', () => {
    const at = asked('investigator-2')
    at.act('recordEvidence', evidence)
    at.act('complete', { stage: 'investigate', officers: two, fields: finding() })
    assert.deepEqual(codes(at.refuses('notify', notice)), ['AVOIDANCE_CHALLENGED'])
    at.act('decideAvoidance', { person: 'investigator-2', avoids: false, reason: '不属实' })
    at.act('notify', notice)
    assert.deepEqual(at.state.challenges, {})
  })
  test('granted, every act of theirs is refused from then on', () => {
    const at = asked('investigator-2')
    at.act('decideAvoidance', { person: 'investigator-2', avoids: true, reason: '属实' })
    assert.deepEqual(at.state.avoided, ['investigator-2'])
    assert.deepEqual(codes(at.refuses('recordEvidence', evidence)), ['AVOIDANCE_DECIDED'])
  })
  test('only the head decides, and about the head the organ above', () => {
    const at = asked('bureau-head-1')
    const rule = { person: 'bureau-head-1', avoids: false, reason: '不属实' }
    for (const who of [officer('bureau-head', 1), officer('bureau-head', 2)])
      assert.equal(at.refuses('decideAvoidance', rule, who).code, 'AUTHORITY_LACKING', who.person)
    assert.equal(at.refuses('decideAvoidance', rule, officer('investigator')).code, 'AUTHORITY_LACKING')
    at.act('decideAvoidance', rule, officer(`bureau-head@${superior}`))
  })
  test('the head who is asked to stand back decides nothing meanwhile', () => {
    const at = penaltyAt('decide', { item })
    at.act('challengeAvoidance', ask('bureau-head-1'))
    const fine = { outcome: 'fine', amount: 1_500_000, reason: '逾期', fields: { socialImpact: false } }
    assert.deepEqual(codes(at.refuses('decide', { ...fine, judgements: { avoidance: '无妨' } })), [
      'AVOIDANCE_CHALLENGED',
    ])
    at.act('decide', fine, officer('bureau-head', 2))
    assert.equal(at.refuses('challengeAvoidance', ask('bureau-head-2')).code, 'ACT_OUT_OF_ORDER', 'too late')
  })
  test('in its own name, once, on a ground of the item, of somebody who exists; why stays erasable', () => {
    const at = asked('investigator-2')
    assert.ok(!JSON.stringify(at.events).includes('亲属'))
    assert.equal(at.refuses('challengeAvoidance', ask('investigator-2')).code, 'ACT_OUT_OF_ORDER')
    assert.equal(
      at.refuses('challengeAvoidance', { ...ask('investigator-1'), ground: 'other' }).code,
      'ACT_NOT_PERMITTED',
    )
    assert.deepEqual(codes(at.refuses('challengeAvoidance', ask('ghost'))), ['OFFICER_UNKNOWN'])
    const stranger = { ...ask('investigator-1'), party: '00000000-0000-7000-8000-0000000000aa' }
    assert.deepEqual(codes(at.refuses('challengeAvoidance', stranger)), ['SPEAKS_FOR_ANOTHER'])
    at.act('challengeAvoidance', ask('investigator-1'), officer('investigator', 1))
    assert.equal(
      at.refuses('decideAvoidance', { person: 'publicity-1', avoids: true, reason: 'x' }).code,
      'ACT_OUT_OF_ORDER',
    )
  })
})
