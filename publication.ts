import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Ledger, openBudget } from '#hubs/application/ledger'
import { indexAll, indexItems, notIndexed } from '#hubs/application/search'
import { giveReadingGrants } from '#hubs/data/reading'
import type { Clock } from '#kernel/clock'
import {
  type Definitions,
  type Finding,
  type Implementations,
  makePublisher,
  type Publication,
  type TemplateSource,
} from '#kernel/definition'
import type { Grants } from '#kernel/grant'
import { type Identity, readCity } from '#kernel/identity'
import type { Db } from '#kernel/storage'
import {
  contentDirectory,
  readImplementationFiles,
  readItemFiles,
  readNamedFiles,
  readRegisterScopes,
  readTemplates,
} from './content.ts'

export interface Published {
  /** Versions of items that were not there before, and of implementations. */
  readonly published: number
  readonly implementations: number
  readonly faults: readonly Finding[]
  /** What became of the items: each new version, and what it says otherwise than the one before it. */
  readonly publications: readonly Publication[]
}

export interface PublicationNeeds {
  readonly db: Db
  readonly clock: Clock
  readonly implementations: Implementations
}

const approval = { publishedBy: 'system:content', secondApprover: 'system:content-review' }

/** 预算 What the city's congress approved, where the city keeps it here. */
async function readBudget(city: string, root = contentDirectory): Promise<string | undefined> {
  const path = join(root, 'cities', city, 'budget.yaml')
  return existsSync(path) ? readFile(path, 'utf8') : undefined
}

type Files = Awaited<ReturnType<typeof readNamedFiles>>

/** Items first: an implementation is held against the version in force on its first day. */
async function publishThem(
  { db, clock, implementations }: PublicationNeeds,
  { items, implementations: files }: Files,
  template: TemplateSource,
  root?: string,
): Promise<Published> {
  const publisher = makePublisher({ db, clock, registers: await readRegisterScopes(root) })
  const { publications, faults } = await publisher.publishAll(items, approval, template)
  const carriedOut = await implementations.publishAll(files, approval.publishedBy)
  const fresh = publications.filter(({ published }) => published)
  return {
    published: fresh.length,
    implementations: carriedOut.published,
    faults: [...faults, ...carriedOut.faults],
    publications: fresh,
  }
}

/**
 * 装载 Publishes what `content/` says: the city's offices, every good item, every implementation. What is broken stops
 * nothing: the last good version stays in force and the faults come back to be shown.
 */
export async function publishContent(
  needs: PublicationNeeds & { readonly identity: Identity; readonly ledger: Pick<Ledger, 'budget'> },
  city: string,
  root = contentDirectory,
): Promise<Published> {
  const { db, identity, ledger } = needs
  const offices = await readCity(join(root, 'cities', city))
  await db.transaction(sql => identity.loadCity(sql, offices))
  const approved = await readBudget(city, root)
  if (approved !== undefined) await db.transaction(sql => openBudget(sql, ledger.budget, approved))
  const files = { items: await readItemFiles(root), implementations: await readImplementationFiles(root) }
  return publishThem(needs, files, await readTemplates(root), root)
}

/** 发布文件 Publishes the items and implementations of one file or folder, with the templates beside them or the city's own. */
export async function publishFiles(needs: PublicationNeeds, path: string): Promise<Published> {
  const templates = existsSync(join(path, 'templates')) ? path : contentDirectory
  return publishThem(needs, await readNamedFiles(path), await readTemplates(templates))
}

/** So many at once: all of a city's items together would fill the memory of the process that opens it. */
const portion = 500

/** Of what was published, what holds from today or before; what has ended already is put right when the whole is looked through. */
async function putNewToUse(needs: Parameters<typeof putToUse>[0], publications: readonly Publication[]): Promise<void> {
  const { db, clock, definitions } = needs
  const made = await Promise.all(
    publications.map(async ({ hash }) => ({ hash, definition: await definitions.definition(hash) })),
  )
  const today = clock.today().toString()
  const inForce = made.filter(({ definition: { effective } }) => effective.from <= today)
  await giveReadingGrants(
    needs,
    inForce.map(({ definition }) => definition),
  )
  await indexItems(db, inForce)
}

/**
 * 启用 What is in force and was not before becomes findable, and the posts it names may read what it needs. What was published just now
 * comes first: whoever waits for it does not wait until a whole city has been looked through.
 */
export async function putToUse(
  needs: {
    readonly db: Db
    readonly clock: Clock
    readonly definitions: Definitions
    readonly grants: Grants
  },
  justNow: readonly Publication[] = [],
): Promise<void> {
  const { db, clock, definitions } = needs
  const today = clock.today()
  await putNewToUse(needs, justNow.slice(0, portion))
  const fresh = await notIndexed(db, definitions, today)
  for (let at = 0; at < fresh.length; at += portion) {
    const items = fresh.slice(at, at + portion).map(({ hash }) => definitions.definition(hash))
    await giveReadingGrants(needs, await Promise.all(items))
  }
  await indexAll(db, definitions, today)
}
