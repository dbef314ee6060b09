import { refusal } from '#kernel/refusal'
import type { Db, Sql } from '#kernel/storage'
import { sha256 } from './canonical.ts'
import { compileItem } from './compile.ts'
import type { CompiledItem } from './compiled.ts'
import {
  definitionsEpoch,
  readCanonical,
  readSource,
  readTermsOf,
  readVersions,
  type VersionRow,
} from './definition.store.ts'
import { makeKept } from './kept.ts'
import type { ItemDefinition } from './settings/item.ts'

export const itemUnknown = refusal('ITEM_UNKNOWN', 404, 'There is no such item in force')
export const itemVersionUnknown = refusal('ITEM_VERSION_UNKNOWN', 404, 'There is no such version of the item')
export const definitionUnknown = refusal('DEFINITION_UNKNOWN', 404, 'No item version has this hash')
export const definitionAltered = refusal(
  'DEFINITION_ALTERED',
  500,
  'A published definition no longer has the content of its hash',
)

/** 事项目录 Every published version, and which is in force on a day. */
export interface DefinitionDirectory {
  readonly epoch: number
  /** By item, then version, ascending. */
  readonly versions: readonly VersionRow[]
  /** The version in force on a day: of those whose days contain it, the highest. */
  inForce(item: string, on: Temporal.PlainDate | string): VersionRow | undefined
  /** Every item in force on a day, by item key. */
  allInForce(on: Temporal.PlainDate | string): readonly VersionRow[]
}

function directoryOf(epoch: number, versions: readonly VersionRow[]): DefinitionDirectory {
  const byItem = new Map<string, VersionRow[]>()
  for (const row of versions) {
    const known = byItem.get(row.item)
    if (known) known.push(row)
    else byItem.set(row.item, [row])
  }
  const inForce = (item: string, on: Temporal.PlainDate | string) => {
    const day = String(on)
    return byItem.get(item)?.findLast(({ from, to }) => from <= day && (to === null || to >= day))
  }
  // every list of the public door begins with all that is in force today
  let today: { readonly day: string; readonly rows: readonly VersionRow[] } | undefined
  const allInForce = (on: Temporal.PlainDate | string) => {
    const day = String(on)
    if (today?.day !== day) today = { day, rows: [...byItem.keys()].flatMap(item => inForce(item, day) ?? []) }
    return today.rows
  }
  return { epoch, versions, inForce, allInForce }
}

export interface DefinitionsDeps {
  readonly db: Db
  /** How much of compiled versions a node keeps, in characters of their canonical text; default 16 million, some 1,100 items and 90 MB. */
  readonly keep?: number
}

/** What was only read takes about half of what was compiled. */
const keepRead = 8_000_000

/** What a definition weighs among those that are kept. */
export const weightOf = (definition: ItemDefinition): number => JSON.stringify(definition).length

/**
 * 定义库 What nodes run on: versions from PostgreSQL, compiled once, kept by content hash. Nothing here ever reads a file.
 * A compiled version never goes stale; the directory is read again when another node has published.
 */
export function makeDefinitions({ db, keep = 16_000_000 }: DefinitionsDeps) {
  const compiled = makeKept<CompiledItem>(keep)
  const read = makeKept<ItemDefinition>(keepRead)
  const loading = new Map<string, Promise<CompiledItem>>()
  let known: DefinitionDirectory | undefined

  const contentOf = async (sql: Sql, hash: string) => {
    const canonical = await readCanonical(sql, hash)
    if (canonical === undefined) throw definitionUnknown({ detail: hash })
    if (sha256(canonical) !== hash) throw definitionAltered({ detail: hash })
    return { definition: JSON.parse(canonical) as ItemDefinition, weight: canonical.length }
  }

  const load = async (sql: Sql, hash: string): Promise<CompiledItem> => {
    const { definition, weight } = await contentOf(sql, hash)
    return compiled.put(hash, compileItem(definition, { hash }), weight)
  }

  /** The compiled version of a hash. @throws DEFINITION_UNKNOWN, DEFINITION_ALTERED. */
  async function byHash(hash: string, sql: Sql = db): Promise<CompiledItem> {
    const found = compiled.get(hash)
    if (found) return found
    // inside a transaction the load runs on its own connection: waiting for another's could wait for ever
    if (sql !== db) return load(sql, hash)
    const under = loading.get(hash) ?? load(sql, hash).finally(() => loading.delete(hash))
    loading.set(hash, under)
    return under
  }

  /** What a version says, for whoever only reads it: nothing is compiled. @throws DEFINITION_UNKNOWN, DEFINITION_ALTERED. */
  async function definition(hash: string): Promise<ItemDefinition> {
    const found = compiled.get(hash)?.definition ?? read.get(hash)
    if (found) return found
    const content = await contentOf(db, hash)
    return read.put(hash, content.definition, content.weight)
  }

  /** The directory as it is now; a caller that knows the epoch already (it read it in its own query) says so. */
  async function directory(epoch?: number): Promise<DefinitionDirectory> {
    const now = epoch ?? (await definitionsEpoch(db))
    if (known?.epoch === now) return known
    // the epoch is read first: a publication in between only makes the next call read again
    known = directoryOf(now, await readVersions(db))
    return known
  }

  return {
    byHash,
    definition,
    directory,
    /** The compiled version if this node has it at hand; the hot path asks this first. */
    atHand: (hash: string): CompiledItem | undefined => compiled.get(hash),
    /** The version of an item in force on a day, compiled. @throws ITEM_UNKNOWN. */
    async current(item: string, on: Temporal.PlainDate | string): Promise<CompiledItem> {
      const row = (await directory()).inForce(item, on)
      if (!row) throw itemUnknown({ detail: `${item} ${String(on)}` })
      return byHash(row.hash)
    },
    /** The file a version was published from, byte for byte. */
    async source(hash: string): Promise<string> {
      const source = await readSource(db, hash)
      if (source === undefined) throw definitionUnknown({ detail: hash })
      return source
    },
    /** The items in force on a day whose power is temporary, with its last day and the day by which it is to be renewed. */
    async temporary(on: Temporal.PlainDate | string) {
      const terms = await readTermsOf(db)
      const known = await directory()
      return known.allInForce(on).flatMap(({ hash, item, version, summary }) => {
        const term = terms.get(hash)
        return term === undefined ? [] : [{ item, version, name: summary.name, ...term }]
      })
    },
    epoch: (sql: Sql = db): Promise<number> => definitionsEpoch(sql),
  }
}
export type Definitions = ReturnType<typeof makeDefinitions>
