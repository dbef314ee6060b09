import { type Static, Type } from 'typebox'
import { type Bilingual, type Finding, readShaped } from '#kernel/definition'

const strict = { additionalProperties: false } as const
const Words = Type.Object(
  { zh: Type.String({ minLength: 1, maxLength: 1_000 }), en: Type.String({ minLength: 1, maxLength: 1_000 }) },
  strict,
)
const Key = Type.String({ pattern: '^[a-z][A-Za-z0-9]*(-[a-z0-9]+)*$', maxLength: 64 })

/** 强调色 The accents a site may choose; each is a token of the style sheet, and none means a state. */
export const accents = ['ink', 'slate', 'teal', 'violet', 'umber'] as const

/** 栏目 A part of a site's first page: one of those that every site has, or items picked under a heading of its own. */
const Section = Type.Union([
  Type.Enum(['items', 'published', 'offices']),
  Type.Object({ title: Words, items: Type.Array(Key, { minItems: 1, maxItems: 30, uniqueItems: true }) }, strict),
])

const Site = Type.Object(
  {
    site: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{1,63}$' }),
    name: Type.Optional(Words),
    region: Type.Optional(Type.String({ pattern: '^([0-9]{6}|[0-9]{9})$' })),
    organs: Type.Optional(Type.Array(Type.String({ minLength: 1 }), { minItems: 1, maxItems: 8, uniqueItems: true })),
    accent: Type.Optional(Type.Enum([...accents])),
    introduction: Type.Optional(Words),
    sections: Type.Optional(Type.Array(Section, { minItems: 1, maxItems: 12, uniqueItems: true })),
    contact: Type.Optional(
      Type.Object(
        {
          address: Type.Optional(Words),
          hours: Type.Optional(Words),
          phones: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { minItems: 1 })),
        },
        { ...strict, minProperties: 1 },
      ),
    ),
    accessibility: Type.Optional(Words),
  },
  strict,
)
const SitesFile = Type.Object({ sites: Type.Array(Site, { minItems: 1 }) }, strict)

/**
 * 网站 What a department or district says of its own site: whose it is, its name, and what of it differs from every other. Everything else, the
 * guides first of all, is read from the items.
 */
export type Site = Static<typeof Site>
export type SiteSection = Static<typeof Section>

/** What sites are held against. */
export interface SiteGround {
  readonly items: ReadonlySet<string>
  readonly organs: ReadonlySet<string>
  readonly regions: ReadonlySet<string>
}

type Say = (path: readonly (string | number)[], rule: string, text: Bilingual) => void

/** Whose the site is: a region's or organs', never both and never another's under their code. */
function checkSpeaker({ site, name, region, organs }: Site, ground: SiteGround | undefined, say: Say): void {
  if ((region === undefined) === (organs === undefined))
    say([], 'SITE_SPEAKS_FOR', {
      zh: `“${site}”要写明为谁说话：写 region 或者 organs，只写一样`,
      en: `Say for whom “${site}” speaks: write region or organs, one of them`,
    })
  if (organs !== undefined && organs.length > 1 && name === undefined)
    say([], 'SITE_NAME', {
      zh: `“${site}”由几个机关合用，请写 name`,
      en: `“${site}” is of several organs: write its name`,
    })
  const taken = /^\d+$/.test(site) ? region !== site : ground?.organs.has(site) && organs?.join() !== site
  if (taken)
    say(['site'], 'SITE_CODE', {
      zh: `“${site}”是区划或者机关的代码，只能为它说话；请换一个代码`,
      en: `“${site}” is the code of a region or organ and may speak for it only: take another code`,
    })
  if (ground && region !== undefined && !ground.regions.has(region))
    say(['region'], 'SITE_REGION', {
      zh: `没有区划“${region}”，请写 content/divisions 里的代码`,
      en: `There is no region “${region}”: write a code of content/divisions`,
    })
  for (const [at, organ] of (organs ?? []).entries())
    if (ground && !ground.organs.has(organ))
      say(['organs', at], 'SITE_ORGAN', {
        zh: `没有机关“${organ}”，请写 content/cities 里机关的 id`,
        en: `There is no organ “${organ}”: write the id of an organ of content/cities`,
      })
}

/** Reads one file of `content/sites` and holds it against what there is; what is wrong comes back with its place. */
export function readSites(
  file: string,
  bytes: Uint8Array,
  ground?: SiteGround,
): { readonly sites: readonly Site[]; readonly findings: readonly Finding[] } {
  const read = readShaped(file, bytes, SitesFile)
  if ('findings' in read) return { sites: [], findings: read.findings }
  const { positions } = read
  const findings: Finding[] = []
  const codes = new Set<string>()
  const sites = read.value.sites.filter((one, at) => {
    const before = findings.length
    const say: Say = (path, rule, text) => {
      const full = ['sites', at, ...path]
      findings.push({ severity: 'error', rule, ...positions.at(full), path: positions.shown(full), text })
    }
    checkSpeaker(one, ground, say)
    if (codes.has(one.site))
      say(['site'], 'SITE_TWICE', {
        zh: `“${one.site}”写了两次，请合为一处`,
        en: `“${one.site}” stands twice: make one of both`,
      })
    codes.add(one.site)
    for (const [place, section] of (one.sections ?? []).entries())
      for (const [row, item] of (typeof section === 'string' ? [] : section.items).entries())
        if (ground && !ground.items.has(item))
          say(['sections', place, 'items', row], 'SITE_ITEM', {
            zh: `没有事项“${item}”，请写 content/items 里的键`,
            en: `There is no item “${item}”: write a key of content/items`,
          })
    return findings.length === before
  })
  return { sites, findings }
}
