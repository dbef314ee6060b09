import { systemClock } from '#kernel/clock'
import { refuseOtherMode } from '#kernel/config'
import { makeDefinitions, makeImplementations } from '#kernel/definition'
import { makeGrants } from '#kernel/grant'
import { makeIdentity } from '#kernel/identity'
import { type OpenStorage, openDatabase, outstandingMigrations } from '#kernel/storage'
import { migrations } from '../migrations.ts'
import type { CommandLine } from './command.ts'
import { configOf } from './settings.ts'

/**
 * 发布台 What publishing needs of a city, and no more: its database, versions, grants. A city that stands as this release left it is not
 * opened for it, which would take longer than the publication; one that is new, or older than this release, is opened whole first.
 */
export async function openForPublication({ options, closing }: CommandLine) {
  const config = configOf(options, { logLevel: 'error' })
  const storage = await closing.open(openDatabase({ ...config, join: true }), opened => opened.stop())
  await refuseOtherMode(storage.migrator, config.mode)
  if ((await outstandingMigrations(storage.migrator, migrations)).length > 0) {
    const { openCity } = await import('../main.ts')
    return closing.open(openCity({ config, content: false, storage }), city => city.close())
  }
  return publishingOver(storage)
}

function publishingOver({ app: db }: OpenStorage) {
  const clock = systemClock()
  const definitions = makeDefinitions({ db })
  return {
    ...{ db, clock, definitions },
    implementations: makeImplementations({ db, clock, definitions }),
    grants: makeGrants({ db, clock, identity: makeIdentity({ db, clock }) }),
  }
}
