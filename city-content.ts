import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { vectorOf } from '#hubs/application/search'
import { type ReadExchanges, readExchanges } from '#hubs/data/exchange'
import type { Clock } from '#kernel/clock'
import { readDivisions } from '#kernel/code'
import type { Finding } from '#kernel/definition'
import type { Db } from '#kernel/storage'
import { type Entries, makeEntries, readOfflineReasons } from '#systems/directory'
import { contentDirectory } from './content.ts'

/** 外部系统 Which questions the city asks of whose systems; none where it has no `exchanges.yaml`. */
export async function readCityExchanges(city: string | false, root = contentDirectory): Promise<ReadExchanges> {
  if (city === false) return { systems: new Map(), findings: [] }
  const file = join('cities', city, 'exchanges.yaml')
  const path = join(root, file)
  return existsSync(path) ? readExchanges(file, await readFile(path)) : { systems: new Map(), findings: [] }
}

/** What the city lists beside its items, held against the closed list of grounds on which something is done at a counter only. */
export async function openEntries(
  { db, clock }: { readonly db: Db; readonly clock: Clock },
  root = contentDirectory,
): Promise<{ readonly entries: Entries; readonly findings: readonly Finding[] }> {
  const file = join('directory', 'offline-reasons.yaml')
  const { reasons, findings } = readOfflineReasons(file, await readFile(join(root, file)))
  const divisions = readDivisions(join(root, 'divisions'))
  return { entries: makeEntries({ db, clock, divisions, reasons, wordsOf: vectorOf }), findings }
}

/** What the city lists beside the items it runs, where it keeps that by hand. */
export async function loadEntries(
  entries: Entries,
  city: string,
  root = contentDirectory,
): Promise<readonly Finding[]> {
  const file = join('directory', `${city}.yaml`)
  if (!existsSync(join(root, file))) return []
  return (await entries.load(file, await readFile(join(root, file)))).findings
}
