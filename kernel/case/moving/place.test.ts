import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { itemOf } from '../../../test/harness/item.ts'
import { granted, projectAt } from '../../../test/harness/part-stories.ts'
import { permitAt } from '../../../test/harness/stories.ts'
import { codesOf, finish, later, mustMove, permit, stageOf } from './moving.fixture.ts'

suite('环节 stages', () => {
  const renamed = () =>
    later(definition => {
      const review = stageOf(definition, 'review') as { stage: string }
      review.stage = 'examine'
      definition.authority.separate = [
        ['examine', 'decide'],
        ['examine', 'hear'],
      ]
      for (const node of definition.flow)
        if ('stage' in node && node.stage === 'decide') node.may = [{ return: ['examine'] }, 'extend', 'withdraw']
      for (const [name, field] of Object.entries(definition.content.form))
        if (name.startsWith('review.')) field.at = 'examine'
      definition.migrates = [{ from: 3, stages: { review: 'examine' } }]
    })
  test('a stage with a new name is the same stage: its tasks, its hands, its rounds', async () => {
    const at = permitAt('review', { item: permit })
    at.act('claim', {}, 'review')
    mustMove(at, await renamed())
    assert.deepEqual(Object.keys(at.state.tasks), ['examine.1.1'])
    assert.equal(at.state.tasks['examine.1.1']!.person, 'review-1')
    at.act('complete', { stage: 'examine', fields: { 'review.opinion': 'grant', 'review.majorInterest': false } })
    assert.deepEqual(at.state.acted['examine'], ['review-1'])
    at.act('returnTo', { to: 'examine', reason: 'x' })
    assert.equal(at.state.stages['examine']!.round, 2)
    at.act('complete', { stage: 'examine', fields: { 'review.opinion': 'grant', 'review.majorInterest': false } })
    finish(at, 'decide')
    assert.equal(at.state.status, 'ended')
  })
  test('who worked at it under its old name is still kept from deciding', async () => {
    const at = permitAt('decide', { item: permit })
    mustMove(at, await renamed())
    assert.deepEqual(at.state.acted['examine'], ['review-1'])
    assert.equal(at.state.moments['examine'], '2026-03-02')
  })
  test('gone where the case is, of another kind, of other hands, or new behind it: it stays', async () => {
    const at = permitAt('expert', { item: permit })
    const gone = await later(definition => {
      definition.flow = definition.flow.filter(node => !('stage' in node) || node.stage !== 'expert')
      definition.limits.stops = definition.limits.stops!.filter(stop => stop.for !== 'expert')
      definition.materials = definition.materials.filter(({ id }) => id !== 'expertOpinion')
      definition.checkpoints = []
    })
    assert.ok(codesOf(at, gone).includes('STAGE_GONE'))
    assert.deepEqual(
      codesOf(at, await later(definition => void Object.assign(stageOf(definition, 'expert'), { kind: 'survey' }))),
      ['STAGE_OTHER_KIND'],
    )
    assert.deepEqual(
      codesOf(at, await later(definition => void Object.assign(stageOf(definition, 'expert'), { by: 'head' }))),
      ['STAGE_OTHER_HANDS'],
    )
    const inserted = (place: number) =>
      later(
        definition =>
          void definition.flow.splice(place, 0, { stage: 'look', name: '核验', kind: 'survey', by: 'reviewer' }),
      )
    assert.deepEqual(codesOf(at, await inserted(1)), ['STAGE_BEHIND'])
    const place = permit.definition.flow.findIndex(node => 'stage' in node && node.stage === 'decide')
    mustMove(at, await inserted(place))
    at.act('complete', { stage: 'expert', materials: { expertOpinion: 'original' } })
    at.act('complete', { stage: 'review', fields: { 'review.opinion': 'grant', 'review.majorInterest': false } })
    assert.equal(at.state.stages['look']?.status, 'open')
  })
  test('a right that is still to come is not lost on the way', async () => {
    const at = permitAt('review', { item: permit })
    const without = await later(
      definition =>
        void Object.assign(stageOf(definition, 'decide'), {
          gates: [{ need: 'hearing-offered', when: 'review.majorInterest' }],
        }),
    )
    assert.deepEqual(codesOf(at, without), ['RIGHT_GONE'])
  })
})

suite('并联各项 what is opened side by side', () => {
  const laterProject = (bend: Parameters<typeof itemOf>[1] = () => {}) =>
    itemOf('investment-project-permits', definition => {
      definition.version = 2
      bend(definition)
    })
  test('goes on with its parts under a new name of the stage, and stays where it would open something else', async () => {
    const renamed = await laterProject(definition => {
      const stage = definition.flow.find(node => 'joint' in node) as { stage: string }
      stage.stage = 'together'
      for (const id of ['whole', 'promised']) Object.assign(definition.limits[id]!, { to: 'together' })
      for (const point of definition.checkpoints) if (point.at === 'handle') point.at = 'together'
      definition.migrates = [{ from: 1, stages: { handle: 'together' } }]
    })
    const at = projectAt()
    at.parts(granted('planning'))
    mustMove(at, renamed)
    at.parts(granted('energy'), granted('construction'))
    at.parts(granted('construction'))
    assert.equal(at.state.stages['together']?.result, 'all-granted')
    const other = await laterProject(({ flow }) => {
      for (const node of flow) if ('joint' in node) node.joint!.ifRefused = 'stop-others-not-begun'
    })
    assert.deepEqual(codesOf(projectAt(), other), ['PARTS_OTHER'])
  })
})
