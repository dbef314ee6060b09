import { type Clock, uuidv7 } from '#kernel/clock'
import { Refusal, refusal } from '#kernel/refusal'
import type { Db, Sql } from '#kernel/storage'
import { canonicalJson, sha256 } from './canonical.ts'
import { compileItem } from './compile.ts'
import type { CompiledItem } from './compiled.ts'
import { lockForPublication } from './definition.store.ts'
import { type Definitions, itemUnknown, weightOf } from './definitions.ts'
import { type Finding, hasErrors, refuseFindings } from './finding.ts'
import {
  addImplementations,
  type CarryingOrgan,
  type ImplementationRow,
  implementationById,
  implementationsInForce,
  implementationsOf,
  itemsCarriedOut,
  type NewImplementation,
  organsThatCarryOut,
  versionsOfImplementations,
} from './implementation.store.ts'
import { type Implementation, implementedDefinition } from './implementation.ts'
import { checkSaid, implementationsIn, type Said } from './implementation-file.ts'
import { makeKept } from './kept.ts'
import type { DefinitionFile } from './publish.ts'
import type { ItemDefinition } from './settings/item.ts'

export const implementationTaken = refusal(
  'IMPLEMENTATION_VERSION_TAKEN',
  409,
  'This version of the implementation is published with other content',
)
export const implementationOlder = refusal(
  'IMPLEMENTATION_VERSION_OLDER',
  409,
  'A later version of the implementation is published already',
)
export const implementationUnknown = refusal('IMPLEMENTATION_UNKNOWN', 404, 'There is no such implementation')

export interface ImplementationsDeps {
  readonly db: Db
  readonly clock: Clock
  readonly definitions: Definitions
  /** How much of compiled implementations a node keeps, in characters of the items' canonical text; default 16 million. */
  readonly keep?: number
}

export interface PublishedImplementation extends Omit<ImplementationRow, 'content'> {
  readonly implementation: Implementation
}

export interface StoredImplementation {
  readonly id: string
  /** False when exactly this content was published before. */
  readonly published: boolean
}

const publishedOf = ({ content, ...row }: ImplementationRow): PublishedImplementation => ({
  ...row,
  implementation: JSON.parse(content) as Implementation,
})

/** So many go into one transaction: enough that its end costs little, few enough that nobody waits long for its locks. */
const portion = 500

/** 实施清单库 Implementations in PostgreSQL: published against the item version in force on their first day, never changed. */
export function makeImplementations({ db, clock, definitions, keep = 16_000_000 }: ImplementationsDeps) {
  const compiled = makeKept<CompiledItem>(keep)

  /** Puts down what is new, each after what its organ said before; what may not be put down comes back as its refusal. */
  async function store(sql: Sql, wanted: readonly Implementation[], who: string) {
    await lockForPublication(sql, ...new Set(wanted.map(({ item }) => item)))
    const before = await versionsOfImplementations(sql, [...new Set(wanted.map(({ item }) => item))])
    const keyOf = ({ item, organ, region }: Pick<Implementation, 'item' | 'organ' | 'region'>) =>
      `${item} ${organ} ${region}`
    const latest = new Map(before.map(row => [keyOf(row), row]))
    const known = new Map(before.map(row => [`${keyOf(row)} ${row.version}`, row]))
    const added: NewImplementation[] = []
    const ended: { readonly id: string; readonly on: string }[] = []
    const stored = wanted.map((implementation): StoredImplementation | Refusal => {
      const { item, organ, region, version, effective } = implementation
      const [key, named] = [keyOf(implementation), `${item} ${organ} ${version}`]
      const content = canonicalJson(implementation)
      const hash = sha256(content)
      const same = known.get(`${key} ${version}`)
      if (same?.hash === hash) return { id: same.id, published: false }
      if (same) return implementationTaken({ detail: named, remedy: `version: ${version + 1}` })
      const previous = latest.get(key)
      if (previous && (previous.version > version || previous.validFrom > effective.from))
        return implementationOlder({
          detail: named,
          remedy: `version: ${previous.version + 1}, effective.from: ${previous.validFrom}`,
        })
      const row = { id: uuidv7(clock), item, organ, region, version, content, hash, validFrom: effective.from }
      const under = added.find(one => one.id === previous?.id)
      if (under) under.validTo = effective.from
      else if (previous) ended.push({ id: previous.id, on: effective.from })
      added.push({ ...row, validTo: null })
      latest.set(key, row)
      known.set(`${key} ${version}`, row)
      return { id: row.id, published: true }
    })
    await addImplementations(sql, added, { at: clock.now().toString(), who }, ended)
    return stored
  }

  /** The items of what organs say, each as in force on the day from which they say it. */
  async function itemsOf(said: readonly Said[]) {
    const { inForce } = await definitions.directory()
    const found = new Map<string, ItemDefinition>()
    for (const { implementation } of said) {
      const { item, effective } = implementation
      const row = inForce(item, effective.from)
      if (row) found.set(`${item} ${effective.from}`, await definitions.definition(row.hash))
    }
    return (item: string, from: string) => found.get(`${item} ${from}`)
  }

  return {
    /**
     * Publishes one file, all of it or nothing; each implementation ends the one before it. The same again is nothing new.
     * @throws DEFINITION_INVALID with findings, ITEM_UNKNOWN, IMPLEMENTATION_VERSION_TAKEN, IMPLEMENTATION_VERSION_OLDER.
     */
    async publish(
      file: string,
      bytes: Uint8Array | string,
      publishedBy: string,
    ): Promise<readonly StoredImplementation[]> {
      const read = implementationsIn(file, bytes)
      if (hasErrors(read.findings)) throw refuseFindings(read.findings)
      const itemOf = await itemsOf(read.said)
      for (const { implementation } of read.said)
        if (!itemOf(implementation.item, implementation.effective.from))
          throw itemUnknown({ detail: `${implementation.item} ${implementation.effective.from}` })
      const { good, findings } = checkSaid(read.said, itemOf)
      if (hasErrors(findings)) throw refuseFindings(findings)
      const wanted = good.map(({ implementation }) => implementation)
      return db.transaction(async sql =>
        (await store(sql, wanted, publishedBy)).map(one => {
          if (one instanceof Refusal) throw one
          return one
        }),
      )
    },
    /** Publishes every good implementation of every file, many in one transaction; what is wrong stops nothing else and comes back. */
    async publishAll(
      files: readonly DefinitionFile[],
      publishedBy: string,
    ): Promise<{ readonly published: number; readonly faults: readonly Finding[] }> {
      const faults: Finding[] = []
      let published = 0
      let waiting: Said[] = []
      const keepWaiting = async () => {
        const now = waiting
        waiting = []
        if (now.length === 0) return
        const wanted = now.map(({ implementation }) => implementation)
        const stored = await db.transaction(sql => store(sql, wanted, publishedBy))
        for (const [at, one] of stored.entries())
          if (one instanceof Refusal) faults.push(refusedAs(one, now[at]!))
          else if (one.published) published++
      }
      for (const { file, bytes } of files) {
        const read = implementationsIn(file, bytes)
        const { good, findings } = hasErrors(read.findings)
          ? { good: [], findings: read.findings }
          : checkSaid(read.said, await itemsOf(read.said))
        faults.push(...findings.filter(({ severity }) => severity === 'error'))
        waiting.push(...good)
        if (waiting.length >= portion) await keepWaiting()
      }
      await keepWaiting()
      return { published, faults }
    },
    /** Those of an item in force on a day. */
    async inForce(item: string, on: Temporal.PlainDate | string): Promise<readonly PublishedImplementation[]> {
      return (await implementationsInForce(db, item, String(on))).map(publishedOf)
    },
    /** Every version of what an organ has said of an item, by version. */
    async versionsOf(item: string, organ: string): Promise<readonly PublishedImplementation[]> {
      return (await implementationsOf(db, item, organ)).map(publishedOf)
    },
    /** The organs that have said how they carry an item out, on a day; what they say is read by its id. */
    carriedOutBy: (item: string, on: Temporal.PlainDate | string): Promise<readonly CarryingOrgan[]> =>
      organsThatCarryOut(db, item, String(on)),
    /** 本机关事项 The keys of the items an organ has said how it carries out, on a day. */
    itemsOf: (organ: string, on: Temporal.PlainDate | string): Promise<readonly string[]> =>
      itemsCarriedOut(db, organ, String(on)),
    async byId(id: string, sql: Sql = db): Promise<PublishedImplementation> {
      const row = await implementationById(sql, id)
      if (!row) throw implementationUnknown({ detail: id })
      return publishedOf(row)
    },
    /** The item version as this organ carries it out, compiled; its hash stays the item version's. */
    async implemented(hash: string, id: string | null, sql: Sql = db): Promise<CompiledItem> {
      if (id === null) return definitions.byHash(hash, sql)
      const key = `${hash} ${id}`
      const known = compiled.get(key)
      if (known) return known
      const item = await definitions.byHash(hash, sql)
      const row = await implementationById(sql, id)
      if (!row) throw implementationUnknown({ detail: id })
      const { definition } = implementedDefinition(item.definition, publishedOf(row).implementation)
      return compiled.put(key, compileItem(definition, { hash }), weightOf(definition))
    },
  }
}
export type Implementations = ReturnType<typeof makeImplementations>

/** A refusal to publish, shown where the version is said. */
const refusedAs = (error: Refusal, { positions }: Said): Finding => ({
  severity: 'error',
  rule: error.code,
  ...positions.at(['version']),
  path: positions.shown(['version']),
  text: { zh: error.message, en: error.title },
  ...(error.remedy !== undefined && { remedy: { zh: error.remedy, en: error.remedy } }),
})
