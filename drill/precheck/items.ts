import type { CompiledItem } from '#kernel/definition'
import type { City } from '../../main.ts'

/** An item that some office of this country has published, as an organ of the city carries it out on application. */
export interface PublishedItem {
  readonly item: string
  readonly organ: string
  /** The published file it was made from. */
  readonly file: string
  readonly compiled: CompiledItem
  readonly for: 'person' | 'firm'
}

/** 已公布事项 Every item in force that names a published file as its source and begins with an application, with the first organ that has it. */
export async function publishedItems({
  db,
  definitions,
  implementations,
  identity,
  clock,
}: City): Promise<readonly PublishedItem[]> {
  const today = clock.today().toString()
  const rows = await db.query<{ item: string }>('select distinct item from kernel.item_versions order by item')
  const directory = await identity.directory()
  const found: PublishedItem[] = []
  for (const { item } of rows) {
    const current = await definitions.current(item, today).catch(() => undefined)
    const { source, category, content } = current?.definition ?? {}
    if (!current || !source?.file.startsWith('real/items/') || !category || !content) continue
    if (!category.starts?.includes('application')) continue
    const carriedOut = await implementations.carriedOutBy(item, today)
    const organs = directory.organsFor(category.organ.post, today).map(({ id }) => id)
    const organ = carriedOut.length === 0 ? organs[0] : carriedOut.find(one => organs.includes(one.organ))?.organ
    if (organ === undefined) continue
    const own = carriedOut.find(one => one.organ === organ)
    const compiled = await implementations.implemented(current.hash, own?.id ?? null)
    const units = [content.parties.subject?.unit ?? 'person'].flat()
    const whose = units.includes('person') || units.includes('household') ? 'person' : 'firm'
    found.push({ item, organ, compiled, file: source.file.slice('real/items/'.length), for: whose })
  }
  return found
}
