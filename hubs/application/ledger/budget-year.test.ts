import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { manualClock, uuidv7 } from '#kernel/clock'
import { Refusal } from '#kernel/refusal'
import { openTestDatabase, type TestDatabase } from '../../../test/harness/database.ts'
import { budgetOf, carryYear, makeBudget } from './index.ts'

const clock = manualClock('2026-12-30T09:00:00+08:00')
const budget = makeBudget({ clock })
let database: TestDatabase

const opened = (line: string, amount: number) =>
  database.app.transaction(sql =>
    budget.appropriate(sql, { id: uuidv7(clock), line, year: 2026, amount, source: '市人大〔2026〕1号' }),
  )
const carried = (source: string, lines?: readonly string[]) =>
  database.app.transaction(sql => carryYear(sql, budget, { year: 2026, source, ...(lines && { lines }) }))
const refusedWith = (work: Promise<unknown>, code: string) =>
  assert.rejects(work, (fault: unknown) => fault instanceof Refusal && fault.code === code)
const freeIn = async (year: number) =>
  Object.fromEntries((await budgetOf(database.app, year)).map(({ line, available }) => [line, available]))

suite('年终结转 what is free goes to the next year (预算法72)', () => {
  before(async () => {
    database = await openTestDatabase()
    await opened('energy-saving', 1_000)
    await opened('industry', 500)
  })
  after(() => database?.close())

  const move = { line: 'energy-saving', amount: 300, on: '2026-12-30', source: 'x' }
  const caseId = uuidv7(clock)

  test('not before the year is over, and no line that is not there', async () => {
    await database.app.transaction(sql => budget.reserve(sql, { ...move, id: uuidv7(clock), caseId }))
    await refusedWith(carried('沈财预〔2026〕9号'), 'BUDGET_YEAR_RUNS')
    clock.set(Temporal.Instant.from('2027-01-05T09:00:00+08:00'))
    await refusedWith(carried('沈财预〔2027〕1号', ['roads']), 'BUDGET_LINE_UNKNOWN')
    await refusedWith(
      database.app.transaction(sql => carryYear(sql, budget, { year: 2020, source: 'x' })),
      'BUDGET_LINE_UNKNOWN',
    )
    assert.deepEqual(await freeIn(2026), { 'energy-saving': 700, industry: 500 })
  })

  test('every line of the year, what is set aside for a case stays; the document again carries nothing', async () => {
    assert.deepEqual(await carried('沈财预〔2027〕1号'), [
      { line: 'energy-saving', amount: 700, left: 0 },
      { line: 'industry', amount: 500, left: 0 },
    ])
    assert.deepEqual(
      (await carried('沈财预〔2027〕1号')).map(({ amount }) => amount),
      [0, 0],
    )
    assert.deepEqual(await freeIn(2027), { 'energy-saving': 700, industry: 500 })
    assert.equal((await budgetOf(database.app, 2026))[0]!.reserved, 300)
  })

  test('what comes free afterwards waits for another document', async () => {
    await database.app.transaction(sql => budget.release(sql, { ...move, id: uuidv7(clock), caseId, on: '2027-01-05' }))
    assert.deepEqual(await carried('沈财预〔2027〕1号', ['energy-saving']), [
      { line: 'energy-saving', amount: 0, left: 300 },
    ])
    assert.deepEqual(await carried('沈财预〔2027〕2号', ['energy-saving']), [
      { line: 'energy-saving', amount: 300, left: 0 },
    ])
    assert.deepEqual(await freeIn(2027), { 'energy-saving': 1_000, industry: 500 })
    const [sum] = await database.migrator.query<{ sum: string }>(
      'select sum(amount)::text as sum from application.postings',
    )
    assert.equal(sum!.sum, '0')
  })
})
