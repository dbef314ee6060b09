import type { ItemDefinition, LawLibrary } from '#kernel/definition'
import { chanceOf } from '../fuzz/chance.ts'
import { harmless } from './harmless.ts'
import type { Mutation, Mutator } from './mutator.ts'

/** One mutation of one item, made for one rule. */
export interface Site {
  readonly item: ItemDefinition
  readonly mutator: Mutator
  readonly mutation: Mutation
}

function shuffled<Value>(values: readonly Value[], below: (count: number) => number): readonly Value[] {
  const order = [...values]
  for (let at = order.length - 1; at > 0; at--) {
    const other = below(at + 1)
    ;[order[at], order[other]] = [order[other]!, order[at]!]
  }
  return order
}

/** 抽样 Distinct mutations, the rules in turn, so that a rule with few places is not drowned by one with many. The same seed draws the same. */
export function drawSites(
  items: readonly ItemDefinition[],
  mutators: readonly Mutator[],
  laws: LawLibrary,
  { count, seed }: { readonly count: number; readonly seed: number },
): readonly Site[] {
  const { below } = chanceOf(seed)
  const byRule = new Map<string, Site[]>()
  for (const mutator of mutators)
    for (const item of items)
      for (const mutation of mutator.at(item, laws))
        byRule.set(mutator.rule, [...(byRule.get(mutator.rule) ?? []), { item, mutator, mutation }])
  const queues = [...byRule.values()].map(sites => [...shuffled(sites, below)])
  const drawn: Site[] = []
  while (drawn.length < count && queues.some(queue => queue.length > 0))
    for (const queue of queues) {
      const next = queue.pop()
      if (next && drawn.length < count) drawn.push(next)
    }
  return drawn
}

/** Lawful changes of lawful items, for which nothing may be said. */
export const lawfulChanges = (items: readonly ItemDefinition[], laws: LawLibrary) =>
  items.flatMap(item => harmless(item, laws).map(mutation => ({ item, mutation })))
