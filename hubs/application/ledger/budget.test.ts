import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { manualClock, uuidv7 } from '#kernel/clock'
import { Refusal } from '#kernel/refusal'
import { openTestDatabase, type TestDatabase } from '../../../test/harness/database.ts'
import { makeBudget } from './index.ts'

const clock = manualClock('2026-03-02T09:00:00+08:00')
const budget = makeBudget({ clock })
let database: TestDatabase
let lines = 0

/** A line of the year with so much on it. */
async function lineWith(amount: number): Promise<string> {
  const line = `line-${++lines}`
  await database.app.transaction(sql =>
    budget.appropriate(sql, { id: uuidv7(clock), line, year: 2026, amount, source: '市人大〔2026〕1号' }),
  )
  return line
}
const move = (line: string, caseId: string, amount: number, on = '2026-03-02') => ({
  id: uuidv7(clock),
  caseId,
  line,
  amount,
  on,
  source: `${caseId}:1`,
})
const does = <K extends 'reserve' | 'commit' | 'release'>(kind: K, what: ReturnType<typeof move>) =>
  database.app.transaction(sql => budget[kind](sql, what))
const pays = (what: ReturnType<typeof move>, payer = 'treasury-payment') =>
  database.app.transaction(sql =>
    budget.disburse(sql, { ...what, payee: what.caseId, payer, decider: 'energy-bureau' }),
  )
const stands = async (line: string) => {
  const { line: _, ...sums } = (await budget.line(database.app, line, 2026))!
  return sums
}
const refuses = (work: Promise<unknown>, code: string, facts?: object) =>
  assert.rejects(work, (fault: unknown) => {
    assert.ok(fault instanceof Refusal)
    assert.equal(fault.code, code)
    if (facts) assert.deepEqual(fault.facts, facts)
    return true
  })

suite('预算 budget lines (预算法13、57)', () => {
  before(async () => {
    database = await openTestDatabase()
  })
  after(async () => {
    assert.deepEqual(
      await database.migrator.query('select entry from application.postings group by entry having sum(amount) <> 0'),
      [],
    )
    assert.deepEqual(
      await database.migrator.query(`select b.line from application.budget_lines b, lateral (
        select coalesce(sum(p.amount) filter (where a.kind = 'budget'), 0) as available,
          coalesce(sum(p.amount) filter (where a.kind = 'reserved'), 0) as reserved,
          coalesce(sum(p.amount) filter (where a.kind = 'committed'), 0) as committed,
          coalesce(sum(p.amount) filter (where a.kind = 'paid'), 0) as paid
        from application.accounts a join application.postings p on p.account = a.id where a.line = b.line) s
      where (b.available, b.reserved, b.committed, b.paid) is distinct from (s.available, s.reserved, s.committed, s.paid)`),
      [],
      'what a line says is what its postings sum to',
    )
    await database.close()
  })

  test('set aside, bound, paid: what is not needed goes back to the line', async () => {
    const line = await lineWith(100)
    const caseId = uuidv7(clock)
    await does('reserve', move(line, caseId, 40))
    assert.deepEqual(await stands(line), { available: 60, reserved: 40, committed: 0, paid: 0 })
    await does('commit', move(line, caseId, 30))
    assert.deepEqual(await stands(line), { available: 70, reserved: 0, committed: 30, paid: 0 })
    await pays(move(line, caseId, 20))
    await does('release', move(line, caseId, 999))
    assert.deepEqual(await stands(line), { available: 80, reserved: 0, committed: 0, paid: 20 })
  })
  test('never more than the line holds; the refusal says what it holds', async () => {
    const line = await lineWith(100)
    const caseId = uuidv7(clock)
    const facts = { line: `2026/${line}`, available: 100, asked: 101 }
    await refuses(does('reserve', move(line, caseId, 101)), 'BUDGET_EXCEEDED', facts)
    await does('reserve', move(line, caseId, 50))
    await refuses(does('commit', move(line, caseId, 101)), 'BUDGET_EXCEEDED')
    await refuses(does('reserve', move('none', caseId, 1)), 'BUDGET_LINE_UNKNOWN')
    await refuses(does('reserve', move(line, caseId, 1, '2027-01-04')), 'BUDGET_LINE_UNKNOWN')
    assert.deepEqual(await stands(line), { available: 50, reserved: 50, committed: 0, paid: 0 })
  })
  test('nothing is paid before it is committed, above it, twice, or by the organ that decided', async () => {
    const line = await lineWith(100)
    const caseId = uuidv7(clock)
    await does('reserve', move(line, caseId, 50))
    await refuses(pays(move(line, caseId, 10)), 'BUDGET_NOT_COMMITTED')
    await does('commit', move(line, caseId, 50))
    await refuses(pays(move(line, caseId, 51)), 'BUDGET_NOT_COMMITTED')
    await refuses(pays(move(line, caseId, 10), 'energy-bureau'), 'PAYER_IS_DECIDER')
    const once = move(line, caseId, 10)
    await pays(once)
    await pays(once)
    assert.equal((await stands(line)).paid, 10)
  })
  test('forty at one instant for a line that holds ten: ten are set aside, thirty are refused', async () => {
    const line = await lineWith(10)
    const asked = await Promise.allSettled(
      Array.from({ length: 40 }, () => does('reserve', move(line, uuidv7(clock), 1))),
    )
    const refused = asked.flatMap(one => (one.status === 'rejected' ? [(one.reason as Refusal).code] : []))
    assert.deepEqual(refused, Array<string>(30).fill('BUDGET_EXCEEDED'))
    assert.deepEqual(await stands(line), { available: 0, reserved: 10, committed: 0, paid: 0 })
  })
  test('the database itself refuses an overdrawn line, and the program may not write one', async () => {
    const line = await lineWith(5)
    const postings = [
      { kind: 'budget', line: `2026/${line}`, amount: -6 },
      { kind: 'reserved', case: uuidv7(clock), line: `2026/${line}`, amount: 6 },
    ]
    await assert.rejects(
      database.app.query('select application.post_entry($1, $2, null, $3, now(), $4, $5)', [
        uuidv7(clock),
        'reserve',
        '2026-03-02',
        'test',
        JSON.stringify(postings),
      ]),
      /budget_line_holds/,
    )
    await assert.rejects(database.app.query('update application.budget_lines set available = 9'), /permission denied/)
  })
})
