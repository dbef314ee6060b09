import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { isLockTimeout, isUniqueViolation, statement } from '#kernel/storage'
import { openTestDatabase } from '../../test/harness/database.ts'

const database = await openTestDatabase({ folders: [] })
after(() => database.close())
const { app, migrator } = database

await migrator.session(session =>
  session.script(`create table kernel.parcels (id int primary key, body text not null);
    grant select, insert, update on kernel.parcels to plumbline_app`),
)
const add = statement('test.parcel.add', 'insert into kernel.parcels values ($1, $2) returning id')
const change = statement('test.parcel.change', 'update kernel.parcels set body = $2 where id = $1')
const read = statement('test.parcel.read', 'select body from kernel.parcels where id = $1')
const whoAmI = statement('test.parcel.backend', 'select pg_backend_pid() as pid')

const bodyOf = async (id: number) => (await app.express.read<{ body: string }>(read, [id]))[0]?.body
const numbers = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index)

// That nobody is answered before the disk has it is shown by the crash drill, which stops the server while acts are acknowledged.
suite('快线 the express', () => {
  test('every write is answered with its own rows, and stands for every other connection', async () => {
    const ids = numbers(1, 100)
    const answers = await Promise.all(ids.map(id => app.express.write<{ id: number }>(add, [id, `件${id}`])))
    assert.deepEqual(
      answers.map(([row]) => row!.id),
      ids,
    )
    assert.deepEqual(
      await Promise.all(ids.map(bodyOf)),
      ids.map(id => `件${id}`),
    )
    const [row] = await migrator.query<{ count: number }>('select count(*) from kernel.parcels')
    assert.equal(row?.count, 100)
  })

  test('one that is refused takes nobody with it', async () => {
    const answers = await Promise.allSettled(numbers(95, 12).map(id => app.express.write(add, [id, 'zweimal'])))
    assert.deepEqual(
      answers.map(({ status }) => status),
      [...numbers(0, 6).map(() => 'rejected'), ...numbers(0, 6).map(() => 'fulfilled')],
    )
    for (const answer of answers)
      if (answer.status === 'rejected') assert.ok(isUniqueViolation(answer.reason), String(answer.reason))
    assert.equal(await bodyOf(95), '件95')
    assert.equal(await bodyOf(106), 'zweimal')
  })

  test('of several that want the same, who came first has it, and whoever is refused finds it there', async () => {
    const told: string[] = []
    const answers = await Promise.allSettled(
      ['first', 'second', 'third'].map(async body => {
        const write = app.express.write(add, [201, body])
        await write.then(
          () => void told.push(`${body} stands`),
          () => void told.push(`${body} is refused`),
        )
        return write
      }),
    )
    assert.deepEqual(
      answers.map(({ status }) => status),
      ['fulfilled', 'rejected', 'rejected'],
    )
    assert.deepEqual(told, ['first stands', 'second is refused', 'third is refused'])
    assert.equal(await bodyOf(201), 'first')
  })

  test('what is refused only when it is committed takes nobody with it either', async () => {
    await migrator.session(session =>
      session.script(`create table kernel.stamps (id int, constraint once unique (id) deferrable initially deferred);
        grant select, insert on kernel.stamps to plumbline_app; insert into kernel.stamps values (1)`),
    )
    const stamp = statement('test.stamp.add', 'insert into kernel.stamps values ($1)')
    const [refused, stands] = await Promise.allSettled([app.express.write(stamp, [1]), app.express.write(stamp, [2])])
    assert.ok(refused.status === 'rejected' && isUniqueViolation(refused.reason), String(refused))
    assert.equal(stands.status, 'fulfilled')
  })

  test('a statement that the server cannot read is refused by itself, and may be asked again', async () => {
    const unknown = statement('test.parcel.unknown', 'select body from kernel.nowhere where id = $1')
    const answers = await Promise.allSettled([
      app.express.read(unknown, [1]),
      bodyOf(95),
      app.express.read(unknown, [1]),
    ])
    assert.deepEqual(
      answers.map(({ status }) => status),
      ['rejected', 'fulfilled', 'rejected'],
    )
    await migrator.session(session =>
      session.script(`create table kernel.nowhere (id int primary key, body text not null);
        grant select on kernel.nowhere to plumbline_app`),
    )
    assert.deepEqual(await app.express.read(unknown, [1]), [])
  })

  test('lists, bytes, instants and signs that a list must not read as its own arrive as they were sent', async () => {
    const echo = statement(
      'test.echo',
      'select $1::text[] as texts, $2::bytea as bytes, $3::timestamptz as at, $4::jsonb as json, $5::bytea[] as many, $6::bool as yes',
    )
    const texts = ['a,b', '{"x"}', 'back\\slash', 'quote"s', '', 'NULL', null, '中文']
    const at = Temporal.Instant.from('2026-03-02T01:00:00.5Z')
    const bytes = Buffer.from([0, 255, 92])
    const [row] = await app.express.read(echo, [texts, bytes, at, { a: [1, null] }, [bytes, null], true])
    assert.deepEqual(row, { texts, bytes, at: at.toString(), json: { a: [1, null] }, many: [bytes, null], yes: true })
  })

  test('who would wait for a lock is told soon, and whoever stands behind him goes on', async () => {
    await app.transaction(async sql => {
      await sql.run(change, [1, 'locked'])
      const [waiting, behind] = await Promise.allSettled([
        app.express.write(change, [1, 'waits']),
        app.express.write(change, [2, 'goes on']),
      ])
      assert.ok(waiting.status === 'rejected' && isLockTimeout(waiting.reason))
      assert.equal(behind.status, 'fulfilled')
    })
    assert.deepEqual([await bodyOf(1), await bodyOf(2)], ['locked', 'goes on'])
  })

  test('what is found by key stays found by key, however empty the table was when it was planned', async () => {
    const one = statement('test.plot.read', 'select body from kernel.plots where id = $1')
    const plan = statement('test.plot.plan', 'explain execute "test.plot.read"(1)')
    await migrator.session(session =>
      session.script(`create table kernel.plots (id int primary key, body text not null);
        grant select on kernel.plots to plumbline_app`),
    )
    await migrator.query('vacuum analyze kernel.plots')
    for (let time = 0; time < 8; time++) await app.express.read(one, [time])
    const lines = await app.express.read<Record<string, string>>(plan)
    assert.match(JSON.stringify(lines), /Index/)
  })

  test('a lost connection fails those who travelled on it, and is opened again for the next', async () => {
    const [before] = await app.express.read<{ pid: number }>(whoAmI)
    await app.query('select pg_terminate_backend($1)', [before!.pid])
    let failures = 0
    for (let round = 0; round < 50; round++) {
      const answer = await app.express.read<{ pid: number }>(whoAmI).catch(() => undefined)
      if (answer === undefined) failures++
      else assert.notEqual(answer[0]!.pid, before!.pid)
    }
    assert.ok(failures <= 1, `${failures} failed`)
    await app.express.write(add, [501, 'after'])
    assert.equal(await bodyOf(501), 'after')
  })

  test('more than travel together wait for the next departure', async () => {
    const ids = numbers(1_000, 500)
    await Promise.all(ids.map(id => app.express.write(add, [id, 'many'])))
    const [row] = await migrator.query<{ count: number }>('select count(*) from kernel.parcels where id >= 1000')
    assert.equal(row?.count, 500)
  })
})
