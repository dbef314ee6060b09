import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { countDifferences } from '#kernel/definition'
import { readRegisters, tryRegisters } from '#kernel/register'
import { appliedMigrations, makeDataDirectory, openDatabase, pendingMigrations, readMigrations } from '#kernel/storage'
import { contentDirectory, loadEntries } from '../content.ts'
import type { City } from '../main.ts'
import { migrations } from '../migrations.ts'
import { publishContent, publishFiles, putToUse } from '../publication.ts'
import type { Command, CommandLine, Outcome } from './command.ts'
import { summaryOfDifferences } from './item-diff.ts'
import { usage } from './line.ts'
import { withCity } from './opened.ts'
import { cityOptions, settingsOf } from './settings.ts'

/** 发布 Puts the good files of `content/`, or those that are named, in force; broken ones are shown and stop nothing. */
export const publish: Command = {
  summary: { zh: '发布内容:机关、事项、实施清单', en: 'publish content: offices, items, implementations' },
  usage: 'publish [CITY | PATH …]   (default: shenyang; a path is a file or folder of items and implementations)',
  options: cityOptions,
  takes: [0, Number.POSITIVE_INFINITY],
  run: async line => {
    const { args, say } = line
    const names = readdirSync(join(contentDirectory, 'cities'))
    const [name = 'shenyang'] = args
    const city = args.length <= 1 && names.includes(name)
    const missing = city ? undefined : args.find(path => !existsSync(path))
    if (missing !== undefined)
      throw usage({
        detail: `There is no content/cities/${missing}. A file or folder ${missing} is not there either.`,
        remedy: `Cities are: ${names.join(', ')}.`,
      })
    const work = async (open: City) => {
      const results = city ? [await publishContent(open, name)] : []
      if (!city) for (const path of args) results.push(await publishFiles(open, path))
      const publications = results.flatMap(one => one.publications)
      await putToUse(open, publications)
      const published = results.reduce((sum, one) => sum + one.published, 0)
      const implementations = results.reduce((sum, one) => sum + one.implementations, 0)
      const listed = city ? await loadEntries(open.entries, name) : []
      const faults = [...results.flatMap(one => one.faults), ...listed]
      for (const { item, version, since } of publications)
        if (since)
          say(`${item} ${since.version} → ${version}: ${summaryOfDifferences(countDifferences(since.differences))}`)
      for (const fault of faults) say(`${fault.file}:${fault.line} ${fault.rule} ${fault.text.zh}`)
      return {
        ok: faults.length === 0,
        figures: {
          published,
          implementations,
          faults: faults.length,
          changed: publications.flatMap(({ item, version, since }) =>
            since ? [{ item, from: since.version, to: version, ...countDifferences(since.differences) }] : [],
          ),
        },
        text: `${published} items and ${implementations} implementations published, ${faults.length} faults`,
      }
    }
    // a city that serves goes on: its processes see the new version with the next request
    return withCity(line, work, { join: true, releases: city })
  },
}

/** What is pending, and what would become of each register, tried on the rows that are there and rolled back. */
async function dryRun({ options, closing, say }: CommandLine): Promise<Outcome> {
  const { settings } = settingsOf(options)
  makeDataDirectory(settings.dataDirectory)
  const { migrator } = await closing.open(openDatabase(settings), opened => opened.stop())
  const [kept] = await migrator.query<{ there: boolean }>(
    `select to_regclass('kernel.migrations') is not null as there`,
  )
  const applied = kept!.there ? await migrator.session(appliedMigrations) : []
  const pending = pendingMigrations(await readMigrations(migrations), applied)
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
