import assert from 'node:assert/strict'
import { test } from 'node:test'
import { manualClock, uuidv7 } from '#kernel/clock'
import { openTestDatabase } from '../../../test/harness/database.ts'
import { balanced, ledgerSums } from './index.ts'

test('账平 the sums say so when an entry, the whole and a budget line do not add up', async () => {
  await using database = await openTestDatabase()
  assert.equal(balanced(await ledgerSums(database.app)), false, 'nothing to add up proves nothing')
  await database.app.query('select application.post_entry($1, $2, null, $3, now(), $4, $5)', [
    uuidv7(manualClock('2026-12-31T09:00:00+08:00')),
    'appropriate',
    '2026-01-01',
    'b',
    JSON.stringify([
      { kind: 'budget', line: 'a', amount: 5 },
      { kind: 'treasury', line: 'a', amount: -5 },
    ]),
  ])
  const before = await ledgerSums(database.app)
  assert.deepEqual(before, { entries: 1, unbalanced: 0 })
  assert.equal(balanced(before), true)
  await database.migrator.query('alter table application.postings disable trigger user')
  await database.migrator.query('update application.postings set amount = amount + 1 where amount > 0')
  assert.deepEqual(await ledgerSums(database.app), { entries: 1, unbalanced: 3 })
})
