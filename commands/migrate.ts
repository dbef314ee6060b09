import { join } from 'node:path'
import { readRegisters, tryRegisters } from '#kernel/register'
import { makeDataDirectory, openDatabase, outstandingMigrations } from '#kernel/storage'
import { contentDirectory } from '../content.ts'
import { migrations } from '../migrations.ts'
import type { Command, CommandLine, Outcome } from './command.ts'
import { withCity } from './opened.ts'
import { cityOptions, settingsOf } from './settings.ts'

/** What is pending, and what would become of each register, tried on the rows that are there and rolled back. */
async function dryRun({ options, closing, say }: CommandLine): Promise<Outcome> {
  const { settings } = settingsOf(options)
  makeDataDirectory(settings.dataDirectory)
  const { migrator } = await closing.open(openDatabase(settings), opened => opened.stop())
  const pending = await outstandingMigrations(migrator, migrations)
  for (const { module, number, name } of pending) say(`${module} ${number} ${name}`)
  if (pending.length > 0)
    return {
      ok: true,
      figures: { pending: pending.length },
      text: `${pending.length} migrations are pending; what becomes of the registers can be tried when they are in force`,
    }
  const plan = await tryRegisters(migrator, await readRegisters(join(contentDirectory, 'registers')))
  const { made, renewed, undeclared, statements } = plan
  const changed = plan.changed.filter(register => !renewed.includes(register))
  for (const statement of statements) say(`${statement.split('\n')[0]}`)
  return {
    ok: true,
    figures: { pending: 0, made, changed, renewed, undeclared, statements: statements.length },
    text: `made: ${made.join(', ') || '–'}; changed in place: ${changed.join(', ') || '–'}; new table version: ${renewed.join(', ') || '–'}; nothing was changed`,
  }
}

/** 迁移 Brings the database to what this version needs; forward only, locked, safe to repeat. */
export const migrateCity: Command = {
  summary: { zh: '迁移数据库(只进不退)', en: 'migrate the database, forward only' },
  usage: 'migrate',
  options: { ...cityOptions, 'dry-run': { about: '只列出计划并试做,不改动 show the plan, try it, change nothing' } },
  run: line =>
    line.options['dry-run']
      ? dryRun(line)
      : withCity(line, async city => {
          const [row] = await city.db.query<{ count: number }>('select count(*)::int as count from kernel.migrations')
          return {
            ok: true,
            figures: { migrations: row!.count, storage: city.storage.kind },
            text: `${row!.count} migrations in force`,
          }
        }),
}
