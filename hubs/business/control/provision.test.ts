import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { itemOf } from '../../../test/harness/item.ts'
import { directoryFor, officer } from '../../../test/harness/small-city.ts'
import { penaltyAt, permitAt, two } from '../../../test/harness/stories.ts'

const permit = await itemOf('energy-review')
const penalty = await itemOf('energy-report-penalty')
const benefit = await itemOf('energy-review', definition => {
  definition.category.drawer = 'benefit'
  definition.category.basis = [
    { law: '旧办法', articles: [1], to: '2026-01-01' },
    { law: '社会救助法', articles: [18, '37(1)'], from: '2026-01-01' },
  ]
})
type Refused = { readonly reasons: readonly { readonly code: string; readonly basis?: unknown }[] }
const grounds = ({ reasons }: Refused) => reasons.map(({ code, basis }) => [code, basis])

suite('依据 a refusal names the law of its own power', () => {
  const elsewhere = officer('acceptance@210100-superior')
  test('权限 who has no power hears of the law that gives it', () => {
    assert.deepEqual(grounds(permitAt('accept', { item: permit }).refuses('accept', {}, elsewhere)), [
      ['AUTHORITY_OTHER_ORGAN', { law: '行政许可法', articles: ['22'] }],
    ])
    assert.deepEqual(grounds(penaltyAt('file', { item: penalty }).refuses('open', {}, officer('legal-reviewer'))), [
      ['AUTHORITY_WRONG_POST', { law: '行政处罚法', articles: ['17'] }],
    ])
    assert.deepEqual(grounds(permitAt('accept', { item: benefit }).refuses('accept', {}, elsewhere)), [
      ['AUTHORITY_OTHER_ORGAN', { law: '社会救助法', articles: ['18', '37(1)'] }],
    ])
  })
  test('回避 and who stands back, too', () => {
    const avoids = (item: typeof permit) => {
      const at = permitAt('review', { item })
      at.act('declareAvoidance', { ground: 'interest' }, officer('review'))
      return grounds(at.refuses('complete', { stage: 'review', fields: {} }, officer('review')))
    }
    assert.deepEqual(avoids(permit), [['AVOIDANCE_DECIDED', { law: '行政许可法', articles: [] }]])
    assert.deepEqual(avoids(benefit), [['AVOIDANCE_DECIDED', { law: '社会救助法', articles: [] }]])
    const at = penaltyAt('investigate', { item: penalty })
    at.act('declareAvoidance', { ground: 'interest' }, officer('investigator'))
    const refused = at.refuses('complete', { stage: 'investigate', officers: two, fields: {} }, officer('investigator'))
    assert.deepEqual(grounds(refused)[0], ['AVOIDANCE_DECIDED', { law: '行政处罚法', articles: ['43(1)'] }])
  })
  test('执法资格 certificates of a power that is no penalty', async () => {
    const visited = await itemOf('energy-review', definition => {
      definition.authority.certificate = 'law-enforcement'
      definition.authority.officers = { min: 2, at: ['expert'] }
    })
    const directory = directoryFor(visited)
    const materials = { expertOpinion: 'original' }
    const refused = permitAt('expert', { item: visited, directory }).refuses('complete', { stage: 'expert', materials })
    assert.deepEqual(grounds(refused), [['CERTIFICATE_TOO_FEW_OFFICERS', { law: '行政许可法', articles: [] }]])
  })
})
