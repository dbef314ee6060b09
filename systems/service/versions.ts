import type { Clock } from '#kernel/clock'
import {
  type BasisFacts,
  basisFacts,
  type CarriedOut,
  type CompiledItem,
  countDifferences,
  type Definitions,
  type DifferenceTold,
  differenceOf,
  type Guide,
  guideOf,
  type Implementations,
  implementationDifference,
  itemUnknown,
  itemVersionUnknown,
  type LawLibrary,
  type Phrases,
  type PublishedImplementation,
  tellDifferences,
  type VersionRow,
} from '#kernel/definition'
import type { Directory } from '#kernel/identity'
import { officeUnknown } from './guide.ts'

type Counts = ReturnType<typeof countDifferences>

/** 版本 A published version: the days on which it is the one in force, and how much it changed. */
export interface VersionListed {
  readonly version: number
  readonly hash: string
  readonly from: string
  /** The last day on which it is in force; null while nobody has said. Cases begun by then go by it until they end. */
  readonly until: string | null
  readonly standing: 'ahead' | 'in-force' | 'over'
  readonly publishedAt: string
  /** Against the version before it; null for the first. */
  readonly differences: Counts | null
}

export interface VersionsView {
  readonly item: string
  readonly name: VersionRow['summary']['name']
  readonly versions: readonly VersionListed[]
}

/** 某一版 What a version says, as the guide shows it, whether it is in force or not. */
export interface VersionView extends Omit<VersionListed, 'differences'> {
  readonly item: string
  readonly definition: CompiledItem['definition']
  readonly guide: Guide & { readonly stages: readonly string[] }
  readonly laws: readonly BasisFacts[]
}

export interface DifferenceWanted {
  readonly from?: number
  readonly to?: number
  /** As this organ carries it out; with `against`, the later side as that one does. */
  readonly organ?: string
  readonly against?: string
}

export interface DifferenceView {
  readonly item: string
  readonly name: VersionRow['summary']['name']
  readonly from: number
  readonly to: number
  readonly organ: string | null
  readonly against: string | null
  readonly counts: Counts
  readonly differences: readonly DifferenceTold[]
}

export interface VersionsNeeds {
  readonly clock: Clock
  readonly definitions: Definitions
  readonly implementations: Implementations
  readonly directory: () => Promise<Directory>
  readonly laws: LawLibrary
  readonly phrases: Phrases
}

const dayBefore = (day: string): string => Temporal.PlainDate.from(day).subtract({ days: 1 }).toString()
const most = 2_000

/** The last day a version holds: its own, or the day before a later one begins. */
function untilOf(row: VersionRow, all: readonly VersionRow[]): string | null {
  const replaced = all
    .filter(({ version, from }) => version > row.version && (row.to === null || from <= row.to))
    .map(({ from }) => (from <= row.from ? row.from : dayBefore(from)))
  return [...replaced, ...(row.to === null ? [] : [row.to])].sort()[0] ?? null
}

/** 版本与对比 Every version of an item that was published, and what one says otherwise than another. */
export function makeVersions({ clock, definitions, implementations, directory, laws, phrases }: VersionsNeeds) {
  const counted = new Map<string, Counts>()

  async function rowsOf(item: string): Promise<readonly VersionRow[]> {
    const rows = (await definitions.directory()).versions.filter(row => row.item === item)
    if (rows.length === 0) throw itemUnknown({ detail: item })
    return rows
  }

  async function countsOf(before: string, after: string): Promise<Counts> {
    const key = `${before} ${after}`
    const known = counted.get(key)
    if (known) return known
    const [old, now] = await Promise.all([definitions.byHash(before), definitions.byHash(after)])
    const counts = countDifferences(differenceOf(old.definition, now.definition))
    if (counted.size >= most) counted.delete(counted.keys().next().value!)
    counted.set(key, counts)
    return counts
  }

  function placed(row: VersionRow, rows: readonly VersionRow[]): Omit<VersionListed, 'differences'> {
    const { version, hash, from, publishedAt } = row
    const until = untilOf(row, rows)
    const today = clock.today().toString()
    const standing = from > today ? 'ahead' : until !== null && until < today ? 'over' : 'in-force'
    return { version, hash, from, until, standing, publishedAt }
  }

  function rowOf(rows: readonly VersionRow[], version: number): VersionRow {
    const found = rows.find(row => row.version === version)
    if (!found)
      throw itemVersionUnknown({
        facts: { item: rows[0]!.item, version },
        remedy: `已公布 Published are: ${rows.map(row => row.version).join(', ')}`,
      })
    return found
  }

  /** The version as an organ carried it out on the last day it was in force, or does today, or will on its first. */
  async function carriedOut(
    row: VersionRow,
    rows: readonly VersionRow[],
    organ: string | undefined,
  ): Promise<CarriedOut> {
    const { definition } = await definitions.byHash(row.hash)
    if (organ === undefined) return { definition }
    const { standing, until } = placed(row, rows)
    const day = standing === 'in-force' ? clock.today().toString() : standing === 'ahead' ? row.from : until!
    const own = (await implementations.inForce(row.item, day)).find(one => one.organ === organ)
    if (own) return { definition, implementation: own.implementation }
    const able = (await directory()).organsFor(definition.category.organ.post, clock.today().toString())
    if (able.some(({ id }) => id === organ) || (await implementations.versionsOf(row.item, organ)).length > 0)
      return { definition }
    throw officeUnknown({ facts: { organ, item: row.item } })
  }

  /** What is compared where nothing is said: the version in force and the one before it. */
  function usual(rows: readonly VersionRow[], { from, to, against }: DifferenceWanted) {
    const today = clock.today().toString()
    const current = rows.findLast(row => placed(row, rows).standing === 'in-force' && row.from <= today) ?? rows.at(-1)!
    const later = to === undefined ? current : rowOf(rows, to)
    const before = rows.findLast(({ version }) => version < later.version)
    const earlier = from === undefined ? (against === undefined ? (before ?? later) : later) : rowOf(rows, from)
    return { earlier, later }
  }

  return {
    /** @throws ITEM_UNKNOWN */
    async list(item: string): Promise<VersionsView> {
      const rows = await rowsOf(item)
      const versions: VersionListed[] = []
      for (const [at, row] of rows.entries()) {
        const previous = rows[at - 1]
        versions.push({
          ...placed(row, rows),
          differences: previous ? await countsOf(previous.hash, row.hash) : null,
        })
      }
      return { item, name: rows.at(-1)!.summary.name, versions }
    },

    /** @throws ITEM_UNKNOWN, ITEM_VERSION_UNKNOWN */
    async version(item: string, version: number): Promise<VersionView> {
      const rows = await rowsOf(item)
      const row = rowOf(rows, version)
      const { definition } = await definitions.byHash(row.hash)
      return { item, ...placed(row, rows), definition, guide: guideOf(definition), laws: basisFacts(definition, laws) }
    },

    /** 对比 Between two versions, as the item says or as an organ carries it out. @throws ITEM_UNKNOWN, ITEM_VERSION_UNKNOWN, OFFICE_UNKNOWN */
    async difference(item: string, wanted: DifferenceWanted): Promise<DifferenceView> {
      const rows = await rowsOf(item)
      const { earlier, later } = usual(rows, wanted)
      const { organ, against = organ } = wanted
      const [before, after] = [await carriedOut(earlier, rows, organ), await carriedOut(later, rows, against)]
      const differences = implementationDifference(before, after)
      return {
        item,
        name: later.summary.name,
        from: earlier.version,
        to: later.version,
        organ: organ ?? null,
        against: wanted.against ?? null,
        counts: countDifferences(differences),
        differences: tellDifferences(differences, phrases),
      }
    },

    /** 实施清单对比 Between two versions of what one organ has said of the item, under the item as it is now. @throws as `difference` */
    async implementationDifference(item: string, organ: string, from: number, to: number) {
      const rows = await rowsOf(item)
      const { later } = usual(rows, {})
      const said = await implementations.versionsOf(item, organ)
      if (said.length === 0) throw officeUnknown({ facts: { organ, item } })
      const { definition } = await definitions.byHash(later.hash)
      const named = (version: number): PublishedImplementation => {
        const found = said.find(one => one.version === version)
        if (!found)
          throw itemVersionUnknown({
            facts: { item, organ, version },
            remedy: `已公布 Published are: ${said.map(one => one.version).join(', ')}`,
          })
        return found
      }
      const side = (version: number): CarriedOut => ({ definition, implementation: named(version).implementation })
      const differences = implementationDifference(side(from), side(to))
      return {
        item,
        organ,
        from,
        to,
        counts: countDifferences(differences),
        differences: tellDifferences(differences, phrases),
      }
    },
  }
}
export type Versions = ReturnType<typeof makeVersions>
