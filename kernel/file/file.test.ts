import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import fc from 'fast-check'
import { manualClock } from '#kernel/clock'
import { findFile, forget, makeFiles, openDirectoryStore, recordFile } from '#kernel/file'
import { openTestDatabase } from '../../test/harness/database.ts'

const directory = await mkdtemp(join(tmpdir(), 'plumbline-files-'))
const database = await openTestDatabase()
after(async () => {
  await database.close()
  await rm(directory, { recursive: true })
})

const clock = manualClock('2026-03-02T09:00:00+08:00')
const store = await openDirectoryStore(directory)
// A wrap that anybody can undo: whose key it is is another module's question.
const mask = randomBytes(32)
const xor = (key: Buffer) => Buffer.from(key.map((byte, at) => byte ^ mask[at]!))
const files = makeFiles({ store, clock, wrap: xor, unwrap: xor })

async function* inChunks(bytes: Buffer, length: number) {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length)
}
const collect = async (source: AsyncIterable<Buffer>) => Buffer.concat(await Array.fromAsync(source))
const placeOf = (id: string) => join(directory, id.slice(-2), id)
const limits = { maxBytes: 1 << 20 }

suite('文件 files', () => {
  test('come back as they were received, whatever their size and however they arrived', async () => {
    const edge = fc.constantFrom(0, 1, 65_535, 65_536, 65_537, 131_072, 200_000)
    await fc.assert(
      fc.asyncProperty(edge, fc.integer({ min: 1, max: 100_000 }), async (size, chunk) => {
        const bytes = randomBytes(size)
        const stored = await files.put(inChunks(bytes, chunk), limits)
        assert.equal(stored.size, size)
        assert.ok((await collect(files.get(stored.id, stored.wrappedKey))).equals(bytes))
      }),
      { numRuns: 30 },
    )
  })

  test('are noise on the disk, and two of the same content look different and commit differently', async () => {
    const bytes = Buffer.from('申请人：张三'.repeat(1_000))
    const [one, other] = [await files.put(inChunks(bytes, 999), limits), await files.put(inChunks(bytes, 999), limits)]
    const [a, b] = [await readFile(placeOf(one.id)), await readFile(placeOf(other.id))]
    assert.ok(!a.includes('张三') && !a.subarray(100, 200).equals(b.subarray(100, 200)))
    assert.ok(!one.commitment.sha256.equals(other.commitment.sha256))
  })

  test('larger than allowed are refused, and a source that breaks leaves nothing', async () => {
    const before = (await Array.fromAsync(store.names())).length
    await assert.rejects(files.put(inChunks(randomBytes(2_000), 100), { maxBytes: 1_999 }), { code: 'FILE_TOO_LARGE' })
    const broken = async function* () {
      yield randomBytes(10)
      throw new TypeError('the connection was lost')
    }
    await assert.rejects(files.put(broken(), limits), TypeError)
    assert.equal((await Array.fromAsync(store.names())).length, before)
    assert.deepEqual(await readdir(join(directory, 'incoming')), [])
  })

  test('changed, cut off, exchanged or opened with another key are refused', async () => {
    const bytes = randomBytes(150_000)
    const { id, wrappedKey } = await files.put(inChunks(bytes, 10_000), limits)
    const other = await files.put(inChunks(bytes, 10_000), limits)
    const sealed = await readFile(placeOf(id))
    const chunk = 65_536 + 16
    const flipped = Buffer.from(sealed)
    flipped[100_000]! ^= 1
    const exchanged = Buffer.concat([
      sealed.subarray(0, 19),
      sealed.subarray(19 + chunk, 19 + 2 * chunk),
      sealed.subarray(19, 19 + chunk),
      sealed.subarray(19 + 2 * chunk),
    ])
    const forgeries = [
      flipped,
      sealed.subarray(0, -1),
      sealed.subarray(0, 19 + 2 * chunk),
      sealed.subarray(0, 19),
      sealed.subarray(0, 5),
      Buffer.alloc(0),
      exchanged,
      await readFile(placeOf(other.id)),
    ]
    for (const forged of forgeries) {
      await writeFile(placeOf(id), forged)
      await assert.rejects(collect(files.get(id, wrappedKey)), { code: 'FILE_DAMAGED' })
    }
    await writeFile(placeOf(id), sealed)
    await assert.rejects(collect(files.get(id, other.wrappedKey)), { code: 'FILE_DAMAGED' })
    assert.ok((await collect(files.get(id, wrappedKey))).equals(bytes))
  })

  test('that are not there, or whose name leads elsewhere, are missing', async () => {
    await assert.rejects(collect(files.get('0195f000-0000-7000-8000-000000000000', mask)), { code: 'FILE_MISSING' })
    await assert.rejects(collect(store.read('../../../etc/passwd')), { code: 'FILE_MISSING' })
  })

  test('nobody refers to are swept after the grace; kept ones stay; removed ones lose their key at once', async () => {
    const { app } = database
    for await (const name of store.names()) await store.remove(name)
    const put = () => files.put(inChunks(randomBytes(100), 100), limits)
    const [kept, removed, orphan] = [await put(), await put(), await put()]
    const caseId = '0195f000-0000-7000-8000-000000000001'
    for (const file of [kept, removed])
      await app.transaction(sql => recordFile(sql, file, { mediaType: 'application/pdf', caseId }))
    assert.equal(await forget(app, removed.id, clock.now()), true)
    assert.equal(await forget(app, removed.id, clock.now()), false)
    const gone = await findFile(app, removed.id)
    assert.equal(gone?.wrappedKey, null)
    assert.ok(gone?.commitment.sm3.equals(removed.commitment.sm3))
    const cutOff = '0195f000-0000-7000-8000-00000000cafe'
    await writeFile(join(directory, 'incoming', cutOff), 'half of a file, when the power went')
    clock.advance({ hours: 25 })
    const fresh = await put()
    assert.equal(await files.sweep(app, { days: 1 }), 3)
    assert.deepEqual(await readdir(join(directory, 'incoming')), [])
    const left = await Promise.all([kept, removed, orphan, fresh].map(file => files.has(file.id)))
    assert.deepEqual(left, [true, false, false, true])
    const known = await findFile(app, kept.id)
    assert.deepEqual([known?.size, known?.mediaType, known?.caseId], [100, 'application/pdf', caseId])
  })

  test('that are lost or rotten are found by an inspection', async () => {
    const { app } = database
    const three = await Promise.all([1, 2, 3].map(() => files.put(inChunks(randomBytes(500), 100), limits)))
    for (const file of three) await recordFile(app, file, { mediaType: 'image/png' })
    const [lost, rotten] = three as [(typeof three)[0], (typeof three)[0]]
    await store.remove(lost.id)
    const bytes = await readFile(placeOf(rotten.id))
    bytes[50]! ^= 1
    await writeFile(placeOf(rotten.id), bytes)
    assert.deepEqual((await files.inspect(app, false)).damaged, [])
    const found = await files.inspect(app, true)
    assert.deepEqual([found.missing, found.damaged], [[lost.id], [rotten.id]])
    assert.ok(found.seen >= 3)
  })
})
