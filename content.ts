import { existsSync } from 'node:fs'
import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Ledger, openBudget } from '#hubs/application/ledger'
import { type ReadExchanges, readExchanges } from '#hubs/data/exchange'
import { type Calendar, loadCalendar, readCalendarYears } from '#kernel/calendar'
import type { Clock } from '#kernel/clock'
import { readDivisions } from '#kernel/code'
import {
  type DefinitionFile,
  type Finding,
  type Implementations,
  makePublisher,
  type Publication,
  type RegisterSource,
  registerScopeOf,
  type TemplateSource,
} from '#kernel/definition'
import { type Identity, readCity } from '#kernel/identity'
import { Refusal } from '#kernel/refusal'
import type { Db } from '#kernel/storage'
import { type Entries, makeEntries, readOfflineReasons } from '#systems/directory'
import { vectorOf } from '#systems/service'

/** 内容 Where the city as data lies. */
export const contentDirectory = join(import.meta.dirname, 'content')

const bytesOf = async (pattern: string, root = contentDirectory): Promise<DefinitionFile[]> => {
  const files: string[] = []
  for await (const file of glob(pattern, { cwd: root })) files.push(file)
  return Promise.all(files.sort().map(async file => ({ file, bytes: await readFile(join(root, file)) })))
}

/** Every published year of the calendar; loadable again without a release. */
export const readCalendar = (root = contentDirectory): Calendar =>
  loadCalendar(readCalendarYears(join(root, 'calendars')))

/** Templates by the name items extend: `templates/<name>`. */
export async function readTemplates(root = contentDirectory): Promise<TemplateSource> {
  const files = new Map((await bytesOf('templates/*.yaml', root)).map(file => [file.file.replace(/\.yaml$/, ''), file]))
  return name => files.get(name)
}

/** What expressions may know of the registers. */
export async function readRegisterScopes(root = contentDirectory): Promise<RegisterSource> {
  const scopes = new Map(
    (await bytesOf('registers/*.yaml', root)).map(({ file, bytes }) => [
      file.replace(/^registers\/|\.yaml$/g, ''),
      registerScopeOf(file, bytes),
    ]),
  )
  return name => scopes.get(name)
}

export const readItemFiles = (root = contentDirectory): Promise<DefinitionFile[]> => bytesOf('items/**/*.yaml', root)

/** 预算 What the city's congress approved, where the city keeps it here. */
async function readBudget(city: string, root = contentDirectory): Promise<string | undefined> {
  const path = join(root, 'cities', city, 'budget.yaml')
  return existsSync(path) ? readFile(path, 'utf8') : undefined
}

/** 外部系统 Which questions the city asks of whose systems; none where it has no `exchanges.yaml`. */
export async function readCityExchanges(city: string | false, root = contentDirectory): Promise<ReadExchanges> {
  if (city === false) return { systems: new Map(), findings: [] }
  const file = join('cities', city, 'exchanges.yaml')
  const path = join(root, file)
  return existsSync(path) ? readExchanges(file, await readFile(path)) : { systems: new Map(), findings: [] }
}

/** What the city lists beside its items, held against the closed list of grounds on which something is done at a counter only. */
export async function openEntries(
  { db, clock }: Pick<ContentDependencies, 'db' | 'clock'>,
  root = contentDirectory,
): Promise<{ readonly entries: Entries; readonly findings: readonly Finding[] }> {
  const file = join('directory', 'offline-reasons.yaml')
  const { reasons, findings } = readOfflineReasons(file, await readFile(join(root, file)))
  const divisions = readDivisions(join(root, 'divisions'))
  return { entries: makeEntries({ db, clock, divisions, reasons, wordsOf: vectorOf }), findings }
}

export const readLifeEventFiles = (root = contentDirectory): Promise<DefinitionFile[]> =>
  bytesOf('life-events/*.yaml', root)

/** What the city lists beside the items it runs, where it keeps that by hand. */
export async function loadEntries(
  entries: Entries,
  city: string,
  root = contentDirectory,
): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  for (const { file, bytes } of await bytesOf(`directory/${city}.yaml`, root))
    findings.push(...(await entries.load(file, Buffer.from(bytes))).findings)
  return findings
}

export interface PublishedContent {
  readonly published: number
  readonly faults: readonly Finding[]
  /** What became of the items: each new version, and what it says otherwise than the one before it. */
  readonly publications: readonly Publication[]
}

export interface ContentDependencies {
  readonly db: Db
  readonly clock: Clock
  readonly identity: Identity
  readonly implementations: Implementations
  readonly ledger: Pick<Ledger, 'budget'>
}

/**
 * 装载 Publishes what `content/` says: the city's offices, every good item, every implementation. What is broken stops
 * nothing: the last good version stays in force and the faults come back to be shown.
 */
export async function publishContent(
  { db, clock, identity, implementations, ledger }: ContentDependencies,
  city: string,
  root = contentDirectory,
): Promise<PublishedContent> {
  const offices = await readCity(join(root, 'cities', city))
  await db.transaction(sql => identity.loadCity(sql, offices))
  const approved = await readBudget(city, root)
  if (approved !== undefined) await db.transaction(sql => openBudget(sql, ledger.budget, approved))
  const publisher = makePublisher({ db, clock, registers: await readRegisterScopes(root) })
  const approval = { publishedBy: 'system:content', secondApprover: 'system:content-review' }
  const { publications, faults } = await publisher.publishAll(
    await readItemFiles(root),
    approval,
    await readTemplates(root),
  )
  const more: Finding[] = []
  if (existsSync(join(root, 'implementations')))
    for (const { file, bytes } of await bytesOf('implementations/**/*.yaml', root))
      try {
        await implementations.publish(file, bytes, approval.publishedBy)
      } catch (fault) {
        if (!(fault instanceof Refusal)) throw fault
        more.push({
          severity: 'error',
          rule: fault.code,
          file,
          line: 1,
          column: 1,
          path: '',
          text: { zh: fault.message, en: fault.title },
        })
      }
  const fresh = publications.filter(({ published }) => published)
  return { published: fresh.length, faults: [...faults, ...more], publications: fresh }
}
