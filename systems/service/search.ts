import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import type { Clock } from '#kernel/clock'
import type { Definitions, ItemDefinition, Text } from '#kernel/definition'
import { type Db, type Sql, statement } from '#kernel/storage'
import { queryOf, type Synonyms, vectorOf } from './words-of-text.ts'

const put = statement(
  'power.putItemWords',
  `insert into power.item_search (item, hash, words) values ($1, $2, $3::tsvector)
   on conflict (item) do update set hash = excluded.hash, words = excluded.words where power.item_search.hash <> excluded.hash`,
)
const indexed = statement('power.indexedItems', 'select item, hash from power.item_search')
const drop = statement('power.dropItemWords', 'delete from power.item_search where item = any ($1::text[])')
const look = statement(
  'power.searchItems',
  `select item, round(ts_rank(words, query)::numeric, 6)::text as rank from power.item_search, (select $1::tsquery as query) as q
   where words @@ query and ($2::text is null or (round(ts_rank(words, query)::numeric, 6), item) < ($2::numeric, $3))
   order by round(ts_rank(words, query)::numeric, 6) desc, item desc limit $4`,
)

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

export const readSynonyms = (path: string): Synonyms => parse(readFileSync(path, 'utf8')) as Synonyms

export interface Hit {
  readonly item: string
  readonly rank: string
}

export interface SearchPage {
  readonly hits: readonly Hit[]
  readonly next: Hit | null
  /** Nothing fitted all the words; these fit some. */
  readonly loose: boolean
}

export const makeSearch = ({ db, synonyms }: { readonly db: Db; readonly synonyms: Synonyms }) => ({
  /** 检索 Items for what a person typed, the best first. Text that has no word in it finds nothing. */
  async items(text: string, after: Hit | undefined, limit: number, loose = false): Promise<SearchPage> {
    const query = queryOf(text, synonyms, loose)
    if (query === undefined) return { hits: [], next: null, loose }
    const rows = await db.run<Hit>(look, [query, after?.rank ?? null, after?.item ?? null, limit + 1])
    if (rows.length === 0 && !loose && after === undefined) return this.items(text, after, limit, true)
    const hits = rows.slice(0, limit)
    return { hits, next: rows.length > limit ? hits.at(-1)! : null, loose }
  },
})
export type Search = ReturnType<typeof makeSearch>

/** 同名事项 An item by the very name that people read on its guide, or by its key; the first few that the search finds are looked at. */
export const makeItemNamed =
  ({
    clock,
    definitions,
    search,
  }: {
    readonly clock: Clock
    readonly definitions: Definitions
    readonly search: Search
  }) =>
  async (typed: string): Promise<string | undefined> => {
    const spelt = (text: string): string => text.normalize('NFKC').replaceAll(/\s/g, '').toLowerCase()
    const known = await definitions.directory()
    if (known.inForce(typed, clock.today())) return typed
    const { hits } = await search.items(typed.slice(0, 100), undefined, 30)
    for (const { item } of hits) {
      const { name } = (await definitions.current(item, clock.today().toString())).definition.content
      const names = typeof name === 'string' ? [name] : Object.values(name)
      if (names.some(one => spelt(String(one)) === spelt(typed))) return item
    }
    return undefined
  }
