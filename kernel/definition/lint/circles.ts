import type { ItemFacts, TogetherFinding } from './together.ts'

type Need = ItemFacts['needs'][number]

const basis = { law: '优化营商环境条例', articles: [44] } as const

/** The bare name of a paper: without copies, marks and blanks to be filled in. */
const bare = (name: string): string => name.replaceAll(/[（(].*?[)）]|原件|复印件|[《》“”"\s]|[×xX]{2,}/g, '')

/** Who gives a paper that is needed: the item that issues the certificate, by its key or by its whole name. */
export function giversIn(facts: readonly ItemFacts[]): (need: Need) => readonly ItemFacts[] {
  const byKey = new Map<string, ItemFacts[]>()
  const byName = new Map<string, ItemFacts[]>()
  const put = (map: Map<string, ItemFacts[]>, key: string, one: ItemFacts) => {
    const known = map.get(key)
    if (!known) map.set(key, [one])
    else if (!known.includes(one)) known.push(one)
  }
  for (const one of facts)
    for (const { voucher, name } of one.gives) {
      put(byKey, voucher, one)
      if (name !== undefined && bare(name).length > 3) put(byName, bare(name), one)
    }
  return ({ voucher, name }) => (voucher === undefined ? byName.get(bare(name)) : byKey.get(voucher)) ?? []
}

/** What must be had before an item can be applied for, and which items give it: any one of them is enough. */
interface Demand {
  readonly path: readonly string[]
  readonly name: string
  readonly from: readonly ItemFacts[]
}

function demandsOf(
  one: ItemFacts,
  from: ReturnType<typeof giversIn>,
  items: ReadonlyMap<string, ItemFacts>,
): readonly Demand[] {
  const papers = one.needs.map(need => ({ path: ['materials', need.id], name: need.name, from: from(need) }))
  const openers = (one.onlyFrom ?? []).flatMap(item => items.get(item) ?? [])
  const opened = { path: ['category', 'subCaseOf'], name: openers.map(({ name }) => name).join('、'), from: openers }
  // what nobody here gives is had elsewhere
  return [...papers, opened].filter(demand => demand.from.length > 0)
}

/** 循环证明 Items that nobody can ever be granted first: each demand that holds them is only met by items held in the same way. */
export function* circles(facts: readonly ItemFacts[]): Generator<TogetherFinding> {
  const from = giversIn(facts)
  const items = new Map(facts.map(one => [one.item, one]))
  const demands = new Map(facts.map(one => [one, demandsOf(one, from, items)]))
  const had = new Set<ItemFacts>()
  const isMet = (demand: Demand): boolean => demand.from.some(giver => had.has(giver))
  for (let before = -1; before < had.size; ) {
    before = had.size
    for (const [one, asked] of demands) if (!had.has(one) && asked.every(isMet)) had.add(one)
  }
  const holds = (one: ItemFacts): readonly Demand[] => (demands.get(one) ?? []).filter(demand => !isMet(demand))
  for (const one of facts) {
    if (had.has(one)) continue
    for (const demand of holds(one)) {
      const through = wayBack(one, demand.from, holds)
      if (!through) continue
      const names = [one, ...through, one].map(({ name }) => name).join(' → ')
      yield {
        rule: 'LAW_CIRCULAR_PROOF',
        item: one.item,
        path: demand.path,
        zh: `循环证明：${demand.name} 要凭本事项的结果才能取得（${names}）`,
        en: `A circular proof: ${demand.name} can only be had with what this item itself gives`,
        basis: { law: basis.law, articles: [...basis.articles] },
      }
    }
  }
  for (const one of facts) yield* circlesOfParts(one, from, items)
}

/** The shortest way from those who give a paper back to the item that wants it; undefined where it is only held up by others. */
function wayBack(
  target: ItemFacts,
  begin: readonly ItemFacts[],
  holds: (one: ItemFacts) => readonly Demand[],
): readonly ItemFacts[] | undefined {
  if (begin.includes(target)) return []
  const came = new Map<ItemFacts, ItemFacts | undefined>(begin.map(one => [one, undefined]))
  const queue = [...begin]
  for (let one = queue.shift(); one; one = queue.shift())
    for (const next of holds(one).flatMap(demand => demand.from)) {
      if (next === target) {
        const way: ItemFacts[] = []
        for (let step: ItemFacts | undefined = one; step; step = came.get(step)) way.unshift(step)
        return way
      }
      if (came.has(next)) continue
      came.set(next, one)
      queue.push(next)
    }
  return undefined
}

/**
 * 并联互为前提 Of one application: a part that waits for another while that other needs what only the first gives. Whoever hands in the one form
 * can never be granted either, although each alone is lawful.
 */
function* circlesOfParts(
  whole: ItemFacts,
  from: ReturnType<typeof giversIn>,
  items: ReadonlyMap<string, ItemFacts>,
): Generator<TogetherFinding> {
  const parts = whole.opens ?? []
  const before = new Map<string, ReadonlySet<string>>()
  for (const { part, item, after } of parts) {
    const needed = (items.get(item)?.needs ?? []).flatMap(need => {
      const sources = from(need)
      const inside = parts.filter(other => sources.some(({ item: source }) => source === other.item))
      // what can be had outside of this application holds nobody up
      return sources.length > 0 && sources.every(source => parts.some(other => other.item === source.item))
        ? inside.map(other => other.part)
        : []
    })
    before.set(part, new Set([...after, ...needed]))
  }
  for (const { part, stage } of parts) {
    const seen = new Set<string>()
    const reaches = (key: string): boolean =>
      [...(before.get(key) ?? [])].some(next => next === part || (!seen.has(next) && seen.add(next) && reaches(next)))
    if (!reaches(part)) continue
    yield {
      rule: 'LAW_CIRCULAR_PROOF',
      item: whole.item,
      path: ['flow', stage, 'joint', 'parts', part],
      zh: `循环证明：一并办理时“${part}”要等的，又要凭它的结果才能取得`,
      en: `A circular proof: what the part “${part}” waits for can only be had with what it gives itself`,
      basis: { law: basis.law, articles: [...basis.articles] },
    }
  }
}
