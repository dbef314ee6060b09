import assert from 'node:assert/strict'
import { existsSync, globSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { registeredStatements } from '#kernel/storage'
import { migrations } from '../../migrations.ts'
import { openTestDatabase } from '../harness/database.ts'

const root = join(import.meta.dirname, '../..')
const storeys = '{kernel,hubs,systems}'
const find = (pattern: string) => globSync(pattern, { cwd: root }).toSorted()

// Stores declare their statements when they are loaded; every file that declares one is loaded, whoever uses it.
const declaring = find(`${storeys}/**/*.ts`).filter(path => !path.endsWith('.test.ts') && path.endsWith('.store.ts'))
for (const path of [...find(`${storeys}/**/index.ts`), ...declaring]) await import(join(root, path))

suite('语句与迁移 statements and migrations', () => {
  test('every statement of every store means something in the migrated database', async t => {
    await using database = await openTestDatabase()
    const statements = registeredStatements()
    const failures: string[] = []
    await database.migrator.session(async session => {
      for (const { name, text } of statements) {
        await session
          .script(`prepare "checked" as ${text}; deallocate "checked"`)
          .catch(error => failures.push(`${name}: ${error.message}`))
      }
    })
    t.diagnostic(`${statements.length} statements of ${declaring.length} stores`)
    assert.deepEqual(failures, [])
    assert.ok(statements.length >= 5 && statements.length >= declaring.length, `only ${statements.length} were seen`)
  })

  test('the program’s role may run each of them', async () => {
    await using database = await openTestDatabase()
    const denied: string[] = []
    // Planning checks no privilege; explaining does, without running anything.
    await database.app.session(async session => {
      for (const { name, text } of registeredStatements()) {
        const count = new Set(text.match(/\$\d+/g)).size
        const nulls = Array.from({ length: count }, () => 'null').join(', ')
        await session
          .script(
            `begin; prepare "checked" as ${text}; explain execute "checked"${count > 0 ? `(${nulls})` : ''}; rollback; deallocate "checked"`,
          )
          .catch(async error => {
            await session.script('rollback; deallocate all')
            if (error.code === '42501') denied.push(`${name}: ${error.message}`)
          })
      }
    })
    assert.deepEqual(denied, [])
  })

  test('every folder of migrations is listed, and nothing is listed that is not there', () => {
    const onDisk = find(`${storeys}/**/*.sql`)
      .map(path => path.split('/migrations/')[0]!)
      .filter((module, at, all) => all.indexOf(module) === at)
    assert.deepEqual(migrations.map(folder => folder.module).toSorted(), onDisk)
    assert.ok(onDisk.length > 0 && migrations.every(folder => existsSync(folder.path)))
  })
})
