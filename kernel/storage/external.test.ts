import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { openDatabase, openPool } from '#kernel/storage'
import { openTestDatabase } from '../../test/harness/database.ts'

// Any PostgreSQL reached by address is an external one; here it is the test server under another name.
const database = await openTestDatabase({ folders: [] })
after(() => database.close())
const { url: databaseUrl, migratorUrl } = database
const dataDirectory = '/nowhere'

suite('外部数据库 an external server', () => {
  test('is used as it is, under two roles', async () => {
    await using storage = await openDatabase({ dataDirectory, databaseUrl, migratorUrl })
    assert.equal(storage.kind, 'external')
    assert.deepEqual(await storage.app.query('select current_user as user'), [{ user: 'plumbline_app' }])
    assert.deepEqual(await storage.migrator.query('select current_user as user'), [{ user: 'plumbline_migrator' }])
  })

  test('is refused, with what to run on it, when the program would be too strong or too weak there', async () => {
    const wrong = [
      { dataDirectory, databaseUrl },
      { dataDirectory, databaseUrl: migratorUrl, migratorUrl },
      { dataDirectory, databaseUrl, migratorUrl: databaseUrl },
      { dataDirectory, databaseUrl: database.superuserUrl, migratorUrl },
    ]
    for (const settings of wrong)
      await assert.rejects(openDatabase(settings), { code: 'DATABASE_ROLE_UNFIT', remedy: /create role plumbline_app/ })
  })

  test('that does not answer, or holds text otherwise, is refused', async () => {
    const away = databaseUrl.replace('port=5432', 'port=5999')
    await assert.rejects(openDatabase({ dataDirectory, databaseUrl: away, migratorUrl: away }), {
      code: 'DATABASE_UNREACHABLE',
    })
    const name = `test_${process.pid}_latin`
    const latin = (address: string) => address.replace(/\/test_\d+_\d+\?/, `/${name}?`)
    const superuser = openPool({ url: database.superuserUrl, size: 1 })
    await superuser.query(
      `create database ${name} owner plumbline_migrator template template0 encoding 'SQL_ASCII' locale_provider libc locale 'C'`,
    )
    try {
      const settings = { dataDirectory, databaseUrl: latin(databaseUrl), migratorUrl: latin(migratorUrl) }
      await assert.rejects(openDatabase(settings), { code: 'DATABASE_NOT_UTF8', remedy: /encoding 'UTF8'/ })
    } finally {
      await superuser.query(`drop database ${name} with (force)`)
      await superuser.close()
    }
  })
})
