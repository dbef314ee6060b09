import { type Sql, statement } from '#kernel/storage'
import { holding, inForce } from './in-force.ts'

export interface DivisionRow {
  readonly code: string
  readonly name: string
  readonly kind: 'city' | 'district' | 'street'
  readonly parent: string | null
  /** Items whose organs there have said how they carry them out. */
  readonly implemented: number
  /** Those, and the items whose levels say they are carried out there by an organ that is there. */
  readonly items: number
  readonly entries: number
}

// Of two sets that overlap (what an organ there has said, what the levels say) only the second part of the first is counted twice:
// it is left out, so that the number is that of the list.
const tree = statement(
  'directory.divisions',
  `with ${inForce}, places as (
     select r.code, r.name, r.kind, r.parent, directory.level_of(r.code) as level from kernel.regions r
   ), held as (
     select p.code, array(select distinct f from kernel.organs o, unnest(o.functions) as f
       where o.region in (p.code, case when p.level = 'street' then p.parent else p.code end) and ${holding('o')}) as posts from places p
   ), kinds as (
     select level, v.post, count(*) as items from versions v, unnest(v.levels) as level group by 1, 2
   ), told as (
     select h.code, sum(k.items)::int as items from held h join places p on p.code = h.code
       join kinds k on k.level = p.level and k.post = any (h.posts) group by 1
   ), done as (
     select i.region as code, count(distinct i.item)::int as items,
       count(distinct i.item) filter (where not (p.level = any (v.levels) and v.post = any (h.posts)))::int as more
     from kernel.implementations i join versions v on v.item = i.item join places p on p.code = i.region join held h on h.code = p.code
     where ${holding('i')} group by 1
   ), listed as (
     select p.code, count(*)::int as entries from places p
       join lines l on l.kind = 'entry' and (l.region = p.code or (p.code like l.prefix || '%' and p.level = any (l.levels))) group by 1
   )
   select p.code, p.name, p.kind, p.parent, coalesce(d.items, 0) as implemented,
     coalesce(t.items, 0) + coalesce(d.more, 0) as items, coalesce(e.entries, 0) as entries
   from places p left join done d on d.code = p.code left join told t on t.code = p.code left join listed e on e.code = p.code order by p.code`,
)
const elsewhere = statement(
  'directory.entriesElsewhere',
  `with ${inForce} select l.region as code, count(*)::int as entries from lines l
   where l.kind = 'entry' and not exists (select from kernel.regions r where r.code = l.region) group by 1 order by 1`,
)
const organs = statement(
  'directory.organsOfRegion',
  `select i.organ, count(distinct i.item)::int as items from kernel.implementations i
   where i.region = $2::text and ${holding('i')} group by 1 order by 2 desc, 1`,
)
const hasEntries = statement(
  'directory.regionHasEntries',
  'select exists (select from directory.entries where region = $1) as found',
)

export const divisionRows = (sql: Sql, on: string): Promise<DivisionRow[]> => sql.run<DivisionRow>(tree, [on])
export const entriesElsewhere = (sql: Sql, on: string) => sql.run<{ code: string; entries: number }>(elsewhere, [on])
/** The organs that carry something out in a region, and how much. */
export const organsOfRegion = (sql: Sql, on: string, region: string) =>
  sql.run<{ organ: string; items: number }>(organs, [on, region])
export const regionHasEntries = async (sql: Sql, region: string): Promise<boolean> =>
  (await sql.run<{ found: boolean }>(hasEntries, [region]))[0]!.found
