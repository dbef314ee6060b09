import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import type { LookupFunction } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import { manualClock, uuidv7 } from '#kernel/clock'
import { openTestDatabase } from '../../test/harness/database.ts'
import { openObjectServer } from '../../test/harness/object-server.ts'
import {
  type ContentStore,
  copyStore,
  findFile,
  forget,
  makeFiles,
  openContentStore,
  openDirectoryStore,
  recordFile,
} from './index.ts'
import { makeObjectStore } from './object-store.ts'
import { readAddress } from './store-address.ts'

const root = await mkdtemp(join(tmpdir(), 'plumbline-stores-'))
const server = await openObjectServer()
const database = await openTestDatabase()
after(async () => {
  await database.close()
  await server.close()
  await rm(root, { recursive: true })
})

const clock = manualClock('2026-03-02T09:00:00+08:00')
const objectStore = (prefix = '', more: Partial<Parameters<typeof makeObjectStore>[0]> = {}) =>
  makeObjectStore({
    bucket: 'city',
    endpoint: server.endpoint,
    path: true,
    credentials: server.credentials,
    prefix,
    spool: join(root, 'spool'),
    idle: 200,
    backoff: 1,
    ...more,
  })
async function* inChunks(bytes: Buffer, length = 10_000) {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length)
}
const collect = async (source: AsyncIterable<Buffer>) => Buffer.concat(await Array.fromAsync(source))
const namesOf = async (store: ContentStore) => (await Array.fromAsync(store.names())).sort()
const code = (wanted: string) => ({ code: wanted })

const stores: readonly [string, () => Promise<ContentStore>][] = [
  ['目录 a directory', () => openDirectoryStore(join(root, crypto.randomUUID()))],
  ['对象存储 an object store', async () => objectStore(`${crypto.randomUUID()}/`)],
]
for (const [what, open] of stores)
  suite(`${what} keeps bytes by name`, () => {
    test('what was written is there, is read as it was, is named, and is gone when it is removed', async () => {
      const store = await open()
      const kept = new Map([0, 1, 70_000, 700_000].map(size => [uuidv7(clock), randomBytes(size)]))
      for (const [name, bytes] of kept) await store.write(name, inChunks(bytes))
      assert.deepEqual(await namesOf(store), [...kept.keys()].sort())
      for (const [name, bytes] of kept) {
        assert.equal(await store.has(name), true)
        assert.ok((await collect(store.read(name))).equals(bytes), `${bytes.length} bytes`)
        await store.remove(name)
        await store.remove(name)
        assert.equal(await store.has(name), false)
        await assert.rejects(collect(store.read(name)), code('FILE_MISSING'))
      }
      assert.deepEqual(await namesOf(store), [])
    })

    test('a source that breaks leaves nothing; a name that leads elsewhere is none', async () => {
      const store = await open()
      const broken = async function* () {
        yield randomBytes(10)
        throw new TypeError('the connection was lost')
      }
      await assert.rejects(store.write(uuidv7(clock), broken()), TypeError)
      assert.deepEqual(await namesOf(store), [])
      for (const work of [
        () => store.write('../../elsewhere', inChunks(randomBytes(1))),
        () => collect(store.read('../../../etc/passwd')),
        () => store.has('../elsewhere'),
        () => store.remove('a/b'),
      ])
        await assert.rejects(work(), code('FILE_MISSING'))
    })

    test('files in it come back whole; what nobody refers to is swept, what is lost is found', async () => {
      const store = await open()
      const files = makeFiles({ store, clock, wrap: key => key, unwrap: key => key })
      const bytes = randomBytes(150_000)
      const put = () => files.put(inChunks(bytes), { maxBytes: 1 << 20 })
      const [kept, removed, orphan] = [await put(), await put(), await put()]
      for (const file of [kept, removed])
        await recordFile(database.app, file, { mediaType: 'application/pdf', caseId: uuidv7(clock) })
      assert.ok((await collect(files.get(kept.id, kept.wrappedKey))).equals(bytes))
      await assert.rejects(files.put(inChunks(bytes), { maxBytes: 9 }), code('FILE_TOO_LARGE'))
      assert.equal(await forget(database.app, removed.id, clock.now()), true)
      assert.equal((await findFile(database.app, removed.id))?.wrappedKey, null)
      clock.advance({ hours: 25 })
      assert.equal(await files.sweep(database.app, { days: 1 }), 2)
      assert.deepEqual(await Promise.all([kept, removed, orphan].map(({ id }) => files.has(id))), [true, false, false])
      assert.deepEqual((await files.inspect(database.app, true)).missing.includes(kept.id), false)
      await store.remove(kept.id)
      assert.ok((await files.inspect(database.app, false)).missing.includes(kept.id))
      await forget(database.app, kept.id, clock.now())
    })
  })

suite('对象存储 an object store that fails', () => {
  const bytes = randomBytes(400_000)
  const store = objectStore('faults/')

  test('is asked again after errors, breaks and damage on the way; each file is there once and whole', async () => {
    for (const fault of ['error', 'busy', 'silent', 'reset', 'kept-then-reset', 'damaged-on-the-way'] as const) {
      const name = uuidv7(clock)
      server.state.faults = [fault]
      await store.write(name, inChunks(bytes))
      assert.ok(server.objects.get(`faults/${name}`)?.equals(bytes), fault)
    }
    assert.equal((await namesOf(store)).length, 6)
  })

  test('what breaks off or stands still while it is read is read on from there', async () => {
    const name = uuidv7(clock)
    await store.write(name, inChunks(bytes))
    for (const fault of ['truncated', 'stuck'] as const) {
      server.state.faults = [fault, 'error', fault]
      assert.ok((await collect(store.read(name))).equals(bytes), fault)
    }
  })

  test('one that keeps other bytes is found out and nothing is left; one that names no digest is read back', async () => {
    const [name, other] = [uuidv7(clock), uuidv7(clock)]
    server.state.faults = ['no-digest']
    await store.write(name, inChunks(bytes))
    assert.equal(server.heard.at(-1), `GET faults/${name}`)
    server.state.faults = ['altered']
    await store.write(name, inChunks(bytes))
    assert.ok((await collect(store.read(name))).equals(bytes))
    // The write, the reading back, and both once more.
    server.state.faults = ['altered', 'none', 'altered']
    await assert.rejects(store.write(other, inChunks(bytes)), code('FILE_STORE_ALTERED'))
    assert.equal(await store.has(other), false)
  })

  test('a clock that is off is told by the store and allowed for, also where the answer has no words', async () => {
    for (const clockOff of [3_600_000, -3_600_000]) {
      server.state.clock = clockOff
      const fresh = objectStore('clock/')
      const name = uuidv7(clock)
      assert.equal(await fresh.has(name), false)
      await fresh.write(name, inChunks(bytes))
      assert.ok((await collect(fresh.read(name))).equals(bytes))
    }
    server.state.clock = 0
  })

  test('away, closed to this key, without its bucket: told apart, each with a remedy, and never as a missing file', async () => {
    const name = uuidv7(clock)
    server.state.faults = Array.from({ length: 5 }, () => 'error')
    await assert.rejects(store.has(name), code('FILE_STORE_AWAY'))
    const nobody = objectStore('', { endpoint: new URL('http://127.0.0.1:1') })
    await assert.rejects(collect(nobody.read(name)), code('FILE_STORE_AWAY'))
    const stranger = objectStore('', { credentials: { ...server.credentials, secretKey: 'another' } })
    await assert.rejects(stranger.write(name, inChunks(bytes)), code('FILE_STORE_DENIED'))
    server.state.bucket = false
    await assert.rejects(collect(store.read(name)), code('FILE_STORE_REFUSED'))
    await assert.rejects(store.write(name, inChunks(bytes)), code('FILE_STORE_REFUSED'))
    server.state.bucket = true
    assert.deepEqual(await readdir(join(root, 'spool')), [])
  })

  test('the bucket may stand before the host', async () => {
    const other = await openObjectServer({ style: 'host' })
    try {
      const here: LookupFunction = (_, { all }, tell) =>
        tell(null, all ? [{ address: '127.0.0.1', family: 4 }] : '127.0.0.1', 4)
      const named = objectStore('', { endpoint: other.endpoint, path: false, lookup: here })
      const name = uuidv7(clock)
      await named.write(name, inChunks(bytes))
      assert.deepEqual([...other.objects.keys()], [name])
    } finally {
      await other.close()
    }
  })
})

suite('存储地址 the address of a store', () => {
  test('is read with all its parts, and by default as the provider has it', () => {
    const { endpoint, ...rest } = readAddress(
      's3://city-files/power/2026?endpoint=https://objects.city.example:9000&region=cn-1',
    )
    assert.equal(endpoint.href, 'https://objects.city.example:9000/')
    assert.deepEqual(rest, { bucket: 'city-files', region: 'cn-1', path: true, prefix: 'power/2026/' })
    const plain = readAddress('s3://city-files?region=eu-west-1')
    assert.deepEqual([plain.endpoint.host, plain.path, plain.prefix], ['s3.eu-west-1.amazonaws.com', false, ''])
  })

  test('that is none is refused: a key in it, the clear outside this machine, words it does not know', () => {
    for (const wrong of [
      's3://',
      's3://UPPER_case',
      's3://key:secret@city-files',
      's3://city-files?endpoint=http://objects.city.example',
      's3://city-files?endpoint=objects',
      's3://city-files?style=sideways',
      's3://city-files?endpoint=http://127.0.0.1:9000&style=host',
      's3://city-files?bucket=other',
      's3://city-files/a b',
    ])
      assert.throws(() => readAddress(wrong), code('FILE_STORE_ADDRESS_INVALID'), wrong)
  })

  test('opens with a key from a file or from the settings, says when there is none, and opens while the store is away', async () => {
    const dataDirectory = join(root, 'city')
    const files = `s3://city/open?endpoint=${server.endpoint.origin}&region=cn-shenyang-1`
    const keyFile = join(root, 'files.key')
    await writeFile(keyFile, 'accessKeyId: TESTKEY\nsecretKey: test secret\n')
    const name = uuidv7(clock)
    const store = await openContentStore({ dataDirectory, files, filesKeyFile: keyFile })
    await store.write(name, inChunks(randomBytes(10)))
    const same = { dataDirectory, files, filesAccessKeyId: 'TESTKEY', filesSecretKey: 'test secret' }
    assert.equal(await (await openContentStore(same)).has(name), true)
    await assert.rejects(openContentStore({ dataDirectory, files }), code('FILE_STORE_KEY_MISSING'))
    await writeFile(keyFile, 'accessKeyId: TESTKEY\n')
    await assert.rejects(
      openContentStore({ dataDirectory, files, filesKeyFile: keyFile }),
      code('FILE_STORE_KEY_MISSING'),
    )
    await assert.rejects(openContentStore({ ...same, filesSecretKey: 'wrong' }), code('FILE_STORE_DENIED'))
    const told: string[] = []
    await openContentStore({ ...same, files: 's3://city?endpoint=http://127.0.0.1:1' }, event => told.push(event))
    assert.deepEqual(told, ['files.away'])
  })
})

suite('迁移文件 files move from a directory into an object store', () => {
  test('each is read back; killed and begun again it goes on; what is damaged there is written again', async () => {
    const from = await openDirectoryStore(join(root, 'before'))
    const to = objectStore('moved/')
    const names = Array.from({ length: 9 }, () => uuidv7(clock))
    for (const name of names) await from.write(name, inChunks(randomBytes(5_000)))
    await writeFile(join(root, 'before', 'incoming', '0195f000-0000-7000-8000-00000000cafe'), 'half')
    let moved = 0
    const killed = copyStore(from, to, {
      together: 1,
      progress() {
        if (++moved === 4) throw new Error('killed')
      },
    })
    await assert.rejects(killed, /killed/)
    const victim = names.find(name => server.objects.has(`moved/${name}`))!
    server.objects.set(`moved/${victim}`, randomBytes(5_000))
    const { seen, copied, present, mended, gone } = await copyStore(from, to)
    assert.deepEqual([seen, mended, gone, copied + present], [10, 1, 1, 8])
    assert.deepEqual(await namesOf(to), names.sort())
    for (const name of names) assert.ok((await collect(to.read(name))).equals(await collect(from.read(name))))
    assert.equal((await copyStore(from, to)).present, 9)
  })
})
