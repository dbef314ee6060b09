import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { CaseState } from '#kernel/case'
import { openTestCity } from '../../test/harness/city.ts'
import { looked, planFields } from '../../test/harness/draw-stories.ts'
import { inspectionsIn } from '../../test/harness/inspections.ts'
import { concerns } from './access.ts'

const house = await openTestCity({ now: '2026-03-02T09:00:00+08:00' })
after(() => house.close())
const { city } = house
const { announced, castAgain, childrenOf, delivered, drawn, elsewhere, firmOf, inspector, post, visited } =
  inspectionsIn(house)
const firms: string[] = []
before(async () => {
  for (let at = 0; at < 30; at++) firms.push(await house.firm(`沈阳示例${at}号有限公司`))
})

suite('双随机、一公开 a plan, its draw, and the visits that come of it', () => {
  test('the whole chain: announced, prepared, drawn, a visit for each object, summed up, cast again', async () => {
    const { caseId, number } = await announced()
    await house.act(caseId, 'prepareDraw', {}, post('draw-officer'))
    await city.sequencer.drain()
    await assert.rejects(house.act(caseId, 'draw', {}, post('draw-officer')), { code: 'DRAW_TOO_EARLY' })
    await elsewhere()
    await house.act(caseId, 'draw', {}, post('draw-officer'))
    await assert.rejects(house.act(caseId, 'draw', {}, post('draw-officer')), { code: 'ACT_OUT_OF_ORDER' })
    await house.act(caseId, 'complete', { stage: 'draw' }, post('draw-officer'))
    await assert.rejects(house.act(caseId, 'complete', { stage: 'visits' }, post('inspection-planner')), {
      code: 'CONTROLS_REFUSE',
    })
    await delivered()
    const children = await childrenOf(number)
    assert.equal(children.length, 3)
    await city.db.run({
      name: 'test.again',
      text: `update kernel.subscriptions set leaf_index = 0 where name = 'power.sub-cases'`,
    })
    await delivered()
    assert.equal((await childrenOf(number)).length, 3, 'a repetition opens nothing twice')
    for (const child of children) {
      const { drawn: sent, facts } = child
      assert.equal(sent?.object, house.codeOf(firmOf(child)))
      assert.equal(facts['respondent.uscc'], sent?.object)
      assert.deepEqual([facts['visit.year'], facts['visit.time']], [2026, 1])
      assert.equal(sent?.persons.length, 2)
      assert.equal(concerns(child, firmOf(child)), false, 'whoever is visited is not told beforehand')
    }
    await assert.rejects(house.act(caseId, 'complete', { stage: 'visits' }, post('inspection-planner')), {
      code: 'CONTROLS_REFUSE',
    })
    for (const [at, { id }] of children.entries()) await visited(id, at === 0)
    const done = await house.act(caseId, 'complete', { stage: 'visits' }, post('inspection-planner'))
    assert.deepEqual(done.state.subCases?.['visits']?.results, { lead: 1, clean: 2 })
    await house.act(caseId, 'decide', { outcome: 'completed', reason: '计划完成' }, post('bureau-head'))
    await delivered()
    const followed = await house.database.migrator.query<{ state: string }>(
      `select state::text as state from kernel.cases where item = 'annual-report-penalty'`,
    )
    const [penalty, ...others] = followed.map(({ state }) => JSON.parse(state) as CaseState)
    assert.deepEqual(others, [], 'one lead, one case')
    assert.deepEqual(
      [penalty?.parties.map(({ role, party }) => [role, party]), penalty?.facts['respondent.uscc'], penalty?.openedOn],
      [[['respondent', firmOf(children[0]!)]], children[0]!.drawn?.object, house.clock.today().toString()],
    )
    const report = await castAgain(number)
    assert.deepEqual(report.faults, [])
    assert.deepEqual([report.population, report.drawn, report.cases], [30, 3, 3])
    assert.deepEqual((await house.replay()).faults, [])
  })

  test('what a visit found is in the register, and who had his turns is not drawn again', async () => {
    const { rows } = await city.registers.current('inspection', { year: 2026 })
    assert.equal(rows.length, 3)
    const { made, caseId } = await drawn({ ...planFields, 'plan.percent': 100, 'plan.perYear': 1 })
    const objects = made.lots.map(({ object }) => object)
    assert.equal(objects.length, 27)
    for (const { values } of rows) assert.ok(!objects.includes(String(values['uscc'])))
    await house.act(caseId, 'complete', { stage: 'draw' }, post('draw-officer'))
    await house.act(caseId, 'terminate', { ground: 'other', reason: '不再进行' }, post('inspection-planner'))
    await delivered()
  })

  test('the plan is given up: visits nobody began end with it, those begun are stopped', async () => {
    const { caseId, number } = await drawn()
    await house.act(caseId, 'complete', { stage: 'draw' }, post('draw-officer'))
    await delivered()
    const [one, ...others] = await childrenOf(number)
    const { drawn: sent } = await city.cases.stateOf(one!.id)
    const lead = inspector(sent!.persons[0]!)
    const evidence = { stage: 'visit', kind: 'survey-record', summary: '门面照片', officers: sent!.persons }
    await house.act(one!.id, 'recordEvidence', evidence, lead)
    await house.act(caseId, 'terminate', { ground: 'other', reason: '上级统一调整' }, post('inspection-planner'))
    await delivered()
    for (const { id } of others) assert.equal((await city.cases.stateOf(id)).result, 'terminated')
    const body = { stage: 'visit', officers: sent!.persons, fields: looked(false) }
    await assert.rejects(house.act(one!.id, 'complete', body, lead), { code: 'CONTROLS_REFUSE' })
    assert.deepEqual((await house.replay()).faults, [])
  })
})
