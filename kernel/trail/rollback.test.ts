import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { suite, test } from 'node:test'
import { claimedCheckpoint, decodeLeaf, makeTrailReader, type TrailAlarm } from '#kernel/trail'
import { clock, openTrailHouse, origin, subjectOf } from '../../test/harness/trail-house.ts'
import { draftOf } from './checkpoint-file.ts'

suite('防回退 rollback', () => {
  const holds = async (person: string, role: string) => person === `${role}-administrator`
  const order = { security: 'security-administrator', audit: 'audit-administrator', reason: 'restored after a fire' }

  /** Puts the database back to where it was, as a restore from a backup does. */
  async function restoreAround(
    migrator: Awaited<ReturnType<typeof openTrailHouse>>['migrator'],
    work: () => Promise<void>,
  ) {
    const tables = ['logs', 'head', 'tiles', 'bundles', 'index', 'checkpoints', 'outbox', 'waiting']
    for (const table of tables) await migrator.query(`create table kernel.kept_${table} as table kernel.trail_${table}`)
    await work()
    await migrator.query(`truncate ${tables.map(table => `kernel.trail_${table}`).join()}`)
    for (const table of tables) await migrator.query(`insert into kernel.trail_${table} table kernel.kept_${table}`)
  }

  test('a database older than what was published is not signed; acts go on; two administrators open a successor', async t => {
    const told = Promise.withResolvers<TrailAlarm>()
    const { sequencer, put, migrator, published, verbs, sound, app, checkpointFile } = await openTrailHouse(t, {
      holds,
      alarm: told.resolve,
    })
    let one = sequencer()
    for (let seq = 1; seq <= 3; seq++) await put(subjectOf(1), seq)
    await one.drain()
    clock.advance({ minutes: 5 })
    await restoreAround(migrator, async () => {
      for (let seq = 4; seq <= 8; seq++) await put(subjectOf(1), seq)
      await one.drain()
      await one.stop()
    })
    const before = published()
    one = sequencer()
    await put(subjectOf(1), 4, 4, 'other')
    // Read first: a refusal must not wait unheard while what it should say is still being looked up.
    const [head] = await app.query<{ root: Buffer }>('select root from kernel.trail_head')
    await assert.rejects(one.runOnce(), {
      code: 'TRAIL_BEHIND',
      facts: {
        reason: 'shorter',
        database: {
          origin: `${origin}/1`,
          size: 3,
          root: head!.root.toString('base64'),
        },
        published: { origin: `${origin}/1`, size: 8, root: Buffer.from(before.root, 'latin1').toString('base64') },
      },
    })
    one.start()
    const { code, facts } = await told.promise
    await one.stop()
    assert.deepEqual([code, facts.refusal, facts.reason], ['trail.refused', 'TRAIL_BEHIND', 'shorter'])
    assert.deepEqual(published(), before, 'the published checkpoint stands')
    assert.equal((await makeTrailReader({ db: app }).backlog()).queued, 1)

    const two = { code: 'TRAIL_TWO_ADMINISTRATORS' }
    await assert.rejects(one.startSuccessorLog({ ...order, audit: order.security }), two)
    await assert.rejects(one.startSuccessorLog({ ...order, audit: 'clerk' }), two)
    clock.advance({ minutes: 1 })
    assert.deepEqual(await one.startSuccessorLog(order), { log: 2, origin: `${origin}/2` })
    const first = decodeLeaf((await makeTrailReader({ db: app }).proofOf({ log: 2, leafIndex: 0 })).leaf)
    assert.equal(first.kind, 'successor')
    assert.equal(first.succession?.database?.size, 3)
    assert.equal(first.succession?.published?.size, 8)
    assert.equal(first.succession?.lost, 5)
    assert.ok(first.succession!.from < first.succession!.to)
    assert.doesNotMatch(JSON.stringify(first), /fire|administrator"/)
    await one.drain()
    assert.deepEqual(await verbs(2), ['succeed', 'other'], 'the subject goes on at the step the database knows')
    assert.equal(published().origin, `${origin}/2`)
    assert.deepEqual(claimedCheckpoint(readFileSync(`${checkpointFile}.1`, 'utf8')), before)
    assert.equal(await sound(), 5)
    await assert.rejects(one.startSuccessorLog(order), { code: 'TRAIL_NOT_BEHIND' })
  })

  test('another history, a changed head, missing tiles, a missing or forged file: none is signed', async t => {
    const { sequencer, put, migrator, checkpointFile, sound } = await openTrailHouse(t)
    const one = sequencer()
    await put(null, null)
    await one.drain()
    await one.stop()
    const note = readFileSync(checkpointFile, 'utf8')
    const reasonAfter = async (change: string) => {
      const [head, tile] = ['kernel.trail_head', 'kernel.trail_tiles']
      await migrator.query(`create table kernel.kept_head as table ${head}`)
      await migrator.query(`create table kernel.kept_tiles as table ${tile}`)
      await migrator.query(change)
      const two = sequencer()
      const reason = await two.runOnce().catch(error => error.facts?.reason)
      await two.stop()
      await migrator.query(`truncate ${head}, ${tile}`)
      await migrator.query(`insert into ${head} table kernel.kept_head`)
      await migrator.query(`insert into ${tile} table kernel.kept_tiles`)
      await migrator.query('drop table kernel.kept_head, kernel.kept_tiles')
      return reason
    }
    const forged = `'\\x${'ab'.repeat(32)}'`
    assert.equal(
      await reasonAfter(`with tile as (update kernel.trail_tiles set data = ${forged})
        update kernel.trail_head set root = ${forged}, frontier = ${forged}`),
      'other-root',
    )
    assert.equal(await reasonAfter(`update kernel.trail_head set root = ${forged}`), 'head-changed')
    assert.equal(
      await reasonAfter(`update kernel.trail_head set root = ${forged}, frontier = ${forged}`),
      'head-changed',
    )
    assert.equal(await reasonAfter('delete from kernel.trail_tiles'), 'tiles-missing')
    writeFileSync(checkpointFile, note.replace(/\n1\n/, '\n0\n'))
    assert.equal(await reasonAfter('select'), 'file-forged')
    rmSync(checkpointFile)
    assert.equal(await reasonAfter('select'), 'no-file')
    writeFileSync(checkpointFile, note)
    await put(null, null)
    assert.equal(await sequencer().drain(), 1, 'with everything back in its place the log goes on')
    assert.equal(await sound(), 2)
  })

  test('a database that knows no log at all, under a published one, gets a successor with a new name', async t => {
    const { sequencer, put, migrator, published } = await openTrailHouse(t, { holds })
    const one = sequencer()
    await restoreAround(migrator, async () => {
      await put(null, null)
      await one.drain()
      await one.stop()
    })
    await assert.rejects(one.runOnce(), { code: 'TRAIL_BEHIND' })
    assert.equal((await one.startSuccessorLog(order)).origin, `${origin}/2`)
    assert.equal(published().origin, `${origin}/2`)
  })

  test('where the checkpoint cannot be kept outside, nothing beyond it is shown, supervision is told, and signing stops', async t => {
    const { sequencer, put, app, checkpointFile, alarms, published, sound } = await openTrailHouse(t)
    const one = sequencer()
    const reader = makeTrailReader({ db: app, checkpointFile })
    const step = async (at: number) => {
      await put(subjectOf(at), 1)
      await one.runOnce()
    }
    await step(1)
    // A folder where the new file would be written aside: every publication fails.
    mkdirSync(draftOf(checkpointFile))
    for (const at of [2, 3, 4]) await step(at)
    assert.equal(published().size, 1)
    assert.deepEqual(
      alarms.map(({ code }) => code),
      Array(3).fill('trail.unpublished'),
    )
    const shown = claimedCheckpoint((await reader.files.get('1/checkpoint'))!.bytes.toString())
    assert.equal(shown.size, 1, 'only what the file holds')
    assert.equal(await reader.files.get('1/tile/0/000.p/4'), undefined)
    assert.ok(await reader.files.get('1/tile/0/000.p/1'))
    await assert.rejects(reader.proofOf({ subject: subjectOf(3), seq: 1 }), { code: 'TRAIL_NOT_YET' })
    assert.ok(await reader.proofOf({ subject: subjectOf(1), seq: 1 }))
    await assert.rejects(step(5), { code: 'TRAIL_UNPUBLISHED' })
    await one.stop()
    const two = sequencer()
    await assert.rejects(two.runOnce(), { code: 'TRAIL_UNPUBLISHED' }, 'nor does the next one sign')
    rmSync(draftOf(checkpointFile), { recursive: true })
    assert.equal(await two.drain(), 1)
    assert.equal(published().size, 5)
    assert.equal(await sound(), 5)
  })
})
