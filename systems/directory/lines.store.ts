import { type Sql, statement } from '#kernel/storage'
import { holding, inForce } from './in-force.ts'

/** A line of the directory as it is stored: an item that runs here, or an entry. */
export interface LineRow {
  readonly kind: 'item' | 'entry'
  readonly key: string
  readonly name: { readonly zh: string; readonly en?: string }
  readonly drawer: string
  readonly levels: readonly string[]
  readonly standing: 'runs' | 'offline' | 'listed'
  readonly starts: readonly string[]
  readonly channels: readonly string[]
  readonly version: number
  /** Of an entry, where it is an item here. */
  readonly item: string | null
  readonly region: string | null
  readonly organ: string | null
  readonly organName: string | null
  /** How many organs have said how they carry it out, in the region asked for; and which, if it is one. */
  readonly organs: number
  readonly rank?: string
}

/** What lines are chosen by; everything left out is null. */
export interface LineFilter {
  readonly on: string
  readonly drawer: string | null
  readonly level: string | null
  readonly standing: string | null
  readonly region: string | null
  /** The region and those above it whose organs act there too. */
  readonly regions: readonly string[]
  readonly organ: string | null
  /** `item~key`, `entry~id`: of these alone. */
  readonly keys: readonly string[] | null
}

const around = `here as (
  select distinct i.item from kernel.implementations i where i.region = $5::text and ${holding('i')}
), held as (
  select distinct unnest(o.functions) as post from kernel.organs o where o.region = any ($6::text[]) and ${holding('o')}
), own as (
  select distinct i.item from kernel.implementations i where i.organ = $7::text and ${holding('i')}
), posts as (
  select distinct unnest(o.functions) as post, directory.level_of(o.region) as level from kernel.organs o where o.id = $7::text and ${holding('o')}
)`

const where = `($2::text is null or l.drawer = $2) and ($3::text is null or $3 = any (l.levels)) and ($4::text is null or l.standing = $4)
  and ($5::text is null or case when l.kind = 'item'
      then l.key in (select item from here) or (directory.level_of($5) = any (l.levels) and l.post in (select post from held))
      else l.region = $5 or ($5 like l.prefix || '%' and directory.level_of($5) = any (l.levels)) end)
  and ($7::text is null or case when l.kind = 'item'
      then l.key in (select item from own) or (l.post in (select post from posts) and l.levels && array(select level from posts))
      else l.organ = $7 end)
  and ($8::text[] is null or l.kind || '~' || l.key = any ($8))`

const shown = `p.kind, p.key, p.name, p.drawer, p.levels, p.standing, p.starts, p.channels, p.version, p.item, p.region,
  coalesce(p.organ, o.one) as organ, p.organ_name as "organName", o.organs`
const carriers = `left join lateral (
  select count(*)::int as organs, case when count(*) = 1 then min(i.organ) end as one from kernel.implementations i
  where p.kind = 'item' and i.item = p.key and ${holding('i')} and ($5::text is null or i.region = $5)) o on true`

// What the city runs and lists itself, kind by kind, before the lists of other places; what runs before what is only listed.
const list = statement(
  'directory.list',
  `with ${inForce}, ${around}, picked as (
     select l.*, case when l.own then 0 else 1000 end + 2 * coalesce(array_position($10::text[], l.drawer), 99) + case l.kind when 'item' then 0 else 1 end as at from lines l where ${where}
   ), page as (
     select * from picked p where $12::text is null
       or (p.at, p.sort_name, p.kind, p.key) > (select a.at, a.sort_name, a.kind, a.key from picked a where a.kind = $11::text and a.key = $12)
     order by p.at, p.sort_name, p.kind, p.key limit $9
   ) select ${shown} from page p ${carriers} order by p.at, p.sort_name, p.kind, p.key`,
)
// The words of items are kept where the service keeps them, once; the entries' stand with the entries. What was found is looked up
// by key in one object: how many lines a word finds cannot be guessed, and a join that guesses few is a thousand times slower.
const ranked = (
  found: string,
  query: string,
): string => `asked as (select ${query}::tsquery as words), found as (${found}), ranks as materialized (
     select jsonb_object_agg(kind || '~' || key, rank) as of_key from found
   )`
const ofEntries = `select 'entry' as kind, e.id as key, round(ts_rank(e.words, asked.words)::numeric, 6) as rank from entries e, asked where e.words @@ asked.words`
const ofItems = `select 'item' as kind, s.item as key, round(ts_rank(s.words, asked.words)::numeric, 6) as rank from power.item_search s, asked where s.words @@ asked.words`
const rankOf = `(r.of_key ->> (l.kind || '~' || l.key))::numeric`

const search = statement(
  'directory.search',
  `with ${inForce}, ${around}, ${ranked(`${ofItems} union all ${ofEntries}`, '$10')}, fitting as (
     select l.*, ${rankOf} as rank from ranks r cross join lines l where ${rankOf} is not null and ${where}
   ), page as (
     select * from fitting f where $11::text is null or (f.rank, f.kind, f.key) < ($11::numeric, $12::text, $13::text)
     order by f.rank desc, f.kind desc, f.key desc limit $9
   ) select ${shown}, p.rank::text as rank from page p ${carriers} order by p.rank desc, p.kind desc, p.key desc`,
)
const searchListed = statement(
  'directory.searchEntries',
  `with ${inForce}, ${ranked(ofEntries, '$2')}
   select l.kind, l.key, l.name, l.drawer, l.levels, l.standing, l.starts, l.channels, l.version, l.item, l.region, l.organ,
     l.organ_name as "organName", 0 as organs
   from ranks r cross join lines l where l.kind = 'entry' and ${rankOf} is not null order by ${rankOf} desc, l.key limit $3`,
)
const counted = statement(
  'directory.count',
  `with ${inForce}, ${around}, picked as (select l.* from lines l where ${where})
   select 'drawer' as of, drawer as key, count(*)::int as lines from picked group by drawer
   union all select 'level', level, count(*)::int from picked, unnest(levels) as level group by level
   union all select 'standing', standing, count(*)::int from picked group by standing
   union all select 'all', '', count(*)::int from picked`,
)

const values = ({ on, drawer, level, standing, region, regions, organ, keys }: LineFilter): readonly unknown[] => [
  on,
  drawer,
  level,
  standing,
  region,
  regions,
  organ,
  keys,
]

export const listLines = (
  sql: Sql,
  filter: LineFilter,
  limit: number,
  order: readonly string[],
  after?: { readonly kind: string; readonly key: string },
): Promise<LineRow[]> =>
  sql.run<LineRow>(list, [...values(filter), limit, order, after?.kind ?? null, after?.key ?? null])

export const searchLines = (
  sql: Sql,
  filter: LineFilter,
  limit: number,
  query: string,
  after?: { readonly rank: string; readonly kind: string; readonly key: string },
): Promise<LineRow[]> =>
  sql.run<LineRow>(search, [
    ...values(filter),
    limit,
    query,
    after?.rank ?? null,
    after?.kind ?? null,
    after?.key ?? null,
  ])

export const searchEntries = (sql: Sql, on: string, query: string, limit: number): Promise<LineRow[]> =>
  sql.run<LineRow>(searchListed, [on, query, limit])

export const countLines = (sql: Sql, filter: LineFilter) =>
  sql.run<{ of: 'drawer' | 'level' | 'standing' | 'all'; key: string; lines: number }>(counted, values(filter))
