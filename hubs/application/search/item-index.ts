import type { Definitions, ItemDefinition, Text } from '#kernel/definition'
import { type Db, type Sql, statement } from '#kernel/storage'
import { vectorOf } from './words-of-text.ts'

const put = statement(
  'power.putItemWords',
  `insert into power.item_search (item, hash, words) values ($1, $2, $3::tsvector)
   on conflict (item) do update set hash = excluded.hash, words = excluded.words where power.item_search.hash <> excluded.hash`,
)
const indexed = statement('power.indexedItems', 'select item, hash from power.item_search')
const drop = statement('power.dropItemWords', 'delete from power.item_search where item = any ($1::text[])')

const textsOf = (text: Text | undefined): string =>
  text === undefined ? '' : typeof text === 'string' ? text : `${text.zh} ${text.en ?? ''}`

/** What of an item can be found, and how much each place weighs: its name most, what it asks for less, its questions least. */
function wordsOfItem({ category, content, materials, conditions, flow }: ItemDefinition): string {
  const { guide } = content
  return vectorOf([
    [textsOf(content.name), 'A'],
    [
      Object.values(content.outcomes)
        .map(({ name }) => textsOf(name))
        .join(' '),
      'B',
    ],
    [category.basis.map(({ law }) => law).join(' '), 'B'],
    [materials.map(({ name }) => textsOf(name)).join(' '), 'C'],
    [conditions.map(({ text }) => textsOf(text)).join(' '), 'C'],
    [
      flow
        .flatMap(node => ('parallel' in node ? node.branches.flat() : [node]))
        .map(({ name }) => textsOf(name))
        .join(' '),
      'D',
    ],
    [(guide?.faq ?? []).map(({ question, answer }) => `${textsOf(question)} ${textsOf(answer)}`).join(' '), 'D'],
  ])
}

/** So many in one transaction. */
const portion = 200

/** 入索引 Makes one item findable; the same version again changes nothing. */
const indexItem = async (sql: Sql, definition: ItemDefinition, hash: string): Promise<void> => {
  await sql.run(put, [definition.item, hash, wordsOfItem(definition)])
}

/** 入索引 These versions become findable, in one transaction. */
export const indexItems = (
  db: Db,
  items: readonly { readonly hash: string; readonly definition: ItemDefinition }[],
): Promise<void> =>
  db.transaction(async sql => {
    for (const { definition, hash } of items) await indexItem(sql, definition, hash)
  })

/** 待入索引 What is in force on a day and cannot be found yet as it is now. */
export async function notIndexed(db: Db, definitions: Definitions, on: Temporal.PlainDate) {
  const known = new Map((await db.run<{ item: string; hash: string }>(indexed)).map(({ item, hash }) => [item, hash]))
  return (await definitions.directory()).allInForce(on).filter(({ item, hash }) => known.get(item) !== hash)
}

/** 核对索引 Brings the index to what is in force on a day; returns how many items changed. Safe to repeat. */
export async function indexAll(db: Db, definitions: Definitions, on: Temporal.PlainDate): Promise<number> {
  const changed = await notIndexed(db, definitions, on)
  for (let at = 0; at < changed.length; at += portion) {
    const items = await Promise.all(
      changed
        .slice(at, at + portion)
        .map(async ({ hash }) => ({ hash, definition: await definitions.definition(hash) })),
    )
    await indexItems(db, items)
  }
  const inForce = new Set((await definitions.directory()).allInForce(on).map(({ item }) => item))
  const gone = (await db.run<{ item: string }>(indexed)).flatMap(({ item }) => (inForce.has(item) ? [] : [item]))
  if (gone.length > 0) await db.run(drop, [gone])
  return changed.length + gone.length
}
