import type { ItemDefinition } from '../settings/item.ts'
import type { Provision } from '../settings/words.ts'
import { citationsOf } from './citations.ts'
import type { Law, LawLibrary } from './law.ts'

/** 条 What the library has of one article: what it is about, its limits, and what it demands of which kind of power. */
export interface ArticleFacts {
  readonly article: string
  readonly topic?: string
  readonly limits: readonly {
    readonly id: string
    readonly what: string
    readonly kind: string
    readonly value: number
    readonly unit: string
    readonly binds: string
    readonly verified: boolean
  }[]
  readonly demands: readonly string[]
}

/** 法规事实 One law as the library knows it on a day: facts, not text. `verified`: whether its official text was read. */
export interface LawFacts {
  readonly law: string
  readonly name: string
  readonly number?: string
  readonly rank?: string
  readonly verified: boolean
  /** On the day asked: in force, not yet, no longer, or in force in the revision named. */
  readonly status: 'in-force' | 'not-yet' | 'repealed' | 'earlier-revision'
  readonly from: string
  readonly to?: string
  readonly yieldsTo?: string
  readonly revised: readonly string[]
  readonly earlier: NonNullable<Law['earlier']>
  readonly articles: readonly ArticleFacts[]
}

const place = (article: string): number => Number.parseInt(article, 10) || 0

function demandsOf(law: Law): readonly (readonly [article: string | undefined, what: string])[] {
  const of = (rows: readonly { readonly article: string; readonly what: string }[] | undefined) =>
    (rows ?? []).map(({ article, what }) => [article, what] as const)
  return [
    ...of(law.gates),
    ...of(law.separate),
    ...of(law.publication),
    ...of(law.stops),
    ...of([law.deliberation, law.noEntrustment, law.noTargets, law.noRepeat].flatMap(row => row ?? [])),
    ...(law.officers ?? []).map(({ article, min }) => [article, `执法人员不少于 ${min} 人`] as const),
    ...(law.fines ?? []).map(
      ({ article, what, min, max }) => [article, `${what}：罚款 ${min / 100}–${max / 100} 元`] as const,
    ),
    ...(law.surcharge ? [[law.surcharge.article, `加处罚款每日不超过 ${law.surcharge.perDay}`] as const] : []),
    ...(law.impactAssessment ? [[law.impactAssessment.article, '个人信息保护影响评估'] as const] : []),
  ]
}

function statusOn(law: Law, day: string): LawFacts['status'] {
  if (law.inForce.to !== undefined && day >= law.inForce.to) return 'repealed'
  if (day >= law.inForce.from) return 'in-force'
  return law.earlier?.some(({ from, to }) => day >= from && day < to) ? 'earlier-revision' : 'not-yet'
}

/** The facts of a law on a day, its articles in order. */
export function lawFacts(law: Law, day: string): LawFacts {
  const byArticle = new Map<string, { topic?: string; limits: ArticleFacts['limits'][number][]; demands: string[] }>()
  const at = (article: string) => {
    const found = byArticle.get(article) ?? { limits: [], demands: [] }
    byArticle.set(article, found)
    return found
  }
  for (const [article, topic] of Object.entries(law.topics ?? {})) at(article).topic = topic
  for (const { article = '', id, what, kind, value, unit, binds, verified } of law.limits)
    at(article).limits.push({ id, what, kind, value, unit, binds, verified })
  for (const [article = '', what] of demandsOf(law)) at(article).demands.push(what)
  return {
    law: law.law,
    name: law.name ?? law.law,
    ...(law.number !== undefined && { number: law.number }),
    ...(law.rank !== undefined && { rank: law.rank }),
    verified: law.verified !== false,
    status: statusOn(law, day),
    from: law.inForce.from,
    ...(law.inForce.to !== undefined && { to: law.inForce.to }),
    ...(law.yieldsTo !== undefined && { yieldsTo: law.yieldsTo }),
    revised: law.revised ?? [],
    earlier: law.earlier ?? [],
    articles: [...byArticle]
      .map(([article, facts]) => ({ article, ...facts }))
      .sort((a, b) => place(a.article) - place(b.article) || (a.article < b.article ? -1 : 1)),
  }
}

/** 依据的核对 What a reader is told of a law an item stands on. */
export interface BasisFacts {
  readonly law: string
  /** false: its official text was not read, or the library does not have it. */
  readonly verified: boolean
  readonly topics: Readonly<Record<string, string>>
}

/** Every law an item cites, once, with what its cited articles are about. */
export function basisFacts(definition: ItemDefinition, library: LawLibrary): readonly BasisFacts[] {
  const cited = new Map<string, Set<string>>()
  for (const [{ law, articles }] of citationsOf(definition)) {
    const own = cited.get(law) ?? new Set()
    for (const article of articles) own.add(String(place(String(article))))
    cited.set(law, own)
  }
  return [...cited].map(([name, articles]) => {
    const law = library.find(name)
    const topics = Object.entries(law?.topics ?? {}).filter(([article]) => articles.has(article))
    return { law: name, verified: law !== undefined && law.verified !== false, topics: Object.fromEntries(topics) }
  })
}

/** Articles of a law that an item cites, in their order. */
export const articlesCited = (definition: ItemDefinition, law: Law, library: LawLibrary): Provision['articles'] =>
  [
    ...new Set(
      citationsOf(definition)
        .filter(([cited]) => library.find(cited.law) === law)
        .flatMap(([{ articles }]) => articles.map(String)),
    ),
  ].sort((a, b) => place(a) - place(b))
