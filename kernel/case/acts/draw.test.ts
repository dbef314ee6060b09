import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { commitmentOf, inOrder, populationHash, verifyDraw } from '#kernel/draw'
import { looked, planAt, sent, visitAt } from '../../../test/harness/draw-stories.ts'
import { officer } from '../../../test/harness/small-city.ts'

const keys = inOrder(Array.from({ length: 20 }, (_, at) => `OBJECT-${String(at + 1).padStart(4, '0')}`))

suite('双随机 a draw: first written down, then made', () => {
  test('before it: what is drawn from, how many, who could go, and the hash of a seed nobody sees', () => {
    const at = planAt('prepared')
    const [prepared] = at.of('draw.prepared')
    assert.equal(prepared?.data.size, 20)
    assert.equal(prepared?.data.hash, populationHash(keys))
    assert.equal(prepared?.data.count, 2)
    assert.deepEqual(prepared?.data.from.where, { active: true })
    assert.deepEqual(prepared?.data.from.except, {
      register: 'inspection',
      by: 'uscc',
      where: { year: 2026 },
      atLeast: 2,
    })
    assert.deepEqual(prepared?.data.pool, ['inspector-1', 'inspector-2', 'inspector-3', 'inspector-4'])
    assert.equal(JSON.stringify(at.state).includes('seed'), false)
  })
  test('with it: the seed, and lots that everybody can cast again', () => {
    const at = planAt('drawn')
    const [prepared] = at.of('draw.prepared')
    const [made] = at.of('draw.made')
    const { seed, beacon, without, lots } = made!.data
    assert.equal(commitmentOf(seed), prepared!.data.commitment)
    assert.equal(lots.length, 2)
    const { commitment, size, hash, count, each, pool, stage } = prepared!.data
    const said = { commitment, size, hash, count, each, pool: pool.length, stage, caseId: at.state.id }
    assert.deepEqual(verifyDraw({ ...said, seed, beacon, without, lots }, { population: keys }), [])
  })
  test('once: neither prepared again nor drawn again, and the stage is not done without it', () => {
    assert.equal(planAt('prepared').refuses('prepareDraw').code, 'ACT_OUT_OF_ORDER')
    const drawn = planAt('drawn')
    assert.equal(drawn.refuses('draw').code, 'ACT_OUT_OF_ORDER')
    assert.equal(drawn.refuses('prepareDraw').code, 'ACT_OUT_OF_ORDER')
    const early = planAt('draw')
    assert.equal(early.refuses('draw').code, 'ACT_OUT_OF_ORDER')
    assert.deepEqual(
      early.refuses('complete', { stage: 'draw' }).reasons.map(({ code }) => code),
      ['DRAW_NOT_MADE'],
    )
  })
  test('nothing to draw from, fewer who could go than must, more than the item allows: no draw', () => {
    assert.equal(planAt('draw', { answers: { enterprise: 0 } }).refuses('prepareDraw').code, 'DRAW_NOT_POSSIBLE')
    assert.equal(planAt('draw', { answers: { enterprise: 9_000 } }).refuses('prepareDraw').code, 'DRAW_NOT_POSSIBLE')
  })
  test('only the post that draws draws, and whoever drew does not go', () => {
    const at = planAt('draw')
    assert.equal(at.refuses('prepareDraw', {}, 'inspector').code, 'AUTHORITY_LACKING')
    assert.equal(at.refuses('draw', {}, 'inspection-planner').code, 'AUTHORITY_LACKING')
  })
  test('another population than was frozen, or another seed: refused, not drawn', () => {
    const answers: Record<string, unknown> = { enterprise: keys }
    const at = planAt('prepared', { answers })
    answers['enterprise'] = [...keys.slice(1), 'OBJECT-9999']
    assert.equal(at.refuses('draw').code, 'DRAW_NOT_POSSIBLE')
    answers['enterprise'] = keys
    at.act('draw')
  })
  test('the log must have gone on', () => {
    assert.equal(planAt('prepared', { answers: { beacon: false } }).refuses('draw').code, 'DRAW_TOO_EARLY')
  })
})

suite('子办件 what comes of a draw', () => {
  test('a case is ordered for each object, once; the stage waits until all have ended', () => {
    const waiting = planAt('visits', { answers: { 'market-inspection-visit': { running: 1, clean: 1 } } })
    assert.deepEqual(
      waiting.of('subcases.ordered').map(({ data }) => data.cases),
      [2],
    )
    assert.deepEqual(
      waiting.refuses('complete', { stage: 'visits' }).reasons.map(({ code }) => code),
      ['SUB_CASES_RUNNING'],
    )
    const done = planAt('visits', { answers: { 'market-inspection-visit': { clean: 1, lead: 1 } } })
    done.act('complete', { stage: 'visits' })
    assert.deepEqual(done.state.subCases?.['visits']?.results, { clean: 1, lead: 1 })
  })
  test('the plan is given up: those it has opened are told', () => {
    const at = planAt('visits')
    at.act('terminate', { ground: 'other', reason: '调整' })
    assert.deepEqual(
      at.of('subcases.recalled').map(({ data }) => data),
      [{ stage: 'visits', ground: 'other' }],
    )
  })
  test('each who was drawn has the task; nobody else takes it, alone or as the second', () => {
    const at = visitAt()
    assert.deepEqual(
      Object.values(at.state.tasks).map(({ person }) => person),
      sent.persons,
    )
    const body = { stage: 'visit', fields: looked(false) }
    const alone = at.refuses('complete', { ...body, officers: ['inspector-3', 'inspector-4'] }, officer('inspector', 3))
    assert.ok(alone.reasons.some(({ code }) => code === 'TASK_OF_ANOTHER' || code === 'PERSON_NOT_DRAWN'))
    const second = at.refuses('complete', { ...body, officers: ['inspector-1', 'inspector-4'] }, 'inspector')
    assert.deepEqual(
      second.reasons.map(({ code }) => code),
      ['PERSON_NOT_DRAWN'],
    )
    at.act('complete', { ...body, officers: sent.persons }, 'inspector')
  })
  test('who stands back is followed by the next in the order that was drawn; nobody left is an alarm', () => {
    const at = visitAt()
    at.act('challengeAvoidance', { person: 'inspector-2', ground: 'interest', reason: '有往来' })
    at.act('decideAvoidance', { person: 'inspector-2', avoids: true, reason: '属实' })
    assert.deepEqual(at.state.drawn?.persons, ['inspector-1', 'inspector-3'])
    assert.deepEqual(
      Object.values(at.state.tasks).map(({ person }) => person),
      ['inspector-1', 'inspector-3'],
    )
    at.act('declareAvoidance', { ground: 'near-relative' }, 'inspector')
    assert.deepEqual(at.state.drawn?.persons, ['inspector-3'])
    assert.deepEqual(at.of('alarm.raised').at(-1)?.data.alarm, 'draw-exhausted')
  })
  test('a visit is not opened by hand', () => {
    const at = () => visitAt({ drawn: undefined as never })
    assert.throws(at, { code: 'CONTROLS_REFUSE' })
  })
  test('the plan has ended: a visit nobody began ends with it; one that was begun tells its handlers, and nobody looks further', () => {
    const told = { origin: '21010220260302000000018', result: 'terminated' }
    const fresh = visitAt()
    fresh.originEnds(told)
    assert.deepEqual([fresh.state.status, fresh.state.result], ['ended', 'terminated'])
    const begun = visitAt()
    const evidence = { stage: 'visit', kind: 'survey-record', summary: '查看', officers: sent.persons }
    begun.act('recordEvidence', evidence, 'inspector')
    begun.originEnds(told)
    begun.originEnds(told)
    assert.equal(begun.of('origin.ended').length, 1)
    assert.equal(begun.of('alarm.raised').at(-1)?.data.alarm, 'origin-ended')
    const further = begun.refuses(
      'complete',
      { stage: 'visit', officers: sent.persons, fields: looked(false) },
      'inspector',
    )
    assert.deepEqual(
      further.reasons.map(({ code }) => code),
      ['ORIGIN_ENDED'],
    )
  })
})
