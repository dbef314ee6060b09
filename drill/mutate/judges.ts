import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import {
  checkFiles,
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
  type TemplateSource,
  wideningOf,
} from '#kernel/definition'
import { exampleRunner } from '../../commands/check/example-runner.ts'
import type { Mutation, Seer } from './mutator.ts'

/** 判者 The checks that a mutated item is put before: the same ones that `check` and `publish` run. */
export function makeJudges(
  { laws, offices, registers, template }: Surroundings,
  items: readonly ItemDefinition[],
  content: string,
) {
  const run = exampleRunner()
  const deps = { registers, lint: (one: ItemDefinition) => lint(one, laws), ...(offices && { offices }) }
  const known = new Set(items.map(({ item }) => item))

  /** Codes with their places, errors and warnings, of one file. */
  function ofFile(
    item: string,
    text: string | Uint8Array,
    severities: readonly string[] = ['error', 'warning'],
    templates: Mutation['templates'] = {},
  ): readonly string[] {
    const source: TemplateSource = name => {
      const made = templates[name]
      return made === undefined ? template(name) : { file: `${name}.yaml`, bytes: Buffer.from(made) }
    }
    const { loaded, findings } = readDefinition(`${item}.yaml`, text, source)
    const all = loaded ? [...findings, ...judge(loaded, deps, known).findings] : findings
    return all.filter(({ severity }) => severities.includes(severity)).map(({ rule, path }) => `${rule} ${path}`)
  }

  async function ofExamples(item: string, text: string): Promise<readonly string[]> {
    const { loaded } = readDefinition(`${item}.yaml`, text, template)
    const compiled = loaded && judge(loaded, deps, known).item
    return compiled ? (await runExamples(compiled, run)).map(({ rule, path }) => `${rule} ${path}`) : []
  }

  /** A folder as an editor has it, put before the whole of `plumbline check`. */
  async function ofFiles(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
    const folder = mkdtempSync(join(tmpdir(), 'plumbline-mutate-'))
    try {
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(join(folder, dirname(name)), { recursive: true })
        writeFileSync(join(folder, name), text)
      }
      const { findings } = await checkFiles([folder], { content })
      return findings.map(({ rule, path }) => `${rule} ${path}`)
    } finally {
      rmSync(folder, { recursive: true })
    }
  }

  const together = (all: readonly ItemDefinition[]): readonly string[] =>
    lintTogether(all.map(factsOf)).map(({ rule, item, path }) => `${rule} ${item} ${path.join('.')}`)

  const unspoilt = new Map<string, Promise<readonly string[]> | readonly string[]>()
  /** What was said before anything was changed; asked once, and of each folder of its own. */
  function before(
    seer: Seer,
    item: ItemDefinition,
    { files }: Mutation,
  ): Promise<readonly string[]> | readonly string[] {
    if (seer === 'publication' || seer === 'districts') return []
    if (files) return ofFiles(files(item, items, exportDefinition(item), false))
    const key = `${seer} ${item.item}`
    const said =
      unspoilt.get(key) ??
      (seer === 'examples'
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
    if (mutation.files) return ofFiles(mutation.files(changed, items, text, true))
    if (seer === 'examples') return ofExamples(item.item, text)
    return ofFile(item.item, mutation.rewrite?.(text) ?? text, undefined, mutation.templates)
  }

  return {
    /** Whether the rule that was broken is the one that speaks, and what spoke instead. */
    async found(rule: string, seer: Seer, item: ItemDefinition, mutation: Mutation) {
      const [now, then] = [await see(seer, item, mutation), await before(seer, item, mutation)]
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
