import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { manualClock } from '#kernel/clock'
import {
  commit2,
  encodeLeaf,
  makeSequencer,
  makeTrailReader,
  passingSigner,
  tag,
  verifierFrom,
  verifyLog,
  verifyProofFile,
  vkeyOf,
} from '#kernel/trail'
import { openTestDatabase, type TestDatabase } from '../../test/harness/database.ts'

const origin = 'city.example/trail'
const commit = commit2(Buffer.alloc(32, 1), Buffer.from('detail'))
const folder = mkdtempSync(join(tmpdir(), 'plumbline-verify-'))
const checkpointFile = join(folder, 'checkpoint')
const clock = manualClock('2026-03-02T09:00:00+08:00')
const signer = passingSigner()
const vkeys = [vkeyOf(`${origin}/1`, signer)]
const subjects = Array.from({ length: 100 }, (_, at) => `00000000-0000-7000-8000-${String(at).padStart(12, '0')}`)
const entries = 700

let database: TestDatabase
before(async () => {
  database = await openTestDatabase()
  const sequencer = makeSequencer({ db: database.app, clock, signer, log: origin, checkpointFile, batch: 90 })
  for (let seq = 1; seq <= entries / 100; seq++) {
    const leaves = subjects.map(subject =>
      encodeLeaf({
        kind: 'act',
        verb: 'decide',
        at: clock.now(),
        commit,
        subject: tag(Buffer.alloc(32), subject),
        from: seq,
        to: seq,
      }),
    )
    await database.app.query(
      `insert into kernel.trail_outbox (subject, first_seq, last_seq, leaf)
       select s, $2::int, $2::int, l from unnest($1::uuid[], $3::bytea[]) as t (s, l)`,
      [subjects, seq, leaves],
    )
    clock.advance({ minutes: 1 })
    await sequencer.drain()
  }
  await sequencer.stop()
})
after(async () => {
  await database.close()
  rmSync(folder, { recursive: true })
})

const verify = () => verifyLog({ db: database.app, vkeys, checkpointFile })

/** Lets somebody with the owner's rights change the database, looks, and puts everything back. */
async function whatIsFoundAfter(...changes: string[]): Promise<string[]> {
  const { migrator } = database
  const tables = ['bundles', 'tiles', 'index', 'checkpoints', 'head', 'logs']
  for (const table of tables) await migrator.query(`create table kernel.kept_${table} as table kernel.trail_${table}`)
  try {
    for (const change of changes) await migrator.query(change)
    const { ok, faults } = await verify()
    assert.equal(ok, faults.length === 0)
    return faults.map(({ code, place }) => `${code}: ${place}`)
  } finally {
    await migrator.query(
      `truncate kernel.trail_logs, kernel.trail_head, kernel.trail_bundles, kernel.trail_tiles, kernel.trail_index, kernel.trail_checkpoints`,
    )
    for (const table of tables.toReversed()) {
      await migrator.query(`insert into kernel.trail_${table} table kernel.kept_${table}`)
      await migrator.query(`drop table kernel.kept_${table}`)
    }
  }
}

const edit = (index: number) =>
  `update kernel.trail_bundles set data = overlay(data placing '\\x58'::bytea from 40) where index = ${index}`

suite('验轨迹 verifying the whole trail', () => {
  test('a trail nobody touched is found whole', async () => {
    const seen: number[] = []
    const report = await verifyLog({ db: database.app, vkeys, checkpointFile, progress: at => seen.push(at) })
    assert.deepEqual(report.faults, [])
    assert.equal(report.entries, entries)
    assert.equal(seen.at(-1), entries)
    const checkpoints = await database.app.query('select size from kernel.trail_checkpoints')
    assert.ok(checkpoints.length >= 7, 'a checkpoint of every minute is kept')
  })

  test('an edited entry is named', async () => {
    assert.deepEqual(await whatIsFoundAfter(edit(1)), ['entry-changed: entry 256'])
    const partial = await whatIsFoundAfter(
      `${edit(2)} and width = (select min(width) from kernel.trail_bundles where index = 2)`,
    )
    assert.deepEqual(partial, ['entry-changed: entry 512'])
  })

  test('a deleted tile and an altered tile are named', async () => {
    assert.deepEqual(await whatIsFoundAfter('delete from kernel.trail_tiles where level = 0 and index = 0'), [
      'tile-missing: tile/0/000',
    ])
    assert.deepEqual(await whatIsFoundAfter('delete from kernel.trail_tiles where level = 1'), [
      'tile-missing: tile/1/000',
    ])
    const changed = `update kernel.trail_tiles set data = overlay(data placing '\\x00000000'::bytea from 65) where level = 0 and index = 1`
    assert.deepEqual(await whatIsFoundAfter(changed), ['tile-changed: tile/0/001'])
  })

  test('deleted entries are named', async () => {
    const found = await whatIsFoundAfter('delete from kernel.trail_bundles where index = 1')
    assert.ok(found.includes('entry-missing: entry 256'), found.join())
  })

  test('an entry changed together with every hash above it still contradicts what was signed', async () => {
    const signed = makeSequencer({ db: database.app, clock, signer: passingSigner(), log: origin, checkpointFile })
    await assert.rejects(signed.runOnce(), { code: 'TRAIL_BEHIND' }, 'nor can it be signed anew with another key')
    await signed.stop()
    const found = await whatIsFoundAfter(
      edit(2),
      `update kernel.trail_tiles set data = overlay(data placing '\\x01020304'::bytea from 1) where level = 0 and index = 2`,
      `update kernel.trail_head set root = '\\x00'`,
    )
    assert.ok(
      found.some(fault => fault.startsWith('entry-changed: entry 512')),
      found.join(),
    )
    assert.ok(found.includes('root-wrong: the published checkpoint'), found.join())
    assert.ok(found.includes(`root-wrong: checkpoint ${entries}`), found.join())
  })

  test('a truncated log, a deleted or forged checkpoint and a shortened head are found', async () => {
    const behind = await whatIsFoundAfter(
      'delete from kernel.trail_checkpoints where size > 600',
      `update kernel.trail_head set size = 600`,
    )
    assert.ok(behind.includes('log-behind: the published checkpoint'), behind.join())
    assert.ok(
      (await whatIsFoundAfter('update kernel.trail_head set size = 600')).some(fault =>
        fault.startsWith('log-behind: checkpoint'),
      ),
    )
    assert.deepEqual(await whatIsFoundAfter(`delete from kernel.trail_checkpoints where size = ${entries}`), [
      `checkpoint-missing: checkpoint ${entries}`,
    ])
    const forged = await whatIsFoundAfter(
      `update kernel.trail_checkpoints set note = replace(note, '${entries}', '${entries - 1}') where size = ${entries}`,
    )
    assert.ok(forged.includes(`checkpoint-forged: checkpoint ${entries}`), forged.join())
  })

  test('the index can neither hide a step nor tell another one', async () => {
    const hidden = await whatIsFoundAfter(
      `delete from kernel.trail_index where subject = '${subjects[7]}' and last_seq = 3`,
    )
    assert.ok(hidden.includes('index-missing: entry 207'), hidden.join())
    assert.ok(hidden.includes(`steps-broken: step 4 of ${subjects[7]}`), hidden.join())
    const moved = await whatIsFoundAfter(
      `update kernel.trail_index set leaf_index = leaf_index + 100 where subject = '${subjects[9]}' and last_seq = 7`,
    )
    assert.ok(moved.includes(`index-wrong: step 7 of ${subjects[9]}`), moved.join())
    assert.ok(moved.includes('index-missing: entry 609'), moved.join())
    const told = await whatIsFoundAfter(
      `update kernel.trail_index set first_seq = 99, last_seq = 99 where subject = '${subjects[8]}' and last_seq = 7`,
    )
    assert.ok(told.includes('index-wrong: entry 608'), told.join())
  })

  test('without the trusted key nothing is believed', async () => {
    const { faults } = await verifyLog({
      db: database.app,
      vkeys: [vkeyOf(`${origin}/1`, passingSigner())],
      checkpointFile,
    })
    assert.ok(faults.some(({ code }) => code === 'checkpoint-forged'))
    assert.ok(faults.some(({ code }) => code === 'published-forged'))
  })
})

suite('查轨迹 reading the trail', () => {
  test('a step’s proof verifies offline with the key alone', async () => {
    const reader = makeTrailReader({ db: database.app })
    const keys = vkeys.map(verifierFrom)
    for (const seq of [1, 4, 7]) {
      const { leaf, text, leafIndex } = await reader.proofOf({ subject: subjects[42]!, seq })
      assert.equal(leafIndex, (seq - 1) * 100 + 42)
      assert.equal(verifyProofFile(text, leaf, keys), true)
      assert.ok(text.length < 2_500)
    }
    const { leaf, text } = await reader.proofOf({ leafIndex: 699 })
    assert.equal(verifyProofFile(text, leaf, keys), true)
    await assert.rejects(reader.proofOf({ subject: subjects[0]!, seq: 8 }), { code: 'TRAIL_NOT_YET' })
    await assert.rejects(reader.proofOf({ leafIndex: 700 }), { code: 'TRAIL_NO_ENTRY' })
  })

  test('entries come in order, from any one to any other', async () => {
    const found = await Array.fromAsync(makeTrailReader({ db: database.app }).entries(1, 250, 520))
    assert.deepEqual(
      found.map(({ index }) => index),
      Array.from({ length: 270 }, (_, at) => 250 + at),
    )
  })

  test('files follow C2SP tlog-tiles; entries are for auditors only', async () => {
    const { files } = makeTrailReader({ db: database.app })
    const checkpoint = await files.get('1/checkpoint')
    assert.match(checkpoint!.bytes.toString(), /^city\.example\/trail\/1\n700\n/)
    assert.equal(checkpoint?.contentType, 'text/plain; charset=utf-8')
    assert.equal((await files.get('1/tile/0/000'))?.bytes.length, 8_192)
    assert.equal((await files.get('1/tile/0/002.p/100'))?.bytes.length, 3_200)
    assert.equal((await files.get('1/tile/1/000.p/2'))?.bytes.length, 64)
    for (const path of [
      '1/tile/0/002',
      '1/tile/0/002.p/189',
      '1/tile/2/000.p/1',
      '2/checkpoint',
      '1/tile/0/01',
      '1/../x',
    ]) {
      assert.equal(await files.get(path, { auditor: true }), undefined, path)
    }
    assert.equal(await files.get('1/tile/entries/000'), undefined)
    const auditor = { auditor: true }
    assert.equal((await files.get('1/tile/entries/000', auditor))?.cache, 'private, max-age=31536000, immutable')
    const [part, more] = [
      await files.get('1/tile/entries/002.p/5', auditor),
      await files.get('1/tile/entries/002.p/188', auditor),
    ]
    assert.ok(more!.bytes.subarray(0, part!.bytes.length).equals(part!.bytes))
  })
})
