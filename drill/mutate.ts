import { readSurroundings } from '#kernel/definition'
import { contentDirectory } from '../content.ts'
import { conclude, optionOf, say } from './house.ts'
import { drawSites, lawfulChanges } from './mutate/draw.ts'
import { importedItems, inventedItems, shippedItems } from './mutate/good-items.ts'
import { makeJudges } from './mutate/judges.ts'
import { mutators, rulesToCover } from './mutate/mutators.ts'

/**
 * 改坏演练 Spoils lawful items in one place each, by what the law and the list of checks say, and asks whether the rule the fault was made
 * for finds it. The shipped items are spoilt, and with `--path` what an import makes of published files. What is good must stay
 * good: no finding on any of them unspoilt, after a lawful change, or on invented items.
 */
const count = optionOf('count', 1_000)
const seed = optionOf('seed', 20_260_706)
const invented = optionOf('invented', 150)
const at = process.argv.indexOf('--path')
const path = at === -1 ? undefined : process.argv[at + 1]
const shown = 40

const surroundings = await readSurroundings(contentDirectory)
const shipped = shippedItems(surroundings)
const imported = path === undefined ? [] : importedItems(path, surroundings, '2026-07-01')
const items = [...shipped, ...imported]
const judges = makeJudges(surroundings, items, contentDirectory)

const falseReports: string[] = []
let good = 0
const hold = (what: string, said: readonly string[]) => {
  good++
  for (const one of said) falseReports.push(`${what}: ${one}`)
}
for (const item of shipped) hold(item.item, judges.lawfulness(item))
// an imported draft may still be doubted (a law that nobody has read); the city's own items may not
for (const item of imported) hold(item.item, judges.errorsOf(item))
for (const item of inventedItems(surroundings, invented, seed)) hold(item.item, judges.lawfulness(item))
hold('all together', judges.together())
for (const { item, mutation } of lawfulChanges(shipped, surroundings.laws)) {
  const changed = structuredClone(item)
  mutation.apply?.(changed)
  hold(`${item.item}, ${mutation.what}`, judges.lawfulness(changed))
}

const byRule: Record<string, { mutations: number; found: number }> = {}
const missed: string[] = []
const sites = drawSites(items, mutators, surroundings.laws, { count, seed })
for (const [index, { item, mutator, mutation }] of sites.entries()) {
  const { found, instead } = await judges.found(mutator.rule, mutator.seer ?? 'check', item, mutation)
  const told = byRule[mutator.rule] ?? { mutations: 0, found: 0 }
  byRule[mutator.rule] = told
  told.mutations++
  if (found) told.found++
  else missed.push(`${mutator.rule} ${item.item} ${mutation.what}: ${instead.join(' ') || 'nothing'}`)
  if (index % 250 === 249) say(`${index + 1} mutations, ${missed.length} not found`)
}
for (const one of missed.slice(0, shown)) say(`not found: ${one}`)
for (const one of falseReports.slice(0, shown)) say(`false: ${one}`)

const uncovered = rulesToCover.filter(rule => byRule[rule] === undefined)
const found = sites.length - missed.length
conclude({
  name: 'mutate',
  ok:
    sites.length >= Math.min(count, 1_000) &&
    found >= sites.length * 0.99 &&
    falseReports.length <= good * 0.01 &&
    (uncovered.length === 0 || count < rulesToCover.length),
  figures: {
    mutations: sites.length,
    found,
    falseReports: falseReports.length,
    rulesCovered: rulesToCover.length - uncovered.length,
    rules: rulesToCover.length,
    good,
    items: items.length,
    imported: imported.length,
    uncovered,
    missed: missed.slice(0, shown),
    weakest: Object.entries(byRule)
      .filter(([, told]) => told.found < told.mutations)
      .map(([rule, told]) => `${rule} ${told.found}/${told.mutations}`),
    seed,
  },
})
