import type { Clock } from '#kernel/clock'
import type { Definitions, Text } from '#kernel/definition'
import type { Directory, Organ } from '#kernel/identity'
import { refusal } from '#kernel/refusal'
import type { Db } from '#kernel/storage'
import type { Site, SiteSection } from './site.ts'
import { organsThatCarry, windowsOf } from './sites.store.ts'

export const siteUnknown = refusal('SITE_UNKNOWN', 404, 'There is no such site')

export interface SiteDeps {
  readonly db: Db
  readonly clock: Clock
  readonly definitions: Pick<Definitions, 'directory'>
  readonly offices: () => Promise<Directory>
  /** What content says of sites; every other is as the directory has it. */
  readonly said: readonly Site[]
  /** What was read, as long as it stands. */
  readonly kept: <Answer>(key: string, read: () => Promise<Answer>) => Promise<Answer>
}

/** A site as a list names it, with how much its organs have said they carry out. */
export interface SiteListed {
  readonly code: string
  readonly name: Text
  readonly items: number
}

export interface SiteOrgan {
  readonly organ: string
  readonly name: string
  readonly items: number
}

/** A section as it is drawn: of picked items those in force today, by name. */
export type SectionView =
  | Extract<SiteSection, string>
  | { readonly title: Text; readonly items: readonly { readonly item: string; readonly name: unknown }[] }

/** A site with everything its pages are drawn from. */
export interface SiteView {
  readonly code: string
  readonly name: Text
  /** The region it speaks for; null where it speaks for organs. */
  readonly region: string | null
  readonly organs: readonly SiteOrgan[]
  /** The district's site, of one of its organs or streets. */
  readonly above: Omit<SiteListed, 'items'> | null
  /** Those of the streets of a district. */
  readonly within: readonly SiteListed[]
  readonly accent: string
  readonly introduction: Text | null
  readonly sections: readonly SectionView[]
  readonly contact: NonNullable<Site['contact']> | null
  readonly accessibility: Text | null
}

/** 办理地点 Where an organ is found, at which hours, and how it is reached. */
export interface OfficePlaces {
  readonly organ: string
  readonly places: readonly { readonly window: Text; readonly hours: Text | null; readonly contacts: readonly Text[] }[]
}

const everySection: readonly SiteSection[] = ['items', 'published', 'offices']
/** So many windows of an organ are named; the guide of an item names its own. */
const most = 4

/**
 * 网站群 The sites of districts, streets and organs, from one set of templates: whoever has said how he carries an item out has one, without
 * anybody typing it. What content says overrides or adds.
 */
export function makeSites({ db, clock, definitions, offices, said, kept }: SiteDeps) {
  const today = (): string => clock.today().toString()
  const byCode = new Map(said.map(site => [site.site, site]))

  async function around() {
    const known = await offices()
    const rows = await kept('site carriers', () => organsThatCarry(db, today()))
    const items = new Map(rows.map(one => [one.organ, one.items]))
    const organOf = ({ id, name }: Organ): SiteOrgan => ({ organ: id, name, items: items.get(id) ?? 0 })
    /** The organs of a region that carry something out, those with most first. */
    const carrying = (region: string): readonly SiteOrgan[] =>
      known
        .organsIn(region, today())
        .filter(({ id }) => items.has(id))
        .map(organOf)
        .toSorted((a, b) => b.items - a.items)
    const listed = (code: string, name: Text, organs: readonly SiteOrgan[]): SiteListed => ({
      code,
      name: byCode.get(code)?.name ?? name,
      items: organs.reduce((sum, one) => sum + one.items, 0),
    })
    /** The regions right below one that have a site. */
    const below = (parent: string): readonly SiteListed[] =>
      known
        .regions()
        .filter(region => region.parent === parent)
        .map(({ code, name }) => ({ code, name, organs: carrying(code) }))
        .filter(({ code, organs }) => organs.length > 0 || byCode.has(code))
        .map(({ code, name, organs }) => listed(code, name, organs))
    return { known, organOf, carrying, listed, below }
  }
  type Around = Awaited<ReturnType<typeof around>>

  /** For whom a code speaks: as content says, else the region or organ of that code; undefined: for nobody. */
  function speakerOf({ known, organOf, carrying }: Around, code: string) {
    const own = byCode.get(code)
    const place = known.region(own ? (own.region ?? '') : code)
    if (place && (own || place.kind !== 'city'))
      return { own, name: place.name, region: place.code, home: place.parent, organs: carrying(place.code) }
    const organs = (own?.organs ?? [code]).flatMap(id => known.organ(id, today()) ?? [])
    const [first] = organs
    return (
      first && {
        ...{ own, name: first.name, region: null, organs: organs.map(organOf) },
        home: organs.length === 1 ? first.region : null,
      }
    )
  }

  function siteOf(here: Around, code: string) {
    const speaker = speakerOf(here, code)
    if (!speaker || (!speaker.own && speaker.organs.every(({ items }) => items === 0))) return undefined
    const { own, name, region, home, organs } = speaker
    const above = home === null ? undefined : here.known.region(home)
    return {
      ...{ code, region, organs },
      name: own?.name ?? name,
      above: above && above.kind !== 'city' ? here.listed(above.code, above.name, []) : null,
      within: region === null ? [] : here.below(region),
      accent: own?.accent ?? 'ink',
      introduction: own?.introduction ?? null,
      sections: own?.sections ?? everySection,
      contact: own?.contact ?? null,
      accessibility: own?.accessibility ?? null,
    }
  }

  return {
    /** The sites of districts, of the city's own organs, and those that content has made under codes of their own. */
    async list() {
      const here = await around()
      const { known, carrying, listed, below } = here
      const city = known.regions().find(({ kind }) => kind === 'city')
      const others = said
        .filter(({ site }) => !known.region(site) && !known.organ(site, today()))
        .flatMap(({ site }) => siteOf(here, site) ?? [])
      return {
        districts: city ? below(city.code) : [],
        organs: city ? carrying(city.code).map(one => listed(one.organ, one.name, [one])) : [],
        others: others.map(({ code, name, organs }) => listed(code, name, organs)),
      }
    },

    /** A site by its code. @throws SITE_UNKNOWN where nothing is carried out and content says nothing. */
    async find(code: string): Promise<SiteView> {
      const found = siteOf(await around(), code)
      if (!found) throw siteUnknown({ detail: code, remedy: 'GET /s' })
      const { inForce } = await definitions.directory()
      const sections = found.sections.flatMap((section): readonly SectionView[] => {
        if (typeof section === 'string') return [section]
        const items = section.items.flatMap(key => inForce(key, today()) ?? [])
        const named = items.map(({ item, summary }) => ({ item, name: summary.name }))
        return named.length === 0 ? [] : [{ title: section.title, items: named }]
      })
      return { ...found, sections }
    },

    /** Where the organs of a site are found. */
    async places(organs: readonly string[]): Promise<readonly OfficePlaces[]> {
      const rows = await kept(`site windows ${organs.join()}`, () => windowsOf(db, today(), organs))
      return organs.flatMap(organ => {
        const ofOrgan = rows.filter(row => row.organ === organ)
        const named = ofOrgan.map(({ window }) => JSON.stringify(window))
        const places = ofOrgan.filter((_, at) => named.indexOf(named[at]!) === at).slice(0, most)
        return places.length === 0
          ? []
          : [
              {
                organ,
                places: places.map(({ window, hours, contacts }) => ({ window, hours, contacts: contacts ?? [] })),
              },
            ]
      })
    },
  }
}
export type Sites = ReturnType<typeof makeSites>
