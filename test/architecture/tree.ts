import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { blanked, type Import, importsOf } from './source.ts'

export const root = join(import.meta.dirname, '../..')

export interface SourceFile {
  /** From the root, with slashes. */
  readonly path: string
  readonly source: string
  readonly code: string
  readonly bare: string
  readonly lines: number
  readonly imports: readonly Import[]
  readonly isTest: boolean
}

const outside = /^(?:node_modules|\.data|coverage|\.git)\//
const notSource = (path: string): boolean =>
  outside.test(path) || path.includes('/node_modules/') || path.includes('/generated/') || path.endsWith('.tmp.ts')

/** Files of the house by pattern, from the root; not what was installed or generated. */
export const find = (pattern: string): string[] =>
  globSync(pattern, { cwd: root, exclude: ['node_modules', '.data', '.git'] })
    .filter(path => !notSource(path))
    .sort()
export const read = (path: string): string => readFileSync(join(root, path), 'utf8')

/** What only tests load: they may look at what they like. */
const isTest = (path: string): boolean =>
  /\.(?:test|fixture|samples)\.tsx?$|\.fixture\//.test(path) || path.startsWith('test/')

/** Every TypeScript file of the house, read once. */
export const files: readonly SourceFile[] = find('**/*.{ts,tsx}').map(path => {
  const source = read(path)
  const { code, bare } = blanked(source)
  return {
    path,
    source,
    code,
    bare,
    lines: source.split('\n').length - 1,
    imports: importsOf(code),
    isTest: isTest(path),
  }
})

export const storeys = ['kernel', 'hubs', 'systems', 'portals'] as const

/** A module is a folder with a door, or one that will have one: `kernel/case`, `hubs/business/control`, `systems/power`, `portals/public`. */
export function moduleOf(path: string): string | undefined {
  const [storey, ...folders] = dirname(path).split('/')
  const depth = storey === 'hubs' ? 2 : 1
  if (!(storeys as readonly string[]).includes(storey!) || folders.length < depth) return undefined
  return [storey, ...folders.slice(0, depth)].join('/')
}

export const modules: readonly string[] = [
  ...new Set(files.map(({ path }) => moduleOf(path)).filter(found => found !== undefined)),
].sort()

/** `#kernel/refusal` → `kernel/refusal`. */
export const doorOf = (specifier: string): string | undefined =>
  specifier.startsWith('#') ? specifier.slice(1) : undefined

/** Serving code: runs in the city's own process, so it takes time, settings and output from what it is handed; the desk runs in a browser. */
export const serving: readonly SourceFile[] = files.filter(
  ({ path, isTest: test }) =>
    !test &&
    !path.startsWith('portals/office/desk/') &&
    /^(?:kernel|hubs|systems|portals|gate)\/|^[\w-]+\.ts$/.test(path),
)

/** `file:line` of every match of a pattern in one of a file's readings. */
export function* matches(file: SourceFile, reading: 'source' | 'code' | 'bare', pattern: RegExp): Generator<string> {
  for (const [index, line] of file[reading].split('\n').entries())
    if (pattern.test(line)) yield `${file.path}:${index + 1} ${file.source.split('\n')[index]!.trim().slice(0, 100)}`
}

/** Findings of a law over many files, for one assertion that shows them all. */
export const findings = (over: readonly SourceFile[], look: (file: SourceFile) => Iterable<string>): string[] =>
  over.flatMap(file => [...look(file)])
