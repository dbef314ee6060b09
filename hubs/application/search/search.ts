import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { type Db, statement } from '#kernel/storage'
import { queryOf, type Synonyms } from './words-of-text.ts'

const look = statement(
  'power.searchItems',
  `select item, round(ts_rank(words, query)::numeric, 6)::text as rank from power.item_search, (select $1::tsquery as query) as q
   where words @@ query and ($2::text is null or (round(ts_rank(words, query)::numeric, 6), item) < ($2::numeric, $3))
   order by round(ts_rank(words, query)::numeric, 6) desc, item desc limit $4`,
)

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
