import { systemClock } from '#kernel/clock'
import { type CompiledItem, makePublisher } from '#kernel/definition'
import { synthesize } from '#systems/catalogue'
import { giveReadingGrants } from '#systems/power'
import { indexAll } from '#systems/service'
import { readTemplates } from '../../content.ts'
import type { City } from '../../main.ts'
import { say } from '../house.ts'
import { openAt } from './lived.ts'

/**
 * 众多事项 Publishes so many distinct invented items, gives their posts what they may read, and makes them findable: what a city
 * does on opening.
 */
async function publishItems(city: City, count: number, say: (line: string) => void): Promise<void> {
  const { db, clock, definitions, grants } = city
  const template = await readTemplates()
  const publisher = makePublisher({ db, clock })
  const by = { publishedBy: 'system:bench', secondApprover: 'system:bench-review' }
  let done = 0
  for (const { item, yaml } of synthesize({ count, seed: 1, template })) {
    const { faults } = await publisher.publishAll([{ file: `${item}.yaml`, bytes: Buffer.from(yaml) }], by, template)
    if (faults.length > 0) throw new Error(`an invented item cannot be published: ${JSON.stringify(faults[0])}`)
    if (++done % 500 === 0) say(`${done} items`)
  }
  const { allInForce } = await definitions.directory()
  const items: CompiledItem[] = []
  for (const { hash } of allInForce(clock.today())) items.push(await definitions.byHash(hash))
  await giveReadingGrants({ db, clock, grants }, items)
  await indexAll(db, definitions, clock.today())
}

/** A city with so many items, closed, in the directory. */
export async function fillWithItems(directory: string, count: number): Promise<void> {
  const city = await openAt(directory, systemClock(), false, 'shenyang')
  try {
    await publishItems(city, count, say)
    await implementEverywhere(city)
    await city.migrator.query('vacuum (analyze)')
  } finally {
    await city.close()
  }
}

/** 实施清单 Each invented item in every district, by its bureau: as an organ says it in a file, item and place another in each. */
async function implementEverywhere(city: City): Promise<void> {
  const rows = await city.migrator.query<{ rows: number }>(
    `with bureau as (select distinct id as organ, region from kernel.organs where id ~ '^2101(?!00)[0-9]{2}-approval-bureau$' and valid_to is null),
       one as (select content::json as content from kernel.implementations where item = 'energy-review' order by organ, version limit 1),
       said as (
         select v.item, b.organ, b.region, jsonb_strip_nulls(one.content::jsonb || jsonb_build_object('item', v.item, 'organ', b.organ, 'region', b.region)
           - 'override' - 'overrides') ::text as content
         from kernel.item_versions v cross join bureau b cross join one where v.item like 'synthetic-%'
       ), added as (
         insert into kernel.implementations (id, item, organ, region, version, content, hash, valid_from, published_at, published_by)
         select gen_random_uuid(), item, organ, region, 1, content, encode(sha256(convert_to(content, 'UTF8')), 'hex'), '2026-01-01', now(), 'system:bench'
         from said returning 1
       ) select count(*)::int as rows from added`,
  )
  say(`${rows[0]!.rows} implementations`)
}

/** The invented ones among the city's items. */
export async function inventedItems({ definitions, clock }: City): Promise<readonly InForce[]> {
  const { allInForce } = await definitions.directory()
  return allInForce(clock.today())
    .filter(({ item }) => item.startsWith('synthetic-'))
    .map(({ item, hash, summary: { name } }) => ({
      item,
      hash,
      name: typeof name === 'string' ? name : (name as { zh: string }).zh,
    }))
}

export interface InForce {
  readonly item: string
  readonly hash: string
  readonly name: string
}
