import type { Bilingual } from '../finding.ts'
import { anchorOf, namedLimits } from '../limits.ts'
import type { Segment } from '../located.ts'
import type { ItemDefinition } from '../settings/item.ts'
import type { Limit } from '../settings/limits.ts'
import type { Provision } from '../settings/words.ts'
import { stagesOf } from '../stages.ts'
import type { Law, LawLibrary, LawLimit } from './law.ts'

/** 法律发现 What the law says against a definition. The loader puts file and line to it. */
export interface LintFinding {
  readonly severity: 'error' | 'warning'
  readonly rule: string
  readonly path: readonly Segment[]
  readonly text: Bilingual
  readonly basis?: Provision
}

export type PlacedStage = ReturnType<typeof stagesOf>[number]

/** What every rule looks at. */
export interface Ground {
  readonly definition: ItemDefinition
  readonly library: LawLibrary
  readonly stages: readonly PlacedStage[]
  readonly stageAt: ReadonlyMap<string, PlacedStage>
  readonly limits: readonly (readonly [string, Limit])[]
}

/** One complaint of a rule, before its code is put to it. */
export interface Complaint {
  readonly path: readonly Segment[]
  readonly zh: string
  readonly en: string
  readonly basis?: Provision
  readonly severity?: 'warning'
}

export type Rule = (ground: Ground) => Iterable<Complaint>

export function groundOf(definition: ItemDefinition, library: LawLibrary): Ground {
  const stages = stagesOf(definition.flow)
  return {
    definition,
    library,
    stages,
    stageAt: new Map(stages.map(placed => [placed.stage.stage, placed])),
    limits: namedLimits(definition),
  }
}

const lawsBefore = new WeakMap<LawLibrary['laws'], Map<keyof Law, readonly Law[]>>()

/** The laws that say something of this kind, in their order: they are few of many, and looked for once in a library. */
export function lawsWith({ laws }: LawLibrary, part: keyof Law): readonly Law[] {
  const known = lawsBefore.get(laws) ?? new Map<keyof Law, readonly Law[]>()
  lawsBefore.set(laws, known)
  const found = known.get(part) ?? laws.filter(law => law[part] !== undefined)
  known.set(part, found)
  return found
}

export const provision = (law: Law, article: string): Provision => ({ law: law.law, articles: [article] })

const momentKinds: Readonly<Record<string, string>> = {
  decision: 'decision',
  service: 'delivery',
  payment: 'payment',
  publication: 'publicity',
}

/** A stage key or moment in the words of the law: the stage's kind, or the moment that stands for one. */
export function kindOf(ground: Ground, anchor: string): string {
  const name = anchorOf(anchor)
  return ground.stageAt.get(name)?.stage.kind ?? momentKinds[name] ?? name
}

const normal = (kind: string) => momentKinds[kind] ?? kind

/** Whether an anchor of the item is one that the law names; a law that names none allows any. */
export const isAmong = (ground: Ground, anchor: string, named: readonly string[] | undefined): boolean =>
  named === undefined || named.map(normal).includes(kindOf(ground, anchor))

/** Where a limit ends: what it says, or the stage it is named after. */
export function endsOf(ground: Ground, id: string, limit: Limit): readonly string[] {
  if (limit.to !== undefined) return [limit.to].flat()
  return ground.stageAt.has(id) ? [id] : []
}

const paragraph = (article: string) => article.replace(/\(.*$/, '')

/**
 * The entries of the library that speak about this limit: of the law and article it cites, between the same moments. An
 * entry for a paragraph or item counts only when the limit names it, or when no entry stands for the article as such.
 */
export function entriesFor(ground: Ground, id: string, limit: Limit): Entries {
  const before = entriesBefore.get(ground) ?? new Map<string, Entries>()
  entriesBefore.set(ground, before)
  const entries = before.get(id) ?? lookUp(ground, id, limit)
  before.set(id, entries)
  return entries
}

type Entries = readonly { readonly law: Law; readonly entry: LawLimit }[]

/** Half a dozen rules ask for them of every limit. */
const entriesBefore = new WeakMap<Ground, Map<string, Entries>>()

function lookUp(ground: Ground, id: string, limit: Limit): Entries {
  const law = limit.basis && ground.library.find(limit.basis.law)
  if (!law || !limit.basis) return []
  const cited = limit.basis.articles.map(String)
  const exact = law.limits.filter(entry => entry.article === undefined || cited.includes(entry.article))
  const near = () => law.limits.filter(entry => entry.article !== undefined && cited.includes(paragraph(entry.article)))
  const entries = exact.length > 0 ? exact : near()
  const ends = endsOf(ground, id, limit)
  const here = entries.filter(
    entry => entry.remedy === undefined && (ends.length === 0 || ends.some(end => isAmong(ground, end, entry.to))),
  )
  const sameKind = here.filter(entry => entry.kind === limit.kind)
  return (sameKind.length > 0 ? sameKind : here).map(entry => ({ law, entry }))
}

/** Outcomes that take something from the party. */
export const adverseOutcomes = ({ definition }: Ground): readonly string[] =>
  Object.entries(definition.content.outcomes)
    .filter(([, { favourable }]) => favourable === false)
    .map(([name]) => name)

/** Days a span takes at the least, roughly: five working days are seven days of the calendar. */
export const inDays = (value: number, unit: string): number =>
  unit === 'hour'
    ? value / 24
    : unit === 'workday'
      ? (value * 7) / 5
      : unit === 'month'
        ? value * 30
        : unit === 'year'
          ? value * 365
          : value
