import { glob, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type Calendar, loadCalendar, readCalendarYears } from '#kernel/calendar'
import { type DefinitionFile, type RegisterSource, registerScopeOf, type TemplateSource } from '#kernel/definition'

/** 内容 Where the city as data lies. */
export const contentDirectory = join(import.meta.dirname, 'content')

const bytesOf = async (pattern: string, root = contentDirectory): Promise<DefinitionFile[]> => {
  const files: string[] = []
  for await (const file of glob(pattern, { cwd: root })) files.push(file)
  return Promise.all(files.sort().map(async file => ({ file, bytes: await readFile(join(root, file)) })))
}

/** Every published year of the calendar; loadable again without a release. */
export const readCalendar = (root = contentDirectory): Calendar =>
  loadCalendar(readCalendarYears(join(root, 'calendars')))

/** Templates by the name items extend: `templates/<name>`. */
export async function readTemplates(root = contentDirectory): Promise<TemplateSource> {
  const files = new Map((await bytesOf('templates/*.yaml', root)).map(file => [file.file.replace(/\.yaml$/, ''), file]))
  return name => files.get(name)
}

/** What expressions may know of the registers; each is read when an item first asks. */
export async function readRegisterScopes(root = contentDirectory): Promise<RegisterSource> {
  const files = new Map(
    (await bytesOf('registers/*.yaml', root)).map(file => [file.file.replace(/^registers\/|\.yaml$/g, ''), file]),
  )
  const scopes = new Map<string, ReturnType<RegisterSource>>()
  return name => {
    const file = files.get(name)
    if (file && !scopes.has(name)) scopes.set(name, registerScopeOf(file.file, file.bytes))
    return scopes.get(name)
  }
}

export const readItemFiles = (root = contentDirectory): Promise<DefinitionFile[]> => bytesOf('items/**/*.yaml', root)

export const readImplementationFiles = (root = contentDirectory): Promise<DefinitionFile[]> =>
  bytesOf('implementations/**/*.yaml', root)

/** The files of what somebody named: one file, or all of a folder; whatever lies below `implementations/` is one. */
export async function readNamedFiles(
  path: string,
): Promise<{ readonly items: readonly DefinitionFile[]; readonly implementations: readonly DefinitionFile[] }> {
  const isImplementation = (file: string) => /(^|\/)implementations\//.test(file)
  if ((await stat(path)).isFile()) {
    const one = [{ file: path, bytes: await readFile(path) }]
    return isImplementation(path) ? { items: [], implementations: one } : { items: one, implementations: [] }
  }
  const [items, implementations] = await Promise.all([readItemFiles(path), readImplementationFiles(path)])
  if (items.length + implementations.length > 0) return { items, implementations }
  const all = await bytesOf('**/*.yaml', path)
  const below = all.map(({ file, bytes }) => ({ file: join(path, file), bytes }))
  return {
    items: below.filter(({ file }) => !isImplementation(file)),
    implementations: below.filter(({ file }) => isImplementation(file)),
  }
}

export const readLifeEventFiles = (root = contentDirectory): Promise<DefinitionFile[]> =>
  bytesOf('life-events/*.yaml', root)

export const readSiteFiles = (root = contentDirectory): Promise<DefinitionFile[]> => bytesOf('sites/*.yaml', root)
