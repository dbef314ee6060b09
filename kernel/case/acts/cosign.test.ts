import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { itemOf } from '../../../test/harness/item.ts'
import { officer } from '../../../test/harness/small-city.ts'
import { permitFields, permitMaterials } from '../../../test/harness/stories.ts'
import { walk } from '../../../test/harness/walk.ts'

const bureaus = ['natural-resources-bureau', 'energy-bureau', 'market-regulation-bureau'] as const

suite('同时联署 co-signers at one instant', () => {
  const consulted = async (mode: 'all' | 'any' | 'k-of-n') => {
    const changed = await itemOf('energy-review', ({ flow }) => {
      for (const stage of flow) if ('stage' in stage && stage.stage === 'consult') stage.mode = mode
    })
    const at = walk({ item: changed })
    at.act('submit', { fields: { ...permitFields, 'project.crossDepartment': true }, materials: permitMaterials })
    at.act('accept')
    return at
  }
  const opinion = { stage: 'consult', opinion: 'agree' }
  test('who signs just after another completed the stage has signed too: once, and it is completed once', async () => {
    for (const [mode, before] of [
      ['any', 1],
      ['k-of-n', 2],
    ] as const) {
      const at = await consulted(mode)
      for (const organ of bureaus.slice(0, before)) at.act('complete', opinion, officer(`officer@${organ}`))
      assert.equal(at.state.stages.consult?.status, 'done')
      const late = officer(`officer@${bureaus[before]}`)
      at.act('complete', { ...opinion, opinion: 'disagree', note: '占用耕地' }, late)
      assert.equal(at.of('stage.completed').filter(({ data }) => data.stage === 'consult').length, 1)
      assert.equal(at.of('task.completed').length, before + 1)
      assert.equal(at.state.stages.consult?.result, 'agree', 'what the stage came to stands')
      assert.ok(at.state.acted.consult?.includes(late.person), 'separation knows them')
      assert.equal(at.refuses('complete', opinion, late).code, 'ACT_OUT_OF_ORDER', 'one hand signs once')
    }
  })
  test('where all must sign nobody is left, and who had no task signs nothing', async () => {
    const at = await consulted('all')
    for (const organ of bureaus) at.act('complete', opinion, officer(`officer@${organ}`))
    assert.equal(at.refuses('complete', opinion, officer('officer@energy-bureau', 2)).code, 'ACT_OUT_OF_ORDER')
    const other = await consulted('any')
    other.act('complete', opinion, officer('officer@energy-bureau'))
    assert.equal(other.refuses('complete', opinion, officer('officer@energy-bureau', 2)).code, 'ACT_OUT_OF_ORDER')
    assert.equal(other.refuses('complete', opinion, officer('review')).code, 'ACT_OUT_OF_ORDER')
  })
  test('only until the next step is taken, and never with other papers than the stage was completed with', async () => {
    const at = await consulted('any')
    at.act('complete', opinion, officer('officer@energy-bureau'))
    const late = officer('officer@natural-resources-bureau')
    at.act('complete', { stage: 'expert', materials: { expertOpinion: 'original' } })
    assert.equal(at.refuses('complete', opinion, late).code, 'ACT_OUT_OF_ORDER')
  })
  test('a stage returned to is signed anew by everybody', async () => {
    const at = await consulted('any')
    at.act('complete', opinion, officer('officer@energy-bureau'))
    assert.deepEqual(Object.keys(at.state.stages.consult?.unsigned ?? {}), ['consult.1.1', 'consult.1.3'])
  })
})
