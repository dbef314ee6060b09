import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import fc from 'fast-check'
import { manualClock, uuidv7 } from '#kernel/clock'
import { openTestDatabase, type TestDatabase } from '../../../test/harness/database.ts'
import { makeLedger } from './index.ts'

const clock = manualClock('2026-03-02T09:00:00+08:00')
const ledger = makeLedger({ clock })
const bank = 'collecting-bank'
let database: TestDatabase

const moveIn = (caseId: string, amount: number) => ({
  id: uuidv7(clock),
  caseId,
  party: caseId,
  deposit: 'bid',
  amount,
  on: '2026-03-02',
  source: `${caseId}:1`,
})
const stands = async (caseId: string): Promise<Record<string, number>> => {
  const rows = await database.migrator.query<{ kind: string; sum: number }>(
    `select a.kind, sum(p.amount)::bigint as sum from application.accounts a join application.postings p on p.account = a.id
     where a.case_id = $1 group by a.kind having sum(p.amount) <> 0 order by a.kind`,
    [caseId],
  )
  return Object.fromEntries(rows.map(({ kind, sum }) => [kind, Number(sum)]))
}

suite('保证金账 what is held of a party', () => {
  before(async () => {
    database = await openTestDatabase()
  })
  after(async () => {
    assert.deepEqual(
      await database.migrator.query('select entry from application.postings group by entry having sum(amount) <> 0'),
      [],
    )
    await database.close()
  })

  test('不得挪用 held apart, never handed to the treasury, and gone when it is given back', async () => {
    const caseId = uuidv7(clock)
    await database.app.transaction(sql => ledger.deposits.take(sql, moveIn(caseId, 800), bank))
    assert.deepEqual(await stands(caseId), { deposit: -800, held: 800 })
    assert.equal(await database.app.transaction(sql => ledger.remit(sql, bank)), 0)
    await database.app.transaction(sql => ledger.deposits.giveBack(sql, moveIn(caseId, 800), 3))
    assert.deepEqual(await stands(caseId), { held: -3, paid: 3 }, 'what it earned came from the bank')
  })
  test('kept it is collected money, and the party’s again when the decision falls, handed over or not', async () => {
    for (const handedOver of [false, true]) {
      const caseId = uuidv7(clock)
      await database.app.transaction(sql => ledger.deposits.take(sql, moveIn(caseId, 800), bank))
      await database.app.transaction(sql => ledger.deposits.forfeit(sql, moveIn(caseId, 800)))
      assert.deepEqual(await stands(caseId), { collector: 800, treasury: -800 })
      if (handedOver) await database.app.transaction(sql => ledger.remit(sql, bank))
      await database.app.transaction(sql => ledger.deposits.restore(sql, moveIn(caseId, 800)))
      const { deposit, held } = await stands(caseId)
      assert.deepEqual({ deposit, held }, { deposit: -800, held: 800 })
      await database.app.transaction(sql => ledger.deposits.giveBack(sql, moveIn(caseId, 800), 0))
      assert.equal((await stands(caseId))['deposit'], undefined)
    }
  })
  test('booked twice it is booked once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1_000_000_000 }), async amount => {
        const caseId = uuidv7(clock)
        const move = moveIn(caseId, amount)
        for (let times = 0; times < 2; times++)
          await database.app.transaction(sql => ledger.deposits.take(sql, move, bank))
        assert.deepEqual(await stands(caseId), { deposit: -amount, held: amount })
      }),
      { numRuns: 10 },
    )
  })
})
