import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { isUniqueViolation, statement } from '#kernel/storage'
import { openTestDatabase } from '../../test/harness/database.ts'

const database = await openTestDatabase({ folders: [] })
after(() => database.close())
const { app, migrator } = database

await migrator.session(session =>
  session.script(`
    create table kernel.notes (id int primary key, body text not null);
    create table kernel.notices (id int primary key, note int not null,
      constraint notices_note foreign key (note) references kernel.notes deferrable initially deferred);
    grant select, insert, update on kernel.notes, kernel.notices to plumbline_app`),
)

const addNote = statement('test.note.add', 'insert into kernel.notes values ($1, $2) returning id')
const addNotice = statement('test.notice.add', 'insert into kernel.notices values ($1, $2)')
const countNotes = statement('test.note.count', 'select count(*) from kernel.notes where id = $1')
const count = async (id: number) => (await app.run<{ count: number }>(countNotes, [id]))[0]!.count

suite('值 values', () => {
  test('come back as the house writes them: exact numbers, legal dates, instants', async () => {
    const [row] = await app.query(
      `select 9007199254740991::int8 as big, 12.50::numeric as amount, date '2026-03-02' as due,
              timestamptz '2026-03-02 09:00:00.25+08' as at, '\\x00ff'::bytea as bytes, '{"件":1}'::jsonb as facts,
              array[date '2026-03-02', null] as days, array[1.10, 2.20]::numeric[] as amounts, interval '36 hours' as wait`,
    )
    assert.deepEqual(row, {
      big: 9_007_199_254_740_991,
      amount: '12.50',
      due: '2026-03-02',
      at: '2026-03-02T01:00:00.25Z',
      bytes: Buffer.from([0, 255]),
      facts: { 件: 1 },
      days: ['2026-03-02', null],
      amounts: ['1.10', '2.20'],
      wait: 'PT36H',
    })
  })
  test('an integer that a number cannot hold is an error, never a rounded one', async () => {
    await assert.rejects(app.query('select 9007199254740993::int8'), RangeError)
    await app.query('select 1')
  })
  test('go out as they are meant: legal dates, instants, bytes, lists, facts', async () => {
    const [row] = await app.query(
      `select $1::date as due, $2::timestamptz as at, $3::bytea as bytes, $4::int[] as list, $5::jsonb as facts, $6::int8 as big, $7::text as nothing`,
      [
        Temporal.PlainDate.from('2026-03-02'),
        Temporal.Instant.from('2026-03-02T01:00:00Z'),
        Buffer.from('绳'),
        [1, 2],
        { 项: ['a'] },
        7n,
        undefined,
      ],
    )
    assert.deepEqual(row, {
      due: '2026-03-02',
      at: '2026-03-02T01:00:00Z',
      bytes: Buffer.from('绳'),
      list: [1, 2],
      facts: { 项: ['a'] },
      big: 7,
      nothing: null,
    })
  })
})

suite('事务 transactions', () => {
  test('keep all or nothing', async () => {
    await app.transaction(async sql => {
      await sql.run(addNote, [1, 'kept'])
      await sql.run(addNote, [2, 'kept'])
    })
    await assert.rejects(
      app.transaction(async sql => {
        await sql.run(addNote, [3, 'lost'])
        throw new TypeError('a bug')
      }),
      TypeError,
    )
    assert.deepEqual([await count(1), await count(2), await count(3)], [1, 1, 0])
  })
  test('finish sends the last statement and the commit together', async () => {
    const rows = await app.transaction(async sql => {
      await sql.run(addNote, [10, 'first'])
      return sql.finish<{ id: number }>(addNote, [11, 'last'])
    })
    assert.deepEqual(rows, [{ id: 11 }])
    assert.equal(await count(11), 1)
  })
  test('a failing last statement undoes everything and says why', async () => {
    const failed = app.transaction(async sql => {
      await sql.run(addNote, [20, 'first'])
      await sql.finish(addNote, [1, 'twice'])
    })
    await assert.rejects(failed, error => isUniqueViolation(error, 'notes_pkey') && !isUniqueViolation(error, 'other'))
    assert.equal(await count(20), 0)
  })
  test('a constraint checked at the commit is not missed', async () => {
    await assert.rejects(
      app.transaction(sql => sql.finish(addNotice, [1, 999])),
      { code: '23503' },
    )
    await assert.rejects(
      app.transaction(sql => sql.run(addNotice, [1, 999])),
      { code: '23503' },
    )
  })
  test('a swallowed failure does not become a success', async () => {
    const swallowing = app.transaction(async sql => {
      await sql.run(addNote, [30, 'first'])
      await sql.run(addNote, [1, 'twice']).catch(() => {})
    })
    await assert.rejects(swallowing, { code: 'TRANSACTION_LOST' })
    const swallowingLast = app.transaction(async sql => {
      await sql.finish(addNote, [1, 'twice']).catch(() => {})
    })
    await assert.rejects(swallowingLast, { code: '23505' })
    assert.equal(await count(30), 0)
  })
  test('no statement follows finish', async () => {
    const late = app.transaction(async sql => {
      await sql.finish(addNote, [40, 'last'])
      await sql.run(addNote, [41, 'late'])
    })
    await assert.rejects(late, TypeError)
    assert.deepEqual([await count(40), await count(41)], [1, 0])
  })
  test('statements asked at once are answered each with its own', async () => {
    const answers = await app.transaction(sql =>
      Promise.all([1, 2, 3].map(n => sql.query<{ n: number }>('select $1::int as n', [n]))),
    )
    assert.deepEqual(answers.flat(), [{ n: 1 }, { n: 2 }, { n: 3 }])
  })
  test('isolation and read only are passed on', async () => {
    const level = await app.transaction(sql => sql.query('show transaction_isolation'), { isolation: 'serializable' })
    assert.deepEqual(level, [{ transaction_isolation: 'serializable' }])
    const writing = app.transaction(sql => sql.run(addNote, [50, 'x']), { readOnly: true })
    await assert.rejects(writing, { code: '25006' })
  })
})

suite('连接池 the pool', () => {
  test('serves on after a thousand failures of every kind', async () => {
    for (let round = 0; round < 1_000; round += 5) {
      await Promise.allSettled([
        app.run(addNote, [1, 'twice']),
        app.query('select nonsense'),
        app.transaction(sql => sql.finish(addNote, [1, 'twice'])),
        app.transaction(() => Promise.reject(new Error('refused'))),
        app.transaction(async sql => {
          void sql.query('select 1/0').catch(() => {})
          throw new Error('while a statement was on its way')
        }),
      ])
    }
    assert.equal(app.inUse(), 0)
    assert.equal(await count(1), 1)
  })
  test('survives connections killed under it', async () => {
    const killed = app.transaction(sql => sql.query('select pg_terminate_backend(pg_backend_pid())'))
    await assert.rejects(killed)
    const [{ pid }] = (await app.query<{ pid: number }>('select pg_backend_pid() as pid')) as [{ pid: number }]
    await app.query('select pg_terminate_backend($1)', [pid]).catch(() => {})
    assert.equal(await count(1), 1)
    assert.equal(app.inUse(), 0)
  })
  test('the program’s role changes no table', async () => {
    await assert.rejects(app.query('create table kernel.mine (a int)'), { code: '42501' })
    await assert.rejects(app.query('create table public.mine (a int)'), { code: '42501' })
    await assert.rejects(app.query('create temporary table mine (a int)'), { code: '42501' })
    await assert.rejects(app.query('delete from kernel.notes'), { code: '42501' })
  })
  test('a listener hears what a committed transaction told', async () => {
    const heard = Promise.withResolvers<string | null>()
    const stop = await app.listen('测试.channel', heard.resolve)
    await app.transaction(sql => sql.query(`select pg_notify('测试.channel', '你好')`))
    assert.equal(await heard.promise, '你好')
    stop()
  })
  test('a listener whose connection was lost is told to look for itself', async () => {
    const heard = Promise.withResolvers<string | null>()
    const stop = await app.listen('lost', heard.resolve)
    await app.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen "lost"' and pid <> pg_backend_pid()`,
    )
    assert.equal(await heard.promise, null)
    stop()
  })
})

suite('会话 sessions', () => {
  test('copy rows out and in again', async () => {
    await migrator.session(async session => {
      const chunks: Buffer[] = []
      for await (const chunk of session.copyOut(
        `copy (select g, repeat('字', 500) from generate_series(1, 5000) g) to stdout`,
      ))
        chunks.push(chunk)
      await session.script('create table kernel.copied (id int primary key, body text)')
      assert.equal(await session.copyIn('copy kernel.copied from stdin', chunks), 5_000)
      await assert.rejects(session.copyIn('copy kernel.copied from stdin', chunks), { code: '23505' })
      await assert.rejects(
        session.copyIn(
          'copy kernel.copied from stdin',
          (async function* () {
            yield Buffer.from('9001\tx\n')
            throw new TypeError('the disk is gone')
          })(),
        ),
        TypeError,
      )
      assert.deepEqual(await session.query('select count(*) from kernel.copied'), [{ count: 5_000 }])
    })
  })
})
