import {
  type DistrictFacts,
  type ItemDefinition,
  type LawLibrary,
  type Limit,
  namedLimits,
  stagesOf,
} from '#kernel/definition'

/** 改坏一处 One way to spoil one place of a lawful item. */
export interface Mutation {
  readonly what: string
  /** Changes the definition it is given. */
  readonly apply?: (item: ItemDefinition) => unknown
  /** Changes the file as it is written. */
  readonly rewrite?: (text: string) => string | Uint8Array
  /** Templates there are besides those of the city, by their names. */
  readonly templates?: Readonly<Record<string, string>>
  /** The files of a folder, by their names: the item as it is written, and what lies beside it, spoilt or not. */
  readonly files?: (
    item: ItemDefinition,
    items: readonly ItemDefinition[],
    text: string,
    spoilt: boolean,
  ) => Readonly<Record<string, string>>
  /** Other items, lawful by themselves and not beside this one. */
  readonly beside?: (item: ItemDefinition) => readonly ItemDefinition[]
  /** How the districts of a city carry it out, one of them otherwise than the law wants. */
  readonly districts?: (item: ItemDefinition) => readonly DistrictFacts[]
}

/** Who sees it: the check of one file, its examples, the publisher of the next version, the check of all items together, of all districts, or of a whole folder. */
export type Seer = 'check' | 'examples' | 'publication' | 'together' | 'districts' | 'files'

/**
 * 改法 How what one rule is there for is done wrong. It is written from the wording of the law or of the list of what a check must
 * find (`wording`), not from the rule: whether the rule sees it is the question.
 */
export interface Mutator {
  readonly rule: string
  readonly wording: string
  readonly seer?: Seer
  readonly at: (item: ItemDefinition, laws: LawLibrary) => readonly Mutation[]
}

export type Stage = ReturnType<typeof stagesOf>[number]['stage']

export const limitOf = (item: ItemDefinition, id: string): Limit => {
  const found = namedLimits(item).find(([name]) => name === id)?.[1]
  if (!found) throw new Error(`${item.item} has no limit ${id}`)
  return found
}

export const stageOf = (item: ItemDefinition, key: string): Stage => {
  const found = stagesOf(item.flow).find(({ stage }) => stage.stage === key)?.stage
  if (!found) throw new Error(`${item.item} has no stage ${key}`)
  return found
}

export const stages = (item: ItemDefinition): readonly Stage[] => stagesOf(item.flow).map(({ stage }) => stage)

export const ofKind = (item: ItemDefinition, ...kinds: readonly Stage['kind'][]): readonly Stage[] =>
  stages(item).filter(({ kind }) => kinds.includes(kind))

export type Publication = Exclude<ItemDefinition['publicity']['decision'], 'none' | undefined>

export const publicationOf = (item: ItemDefinition): Publication | undefined => {
  const { decision } = item.publicity
  return decision === 'none' ? undefined : decision
}

/** Loosely, for what the schema would not let be written. */
export const loose = (item: ItemDefinition): Record<string, unknown> => item as unknown as Record<string, unknown>

export const zhOf = (text: string | { readonly zh: string }): string => (typeof text === 'string' ? text : text.zh)

/** Entries of the library for the article a limit cites, of its own kind. */
export function onRecord(laws: LawLibrary, limit: Limit) {
  const law = limit.basis && laws.find(limit.basis.law)
  const cited = (limit.basis?.articles ?? []).map(String)
  const entries = (law?.limits ?? []).filter(
    ({ article, kind, remedy }) =>
      remedy === undefined && kind === limit.kind && (article === undefined || cited.includes(article)),
  )
  return law && entries.length > 0 ? { law, entries } : undefined
}

export type Drawer = ItemDefinition['category']['drawer']

export const isOne = (item: ItemDefinition, ...drawers: readonly Drawer[]) => drawers.includes(item.category.drawer)

/** Outcomes that decide against the party and can be attacked. */
export const adverse = (item: ItemDefinition) =>
  Object.entries(item.content.outcomes).filter(
    ([, one]) => one.favourable === false && one.effects.length > 0 && one.remedies?.length !== 0,
  )

/** The same change at every stage that is asked for. */
export const atStages = (
  rule: string,
  wording: string,
  wanted: (stage: Stage, item: ItemDefinition) => boolean,
  what: string,
  change: (stage: Stage, item: ItemDefinition) => unknown,
): Mutator => ({
  rule,
  wording,
  at: item =>
    stages(item)
      .filter(stage => wanted(stage, item))
      .map(({ stage }) => ({ what: `${stage}: ${what}`, apply: one => change(stageOf(one, stage), one) })),
})

/** Whether a stage decides. */
export const decides = (stage: Stage) => stage.kind === 'decision'
