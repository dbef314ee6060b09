import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { verifyDraw } from '#kernel/draw'
import { openTestGate, type TestGate } from '../harness/gate.ts'
import { inspectionsIn } from '../harness/inspections.ts'

let gate: TestGate
let number: string
let finish: () => Promise<void>
before(async () => {
  gate = await openTestGate({ now: '2026-03-02T09:00:00+08:00' })
  for (let at = 0; at < 20; at++) await gate.house.firm(`沈阳示例${at}号有限公司`)
  const { drawn, delivered, childrenOf, visited, post } = inspectionsIn(gate.house)
  const plan = await drawn()
  ;({ number } = plan)
  await gate.house.act(plan.caseId, 'complete', { stage: 'draw' }, post('draw-officer'))
  await delivered()
  finish = async () => {
    for (const { id } of await childrenOf(number)) await visited(id)
    await gate.house.act(plan.caseId, 'complete', { stage: 'visits' }, post('inspection-planner'))
  }
})
after(() => gate?.close())

suite('抽取公开 the record of a draw, over the interface', () => {
  const read = async (token?: string) => (await gate.ask(`/api/draws/${number}`, { ...(token && { token }) })).json()
  const handler = () => gate.officer('draw-officer@210102-market-regulation-bureau')

  test('before the visits are done the public sees what was committed to, and nobody is warned', async () => {
    const { prepared, made, results } = await read()
    assert.equal(prepared.size, 20)
    assert.match(prepared.commitment, /^[0-9a-f]{64}$/)
    assert.deepEqual([Object.keys(made), results, prepared.persons], [['at'], null, undefined])
    await gate.refused(`/api/draws/${number}/population`, {}, 409, 'DRAW_NOT_OPEN')
    const other = await gate.officer('acceptance@210103-approval-bureau')
    assert.deepEqual(Object.keys((await read(other)).made), ['at'])
  })
  test('who handles the plan sees the lots at once, and who goes there', async () => {
    const { made, prepared } = await read(await handler())
    assert.equal(made.lots.length, 2)
    assert.equal(prepared.persons.length, prepared.pool)
  })
  test('afterwards anybody casts the lots again from what the interface says', async () => {
    await finish()
    const { caseId, stage, prepared, made, results } = await read()
    const { size, hash, commitment, count, each, pool } = prepared
    const { seed, beacon, without, lots } = made
    const pages: string[] = []
    for (let from: number | null = 0; from !== null; ) {
      const page: { keys: string[]; next: number | null } = (
        await gate.ask(`/api/draws/${number}/population?from=${from}&limit=7`)
      ).json()
      pages.push(...page.keys)
      from = page.next
    }
    const record = { caseId, stage, size, hash, commitment, count, each, pool, seed, beacon, without, lots }
    assert.deepEqual(verifyDraw(record, { population: pages }), [])
    assert.deepEqual(results.visits.results, { clean: 2 })
    assert.equal(prepared.persons, undefined)
  })
  test('a case without a draw, and no case at all, are told apart by nobody', async () => {
    const { caseId } = await gate.house.open({
      item: 'market-double-random',
      organ: '210102-market-regulation-bureau',
      verb: 'lodge',
      start: 'plan',
      parties: [],
      by: 'inspection-planner@210102-market-regulation-bureau',
      body: { fields: { 'plan.year': 2026, 'plan.percent': 5, 'plan.months': '1', 'plan.perYear': 2 } },
    })
    const [row] = await gate.house.database.migrator.query<{ number: string }>(
      'select number from kernel.cases where id = $1',
      [caseId],
    )
    for (const one of [row!.number, '2101022026030299999999'])
      await gate.refused(`/api/draws/${one}`, {}, 404, 'DRAW_UNKNOWN')
  })
})
