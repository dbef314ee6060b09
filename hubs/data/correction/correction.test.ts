import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { manualClock, uuidv7 } from '#kernel/clock'
import { makeKeyring } from '#kernel/party'
import { openTestDatabase, type TestDatabase } from '../../../test/harness/database.ts'
import { correctionEraser, makeCorrections } from './index.ts'

const clock = manualClock('2026-03-02T09:00:00+08:00')
const by = { kind: 'officer', person: uuidv7(clock), post: 'registry/review', organ: 'registry' } as const
const folder = mkdtempSync(join(tmpdir(), 'plumbline-correction-'))
const keyring = makeKeyring({ kekFile: join(folder, 'master.key') })
const due = { due: Temporal.PlainDate.from('2026-03-16'), provisional: false } as const
let database: TestDatabase
let corrections: ReturnType<typeof makeCorrections>

before(async () => {
  database = await openTestDatabase()
  corrections = makeCorrections({ clock, keyring, calendar: () => ({ due: () => due }) })
})
after(async () => {
  await database.close()
  rmSync(folder, { recursive: true })
})

const raised = (party = uuidv7(clock)) => {
  const caseId = uuidv7(clock)
  const where = { field: 'applicant.name', register: 'enterprise', registerField: 'name', row: 1, organ: 'registry' }
  return { event: `${caseId}:1`, caseId, seq: 1, party, ...where }
}

suite('校核纠错 what is said to be wrong in a register', () => {
  test('stands once for a question of a step, waits for its organ and no other, with the last day', async () => {
    const { app } = database
    const one = raised()
    assert.deepEqual([await corrections.raise(app, one), await corrections.raise(app, one)], [true, false])
    const [waiting, ...more] = await corrections.ofCase(app, one.caseId)
    assert.deepEqual([waiting?.dueOn, waiting?.answer, more], ['2026-03-16', null, []])
    assert.ok((await corrections.ofOrgan(app, 'registry')).some(({ id }) => id === waiting?.id))
    assert.deepEqual(await corrections.ofOrgan(app, 'another'), [])
  })

  test('is answered once, with a leaf; with the person the words go and the answer stays', async () => {
    const { app, migrator } = database
    const one = raised()
    await corrections.raise(app, one)
    const [{ id } = assert.fail()] = await corrections.ofCase(app, one.caseId)
    const leaves = async () =>
      (await migrator.query<{ count: number }>('select count(*)::int as count from kernel.trail_outbox'))[0]!.count
    const before = await leaves()
    const answer = (given: 'kept' | 'corrected') =>
      app.transaction(sql => corrections.answer(sql, by, id, { answer: given, reason: '与营业执照一致' }))
    await answer('kept')
    await assert.rejects(answer('corrected'), { code: 'DISPUTE_ANSWERED' })
    assert.equal(await leaves(), before + 1)
    const read = async () => {
      const { answer: said, reason, answeredBy } = (await corrections.find(app, id))!
      return [said, reason, answeredBy]
    }
    assert.deepEqual(await read(), ['kept', '与营业执照一致', 'registry/review'])
    await assert.rejects(
      app.query(`update data.register_disputes set answer = 'corrected' where id = $1`, [id]),
      /answered/,
    )
    assert.equal(await app.transaction(sql => correctionEraser(sql, one.party)), 1)
    assert.deepEqual(await read(), ['kept', null, 'registry/review'])
  })

  test('what was answered stays in the list of its organ for thirty days, after what waits', async () => {
    const { app } = database
    const answers = async () => (await corrections.ofOrgan(app, 'registry')).map(({ answer }) => answer)
    assert.deepEqual(await answers(), [null, 'kept'])
    clock.advance({ hours: 24 * 31 })
    assert.deepEqual(await answers(), [null])
  })
})
