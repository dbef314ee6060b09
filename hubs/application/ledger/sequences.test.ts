import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import fc from 'fast-check'
import { manualClock, uuidv7 } from '#kernel/clock'
import { Refusal } from '#kernel/refusal'
import type { Sql } from '#kernel/storage'
import { openTestDatabase, type TestDatabase } from '../../../test/harness/database.ts'
import { makeLedger } from './index.ts'

const clock = manualClock('2026-03-02T09:00:00+08:00')
const ledger = makeLedger({ clock })
const party = uuidv7(clock)
const [organ, bank, payer] = ['energy-bureau', 'collecting-bank', 'treasury-payment']

/** One thing that may happen to the books, right or wrong. */
type Move = readonly [kind: (typeof kinds)[number], amount: number, which: number]
const kinds = [
  'order',
  'serve',
  'pay',
  'refund',
  'reduce',
  'change',
  'stop',
  'remit',
  'payOut',
  'reserve',
  'commit',
  'release',
  'disburse',
  'carry',
  'wait',
] as const

suite('任意次序 whatever is booked, in whatever order', () => {
  let database: TestDatabase
  before(async () => {
    database = await openTestDatabase()
  })
  after(() => database.close())
  let sequence = 0
  let done = 0

  /** Two cases, a budget line, and the means to try a move on them. */
  async function books() {
    const line = `line-${++sequence}`
    const cases = [uuidv7(clock), uuidv7(clock)]
    const inOne = <T>(work: (sql: Sql) => Promise<T>) => database.app.transaction(work)
    await inOne(sql =>
      ledger.budget.appropriate(sql, { id: uuidv7(clock), line, year: 2026, amount: 500, source: 'x' }),
    )
    const on = () => clock.today().toString()
    const moves: {
      readonly [K in (typeof kinds)[number]]: (sql: Sql, caseId: string, amount: number) => Promise<unknown>
    } = {
      order: (sql, caseId, amount) =>
        ledger.order(
          sql,
          {
            id: uuidv7(clock),
            caseId,
            key: 'fine',
            number: '1',
            party,
            organ: organ!,
            collector: bank!,
            principal: amount,
            orderedOn: on(),
            dueWithin: '15 day',
            ratePpm: 30_000,
            stopsDuring: ['litigation'],
          },
          'x',
        ),
      serve: (sql, caseId) => ledger.setTerms(sql, caseId, 'fine', { dueOn: on() }, on()),
      pay: (sql, caseId, amount) =>
        ledger.recordPayment(sql, { id: uuidv7(clock), caseId, order: 'fine', amount, on: on(), collector: bank! }),
      refund: (sql, caseId, amount) =>
        ledger.refund(sql, { id: uuidv7(clock), caseId, order: 'fine', amount, on: on(), collector: bank! }),
      reduce: async (sql, caseId, amount) => {
        const [balance] = await ledger.balance(sql, caseId, on())
        const reductions = [
          ...(balance?.order.reductions ?? []),
          { on: on(), amount: Math.min(amount, balance?.surcharge ?? 0) },
        ]
        await ledger.setTerms(sql, caseId, 'fine', { reductions }, on())
      },
      change: (sql, caseId, amount) => ledger.setTerms(sql, caseId, 'fine', { changedTo: amount - 1 }, on()),
      stop: (sql, caseId) => ledger.setTerms(sql, caseId, 'fine', { stops: [{ from: on(), to: null }] }, on()),
      remit: sql => ledger.remit(sql, bank!),
      payOut: (sql, caseId, amount) =>
        ledger.payOut(sql, {
          id: uuidv7(clock),
          caseId,
          party,
          payer: payer!,
          line: 'allowance',
          amount,
          on: on(),
          source: 'x',
        }),
      reserve: (sql, caseId, amount) => ledger.budget.reserve(sql, move(caseId, amount)),
      commit: (sql, caseId, amount) => ledger.budget.commit(sql, move(caseId, amount)),
      release: (sql, caseId, amount) => ledger.budget.release(sql, move(caseId, amount)),
      disburse: (sql, caseId, amount) =>
        ledger.budget.disburse(sql, { ...move(caseId, amount), payee: party, payer: payer!, decider: organ! }),
      carry: sql => ledger.budget.carryOver(sql, { id: uuidv7(clock), line, year: 2026, source: 'x' }),
      wait: async () => clock.advance({ days: 3 }),
    }
    const move = (caseId: string, amount: number) => ({
      id: uuidv7(clock),
      caseId,
      line,
      amount,
      on: on(),
      source: 'x',
    })
    return {
      line,
      async try([kind, amount, which]: Move) {
        try {
          await inOne(sql => moves[kind](sql, cases[which]!, amount))
          done++
        } catch (fault) {
          if (!(fault instanceof Refusal)) throw fault
          assert.ok(fault.status < 500)
        }
      },
    }
  }

  test('every entry sums to zero, all of them do, and a line says what its postings say', async () => {
    const moves = fc.array(fc.tuple(fc.constantFrom(...kinds), fc.integer({ min: 1, max: 300 }), fc.nat(1)), {
      minLength: 5,
      maxLength: 30,
    })
    await fc.assert(
      fc.asyncProperty(moves, async tried => {
        const of = await books()
        for (const one of tried) await of.try(one)
        const unbalanced = await database.app.query(
          'select entry from application.postings group by entry having sum(amount) <> 0 or count(*) < 2',
        )
        assert.deepEqual(unbalanced, [])
        const differing = await database.app.query(
          `select b.line from application.budget_lines b left join application.accounts a on a.line = b.line
           left join application.postings p on p.account = a.id where b.line = $1 group by b.line, b.available, b.reserved, b.committed, b.paid
           having b.available <> coalesce(sum(p.amount) filter (where a.kind = 'budget'), 0)
             or b.reserved <> coalesce(sum(p.amount) filter (where a.kind = 'reserved'), 0)
             or b.committed <> coalesce(sum(p.amount) filter (where a.kind = 'committed'), 0)
             or b.paid <> coalesce(sum(p.amount) filter (where a.kind = 'paid'), 0)`,
          [`2026/${of.line}`],
        )
        assert.deepEqual(differing, [])
      }),
      { numRuns: 25, seed: 20_260_302 },
    )
    assert.ok(done > 100, `${done} moves were booked`)
  })
  test('what was handed over has been collected: nothing is collected twice, and a refund after it is booked', async () => {
    const of = await books()
    for (const kind of ['order', 'serve'] as const) await of.try([kind, 100, 0])
    await of.try(['pay', 100, 0])
    await of.try(['remit', 1, 0])
    await of.try(['remit', 1, 0])
    await of.try(['change', 41, 0])
    await of.try(['refund', 60, 0])
    const stands = await database.app.query<{ kind: string; sum: number }>(
      `select a.kind, sum(p.amount)::int as sum from application.accounts a join application.postings p on p.account = a.id
       where a.case_id = (select case_id from application.payment_orders order by ordered_on desc, id desc limit 1)
       group by a.kind having sum(p.amount) <> 0 order by a.kind`,
    )
    assert.deepEqual(stands, [
      { kind: 'collector', sum: -60 },
      { kind: 'remitted', sum: 100 },
      { kind: 'treasury', sum: -40 },
    ])
  })
})

suite('结转 a budget line at the end of its year (预算法72)', () => {
  test('what is free goes to the next year, once; what is set aside stays; not while the year runs', async () => {
    await using database = await openTestDatabase()
    const inOne = <T>(work: (sql: Sql) => Promise<T>) => database.app.transaction(work)
    const year = clock.today().year
    const line = 'carried'
    const [caseId, id] = [uuidv7(clock), uuidv7(clock)]
    await inOne(sql => ledger.budget.appropriate(sql, { id: uuidv7(clock), line, year, amount: 100, source: 'x' }))
    const move = { id: uuidv7(clock), caseId, line, amount: 30, on: clock.today().toString(), source: 'x' }
    await inOne(sql => ledger.budget.reserve(sql, move))
    const carry = () => inOne(sql => ledger.budget.carryOver(sql, { id, line, year, source: 'x' }))
    await assert.rejects(carry(), { code: 'BUDGET_YEAR_RUNS' })
    clock.advance({ days: 366 })
    assert.equal(await carry(), 70)
    assert.equal(await carry(), 0)
    const [old, next] = await Promise.all([year, year + 1].map(one => ledger.budget.line(database.app, line, one)))
    assert.deepEqual([old?.available, old?.reserved, next?.available], [0, 30, 70])
  })
})
