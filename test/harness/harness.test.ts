import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { openPool } from '#kernel/storage'
import { openTestDatabase } from './database.ts'

suite('测试数据库 the test database', () => {
  test('a connection taken and not given back fails the test that took it', async () => {
    const database = await openTestDatabase({ folders: [] })
    const taken = Promise.withResolvers<void>()
    const forgotten = database.app.transaction(async sql => {
      await sql.query('select 1')
      taken.resolve()
      await new Promise(() => {})
    })
    forgotten.catch(() => {})
    await taken.promise
    await assert.rejects(database.close(), /1 database connection\(s\) were taken/)
  })

  test('several of one process share nothing, and are gone when closed', async () => {
    const [one, other] = await Promise.all([openTestDatabase({ folders: [] }), openTestDatabase({ folders: [] })])
    await one.migrator.query('create table kernel.only_here (id int)')
    await assert.rejects(other.migrator.query('select from kernel.only_here'), { code: '42P01' })
    const superuserUrl = other.superuserUrl.replace(/\/test_\d+_\d+\?/, '/postgres?')
    const [a, b] = await Promise.all(
      [one, other].map(database => database.app.query('select current_database() as name')),
    )
    await Promise.all([one.close(), other.close()])
    await using superuser = openPool({ url: superuserUrl, size: 1 })
    const left = await superuser.query('select from pg_database where datname = any($1)', [
      [...a!, ...b!].map(row => row.name),
    ])
    assert.deepEqual(left, [])
  })

  test('who waits too long for a connection is told that the database is busy', async () => {
    await using database = await openTestDatabase({ folders: [] })
    await using pool = openPool({ url: database.url, size: 1, patience: 1_000 })
    await pool.transaction(async sql => {
      await sql.query('select 1')
      await assert.rejects(pool.query('select 1'), { code: 'DATABASE_BUSY' })
    })
    assert.deepEqual(await pool.query('select 1 as n'), [{ n: 1 }])
  })
})
