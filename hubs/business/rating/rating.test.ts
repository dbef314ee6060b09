import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { manualClock, uuidv7 } from '#kernel/clock'
import { makeKeyring } from '#kernel/party'
import { openTestDatabase, type TestDatabase } from '../../../test/harness/database.ts'
import { makeRatings, ratingCounts, ratingEraser, unverifiedRatings } from './index.ts'

const clock = manualClock('2026-03-02T09:00:00+08:00')
const folder = mkdtempSync(join(tmpdir(), 'plumbline-rating-'))
const keyring = makeKeyring({ kekFile: join(folder, 'master.key') })
const due = { due: Temporal.PlainDate.from('2026-03-23'), provisional: false } as const
const ratings = makeRatings({ clock, keyring, calendar: () => ({ due: () => due }) })
const declared = { bad: [1, 2], answer: { value: 15, unit: 'workday' } } as const
const officer = uuidv7(clock)
let database: TestDatabase

const rated = async (level: number, reasons: readonly string[] = []) => {
  const about = { caseId: uuidv7(clock), item: 'energy-review', organ: 'approval-bureau', party: uuidv7(clock) }
  await ratings.rate(database.app, about, { level, reasons }, declared)
  return about
}

suite('好差评 ratings', () => {
  before(async () => {
    database = await openTestDatabase()
  })
  after(async () => {
    await database.close()
    rmSync(folder, { recursive: true })
  })

  test('once for a service; only a bad one has reasons and waits', async () => {
    const good = await rated(4, ['slow'])
    const read = await ratings.read(database.app, good.caseId)
    assert.deepEqual([read?.status, read?.reasons, read?.bad], ['counted', [], false])
    await assert.rejects(ratings.rate(database.app, good, { level: 1, reasons: [] }, declared), {
      code: 'RATING_GIVEN',
    })
    const bad = await rated(2, ['slow', 'slow', 'attitude'])
    const [waiting] = await unverifiedRatings(database.app, 10)
    assert.deepEqual([waiting?.caseId, waiting?.reasons], [bad.caseId, ['slow', 'attitude']])
    assert.ok(!(await ratingCounts(database.app)).some(({ level }) => level === 2))
    await assert.rejects(ratings.verify(database.app, good.caseId, { by: officer }, declared), {
      code: 'RATING_UNKNOWN',
    })
    await assert.rejects(ratings.reply(database.app, bad.caseId, '已改'), { code: 'RATING_UNKNOWN' })
  })

  test('verified, it counts and a reply is owed by a day; the reply is kept sealed and said once', async () => {
    const { caseId } = await rated(1)
    await ratings.verify(database.app, caseId, { by: officer }, declared)
    assert.equal((await ratings.read(database.app, caseId))?.replyDue, '2026-03-23')
    await ratings.reply(database.app, caseId, '已经增设窗口')
    assert.equal((await ratings.read(database.app, caseId))?.reply, '已经增设窗口')
    await assert.rejects(ratings.reply(database.app, caseId, '再说'), { code: 'RATING_UNKNOWN' })
    const [row] = await database.app.query<{ plain: string }>(
      'select ratings::text as plain from business.ratings where replied_on is not null',
    )
    assert.ok(!row!.plain.includes('增设'))
  })

  test('dismissed it never counts; with its person it is gone', async () => {
    const { caseId, party } = await rated(1)
    const before = await ratingCounts(database.app)
    await ratings.verify(database.app, caseId, { by: officer, dismissal: 'not-this-case' }, declared)
    assert.deepEqual(await ratingCounts(database.app), before)
    assert.equal(await database.app.transaction(sql => ratingEraser(sql, party)), 1)
    assert.equal(await ratings.read(database.app, caseId), undefined)
  })
})
