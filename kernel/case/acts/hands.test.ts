import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { itemOf } from '../../../test/harness/item.ts'
import { directoryFor, officer } from '../../../test/harness/small-city.ts'
import { penaltyAt, two } from '../../../test/harness/stories.ts'

const item = await itemOf('energy-report-penalty')
const codes = (refused: { reasons: readonly { code: string }[] }) => refused.reasons.map(({ code }) => code)
const notice = { stage: 'notify', document: 'priorNotice', officers: two }
const large = { 'finding.proposedFine': 3_000_000, 'finding.act': 'untrue' }

suite('每名执法人员 what stands against one of them stands against the act (17、42、43、64(4))', () => {
  const evidence = { stage: 'investigate', kind: 'documentary', summary: 'x', officers: two }
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
