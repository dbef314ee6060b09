import { readdirSync, readFileSync } from 'node:fs'
import { type LoadedDefinition, loadDefinition } from '../load.ts'
import { type LawLibrary, makeLawLibrary, readLaw, readRecords } from './law.ts'

const content = new URL('../../../content/', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, content))

const filesIn = (folder: string): readonly string[] =>
  readdirSync(new URL(folder, content), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.yaml'))
    .map(name => `${folder}${name.replaceAll('\\', '/')}`)
    .sort()

/** The city's own items, read once for the tests. */
export const itemFiles = filesIn('items/')

export const loadItem = (path: string): LoadedDefinition =>
  loadDefinition(path, read(path), name => ({ file: `${name}.yaml`, bytes: read(`${name}.yaml`) }))

/** The city's own law library. */
export const library: LawLibrary = makeLawLibrary(
  filesIn('laws/').map(path => readLaw(path, read(path).toString())),
  readRecords('rules/known-records.yaml', read('rules/known-records.yaml').toString()),
)
