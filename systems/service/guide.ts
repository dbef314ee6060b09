import type { Hit, Search } from '#hubs/application/search'
import type { Clock } from '#kernel/clock'
import {
  type BasisFacts,
  basisFacts,
  type Definitions,
  type Guide,
  guideOf,
  type Implementations,
  type ItemDefinition,
  implementedDefinition,
  itemUnknown,
  type LawLibrary,
  type PublishedImplementation,
  stagesOf,
  type VersionRow,
} from '#kernel/definition'
import { type Directory, remediesWithBody } from '#kernel/identity'
import { refusal } from '#kernel/refusal'

export const officeUnknown = refusal('OFFICE_UNKNOWN', 404, 'This organ does not carry out this item')

/** An organ that carries an item out, as the guide names it. */
export interface Office {
  readonly organ: string
  readonly name: string
  readonly region: string
}

/** 并联各项 One of the items that an application opens, and which of them must have been granted before it. */
export interface PartOfGuide {
  readonly part: string
  readonly item: string
  readonly name: VersionRow['summary']['name']
  /** Only where the case needs it. */
  readonly onlyWhen: boolean
  readonly after: readonly string[]
}

type Carrier = Pick<PublishedImplementation, 'organ' | 'region'>

/** 办事指南 Everything somebody must know before applying: the item as one organ carries it out. Nothing lives elsewhere. */
export interface GuideView {
  readonly item: string
  readonly version: number
  readonly hash: string
  readonly from: string
  readonly office: Office | null
  readonly offices: readonly Office[]
  readonly guide: Guide & { readonly taskCode?: string }
  readonly definition: ItemDefinition
  readonly parts: readonly PartOfGuide[]
  /** 依据 Every law the item cites: whether its text was read, and what the cited articles are about. */
  readonly laws: readonly BasisFacts[]
}

export interface DirectoryWanted {
  readonly drawer?: string
  readonly organ?: string
  readonly q?: string
  readonly after?: string
  readonly limit: number
}

export interface ItemListed {
  readonly item: string
  readonly name: VersionRow['summary']['name']
  readonly drawer: string
  readonly starts: readonly string[]
  readonly channels: readonly string[]
  readonly version: number
}

export interface GuideNeeds {
  readonly clock: Clock
  readonly definitions: Definitions
  readonly implementations: Implementations
  readonly directory: () => Promise<Directory>
  readonly search: Search
  readonly laws: LawLibrary
}

const listed = ({ item, version, summary }: VersionRow): ItemListed => ({
  item,
  version,
  name: summary.name,
  drawer: summary.drawer,
  starts: summary.starts,
  channels: summary.channels,
})

/** The definition with each remedy's body by name, as this organ carries it out. */
function withBodies(definition: ItemDefinition, offices: Directory, organ: string, today: string): ItemDefinition {
  const outcomes = Object.entries(definition.content.outcomes).map(([key, outcome]) => [
    key,
    outcome.remedies ? { ...outcome, remedies: remediesWithBody(outcome.remedies, offices, organ, today) } : outcome,
  ])
  return { ...definition, content: { ...definition.content, outcomes: Object.fromEntries(outcomes) } }
}

/** 事项目录与办事指南 What the city offers, found by drawer, organ or words. */
export function makeGuides({ clock, definitions, implementations, directory, search, laws }: GuideNeeds) {
  const officeOf = (offices: Directory, { organ, region }: Carrier): Office => ({
    organ,
    region,
    name: offices.organ(organ, clock.today().toString())?.name ?? organ,
  })

  /** Every organ that may open a case of the item: those that have said how, then the others of the kind that holds the power. */
  function officesOf(
    offices: Directory,
    { category }: ItemDefinition,
    carriedOut: readonly Carrier[],
  ): readonly Office[] {
    const told = carriedOut.map(one => officeOf(offices, one))
    const named = new Set(told.map(({ organ }) => organ))
    const others = offices.organsFor(category.organ.post, clock.today().toString()).filter(({ id }) => !named.has(id))
    return [...told, ...others.map(({ id, region, name }) => ({ organ: id, region, name }))]
  }

  async function carriedOutBy(organ: string, rows: readonly VersionRow[]): Promise<readonly VersionRow[]> {
    const carried = new Set(await implementations.itemsOf(organ, clock.today()))
    return rows.filter(({ item }) => carried.has(item))
  }

  return {
    /** One page of the items in force; with words, the best first, else by key. */
    async list({
      drawer,
      organ,
      q,
      after,
      limit,
    }: DirectoryWanted): Promise<{ items: readonly ItemListed[]; next: string | null; loose: boolean }> {
      const known = await definitions.directory()
      const inForce = known
        .allInForce(clock.today())
        .filter(({ summary }) => drawer === undefined || summary.drawer === drawer)
      const rows = organ === undefined ? inForce : await carriedOutBy(organ, inForce)
      if (q === undefined) {
        const sorted = rows
          .toSorted((a, b) => (a.item < b.item ? -1 : 1))
          .filter(({ item }) => after === undefined || item > after)
        const page = sorted.slice(0, limit)
        return { items: page.map(listed), next: sorted.length > limit ? page.at(-1)!.item : null, loose: false }
      }
      const byItem = new Map(rows.map(row => [row.item, row]))
      const found = await search.items(q, placeOf(after), limit)
      const items = found.hits.flatMap(({ item }) => byItem.get(item) ?? []).map(listed)
      return { items, next: found.next && `${found.next.rank}~${found.next.item}`, loose: found.loose }
    },

    /** Only reads what the item says: nothing is compiled for a page. @throws ITEM_UNKNOWN, OFFICE_UNKNOWN */
    async guide(item: string, organ?: string): Promise<GuideView> {
      const today = clock.today()
      const known = await definitions.directory()
      const row = known.inForce(item, today)
      if (!row) throw itemUnknown({ detail: `${item} ${today}` })
      const [definition, carriedOut, offices] = await Promise.all([
        definitions.definition(row.hash),
        implementations.carriedOutBy(item, today),
        directory(),
      ])
      const able = officesOf(offices, definition, carriedOut)
      const [only] = able.length === 1 ? able : []
      const office = organ === undefined ? only : able.find(one => one.organ === organ)
      if (organ !== undefined && !office) throw officeUnknown({ facts: { organ, item } })
      const told = carriedOut.find(one => one.organ === office?.organ)
      const own = told && (await implementations.byId(told.id)).implementation
      const local = own ? implementedDefinition(definition, own).definition : definition
      const parts = stagesOf(definition.flow).flatMap(({ stage }) => stage.joint?.parts ?? [])
      return {
        item,
        version: definition.version,
        hash: row.hash,
        from: row.from,
        office: office ?? null,
        offices: able,
        guide: guideOf(definition, own),
        laws: basisFacts(definition, laws),
        definition: office ? withBodies(local, offices, office.organ, today.toString()) : local,
        parts: parts.map(({ part, item: other, when, after = [] }) => ({
          part,
          item: other,
          name: known.inForce(other, today)?.summary.name ?? other,
          onlyWhen: when !== undefined,
          after,
        })),
      }
    },
  }
}
export type Guides = ReturnType<typeof makeGuides>

const placeOf = (after: string | undefined): Hit | undefined => {
  const match = after === undefined ? undefined : /^(\d{1,3}(?:\.\d{1,6})?)~([a-z][A-Za-z0-9-]{0,63})$/.exec(after)
  return match ? { rank: match[1]!, item: match[2]! } : undefined
}
