import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { suite, test } from 'node:test'
import { encodeLeaf, makeTrailReader } from '#kernel/trail'
import { clock, commit, openTrailHouse, origin, subjectOf } from '../../test/harness/trail-house.ts'
import { publishHead } from './checkpoint-file.ts'

suite('定序 sequencing', () => {
  test('what acts put into the queue reaches the log in order, and the checkpoint is published', async t => {
    const { sequencer, put, published, sound, app } = await openTrailHouse(t)
    for (let seq = 1; seq <= 3; seq++) for (let at = 0; at < 120; at++) await put(subjectOf(at), seq)
    await put(null, null)
    assert.equal(await sequencer().drain(), 361)
    assert.equal(published().size, 361)
    assert.equal(published().origin, `${origin}/1`)
    assert.deepEqual(await makeTrailReader({ db: app }).backlog(), { queued: 0, waiting: 0 })
    assert.equal(await sound(), 361)
  })

  test('an older head never takes the place of a newer one, whoever is slow to write it', async t => {
    const { sequencer, put, published, checkpointFile, signer } = await openTrailHouse(t)
    const one = sequencer()
    await put(null, null)
    await one.drain()
    const older = readFileSync(checkpointFile, 'utf8')
    await put(null, null)
    await one.drain()
    await publishHead(checkpointFile, older, signer)
    assert.equal(published().size, 2)
  })

  test('an act that has not committed keeps nobody waiting and joins a later batch', async t => {
    const { sequencer, put, app, published, sound } = await openTrailHouse(t)
    const one = sequencer()
    await app.transaction(async slow => {
      await slow.query('insert into kernel.trail_outbox (leaf) values ($1)', [
        encodeLeaf({ kind: 'backup', at: clock.now(), commit }),
      ])
      await put(null, null)
      assert.equal(await one.drain(), 1)
    })
    assert.equal(await one.drain(), 1)
    assert.equal(published().size, 2)
    assert.equal(await sound(), 2)
  })

  test('a leaf whose predecessor is missing waits, is alarmed after a minute, and then follows in order', async t => {
    const { sequencer, put, alarms, verbs, sound, app } = await openTrailHouse(t)
    const one = sequencer()
    const [late, other] = [subjectOf(1), subjectOf(2)]
    await put(late, 1, 2, 'first')
    await put(late, 4, 4, 'third')
    await put(late, 5, 6, 'fourth')
    await put(other, 1, 1, 'other')
    await one.drain()
    assert.deepEqual(await verbs(), ['first', 'other'])
    assert.deepEqual(await makeTrailReader({ db: app }).backlog(), { queued: 0, waiting: 2 })
    clock.advance({ seconds: 59 })
    await one.runOnce()
    assert.equal(alarms.length, 0)
    clock.advance({ seconds: 2 })
    await one.runOnce()
    await one.runOnce()
    assert.deepEqual(
      alarms.map(({ code, facts }) => [code, facts.subject, facts.firstSeq]),
      [
        ['trail.gap', late, 4],
        ['trail.gap', late, 5],
      ],
    )
    await one.stop()
    await put(late, 3, 3, 'second')
    await sequencer().drain()
    assert.deepEqual(await verbs(), ['first', 'other', 'second', 'third', 'fourth'])
    assert.equal(await sound(), 5)
  })

  test('the same step told twice does not get in', async t => {
    const { sequencer, put, verbs } = await openTrailHouse(t)
    await put(subjectOf(1), 1, 3, 'once')
    await put(subjectOf(1), 2, 2, 'again')
    await put(subjectOf(1), 1, 1, 'again')
    await sequencer().drain()
    assert.deepEqual(await verbs(), ['once'])
  })

  test('of two sequencers one appends; when it is gone the other goes on', async t => {
    const { sequencer, put, sound, database } = await openTrailHouse(t)
    const [one, two] = [sequencer(), sequencer()]
    assert.equal((await one.runOnce()).leading, true)
    assert.equal((await two.runOnce()).leading, false)
    one.start()
    two.start()
    for (let at = 0; at < 300; at++) await put(subjectOf(at % 30), 1 + Math.floor(at / 30))
    await one.stop()
    assert.equal((await two.runOnce()).leading, true)
    await two.drain()
    assert.equal(await sound(), 300)
    assert.equal((await database.app.query<{ epoch: number }>('select epoch from kernel.trail_head'))[0]?.epoch, 2)
  })

  test('a sequencer that was overtaken is fenced: it appends nothing', async t => {
    const { sequencer, put, migrator, published } = await openTrailHouse(t)
    const one = sequencer()
    await one.runOnce()
    await migrator.query('update kernel.trail_head set epoch = epoch + 1')
    await put(null, null)
    assert.deepEqual(await one.runOnce(), { leading: false, appended: 0, parked: 0 })
    assert.equal(published().size, 0)
    assert.equal((await one.runOnce()).appended, 1, 'after taking the lead anew')
  })

  test('a batch that fails in the middle leaves the queue, the log and the published checkpoint as they were', async t => {
    const { sequencer, put, migrator, app, published, sound } = await openTrailHouse(t)
    const one = sequencer()
    await put(subjectOf(1), 1)
    await one.drain()
    await put(subjectOf(1), 2)
    await migrator.query('alter table kernel.trail_checkpoints add constraint broken check (size < 2)')
    await assert.rejects(one.runOnce())
    assert.equal(published().size, 1)
    assert.equal((await makeTrailReader({ db: app }).backlog()).queued, 1)
    assert.equal(await sound(), 1)
    await migrator.query('alter table kernel.trail_checkpoints drop constraint broken')
    assert.equal(await one.drain(), 1)
    assert.equal(await sound(), 2)
  })

  test('a lost connection costs a batch, not the log', async t => {
    const { sequencer, put, migrator, sound, alarms } = await openTrailHouse(t)
    const one = sequencer()
    await one.runOnce()
    await migrator
      .query(
        `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`,
      )
      .catch(() => {})
    await put(null, null)
    await one.runOnce().catch(() => {})
    await one.drain()
    assert.equal(await sound(), 1)
    assert.deepEqual(alarms, [])
  })
})

suite('不可篡改 the program cannot alter the trail', () => {
  test('its role can add to the queue and read the log, and nothing else', async t => {
    const { app, put, sequencer } = await openTrailHouse(t)
    await put(subjectOf(1), 1)
    await sequencer().drain()
    const denied = { code: '42501' }
    for (const table of ['outbox', 'waiting', 'logs', 'head', 'tiles', 'bundles', 'index', 'checkpoints']) {
      const [column] = await app.query<{ name: string }>(
        `select attname as name from pg_attribute where attrelid = 'kernel.trail_${table}'::regclass and attnum = 1`,
      )
      await assert.rejects(app.query(`update kernel.trail_${table} set ${column?.name} = ${column?.name}`), denied)
      await assert.rejects(app.query(`delete from kernel.trail_${table}`), denied)
      await assert.rejects(app.query(`truncate kernel.trail_${table}`), denied)
      if (table !== 'outbox')
        await assert.rejects(app.query(`insert into kernel.trail_${table} default values`), denied)
    }
    await assert.rejects(app.query('alter table kernel.trail_bundles drop column data'), denied)
    await assert.rejects(
      app.query('create or replace function kernel.trail_lead(integer) returns bigint language sql return 1'),
      denied,
    )
  })

  test('the functions it may call only append what stands in the queue', async t => {
    const { app, put, sequencer, sound } = await openTrailHouse(t)
    const one = sequencer()
    await put(null, null)
    await one.drain()
    await put(null, null)
    const call = (size: number, ids: number[], chunk: Buffer) =>
      app.query(
        `select kernel.trail_append(1, 1, $1, $2, '{}', '{0}', '{0}', '{2}', $3, '\\x', '\\x', 'forged', now())`,
        [size, ids, [chunk]],
      )
    await assert.rejects(call(0, [2], Buffer.alloc(32)), { code: 'PLT01' }, 'not at another place')
    await assert.rejects(call(1, [99], Buffer.alloc(32)), { code: 'PLT03' }, 'not what is not there')
    await assert.rejects(call(1, [2], Buffer.alloc(64)), { code: 'PLT03' }, 'not more hashes than leaves')
    await assert.rejects(app.query(`select * from kernel.trail_open('x', 'x', '\\x', 'x', now(), null, null, null)`), {
      code: 'PLT02',
    })
    await one.drain()
    assert.equal(await sound(), 2)
  })
})
