import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { after, suite, test } from 'node:test'
import { manualClock, uuidv7 } from '#kernel/clock'
import { openDirectoryStore } from '#kernel/file'
import { openObjectServer } from '../test/harness/object-server.ts'

const house = await mkdtemp(join(tmpdir(), 'plumbline-copy-'))
const server = await openObjectServer()
after(async () => {
  await server.close()
  await rm(house, { recursive: true })
})

async function plumbline(...words: string[]) {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../plumbline.ts'), 'files', ...words], {
    env: { PATH: '/usr/bin:/bin', PLUMBLINE_DATA_DIRECTORY: house, PLUMBLINE_MODE: 'test' },
  })
  const heard = { out: '', err: '' }
  child.stdout.on('data', part => (heard.out += part))
  child.stderr.on('data', part => (heard.err += part))
  const [code] = (await once(child, 'close')) as [number]
  return { code, ...heard }
}

suite('迁移文件 plumbline files copy', () => {
  test('moves a city’s files into an object store and into another directory, and says what it did', async () => {
    const clock = manualClock('2026-03-02T09:00:00+08:00')
    const own = await openDirectoryStore(join(house, 'files'))
    const names = [1, 2, 3].map(() => uuidv7(clock))
    for (const name of names) await own.write(name, Readable.from([Buffer.from(`sealed ${name}`)]))
    const key = join(house, 'files.key')
    await writeFile(key, 'accessKeyId: TESTKEY\nsecretKey: test secret\n', { mode: 0o600 })
    const bucket = `s3://city/moved?endpoint=${server.endpoint.origin}&region=cn-shenyang-1`

    const first = await plumbline('copy', '--to', bucket, '--key-file', key)
    assert.match(first.out, /^3 files: 3 copied and read back, 0 there already/, first.err)
    assert.deepEqual([...server.objects.keys()].sort(), names.map(name => `moved/${name}`).sort())
    await own.remove(names[0]!)
    const back = await plumbline('copy', '--from', bucket, '--key-file', key, '--json')
    assert.deepEqual(JSON.parse(back.out).figures, { seen: 3, copied: 1, present: 2, mended: 0, gone: 0 })
    const beside = await plumbline('copy', '--to', join(house, 'second'))
    assert.match(beside.out, /^3 files: 3 copied/)
  })

  test('is refused without a place, without a key, and for an address that is none', async () => {
    const refused = async (...words: string[]) => (await plumbline(...words)).err.split(':')[0]
    assert.equal(await refused('copy'), 'USAGE')
    assert.equal(await refused('move', '--to', house), 'USAGE')
    assert.equal(await refused('copy', '--to', 's3://city'), 'FILE_STORE_KEY_MISSING')
    assert.equal(await refused('copy', '--to', 's3://c?endpoint=x'), 'FILE_STORE_ADDRESS_INVALID')
  })
})
