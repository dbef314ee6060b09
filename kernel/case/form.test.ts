import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { itemOf } from '../../test/harness/item.ts'
import { directoryFor, officer } from '../../test/harness/small-city.ts'
import { permitAt, permitFields, permitMaterials } from '../../test/harness/stories.ts'
import { walk } from '../../test/harness/walk.ts'

const item = await itemOf('energy-review')

suite('要件由谁提供 who hands in which paper', () => {
  const opinion = { expertOpinion: 'original' }
  const told = { materials: { expertOpinion: 'OFFICERS_PAPER' } }
  const needy = () => {
    const at = walk({ item })
    at.act('submit', { fields: permitFields, materials: { application: 'original' } })
    return at
  }

  test('申请人不得提交机关自己的材料 the applicant does not bring the expert opinion along', () => {
    const at = walk({ item })
    const refused = at.refuses('submit', { fields: permitFields, materials: { ...permitMaterials, ...opinion } })
    assert.deepEqual([refused.code, refused.facts], ['BODY_INVALID', told])
  })
  test('补正也不得夹带 nor with what is handed in later, whoever keys it in', () => {
    const at = needy()
    at.act('requestSupplement', { materials: ['report'] })
    for (const by of [undefined, officer('acceptance')])
      assert.deepEqual(at.refuses('supplement', { materials: { report: 'original', ...opinion } }, by).facts, told)
  })
  test('机关自己的材料不得要求申请人补正 nobody is asked for a paper that the organ itself makes', () =>
    assert.deepEqual(needy().refuses('requestSupplement', { materials: ['report', 'expertOpinion'] }).facts, {
      beyond: ['expertOpinion'],
    }))
  test('机关材料只在其环节形成 an officer gives it at its own stage, not at another', () => {
    const at = permitAt('review', { item, directory: directoryFor(item) })
    const review = { 'review.opinion': 'grant', 'review.majorInterest': false }
    const early = at.refuses('complete', { stage: 'review', fields: review, materials: opinion })
    assert.deepEqual(early.facts, { materials: { expertOpinion: 'OF_ANOTHER_STAGE' } })
    at.act('complete', { stage: 'review', fields: review, materials: { report: 'original' } })
  })
})
