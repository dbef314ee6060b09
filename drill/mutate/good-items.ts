import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type ItemDefinition, loadDefinition, readDefinition, type Surroundings } from '#kernel/definition'
import { readSource, synthesize, takeIn } from '#systems/catalogue'
import { contentDirectory } from '../../content.ts'

/** The city's own items, as they are shipped. */
export function shippedItems({ template }: Surroundings): readonly ItemDefinition[] {
  const folder = join(contentDirectory, 'items')
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.yaml'))
    .sort()
    .map(name => loadDefinition(name, readFileSync(join(folder, name)), template).definition)
}

/** What `plumbline import` makes of published files: every draft that is sound. */
export function importedItems(path: string, surroundings: Surroundings, effective: string): readonly ItemDefinition[] {
  if (!existsSync(path)) throw new Error(`There is no ${path}.`)
  const files = statSync(path).isDirectory()
    ? readdirSync(path)
        .filter(name => /\.(json|csv|html?)$/.test(name))
        .sort()
        .map(name => join(path, name))
    : [path]
  return files.flatMap(file =>
    takeIn(file, readSource(file, readFileSync(file)), { surroundings, effective }).drafts.flatMap(
      ({ loaded }) => loaded?.definition ?? [],
    ),
  )
}

/** Invented items that nobody complains of. */
export const inventedItems = (surroundings: Surroundings, count: number, seed: number): readonly ItemDefinition[] =>
  [...synthesize({ count, seed, template: surroundings.template })].flatMap(
    ({ item, yaml }) => readDefinition(`${item}.yaml`, yaml, surroundings.template).loaded?.definition ?? [],
  )
