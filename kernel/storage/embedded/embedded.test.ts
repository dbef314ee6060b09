import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import type { Refusal } from '#kernel/refusal'
import { type OpenStorage, openDatabase, openPool, startEmbedded } from '#kernel/storage'
import { isAlive, until } from './process.ts'

// One real server, durable, for the whole file: it is killed, adopted and stopped in turn.
const dataDirectory = await mkdtemp(join(tmpdir(), 'plumbline-embedded-'))
await chmod(dataDirectory, 0o711)
after(() => rm(dataDirectory, { recursive: true, force: true }))

const answers = (storage: OpenStorage) => until(() => storage.app.query('select 1').then(Boolean, () => false), 60_000)

suite('内嵌数据库 the embedded server', () => {
  test('is made on the first start, and its passwords are for its owner only', async () => {
    await using storage = await openDatabase({ dataDirectory })
    assert.equal(storage.kind, 'embedded')
    assert.equal((await stat(join(dataDirectory, 'database.json'))).mode & 0o777, 0o600)
    const [said] = await storage.app.query(
      `select current_user as user, datcollversion is not null or datlocprovider = 'b' as steady, datctype as type,
              '中' ~ '[[:alpha:]]' as letters from pg_database where datname = current_database()`,
    )
    assert.deepEqual(said, { user: 'plumbline_app', steady: true, type: 'C.UTF-8', letters: true })
    const settings = await storage.app.query(
      `select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'listen_addresses', 'jit') order by 1`,
    )
    assert.deepEqual(settings.map(Object.values), [
      ['fsync', 'on'],
      ['jit', 'off'],
      ['listen_addresses', ''],
      ['synchronous_commit', 'on'],
    ])
  })

  test('a data directory that cannot be is refused at once, with the way out', async () => {
    const file = join(dataDirectory, 'a-file')
    await writeFile(file, '')
    for (const wrong of [file, join(file, 'below'), '/proc/zz', '/proc/zz/deeper', '/proc'])
      await assert.rejects(openDatabase({ dataDirectory: wrong }), (fault: Refusal) => {
        assert.equal(fault.code, 'DATA_DIRECTORY_UNWRITABLE', wrong)
        assert.match(fault.remedy!, /PLUMBLINE_DATA_DIRECTORY/)
        return true
      })
  })

  test('has no password that can be guessed', async () => {
    await using server = await startEmbedded({ dataDirectory })
    const wrong = openPool({ url: server.url('app', 'plumbline').replace(server.secrets.app, 'postgres') })
    await assert.rejects(wrong.query('select 1'), { code: '28P01' })
    await wrong.close()
  })

  test('keeps every acknowledged row when it is killed, and comes back by itself', async () => {
    await using storage = await openDatabase({ dataDirectory })
    await storage.migrator.session(session =>
      session.script(`create schema drill authorization plumbline_migrator; grant usage on schema drill to plumbline_app;
        create table drill.acts (id int primary key); grant select, insert on drill.acts to plumbline_app`),
    )
    let acknowledged = 0
    const writing = (async () => {
      for (let id = 1; id <= 100_000; id++) {
        await storage.app.query('insert into drill.acts values ($1)', [id])
        acknowledged = id
      }
    })().catch(() => {})
    await until(() => acknowledged >= 100, 10_000)
    const killed = storage.server!.pid()!
    process.kill(killed, 'SIGKILL')
    await writing
    assert.ok(await answers(storage), 'the server was started again')
    assert.notEqual(storage.server!.pid(), killed)
    const [row] = await storage.app.query<{ count: number; top: number }>(
      'select count(*), max(id) as top from drill.acts',
    )
    assert.equal(row!.count, row!.top)
    assert.ok(row!.count >= acknowledged, `${acknowledged} acknowledged, ${row!.count} kept`)
    assert.equal(storage.app.inUse(), 0)
  })

  test('is taken over, running, when the program above it was killed', async () => {
    const program = `
      const { openDatabase } = await import('#kernel/storage')
      const storage = await openDatabase({ dataDirectory: ${JSON.stringify(dataDirectory)} })
      process.stdout.write(String(storage.server.pid()))
      setInterval(() => {}, 1000)`
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
      cwd: join(import.meta.dirname, '../../..'),
    })
    const [said] = (await once(child.stdout, 'data')) as [Buffer]
    const orphan = Number(said.toString())
    await assert.rejects(openDatabase({ dataDirectory }), { code: 'DATA_DIRECTORY_IN_USE' })
    {
      await using joined = await openDatabase({ dataDirectory, join: true })
      assert.equal(joined.server?.owned, false)
      await joined.app.query('select 1')
    }
    child.kill('SIGKILL')
    await once(child, 'exit')
    assert.ok(isAlive(orphan), 'the server outlives its parent')
    const storage = await openDatabase({ dataDirectory })
    assert.ok(storage.server?.adopted)
    assert.equal(storage.server?.pid(), orphan)
    await storage.app.query('select 1')
    await storage.stop()
    assert.ok(!isAlive(orphan), 'and is stopped with its new owner')
  })

  test('several processes share it: when the one above it is killed another looks after it, and the last to stop stops it', async () => {
    const program = `
      const { openDatabase } = await import('#kernel/storage')
      const storage = await openDatabase({ dataDirectory: ${JSON.stringify(dataDirectory)}, join: true })
      await storage.app.query('select 1')
      process.stdout.write(String(storage.server.pid()))
      setInterval(() => {}, 1000)`
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
      cwd: join(import.meta.dirname, '../../..'),
    })
    const [said] = (await once(child.stdout, 'data')) as [Buffer]
    const first = Number(said.toString())
    const [one, two] = await Promise.all([
      openDatabase({ dataDirectory, join: true }),
      openDatabase({ dataDirectory, join: true }),
    ])
    child.kill('SIGKILL')
    await once(child, 'exit')
    process.kill(first, 'SIGQUIT')
    assert.ok(await until(() => !isAlive(first), 60_000))
    assert.ok(await answers(one), 'one of those that are left starts it again')
    await one.stop()
    assert.ok(await answers(two), 'and leaves it to the other')
    await two.stop()
    await using alone = await openDatabase({ dataDirectory })
    assert.equal(alone.server?.adopted, false, 'nobody was left, so it had been stopped')
  })

  test('a directory of another major version is refused with the way out', async () => {
    const file = join(dataDirectory, 'postgres/PG_VERSION')
    const version = await readFile(file, 'utf8')
    await writeFile(file, '15\n')
    await assert.rejects(openDatabase({ dataDirectory }), {
      code: 'DATABASE_MAJOR_DIFFERS',
      remedy: /plumbline backup/,
    })
    await writeFile(file, version)
  })

  test('a directory without its passwords is refused, never made anew', async () => {
    const file = join(dataDirectory, 'database.json')
    const secrets = await readFile(file)
    await rm(file)
    await assert.rejects(openDatabase({ dataDirectory }), { code: 'DATABASE_SECRETS_MISSING' })
    await writeFile(file, secrets, { mode: 0o600 })
    await using storage = await openDatabase({ dataDirectory })
    assert.deepEqual(await storage.app.query('select count(*) > 0 as kept from drill.acts'), [{ kept: true }])
  })

  test('its log holds no row: not even of a statement that failed on one', async () => {
    await using storage = await openDatabase({ dataDirectory })
    await assert.rejects(storage.app.query("select '张三 canary'::int"))
    await assert.rejects(storage.app.query('insert into drill.acts values (1)'), { code: '23505' })
    const log = await readFile(join(dataDirectory, 'postgres.log'), 'utf8')
    assert.doesNotMatch(log, /canary|insert into|DETAIL|STATEMENT/)
  })
})
