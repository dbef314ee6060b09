import {
  exportDefinition,
  factsOf,
  type ItemDefinition,
  judge,
  lint,
  lintDistricts,
  lintTogether,
  readDefinition,
  runExamples,
  type Surroundings,
  wideningOf,
} from '#kernel/definition'
import { exampleRunner } from '../../commands/check/example-runner.ts'
import type { Mutation, Seer } from './mutator.ts'

/** 判者 The checks that a mutated item is put before: the same ones that `check` and `publish` run. */
export function makeJudges({ laws, offices, registers, template }: Surroundings, items: readonly ItemDefinition[]) {
  const run = exampleRunner()
  const deps = { registers, lint: (one: ItemDefinition) => lint(one, laws), ...(offices && { offices }) }
  const known = new Set(items.map(({ item }) => item))

  /** Codes with their places, errors and warnings, of one file. */
  function ofFile(item: string, text: string, severities: readonly string[] = ['error', 'warning']): readonly string[] {
    const { loaded, findings } = readDefinition(`${item}.yaml`, text, template)
    const all = loaded ? [...findings, ...judge(loaded, deps, known).findings] : findings
    return all.filter(({ severity }) => severities.includes(severity)).map(({ rule, path }) => `${rule} ${path}`)
  }

  async function ofExamples(item: string, text: string): Promise<readonly string[]> {
    const { loaded } = readDefinition(`${item}.yaml`, text, template)
    const compiled = loaded && judge(loaded, deps, known).item
    return compiled ? (await runExamples(compiled, run)).map(({ rule, path }) => `${rule} ${path}`) : []
  }

  const together = (all: readonly ItemDefinition[]): readonly string[] =>
    lintTogether(all.map(factsOf)).map(({ rule, item, path }) => `${rule} ${item} ${path.join('.')}`)

  const unspoilt = new Map<string, Promise<readonly string[]> | readonly string[]>()
  /** What was said before anything was changed; asked once. */
  function before(seer: Seer, item: ItemDefinition): Promise<readonly string[]> | readonly string[] {
    const key = `${seer} ${item.item}`
    const said =
      unspoilt.get(key) ??
      (seer === 'districts'
        ? []
        : seer === 'examples'
          ? ofExamples(item.item, exportDefinition(item))
          : seer === 'together'
            ? together(items)
            : ofFile(item.item, exportDefinition(item)))
    unspoilt.set(key, said)
    return said
  }

  /** What the seer says of an item once it was changed, and of the item as it was. */
  async function see(seer: Seer, item: ItemDefinition, mutation: Mutation): Promise<readonly string[]> {
    const changed = structuredClone(item)
    mutation.apply?.(changed)
    if (seer === 'publication') return wideningOf(item, changed).length > 0 ? ['DEFINITION_NEEDS_SECOND_APPROVAL'] : []
    if (seer === 'districts')
      return lintDistricts(mutation.districts?.(item) ?? []).map(
        ({ rule, at, path }) => `${rule} ${at} ${path.join('.')}`,
      )
    if (seer === 'together') {
      const others = items.filter(other => other.item !== item.item)
      return together([...others, changed, ...(mutation.beside?.(item) ?? [])])
    }
    const text = exportDefinition(changed)
    const written = mutation.rewrite ? mutation.rewrite(text) : text
    return seer === 'examples' ? ofExamples(item.item, written) : ofFile(item.item, written)
  }

  return {
    /** Whether the rule that was broken is the one that speaks, and what spoke instead. */
    async found(rule: string, seer: Seer, item: ItemDefinition, mutation: Mutation) {
      const [now, then] = [await see(seer, item, mutation), seer === 'publication' ? [] : await before(seer, item)]
      const fresh = now.filter(said => !then.includes(said)).map(said => said.split(' ')[0]!)
      return { found: fresh.includes(rule), instead: [...new Set(fresh)] }
    },
    /** Errors, and all that the law has to say; that an outside register is not declared is a doubt of its own. */
    lawfulness: (item: ItemDefinition) => [
      ...new Set([
        ...ofFile(item.item, exportDefinition(item), ['error']),
        ...ofFile(item.item, exportDefinition(item), ['warning']).filter(said => said.startsWith('LAW_')),
      ]),
    ],
    errorsOf: (item: ItemDefinition) => ofFile(item.item, exportDefinition(item), ['error']),
    together: () => together(items),
  }
}
