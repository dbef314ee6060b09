import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { type MigrationFolder, migrate, openPool, schemas } from '#kernel/storage'
import { openTestDatabase } from '../../test/harness/database.ts'

async function folderOf(module: string, files: Record<string, string>): Promise<MigrationFolder & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'plumbline-migrations-'))
  for (const [name, text] of Object.entries(files)) await writeFile(join(path, name), text)
  return { module, path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) }
}

const first = 'create table kernel.things (id int primary key); grant select on kernel.things to plumbline_app;'
const second = 'alter table kernel.things add column name text;'

suite('迁移 migrations', () => {
  test('are applied once, in order, and remembered', async () => {
    await using database = await openTestDatabase({ folders: [] })
    await using things = await folderOf('kernel/things', { '0001_things.sql': first, '0002_name.sql': second })
    const applied = await migrate(database.migrator, [things])
    assert.deepEqual(
      applied.map(({ module, number, name }) => [module, number, name]),
      [
        ['kernel/things', 1, 'things'],
        ['kernel/things', 2, 'name'],
      ],
    )
    assert.deepEqual(await migrate(database.migrator, [things]), [])
    assert.deepEqual(await database.app.query('select * from kernel.things'), [])
    const found = await database.app.query<{ nspname: string }>(
      'select nspname from pg_namespace where has_schema_privilege(nspname, $1) and nspname = any($2)',
      ['usage', schemas],
    )
    assert.equal(found.length, schemas.length)
  })

  test('several programs may start at once', async () => {
    await using database = await openTestDatabase({ folders: [] })
    await using things = await folderOf('kernel/things', { '0001_things.sql': first, '0002_name.sql': second })
    const others = Array.from({ length: 4 }, () => openPool({ url: database.migratorUrl, size: 1 }))
    const applied = await Promise.all(others.map(other => migrate(other, [things])))
    assert.deepEqual(applied.map(list => list.length).sort(), [0, 0, 0, 2])
    await Promise.all(others.map(other => other.close()))
  })

  test('one that fails leaves nothing behind and names its line', async () => {
    await using database = await openTestDatabase({ folders: [] })
    await using bad = await folderOf('kernel/bad', { '0001_bad.sql': `${first}\nselect 1;\nselect nonsense;\n` })
    await assert.rejects(migrate(database.migrator, [bad]), { code: 'MIGRATION_FAILED', message: /0001_bad at line 3/ })
    await assert.rejects(database.migrator.query('select from kernel.things'), { code: '42P01' })
    await using good = await folderOf('kernel/bad', { '0001_bad.sql': first })
    assert.equal((await migrate(database.migrator, [good])).length, 1)
  })

  test('an applied file is never edited', async () => {
    await using database = await openTestDatabase({ folders: [] })
    await using before = await folderOf('kernel/things', { '0001_things.sql': first })
    await using edited = await folderOf('kernel/things', { '0001_things.sql': `${first} -- a word more` })
    await migrate(database.migrator, [before])
    await assert.rejects(migrate(database.migrator, [edited]), { code: 'MIGRATION_CHANGED' })
  })

  test('are numbered without gaps', async () => {
    await using database = await openTestDatabase({ folders: [] })
    await using gap = await folderOf('kernel/gap', { '0001_things.sql': first, '0003_name.sql': second })
    await assert.rejects(migrate(database.migrator, [gap]), { code: 'MIGRATION_MISSING' })
  })

  test('one that lies before an applied one is refused', async () => {
    await using database = await openTestDatabase({ folders: [] })
    await using both = await folderOf('kernel/things', { '0001_things.sql': first, '0002_name.sql': second })
    await migrate(database.migrator, [both])
    await database.migrator.query('delete from kernel.migrations where number = 1')
    await assert.rejects(migrate(database.migrator, [both]), { code: 'MIGRATION_MISSING' })
  })

  test('an older release runs on a newer database unless a change says it must not', async () => {
    await using database = await openTestDatabase({ folders: [] })
    await using old = await folderOf('kernel/things', { '0001_things.sql': first })
    await using newer = await folderOf('kernel/things', { '0001_things.sql': first, '0002_name.sql': second })
    await using breaking = await folderOf('kernel/things', {
      '0001_things.sql': first,
      '0002_name.sql': second,
      '0003_gone.sql': '--! breaking\nalter table kernel.things drop column name;',
    })
    await migrate(database.migrator, [newer])
    assert.deepEqual(await migrate(database.migrator, [old]), [])
    await migrate(database.migrator, [breaking])
    await assert.rejects(migrate(database.migrator, [old]), { code: 'DATABASE_NEWER', remedy: /newer release/ })
  })
})
