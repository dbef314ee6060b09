import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { contentDirectory, publishContent } from '../content.ts'
import type { Command } from './command.ts'
import { usage } from './line.ts'
import { withCity } from './opened.ts'
import { cityOptions } from './settings.ts'

/** 发布 Puts the good files of `content/` in force; broken ones are shown and stop nothing. */
export const publish: Command = {
  summary: { zh: '发布内容:机关、事项、实施清单', en: 'publish content: offices, items, implementations' },
  usage: 'publish [CITY]   (default: shenyang)',
  options: cityOptions,
  takes: [0, 1],
  run: async line => {
    const [name = 'shenyang'] = line.args
    const names = readdirSync(join(contentDirectory, 'cities'))
    if (!names.includes(name))
      throw usage({ detail: `There is no content/cities/${name}.`, remedy: `There are: ${names.join(', ')}.` })
    return withCity(line, async city => {
      const { published, faults } = await publishContent(city, name)
      for (const fault of faults) line.say(`${fault.file}:${fault.line} ${fault.rule} ${fault.text.zh}`)
      return {
        ok: faults.length === 0,
        figures: { published, faults: faults.length },
        text: `${published} published, ${faults.length} faults`,
      }
    })
  },
}

/** 迁移 Brings the database to what this version needs; forward only, locked, safe to repeat. */
export const migrateCity: Command = {
  summary: { zh: '迁移数据库(只进不退)', en: 'migrate the database, forward only' },
  usage: 'migrate',
  options: cityOptions,
  run: line =>
    withCity(line, async city => {
      const [row] = await city.db.query<{ count: number }>('select count(*)::int as count from kernel.migrations')
      return {
        ok: true,
        figures: { migrations: row!.count, storage: city.storage.kind },
        text: `${row!.count} migrations in force`,
      }
    }),
}
