import { queryOf, type Synonyms } from '#hubs/application/search'
import type { Clock } from '#kernel/clock'
import type { Definitions } from '#kernel/definition'
import type { Directory } from '#kernel/identity'
import type { Db } from '#kernel/storage'
import type { Locales } from '#portals/public'
import { type Entries, makeDirectory, makeKept, makeStatistics, readLifeEvents } from '#systems/directory'
import { makeSites, readSites } from '#systems/site'
import { readLifeEventFiles, readSiteFiles } from '../content.ts'

interface CityParts {
  readonly db: Db
  readonly clock: Clock
  readonly definitions: Definitions
  readonly entries: Entries
}

interface Around {
  readonly offices: () => Promise<Directory>
  readonly contentDirectory: string
  readonly synonyms: Synonyms
  readonly locales: Locales
}

/** 四级目录 The directory and its counts, put together from the parts of the city: words by the service, sentences by the locales. */
export async function openDirectory(
  { db, clock, definitions, entries }: CityParts,
  { offices, contentDirectory, synonyms, locales }: Around,
) {
  const { events } = readLifeEvents(await readLifeEventFiles(contentDirectory))
  const words = (key: string) => ({ zh: locales.zh.get(key) ?? key, en: locales.en.get(key) ?? key })
  const kept = makeKept({ db, clock })
  const said = (await readSiteFiles(contentDirectory)).flatMap(({ file, bytes }) => readSites(file, bytes).sites)
  return {
    directory: makeDirectory({
      ...{ db, clock, definitions, offices, entries, lifeEvents: events, kept },
      queryOf: (text, loose) => queryOf(text, synonyms, loose),
    }),
    statistics: makeStatistics({ db, clock, kept, how: measure => words(`statistics.how.${measure}`) }),
    sites: makeSites({ db, clock, definitions, offices, said, kept }),
  }
}
