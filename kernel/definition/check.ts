import { readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import type { CompiledItem } from './compiled.ts'
import { largestFile } from './document.ts'
import { type ExampleRunner, runExamples } from './examples.ts'
import type { Finding, Remark } from './finding.ts'
import { type Implementation, readImplementation } from './implementation.ts'
import { type LoadedDefinition, readDefinition } from './load.ts'
import { judge } from './publish.ts'
import { type RegisterScope, type RegisterSource, registerScopeOf } from './registers.ts'
import type { ItemDefinition } from './settings/item.ts'
import type { TemplateSource } from './template.ts'

export interface CheckOptions {
  /** The law linter. */
  readonly lint?: (definition: ItemDefinition) => readonly Remark[]
  /** Carries examples out with the engine; without it examples are only read. */
  readonly run?: ExampleRunner
  /** Where templates and registers lie; else the nearest folder above the first file that has `templates/`. */
  readonly content?: string
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
  const content = options.content ?? (await contentFolder(files[0] ?? '.'))
  const templates = await readFolder(join(content, 'templates'))
  const registers = await readRegisters(join(content, 'registers'))
  const template: TemplateSource = name => templates.get(name.replace(/^templates\//, ''))
  const findings: Finding[] = []
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
  const known = new Set(read.map(({ loaded }) => loaded.definition.item))
  findings.push(...twice(read))
  const items: CheckedItem[] = []
  for (const { file, loaded } of read) {
    // other items are only known when the whole of the content was given
    const others = paths.some(path => resolve(path) === resolve(content) || resolve(path) === resolve(content, 'items'))
      ? known
      : undefined
    const { item, findings: found } = judge(loaded, { registers, ...(options.lint && { lint: options.lint }) }, others)
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

const isYaml = (name: string) => /\.ya?ml$/.test(name)

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
async function contentFolder(file: string): Promise<string> {
  for (let folder = dirname(resolve(file)); ; folder = dirname(folder)) {
    if (await isFolder(join(folder, 'templates'))) return relative('', folder) || '.'
    if (folder === dirname(folder)) return dirname(resolve(file))
  }
}

/** A file larger than allowed is not read: one byte too many is enough to be refused. */
async function readLimited(file: string): Promise<Uint8Array> {
  const { size } = await stat(file)
  return size > largestFile ? new Uint8Array(largestFile + 1) : readFile(file)
}

async function readFolder(
  folder: string,
): Promise<ReadonlyMap<string, { readonly file: string; readonly bytes: Uint8Array }>> {
  const names = await readdir(folder).catch(() => [])
  const files = names.filter(isYaml).map(async name => {
    const file = join(folder, name)
    return [name.replace(/\.ya?ml$/, ''), { file, bytes: await readLimited(file) }] as const
  })
  return new Map(await Promise.all(files))
}

async function readRegisters(folder: string): Promise<RegisterSource> {
  const known = new Map<string, RegisterScope>()
  for (const [name, { file, bytes }] of await readFolder(folder)) {
    const scope = registerScopeOf(file, bytes)
    if (scope) known.set(name, scope)
  }
  return name => known.get(name)
}

/** Templates and registers of a content folder, for whoever publishes from files. */
export async function contentSources(
  content: string,
): Promise<{ readonly template: TemplateSource; readonly registers: RegisterSource }> {
  const templates = await readFolder(join(content, 'templates'))
  return {
    template: name => templates.get(name.replace(/^templates\//, '')),
    registers: await readRegisters(join(content, 'registers')),
  }
}
