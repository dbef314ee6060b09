import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { permitAt, permitFields, permitMaterials } from '../../../test/harness/stories.ts'
import { walk } from '../../../test/harness/walk.ts'
import { codesOf, finish, later, mustMove, permit } from './moving.fixture.ts'

suite('项目与要件 answers and papers', () => {
  test('an answer is carried over under its new name, and decides as before', async () => {
    const at = permitAt('review', { item: permit })
    const next = await later(definition => {
      const { form } = definition.content
      form['energy.electric'] = form['energy.power']!
      delete form['energy.power']
      const text = JSON.stringify(definition).replaceAll(/(?<=[^'"\w.]|")energy\.power(?![\w.])/g, 'energy.electric')
      Object.assign(definition, JSON.parse(text))
      definition.migrates = [{ from: 3, fields: { 'energy.power': 'energy.electric' } }]
    })
    mustMove(at, next)
    assert.deepEqual([at.state.facts['energy.power'], at.state.facts['energy.electric']], [undefined, 0])
    finish(at, 'review')
    assert.equal(at.state.outcome, 'grant')
  })
  test('what was answered does not vanish, change its type, or stop fitting', async () => {
    const at = permitAt('review', { item: permit })
    const dropped = (drops?: string[]) =>
      later(definition => {
        delete definition.content.form['project.name']
        Object.assign(definition.publicity.decision!, { fields: ['number', 'applicant.name', 'outcome', 'decidedOn'] })
        if (drops) definition.migrates = [{ from: 3, drops }]
      })
    assert.deepEqual(codesOf(at, await dropped()), ['FIELD_GONE'])
    assert.deepEqual(
      codesOf(
        at,
        await later(definition => {
          definition.content.form['project.name']!.type = 'text'
        }),
      ),
      ['FIELD_OTHER_TYPE'],
    )
    assert.deepEqual(
      codesOf(
        at,
        await later(definition => {
          definition.content.form['project.name']!.maxLength = 5
        }),
      ),
      ['FIELD_UNFIT'],
    )
    assert.deepEqual(
      codesOf(
        at,
        await later(definition => {
          definition.content.form['project.name']!.personal = true
        }),
      ),
      ['FIELD_SEALED'],
    )
    mustMove(at, await dropped(['project.name']))
    assert.equal(at.state.facts['project.name'], '余热回收改造', 'it stays on record')
  })
  test('nothing is required that nobody was asked; what is asked at a later stage is asked there', async () => {
    const at = permitAt('expert', { item: permit })
    const asks = (stage?: string, required?: boolean) =>
      later(definition => {
        definition.content.form['project.area'] = {
          type: 'integer',
          label: '建筑面积',
          ...(stage && { at: stage }),
          ...(required === false && { required }),
        }
      })
    assert.deepEqual(codesOf(at, await asks()), ['FIELD_UNANSWERED'])
    const twin = permitAt('expert', { item: permit })
    mustMove(twin, await asks(undefined, false))
    mustMove(at, await asks('review'))
    at.act('complete', { stage: 'expert', materials: { expertOpinion: 'original' } })
    const refusal = at.refuses('complete', {
      stage: 'review',
      fields: { 'review.opinion': 'grant', 'review.majorInterest': false },
    })
    assert.deepEqual(refusal.facts['fields'], { 'project.area': 'MISSING' })
  })
  test('after acceptance no further paper is asked for; before it, it is', async () => {
    const next = await later(definition => {
      definition.materials.push({ id: 'landUse', name: '用地文件', from: 'applicant' })
    })
    assert.deepEqual(codesOf(permitAt('expert', { item: permit }), next), ['MATERIAL_MISSING'])
    const early = permitAt('accept', { item: permit })
    mustMove(early, next)
    assert.equal(early.refuses('accept').code, 'CONTROLS_REFUSE')
    const noticed = walk({ item: permit })
    noticed.act('submit', { fields: permitFields, materials: { application: permitMaterials['application'] } })
    noticed.act('requestSupplement', { materials: ['report'] })
    assert.deepEqual(codesOf(noticed, next), ['MATERIAL_MISSING'], 'one notice of everything, never a second')
  })
})
