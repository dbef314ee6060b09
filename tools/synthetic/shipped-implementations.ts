import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Implementation, type ItemDefinition, readDefinition, readImplementations } from '#kernel/definition'
import { readCity } from '#kernel/identity'
import { basicCode, type Carriers, type CarryingCity, carriersIn, writeImplementations } from '#systems/catalogue'
import { readItemFiles, readTemplates } from '../../content.ts'

/** A file as it should stand: below the city's folder of implementations, by the item's name. */
export interface ShippedFile {
  readonly item: string
  readonly name: string
  readonly text: string
  readonly count: number
}

const basicIn = (taskCode: string): string => taskCode.slice(19, 31)

/** The organs that should carry an item out: those its levels name, and those of every kind that has said so somewhere. */
function organsOf(
  definition: ItemDefinition,
  { organs }: CarryingCity,
  carriers: Carriers,
  said: readonly Implementation[],
): readonly CarryingCity['organs'][number][] {
  const { category } = definition
  const typeOf = new Map(organs.map(({ id, functions }) => [id, functions[0]]))
  const kinds = new Set([category.organ.post, ...said.flatMap(({ organ }) => typeOf.get(organ) ?? [])])
  const found = [...kinds].flatMap(post =>
    carriers.of({ ...definition, category: { ...category, organ: { ...category.organ, post } } }),
  )
  return [...new Set(found)]
}

/**
 * 随库实施清单 How every shipped item is carried out in the demonstration city, as files. What organs have said stays word for word,
 * and a code once given stays the item's; only what is missing is invented.
 */
export async function shippedImplementations(content: string, name: string): Promise<readonly ShippedFile[]> {
  const city = await readCity(join(content, 'cities', name))
  const carriers = carriersIn(city)
  const template = await readTemplates(content)
  const items = (await readItemFiles(content)).map(
    ({ file, bytes }) => readDefinition(file, bytes, template).loaded!.definition,
  )
  const byKey = new Map(items.map(item => [item.item, item]))
  const folder = join(content, 'implementations', name)
  const said = new Map<string, Implementation[]>()
  for (const file of existsSync(folder) ? globSync('**/*.yaml', { cwd: folder }).sort() : [])
    for (const one of readImplementations(file, readFileSync(join(folder, file)), key => byKey.get(key))
      .implementations)
      said.set(one.item, [...(said.get(one.item) ?? []), one])
  const given = new Set([...said.values()].flatMap(list => list.map(({ taskCode }) => basicIn(taskCode).slice(6, 9))))
  let place = 0
  const nextCode = (drawer: string): string => {
    while (given.has(basicCode('00', drawer, place).slice(6, 9))) place++
    return basicCode('00', drawer, place++)
  }
  return items
    .toSorted((a, b) => (a.item < b.item ? -1 : 1))
    .map(definition => {
      const { item, category } = definition
      const before = said.get(item) ?? []
      const [first] = before
      const basic = category.codes?.['gb39554.basic'] ?? (first ? basicIn(first.taskCode) : nextCode(category.drawer))
      const organs = organsOf(definition, city, carriers, before)
      return {
        item,
        name: `${item}.yaml`,
        ...writeImplementations({ definition, carriers, organs, basic, said: before, mark: '演示' }),
      }
    })
}
