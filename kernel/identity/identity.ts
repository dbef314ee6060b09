import type { Clock } from '#kernel/clock'
import type { Db, Sql } from '#kernel/storage'
import { type Changes, makeChanges } from './changes/changes.ts'
import { makeJournal, type WriteChange } from './changes/journal.ts'
import { type CityLoad, makeCityLoader } from './city/load-city.ts'
import type { City } from './city/read-city.ts'
import type { Directory } from './directory.ts'
import { currentEpoch, readDirectory } from './identity.store.ts'

export interface Identity extends Changes {
  /** The directory of now: one small read of the epoch, and a load only when somebody changed something. */
  directory(sql?: Sql): Promise<Directory>
  /**
   * The directory of an epoch (or a newer one) read in the caller's own transaction; at once, without I/O, while nothing changed.
   * A load uses the caller's own connection, so a step that holds a lock never waits for a second one.
   */
  directoryAt(epoch: number, sql?: Sql): Directory | Promise<Directory>
  /** 留痕 A deed of administrators that changes no office: its line in the journal and its leaf. */
  readonly prove: WriteChange
  /** 装载城市 Writes a city read by `readCity`; twice is as once. */
  loadCity(sql: Sql, city: City): Promise<CityLoad>
}

export interface IdentityDependencies {
  readonly db: Db
  readonly clock: Clock
}

/** 身份 Who the city's officers are and what they may act as, kept as dated rows and served from memory. */
export function makeIdentity({ db, clock }: IdentityDependencies): Identity {
  let latest: Directory | undefined
  const { prove } = makeJournal(clock)

  const load = async (sql: Sql): Promise<Directory> => {
    latest = await readDirectory(sql)
    return latest
  }

  // Equal, not "at least": a transaction may load what it changed itself and then roll back, and its number is never used again.
  const directoryAt = (epoch: number, sql: Sql = db): Directory | Promise<Directory> =>
    latest?.epoch === epoch ? latest : load(sql)

  return {
    directoryAt,
    directory: async (sql = db) => directoryAt(await currentEpoch(sql), sql),
    prove,
    loadCity: makeCityLoader({ clock, prove }),
    ...makeChanges({ clock }),
  }
}
