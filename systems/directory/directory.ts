import type { Clock } from '#kernel/clock'
import { type Definitions, drawers } from '#kernel/definition'
import type { Directory as Offices } from '#kernel/identity'
import { refusal } from '#kernel/refusal'
import type { Db } from '#kernel/storage'
import { divisionRows, entriesElsewhere, organsOfRegion, regionHasEntries } from './divisions.store.ts'
import { entriesOfItem } from './entries.store.ts'
import type { Entries } from './entries.ts'
import type { Entry } from './entry.ts'
import type { Kept } from './kept.ts'
import type { LifeEvent } from './life-event.ts'
import { countLines, type LineFilter, type LineRow, listLines, searchEntries, searchLines } from './lines.store.ts'

export const regionUnknown = refusal('REGION_UNKNOWN', 404, 'The city has no such region, and nothing is listed in it')
export const lifeEventUnknown = refusal('LIFE_EVENT_UNKNOWN', 404, 'There is no such life event')

export interface LinesWanted {
  readonly level?: string
  readonly region?: string
  readonly organ?: string
  readonly drawer?: string
  readonly lifeEvent?: string
  readonly standing?: string
  readonly q?: string
  readonly after?: string
  readonly limit: number
}

/** 目录行 An item that runs here or an entry, as the directory shows it. */
export interface DirectoryLine extends Omit<LineRow, 'rank'> {
  /** What the organ is called, where it is one. */
  readonly organName: string | null
}

/** 区划 A region with what is listed in it, and those within it. */
export interface RegionListed {
  readonly code: string
  readonly name: string
  readonly level: 'city' | 'county' | 'street' | 'community'
  readonly implemented: number
  readonly items: number
  readonly entries: number
  readonly within: readonly RegionListed[]
}

/** A step of a life event, with what stands behind it today. */
export interface LifeStep {
  readonly kind: 'item' | 'entry' | 'named'
  readonly key: string | null
  readonly name: unknown
  readonly organ: string | null
  /** Whether it can be done here today: an item in force. */
  readonly runs: boolean
  /** Of an item whose first day is yet to come: that day. */
  readonly from: string | null
  readonly gives: unknown
  readonly onlyIf: unknown
}

export interface DirectoryDeps {
  readonly db: Db
  readonly clock: Clock
  readonly definitions: Definitions
  readonly offices: () => Promise<Offices>
  readonly entries: Pick<Entries, 'history' | 'reasons'>
  readonly lifeEvents: readonly LifeEvent[]
  /** A tsquery's text of what a person typed; undefined when nothing can be looked for. */
  readonly queryOf: (text: string, loose: boolean) => string | undefined
  /** What was counted, as long as it stands. */
  readonly kept: Kept
}

const levelOf = (code: string): RegionListed['level'] =>
  code.length === 6 ? (code.endsWith('00') ? 'city' : 'county') : code.length === 9 ? 'street' : 'community'

/** The region and those above it, whose organs act in it too: a bureau of the district in its streets. */
const withAbove = (region: string): readonly string[] =>
  region.length === 6
    ? [region]
    : region.length === 9
      ? [region, region.slice(0, 6)]
      : [region, region.slice(0, 9), region.slice(0, 6)]

const afterList = /^(item|entry)~([a-z][A-Za-z0-9-]{0,63})$/
const afterSearch = /^(\d{1,3}(?:\.\d{1,6})?)~(item|entry)~([a-z][A-Za-z0-9-]{0,63})$/

/** 四级目录 What is done in the city and by whom: items that run and entries that do not, by level, division, organ, kind and life event. */
export function makeDirectory(deps: DirectoryDeps) {
  const { db, clock, definitions, offices, entries, lifeEvents, queryOf, kept } = deps
  const today = (): string => clock.today().toString()

  const eventOf = (id: string): LifeEvent => {
    const found = lifeEvents.find(one => one.id === id)
    if (!found) throw lifeEventUnknown({ detail: id, remedy: 'GET /api/life-events' })
    return found
  }

  const keysOf = ({ steps, joint }: LifeEvent): readonly string[] => [
    ...(joint === undefined ? [] : [`item~${joint}`]),
    ...steps.flatMap(step => ('item' in step ? [`item~${step.item}`] : 'entry' in step ? [`entry~${step.entry}`] : [])),
  ]

  const filterOf = (wanted: Omit<LinesWanted, 'limit'>): LineFilter => ({
    on: today(),
    drawer: wanted.drawer ?? null,
    level: wanted.level ?? null,
    standing: wanted.standing ?? null,
    region: wanted.region ?? null,
    regions: wanted.region === undefined ? [] : withAbove(wanted.region),
    organ: wanted.organ ?? null,
    keys: wanted.lifeEvent === undefined ? null : keysOf(eventOf(wanted.lifeEvent)),
  })

  /** A division of the city, or one in which something is listed. @throws REGION_UNKNOWN */
  async function mustBePlace(region: string | undefined): Promise<void> {
    if (region === undefined) return
    const known = (await offices()).region(region.length === 12 ? region.slice(0, 9) : region)
    if (!known && !(await regionHasEntries(db, region)))
      throw regionUnknown({ detail: region, remedy: 'GET /api/divisions' })
  }

  const named =
    (known: Offices) =>
    ({ rank: _, ...row }: LineRow): DirectoryLine => ({
      ...row,
      organName: row.organName ?? (row.organ === null ? null : (known.organ(row.organ, today())?.name ?? row.organ)),
    })

  async function found(
    filter: LineFilter,
    { q = '', after, limit }: LinesWanted,
  ): Promise<{ readonly rows: readonly LineRow[]; readonly loose: boolean }> {
    if (q === '') {
      const [, kind, key] = afterList.exec(after ?? '') ?? []
      const place = kind === undefined || key === undefined ? undefined : { kind, key }
      return { rows: await listLines(db, filter, limit + 1, drawers, place), loose: false }
    }
    const [, rank, kind, key] = afterSearch.exec(after ?? '') ?? []
    const place = rank === undefined || kind === undefined || key === undefined ? undefined : { rank, kind, key }
    for (const loose of [false, true]) {
      const query = queryOf(q, loose)
      if (query === undefined) break
      const rows = await searchLines(db, filter, limit + 1, query, place)
      if (rows.length > 0) return { rows, loose }
    }
    return { rows: [], loose: false }
  }

  async function stepOf(
    step: LifeEvent['steps'][number],
    known: Awaited<ReturnType<Definitions['directory']>>,
  ): Promise<LifeStep> {
    const more = { gives: step.gives ?? null, onlyIf: step.onlyIf ?? null }
    if ('item' in step) {
      const now = known.inForce(step.item, today())
      const row = now ?? known.versions.findLast(({ item }) => item === step.item)
      const from = row !== undefined && row.from > today() ? row.from : null
      const name = row?.summary.name ?? step.item
      return { kind: 'item', key: step.item, name, organ: null, runs: now !== undefined, from, ...more }
    }
    const nothing = { runs: false, from: null } as const
    if ('entry' in step) {
      const [latest] = await entries.history(step.entry).catch(() => [])
      const name =
        latest === undefined ? step.entry : { zh: latest.name, ...(latest.nameEn !== null && { en: latest.nameEn }) }
      return { kind: 'entry', key: step.entry, name, organ: latest?.organName ?? null, ...nothing, ...more }
    }
    return { kind: 'named', key: null, name: step.named, organ: step.organ, ...nothing, ...more }
  }

  return {
    /**
     * One page of lines; with words the best first, else by kind and name.
     * @throws REGION_UNKNOWN, LIFE_EVENT_UNKNOWN
     */
    async list(wanted: LinesWanted): Promise<{ lines: readonly DirectoryLine[]; next: string | null; loose: boolean }> {
      const filter = filterOf(wanted)
      await mustBePlace(wanted.region)
      const { rows, loose } = await found(filter, wanted)
      const page = rows.slice(0, wanted.limit)
      const last = rows.length > wanted.limit ? page.at(-1) : undefined
      const next =
        last === undefined ? null : [last.rank, last.kind, last.key].filter(part => part !== undefined).join('~')
      return { lines: page.map(named(await offices())), next, loose }
    },

    /** 检索条目 What is listed and does not run here, for what a person typed, the best first. */
    async listed(q: string, limit: number, loose = false): Promise<readonly DirectoryLine[]> {
      const query = queryOf(q, loose)
      const rows = query === undefined ? [] : await searchEntries(db, today(), query, limit)
      return rows.map(named(await offices()))
    },

    /** How many lines there are of each kind, level and standing, with the rest of what is asked. */
    async counts(wanted: Omit<LinesWanted, 'limit' | 'after' | 'q'> = {}) {
      const filter = filterOf(wanted)
      const rows = await kept(`counts ${JSON.stringify(filter)}`, () => countLines(db, filter))
      const of = (name: string) =>
        Object.fromEntries(rows.filter(row => row.of === name).map(({ key, lines }) => [key, lines])) as Readonly<
          Record<string, number>
        >
      return { drawers: of('drawer'), levels: of('level'), standings: of('standing'), all: of('all')[''] ?? 0 }
    },

    /** 区划树 City, districts, streets (and communities in which something is listed), with how much is listed in each; and elsewhere. */
    async divisions(): Promise<{
      divisions: readonly RegionListed[]
      elsewhere: readonly { code: string; entries: number }[]
    }> {
      const rows = await kept('divisions', () => divisionRows(db, today()))
      const others = await kept('elsewhere', () => entriesElsewhere(db, today()))
      const codes = new Set(rows.map(({ code }) => code))
      const communities = others.filter(({ code }) => code.length === 12 && codes.has(code.slice(0, 9)))
      const within = (parent: string | null): readonly RegionListed[] => [
        ...rows
          .filter(row => row.parent === parent)
          .map(({ code, name, implemented, items, entries: listed }) => ({
            ...{ code, name, level: levelOf(code), implemented, items, entries: listed },
            within: within(code),
          })),
        ...communities
          .filter(({ code }) => parent !== null && code.slice(0, 9) === parent)
          .map(({ code, entries: listed }) => ({
            ...{ code, name: code, level: 'community' as const, implemented: 0, items: 0, entries: listed, within: [] },
          })),
      ]
      return { divisions: within(null), elsewhere: others.filter(one => !communities.includes(one)) }
    },

    /** A division, those above and right below it, and the organs that carry something out in it. @throws REGION_UNKNOWN */
    async place(region: string) {
      await mustBePlace(region)
      const known = await offices()
      const rows = known.regions()
      const one = (code: string) => ({ code, name: known.region(code)?.name ?? code, level: levelOf(code) })
      const above: { code: string; name: string; level: RegionListed['level'] }[] = []
      for (let at = known.region(region)?.parent; at; at = known.region(at)?.parent) above.unshift(one(at))
      const carrying = await organsOfRegion(db, today(), region)
      return {
        ...one(region),
        above,
        within: rows.filter(({ parent }) => parent === region).map(({ code }) => one(code)),
        organs: carrying.map(({ organ, items }) => ({
          organ,
          items,
          name: known.organ(organ, today())?.name ?? organ,
        })),
      }
    },

    /** An entry as it stands today, with its versions and the reason it is offline. @throws ENTRY_UNKNOWN */
    async entry(id: string) {
      const versions = await entries.history(id)
      const current: Entry = versions.find(({ from }) => from <= today()) ?? versions[0]!
      const known = await offices()
      return {
        entry: current,
        place: known.region(current.region)?.name ?? null,
        organName:
          current.organName ??
          (current.organ === null ? null : (known.organ(current.organ, today())?.name ?? current.organ)),
        reason: current.reason === null ? null : (entries.reasons.get(current.reason) ?? null),
        itemRuns: current.item !== null && (await definitions.directory()).inForce(current.item, today()) !== undefined,
        versions: versions.map(({ version, from, to, standing, withdrawnBecause, recordedAt, sourceFile }) => ({
          ...{ version, from, to, standing, withdrawnBecause, recordedAt, sourceFile },
        })),
      }
    },

    /** 线下确认 Why an item is done at a counter only, by the closed list, and who confirmed it; null when nobody has. */
    async confirmed(item: string) {
      const found = (await entriesOfItem(db, item, today())).find(({ standing }) => standing === 'offline')
      const reason = found?.reason == null ? undefined : entries.reasons.get(found.reason)
      if (!found || !reason) return null
      const { note, confirmedBy, confirmedOn } = found
      return { reason, note, confirmedBy, confirmedOn }
    },

    /** 一件事主题 What people set out to do, and which items that takes. */
    lifeEvents: () =>
      lifeEvents.map(({ id, name, says, for: whom, joint, steps }) => ({
        ...{ id, name, says: says ?? null, for: whom, joint: joint ?? null, steps: steps.length },
      })),

    /** One of them with its steps, as far as each runs today. @throws LIFE_EVENT_UNKNOWN */
    async lifeEvent(id: string) {
      const { name, says, for: whom, joint, steps } = eventOf(id)
      const known = await definitions.directory()
      const whole = joint === undefined ? undefined : known.inForce(joint, today())
      return {
        ...{ id, name, says: says ?? null, for: whom },
        joint: whole === undefined ? null : { item: whole.item, name: whole.summary.name },
        steps: await Promise.all(steps.map(step => stepOf(step, known))),
      }
    },
  }
}
export type CityDirectory = ReturnType<typeof makeDirectory>
