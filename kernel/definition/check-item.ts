import { watched } from './check-memory.ts'
import type { CompiledItem } from './compiled.ts'
import { type ExampleRunner, walkExamples } from './examples.ts'
import type { Finding, Place } from './finding.ts'
import { factsOf, type ItemFacts, lint } from './lint/index.ts'
import { type LoadedDefinition, readDefinition } from './load.ts'
import { judge } from './publish.ts'
import { stagesOf } from './stages.ts'
import type { Surroundings } from './surroundings.ts'

/** 检查结果 What was said of one item file. Plain: it can be kept, and handed from thread to thread. */
export interface CheckedFile {
  readonly file: string
  /** Absent when the file could not be read as an item. */
  readonly item?: string
  readonly version?: number
  /** Where the item says its name. */
  readonly place?: Place
  /** It opens cases of other items, and is held against them. */
  readonly joint?: true
  /** How many examples were walked, and how many wait for verbs to come. */
  readonly examples: { readonly walked: number; readonly waiting: number }
  readonly findings: readonly Finding[]
  /** What of it matters to the other items. */
  readonly facts?: ItemFacts
  /** What of the surroundings it was held against. */
  readonly uses: readonly string[]
}

export interface CheckedWhole extends CheckedFile {
  readonly loaded?: LoadedDefinition
  readonly compiled?: CompiledItem
}

export type ItemChecker = (file: string, bytes: Uint8Array) => Promise<CheckedWhole>

/**
 * 检查一件 Checks item files one after the other: each is read, judged, held against the law, its examples carried out. Never
 * throws for what a file says. `known` is every item there is, when the whole of a content folder is checked.
 */
export function makeItemChecker(
  around: Surroundings,
  { run, known }: { readonly run?: ExampleRunner; readonly known?: ReadonlySet<string> },
): ItemChecker {
  const ground = watched(around, known)
  const { template, registers, offices, laws } = ground.surroundings
  const deps = {
    registers,
    ...(laws.laws.length > 0 && { lint: (one: LoadedDefinition['definition']) => lint(one, laws) }),
    ...(offices && { offices }),
  }

  async function check(file: string, bytes: Uint8Array): Promise<CheckedWhole> {
    const { loaded, findings } = readDefinition(file, bytes, template)
    const none = { walked: 0, waiting: 0 }
    if (!loaded) return { file, examples: none, findings, uses: ground.uses() }
    const { definition, positions } = loaded
    const judged = judge(loaded, deps, ground.known)
    const ran = judged.item && run ? await walkExamples(judged.item, run, positions) : { findings: [], ...none }
    return {
      file,
      item: definition.item,
      version: definition.version,
      place: positions.at(['item']),
      examples: { walked: ran.walked, waiting: ran.waiting },
      findings: [...findings, ...judged.findings, ...ran.findings],
      facts: factsOf(definition),
      uses: ground.uses(),
      ...(stagesOf(definition.flow).some(({ stage }) => stage.joint) && { joint: true as const }),
      loaded,
      ...(judged.item && { compiled: judged.item }),
    }
  }

  let last: Promise<unknown> = Promise.resolve()
  return (file, bytes) => {
    // one at a time: what is asked of the surroundings belongs to one file
    const checked = last.then(() => check(file, bytes))
    last = checked.catch(() => {})
    return checked
  }
}

/** What can be kept of it: without the trees and closures. */
export const summaryOf = ({ loaded: _, compiled: __, ...file }: CheckedWhole): CheckedFile => file
