import { join, resolve } from 'node:path'
import { instantOf, systemClock } from '#kernel/clock'
import { keepModeOf, refuseDifferent } from '#kernel/config'
import { Refusal } from '#kernel/refusal'
import { type RegisterDeclaration, releaseRegisters } from '#kernel/register'
import {
  backup as backUp,
  compare,
  makeDataDirectory,
  openDatabase,
  type RestoreOptions,
  restore as restoreInto,
} from '#kernel/storage'
import { installJobs } from '#kernel/subscription'
import { migrations } from '../migrations.ts'
import type { Command } from './command.ts'
import { withCity } from './opened.ts'
import { cityOptions, settingsOf } from './settings.ts'

/** 备份 A logical copy of every table of ours, one moment, with a hash for each file. */
export const backup: Command = {
  summary: { zh: '备份到一个新目录', en: 'back up into a new directory' },
  usage: 'backup [DIRECTORY]   (default: backups/… in the data directory)',
  options: cityOptions,
  takes: [0, 1],
  run: line =>
    withCity(line, async city => {
      const stamp = systemClock().now().toString({ smallestUnit: 'second' }).replaceAll(':', '')
      const directory = resolve(line.args[0] ?? join(city.config.dataDirectory, 'backups', stamp))
      const manifest = await backUp(city.migrator, directory)
      const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
      return {
        ok: true,
        figures: { directory, tables: manifest.tables.length, rows },
        text: `${rows} rows of ${manifest.tables.length} tables in ${directory}`,
      }
    }),
}

/** Tables that rows declare: registers, and the partitions of the months that had cases. */
export const prepareRestore: NonNullable<RestoreOptions['prepare']> = async (migrator, rows) => {
  const declarations: RegisterDeclaration[] = []
  for await (const row of rows('registers.declared'))
    declarations.push(JSON.parse(row['declaration']!) as RegisterDeclaration)
  await releaseRegisters(migrator, declarations)
  await installJobs(migrator)
  const months = new Set<string>()
  for await (const row of rows('kernel.case_numbers')) months.add(instantOf(row['case_id']!).toString().slice(0, 7))
  for (const month of [...months].sort())
    await migrator.query('select kernel.ensure_case_partitions($1, 0)', [`${month}-01`])
}

/** The mode of the city that was backed up; backups of before it was kept say nothing. */
async function modeIn(rows: Parameters<NonNullable<RestoreOptions['prepare']>>[1]): Promise<string | undefined> {
  try {
    for await (const row of rows('kernel.city_mode')) return row['mode'] ?? undefined
  } catch (fault) {
    if (!(fault instanceof Refusal && fault.code === 'RESTORE_UNFIT')) throw fault
  }
  return undefined
}

/**
 * 恢复 Into a new database, which is then what the backed up city was; what was erased since the backup is erased again before
 * anybody can look.
 */
export const restore: Command = {
  summary: { zh: '恢复到一个新数据库', en: 'restore into a new database' },
  usage: 'restore DIRECTORY',
  options: cityOptions,
  takes: [1, 1],
  run: async ({ args: [directory = ''], options, fold, closing }) => {
    const { settings, modeIsNamed } = settingsOf(options)
    makeDataDirectory(settings.dataDirectory)
    const storage = await closing.open(openDatabase(settings), opened => opened.stop())
    fold('… loading')
    const manifest = await restoreInto(storage.migrator, resolve(directory), migrations, {
      async prepare(migrator, rows) {
        const mode = await modeIn(rows)
        if (modeIsNamed && mode !== undefined) refuseDifferent('The backup', mode, settings.mode)
        await prepareRestore(migrator, rows)
      },
    })
    await keepModeOf(storage.migrator, settings.dataDirectory)
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
    return {
      ok: true,
      figures: { rows, tables: manifest.tables.length },
      text: `${rows} rows restored; erasures are applied again when the city opens. Keys are not in a backup: docs/operate/backup.md.`,
    }
  },
}

export { compare }
