import { readdir, stat } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import type { CompiledItem } from './compiled.ts'
import { type ExampleRunner, runExamples } from './examples.ts'
import type { Finding } from './finding.ts'
import { type Implementation, readImplementation } from './implementation.ts'
import { lint } from './lint/index.ts'
import { type LoadedDefinition, readDefinition } from './load.ts'
import { judge } from './publish.ts'
import { isYaml, readLimited, readSurroundings } from './surroundings.ts'

export interface CheckOptions {
  /** Carries examples out with the engine; without it examples are only read. */
  readonly run?: ExampleRunner
  /** Where templates, registers, kinds of organ and laws lie; else the nearest folder above the first file that has `templates/`. */
  readonly content?: string
  /** Where they lie when no folder above the files has any: a draft is checked wherever it was written. */
  readonly otherwise?: string
}

export interface CheckResult {
  readonly items: readonly CheckedItem[]
  readonly implementations: readonly Implementation[]
  readonly errors: number
  readonly warnings: number
  readonly findings: readonly Finding[]
}

export interface CheckedItem {
  readonly file: string
  readonly loaded: LoadedDefinition
  /** Absent when it does not compile. */
  readonly compiled?: CompiledItem
}

/**
 * 检查文件 What `plumbline check` does: reads every item and implementation among the paths (files or folders), says all that
 * is wrong, in the order of files and lines. Reads only; never throws for what a file says.
 */
export async function checkFiles(paths: readonly string[], options: CheckOptions = {}): Promise<CheckResult> {
  const files = await itemFiles(paths)
  const content = options.content ?? (await contentFolder(files[0] ?? '.', options.otherwise))
  const { template, registers, offices, laws, findings: around } = await readSurroundings(content)
  const findings: Finding[] = [...around]
  const read: { readonly file: string; readonly loaded: LoadedDefinition }[] = []
  const implementationFiles: string[] = []
  for (const file of files) {
    if (/(^|\/)implementations\//.test(file)) {
      implementationFiles.push(file)
      continue
    }
    const bytes = await readLimited(file)
    const { loaded, findings: found } = readDefinition(file, bytes, template)
    findings.push(...found)
    if (loaded) read.push({ file, loaded })
  }
  const lawful = laws.laws.length > 0
  if (!lawful && read.length > 0) findings.push(noLaws(content))
  const known = new Set(read.map(({ loaded }) => loaded.definition.item))
  findings.push(...twice(read))
  const items: CheckedItem[] = []
  for (const { file, loaded } of read) {
    // other items are only known when the whole of the content was given
    const others = paths.some(path => resolve(path) === resolve(content) || resolve(path) === resolve(content, 'items'))
      ? known
      : undefined
    const { item, findings: found } = judge(
      loaded,
      { registers, ...(lawful && { lint: definition => lint(definition, laws) }), ...(offices && { offices }) },
      others,
    )
    findings.push(...found)
    items.push({ file, loaded, ...(item && { compiled: item }) })
    if (item && options.run) findings.push(...(await runExamples(item, options.run, loaded.positions)))
  }
  const implementations: Implementation[] = []
  for (const file of implementationFiles) {
    const { implementation, findings: found } = readImplementation(
      file,
      await readLimited(file),
      key => read.find(({ loaded }) => loaded.definition.item === key)?.loaded.definition,
    )
    findings.push(...found)
    if (implementation) implementations.push(implementation)
  }
  // a mistake in a template is found with every item that extends it, and said once
  const once = [...new Map(findings.map(finding => [JSON.stringify(finding), finding])).values()]
  const ordered = once.toSorted((a, b) =>
    a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1,
  )
  const errors = ordered.filter(({ severity }) => severity === 'error').length
  return { items, implementations, errors, warnings: ordered.length - errors, findings: ordered }
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

function twice(read: readonly { readonly file: string; readonly loaded: LoadedDefinition }[]): readonly Finding[] {
  const seen = new Map<string, string>()
  return read.flatMap(({ file, loaded: { definition, positions } }): Finding[] => {
    const key = `${definition.item} ${definition.version}`
    const first = seen.get(key)
    seen.set(key, first ?? file)
    if (first === undefined) return []
    return [
      {
        severity: 'error',
        rule: 'DEFINITION_ITEM_TWICE',
        ...positions.at(['item']),
        path: 'item',
        text: { zh: `“${key}”已写在 ${first}`, en: `“${key}” is written in ${first} already` },
      },
    ]
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
