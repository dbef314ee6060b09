import { type Clock, uuidv7 } from '#kernel/clock'
import { refusal } from '#kernel/refusal'
import type { Db, Sql } from '#kernel/storage'
import { canonicalJson, sha256 } from './canonical.ts'
import { compileItem } from './compile.ts'
import type { CompiledItem } from './compiled.ts'
import { lockForPublication } from './definition.store.ts'
import type { Definitions } from './definitions.ts'
import { refuseFindings } from './finding.ts'
import {
  addImplementation,
  type ImplementationRow,
  implementationById,
  implementationsInForce,
  implementationsOf,
  implementationVersion,
  itemsCarriedOut,
  latestImplementation,
} from './implementation.store.ts'
import {
  type Implementation,
  implementedDefinition,
  readImplementation,
  readImplementationFile,
} from './implementation.ts'

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
  /** How many compiled implementations a node keeps; default 2,000. */
  readonly keep?: number
}

export interface PublishedImplementation extends Omit<ImplementationRow, 'content'> {
  readonly implementation: Implementation
}

const publishedOf = ({ content, ...row }: ImplementationRow): PublishedImplementation => ({
  ...row,
  implementation: JSON.parse(content) as Implementation,
})

/** 实施清单库 Implementations in PostgreSQL: published against the item version in force on their first day, never changed. */
export function makeImplementations({ db, clock, definitions, keep = 2_000 }: ImplementationsDeps) {
  const compiled = new Map<string, CompiledItem>()

  async function store(sql: Sql, implementation: Implementation, who: string) {
    const content = canonicalJson(implementation)
    const hash = sha256(content)
    await lockForPublication(sql, implementation.item)
    const same = await implementationVersion(sql, implementation, implementation.version)
    if (same?.hash === hash) return { id: same.id, published: false }
    const named = `${implementation.item} ${implementation.organ} ${implementation.version}`
    if (same) throw implementationTaken({ detail: named, remedy: `version: ${implementation.version + 1}` })
    const previous = await latestImplementation(sql, implementation)
    if (previous && (previous.version > implementation.version || previous.validFrom > implementation.effective.from))
      throw implementationOlder({
        detail: named,
        remedy: `version: ${previous.version + 1}, effective.from: ${previous.validFrom}`,
      })
    const id = uuidv7(clock)
    const { item, organ, region, version, effective } = implementation
    await addImplementation(
      sql,
      { id, item, organ, region, version, content, hash, validFrom: effective.from },
      { at: clock.now().toString(), who },
      previous?.id,
    )
    return { id, published: true }
  }

  return {
    /**
     * Publishes one implementation file; it ends the one before it. The same again is nothing new.
     * @throws DEFINITION_INVALID with findings, ITEM_UNKNOWN, IMPLEMENTATION_VERSION_TAKEN, IMPLEMENTATION_VERSION_OLDER.
     */
    async publish(
      file: string,
      bytes: Uint8Array | string,
      publishedBy: string,
    ): Promise<{ readonly id: string; readonly published: boolean }> {
      const read = readImplementationFile(file, bytes)
      if (!read.implementation) throw refuseFindings(read.findings)
      const { item, effective } = read.implementation
      const { definition } = await definitions.current(item, effective.from)
      const { implementation, findings } = readImplementation(file, bytes, () => definition)
      if (!implementation) throw refuseFindings(findings)
      return db.transaction(sql => store(sql, implementation, publishedBy))
    },
    /** Those of an item in force on a day. */
    async inForce(item: string, on: Temporal.PlainDate | string): Promise<readonly PublishedImplementation[]> {
      return (await implementationsInForce(db, item, String(on))).map(publishedOf)
    },
    /** Every version of what an organ has said of an item, by version. */
    async versionsOf(item: string, organ: string): Promise<readonly PublishedImplementation[]> {
      return (await implementationsOf(db, item, organ)).map(publishedOf)
    },
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
      const item = await definitions.byHash(hash, sql)
      if (id === null) return item
      const key = `${hash} ${id}`
      const known = compiled.get(key)
      if (known) return known
      const row = await implementationById(sql, id)
      if (!row) throw implementationUnknown({ detail: id })
      const { definition } = implementedDefinition(item.definition, publishedOf(row).implementation)
      const local = compileItem(definition, { hash })
      if (compiled.size >= keep) compiled.delete(compiled.keys().next().value!)
      compiled.set(key, local)
      return local
    },
  }
}
export type Implementations = ReturnType<typeof makeImplementations>
