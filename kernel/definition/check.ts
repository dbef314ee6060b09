import { readFileSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { type CheckedFile, type CheckedWhole, makeItemChecker, summaryOf } from './check-item.ts'
import { type CheckMemory, digestOf, recall, remember, standingOf } from './check-memory.ts'
import { readDocument } from './document.ts'
import type { ExampleRunner } from './examples.ts'
import type { Finding } from './finding.ts'
import { type Implementation, implementedDefinition } from './implementation.ts'
import { readImplementations, type Said } from './implementation-file.ts'
import { type DistrictFacts, lintDistricts, lintTogether } from './lint/index.ts'
import { type LoadedDefinition, readDefinition } from './load.ts'
import { plain } from './located.ts'
import type { ItemDefinition } from './settings/item.ts'
import { checkFit } from './soundness/joint.ts'
import { isYaml, readLimited, readSurroundings, type Surroundings } from './surroundings.ts'

export interface CheckOptions {
  /** Carries examples out with the engine; without it examples are only read. */
  readonly run?: ExampleRunner
  /** Where templates, registers, kinds of organ and laws lie; else the nearest folder above the first file that has `templates/`. */
  readonly content?: string
  /** Where they lie when no folder above the files has any: a draft is checked wherever it was written. */
  readonly otherwise?: string
  /** What the same checker said before; filled as files are checked. */
  readonly memory?: CheckMemory
  /** Shares the work out, when there is more than a little: every file through `here` or elsewhere, in whatever order. */
  readonly share?: (work: CheckWork, here: (file: string) => Promise<CheckedFile>) => Promise<readonly CheckedFile[]>
  /** Keeps what was loaded and compiled with each item; of thousands that is much. */
  readonly keep?: boolean
}

export interface CheckWork {
  readonly files: readonly string[]
  /** The folder in which the surroundings lie. */
  readonly content: string
  /** Every item there is, when the whole of the content is checked. */
  readonly known?: ReadonlySet<string>
}

export interface CheckResult {
  readonly items: readonly CheckedWhole[]
  readonly implementations: readonly Implementation[]
  /** How many examples were walked, and how many wait for verbs to come. */
  readonly examples: { readonly walked: number; readonly waiting: number }
  readonly errors: number
  readonly warnings: number
  readonly findings: readonly Finding[]
}

const little = 100

/**
 * 检查文件 What `plumbline check` does: reads every item and implementation among the paths (files or folders), says all that
 * is wrong, in the order of files and lines. Reads only; never throws for what a file says.
 */
export async function checkFiles(paths: readonly string[], options: CheckOptions = {}): Promise<CheckResult> {
  const all = await itemFiles(paths)
  const content = options.content ?? (await contentFolder(all[0] ?? '.', options.otherwise))
  const surroundings = await readSurroundings(content)
  const isImplementation = (file: string) => /(^|\/)implementations\//.test(file)
  const files = all.filter(file => !isImplementation(file))
  // other items are only known when the whole of the content was given
  const whole = paths.some(path => resolve(path) === resolve(content) || resolve(path) === resolve(content, 'items'))
  const digests = new Map<string, string>()
  const known = whole ? new Set<string>() : undefined
  if (known || options.memory)
    for (const file of files) {
      const bytes = readLimited(file)
      const name = known && nameIn(file, bytes)
      if (name !== undefined) known?.add(name)
      if (options.memory) digests.set(file, digestOf(bytes))
    }
  const checked = await checkAll({ files, content, ...(known && { known }) }, surroundings, digests, options)
  const items = checked.filter(({ item }) => item !== undefined)
  const findings: Finding[] = [
    ...surroundings.findings,
    ...checked.flatMap(one => one.findings),
    ...twice(items),
    ...beside(items),
  ]
  if (surroundings.laws.laws.length === 0 && items.length > 0) findings.push(noLaws(content))
  const carried: Said[] = []
  const loaded = loadedOf(items, surroundings)
  const definition = (key: string) => loaded(key)?.definition
  for (const { item, joint } of items) if (joint && item !== undefined) findings.push(...fitOf(item, loaded))
  for (const file of all.filter(isImplementation)) {
    const read = readImplementations(file, readLimited(file), definition)
    findings.push(...read.findings)
    carried.push(...read.good)
  }
  findings.push(...ofDistricts(carried, definition))
  // a mistake in a template is found with every item that extends it, and said once
  const once = [...new Map(findings.map(finding => [JSON.stringify(finding), finding])).values()]
  const ordered = once.toSorted((a, b) =>
    a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1,
  )
  const errors = ordered.filter(({ severity }) => severity === 'error').length
  const sum = (of: 'walked' | 'waiting') => checked.reduce((total, { examples }) => total + examples[of], 0)
  return {
    items,
    implementations: carried.map(({ implementation }) => implementation),
    examples: { walked: sum('walked'), waiting: sum('waiting') },
    errors,
    warnings: ordered.length - errors,
    findings: ordered,
  }
}

/** Each file once: from memory, here, or shared out. The order is that of the files. */
async function checkAll(
  work: CheckWork,
  surroundings: Surroundings,
  digests: ReadonlyMap<string, string>,
  { run, memory, share, keep }: CheckOptions,
): Promise<readonly CheckedWhole[]> {
  const { files, known } = work
  const standing = standingOf(surroundings, known)
  const said = new Map<string, CheckedWhole>()
  if (memory)
    for (const [file, digest] of digests) {
      const before = recall(memory, file, digest, standing)
      if (before) said.set(file, before)
    }
  const left = files.filter(file => !said.has(file))
  const check = makeItemChecker(surroundings, { ...(run && { run }), ...(known && { known }) })
  const here = async (file: string): Promise<CheckedWhole> => {
    const checked = await check(file, readLimited(file))
    return keep ? checked : summaryOf(checked)
  }
  if (share && !keep && left.length > little)
    for (const one of await share({ ...work, files: left }, here)) said.set(one.file, one)
  else for (const file of left) said.set(file, await here(file))
  if (memory)
    for (const file of left) {
      const [one, digest] = [said.get(file), digests.get(file)]
      if (one && digest !== undefined) remember(memory, digest, summaryOf(one), standing)
    }
  return files.flatMap(file => said.get(file) ?? [])
}

/** The name an item gives itself, mostly without reading the rest of the file. */
function nameIn(file: string, bytes: Buffer): string | undefined {
  const found = /^item:[ \t]+([a-z][a-z0-9-]*)[ \t]*$/m.exec(bytes.toString())?.[1]
  if (found !== undefined) return found
  const read = readDocument(file, bytes)
  const item = 'root' in read && (plain(read.root) as Readonly<Record<string, unknown>>)['item']
  return typeof item === 'string' ? item : undefined
}

/** An item by its name, read when another one asks for it. */
function loadedOf(items: readonly CheckedWhole[], { template }: Surroundings) {
  const named = new Map(items.toReversed().map(one => [one.item, one]))
  const read = new Map<string, LoadedDefinition | undefined>()
  return (key: string): LoadedDefinition | undefined => {
    const found = named.get(key)
    if (found && !read.has(key))
      read.set(key, found.loaded ?? readDefinition(found.file, readFileSync(found.file), template).loaded)
    return read.get(key)
  }
}

/** 并联衔接 Whether one form asks for all that its parts ask for; what is not among the files is not held against it. */
function fitOf(item: string, loaded: (key: string) => LoadedDefinition | undefined): readonly Finding[] {
  const first = loaded(item)
  const findings: Finding[] = []
  if (first)
    checkFit(
      first.definition,
      key => loaded(key)?.definition,
      (rule, path, zh, en, severity = 'error') =>
        findings.push({
          severity,
          rule,
          ...first.positions.at(path),
          path: first.positions.shown(path),
          text: { zh, en },
        }),
    )
  return findings
}

const noLaws = (content: string): Finding => ({
  severity: 'warning',
  rule: 'LAW_LIBRARY_MISSING',
  file: content,
  line: 1,
  column: 1,
  path: '',
  text: { zh: '没有法规库,合法性未检查', en: 'There is no law library: the items are not held against the law' },
})

function twice(items: readonly CheckedFile[]): readonly Finding[] {
  const seen = new Map<string, string>()
  return items.flatMap(({ file, item, version, place }): Finding[] => {
    const key = `${item} ${version}`
    const first = seen.get(key)
    seen.set(key, first ?? file)
    if (first === undefined || !place) return []
    return [
      {
        severity: 'error',
        rule: 'DEFINITION_ITEM_TWICE',
        ...place,
        path: 'item',
        text: { zh: `“${key}”已写在 ${first}`, en: `“${key}” is written in ${first} already` },
      },
    ]
  })
}

/** What is wrong with items only beside one another. */
function beside(items: readonly CheckedFile[]): readonly Finding[] {
  const latest = new Map(
    items.toSorted((a, b) => (a.version ?? 0) - (b.version ?? 0)).map(one => [one.item, one] as const),
  )
  const facts = [...latest.values()].flatMap(one => one.facts ?? [])
  return lintTogether(facts).flatMap(({ rule, item, path, zh, en, basis }): readonly Finding[] => {
    const place = latest.get(item)?.place
    return place
      ? [{ severity: 'error', rule, ...place, path: path.join('.'), text: { zh, en }, ...(basis && { basis }) }]
      : []
  })
}

/** What an organ's implementation says of the item to whoever lays those of all districts side by side. */
export function districtFactsOf(implementation: Implementation, definition: ItemDefinition): DistrictFacts {
  const { item, organ, region, taskCode } = implementation
  const { name } = implementedDefinition(definition, implementation).definition.content
  return { item, organ, region, taskCode, name: typeof name === 'string' ? name : name.zh }
}

/** 各区一致 What is wrong with implementations only beside those of other districts. */
function ofDistricts(
  carried: readonly Said[],
  definition: (item: string) => ItemDefinition | undefined,
): readonly Finding[] {
  const known = carried.filter(({ implementation }) => definition(implementation.item))
  const facts = known.map(({ implementation }) => districtFactsOf(implementation, definition(implementation.item)!))
  return lintDistricts(facts).map(({ rule, at, path, zh, en, basis }): Finding => {
    const { positions } = known[at]!
    return {
      severity: 'error',
      rule,
      ...positions.at(path),
      path: positions.shown(path),
      text: { zh, en },
      ...(basis && { basis }),
    }
  })
}

/** Item and implementation files: those named, and in folders those below `items/` and `implementations/`, or all if neither is. */
async function itemFiles(paths: readonly string[]): Promise<readonly string[]> {
  const files: string[] = []
  for (const path of paths) {
    if (!(await stat(path)).isDirectory()) {
      files.push(path)
      continue
    }
    const names = (await readdir(path, { recursive: true })).filter(isYaml).sort()
    const whole = names.some(name => name.startsWith('items/'))
    for (const name of names) if (!whole || /^(items|implementations)\//.test(name)) files.push(join(path, name))
  }
  return [...new Set(files)]
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    found => found.isDirectory(),
    () => false,
  )

/** The nearest folder above a file in which templates lie. */
async function contentFolder(file: string, otherwise?: string): Promise<string> {
  for (let folder = dirname(resolve(file)); ; folder = dirname(folder)) {
    if (await isFolder(join(folder, 'templates'))) return relative('', folder) || '.'
    if (folder === dirname(folder)) return otherwise ?? dirname(resolve(file))
  }
}
