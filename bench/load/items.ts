import { join } from 'node:path'
import { systemClock } from '#kernel/clock'
import { type DefinitionFile, loadDefinition, makePublisher } from '#kernel/definition'
import { readCity } from '#kernel/identity'
import { carriersIn, synthesize, writeImplementations } from '#systems/catalogue'
import { contentDirectory, readTemplates } from '../../content.ts'
import type { City } from '../../main.ts'
import { putToUse } from '../../publication.ts'
import { say } from '../house.ts'
import { openAt } from './lived.ts'

const name = 'shenyang'
const portion = 100

/**
 * 众多事项 Publishes so many distinct invented items and how every organ of the city carries them out, gives their posts what they may
 * read, and makes them findable: what a city does on opening.
 */
async function publishItems(city: City, count: number): Promise<void> {
  const { db, clock, implementations } = city
  const template = await readTemplates()
  const carriers = carriersIn(await readCity(join(contentDirectory, 'cities', name)))
  const publisher = makePublisher({ db, clock })
  const by = { publishedBy: 'system:bench', secondApprover: 'system:bench-review' }
  let items: DefinitionFile[] = []
  let lists: DefinitionFile[] = []
  let [done, carriedOut] = [0, 0]
  const publish = async (): Promise<void> => {
    const { faults } = await publisher.publishAll(items, by, template)
    const more = await implementations.publishAll(lists, by.publishedBy)
    const [fault] = [...faults, ...more.faults]
    if (fault) throw new Error(`an invented item cannot be published: ${JSON.stringify(fault)}`)
    carriedOut += more.published
    items = []
    lists = []
  }
  for (const { item, yaml } of synthesize({ count, seed: 1, template })) {
    const { definition } = loadDefinition(`${item}.yaml`, yaml, template)
    const basic = definition.category.codes!['gb39554.basic']!
    const { text } = writeImplementations({ definition, carriers, basic, mark: '合成' })
    items.push({ file: `${item}.yaml`, bytes: Buffer.from(yaml) })
    lists.push({ file: `${item}.yaml`, bytes: Buffer.from(text) })
    if (++done % portion === 0) await publish()
    if (done % 500 === 0) say(`${done} items, ${carriedOut} implementations`)
  }
  await publish()
  say(`${done} items, ${carriedOut} implementations`)
  await putToUse(city)
}

/** A city with so many items, closed, in the directory. */
export async function fillWithItems(directory: string, count: number): Promise<void> {
  const city = await openAt(directory, systemClock(), false, name)
  try {
    await publishItems(city, count)
    await city.migrator.query('vacuum (analyze)')
  } finally {
    await city.close()
  }
}

/** The invented ones among the city's items. */
export async function inventedItems({ definitions, clock }: City): Promise<readonly InForce[]> {
  const { allInForce } = await definitions.directory()
  return allInForce(clock.today())
    .filter(({ item }) => item.startsWith('synthetic-'))
    .map(({ item, hash, summary: { name, drawer } }) => ({
      item,
      hash,
      drawer,
      name: typeof name === 'string' ? name : (name as { zh: string }).zh,
    }))
}

export interface InForce {
  readonly item: string
  readonly hash: string
  readonly drawer: string
  readonly name: string
}
