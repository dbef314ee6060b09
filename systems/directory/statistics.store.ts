import { type Sql, statement } from '#kernel/storage'
import { holding, inForce } from './in-force.ts'

const kinds = `count(*) filter (where kind = 'item')::int as items, count(*) filter (where kind = 'entry')::int as entries`

const byDrawer = statement(
  'directory.countByDrawer',
  `with ${inForce} select drawer as key, ${kinds} from lines group by 1`,
)
const byLevel = statement(
  'directory.countByLevel',
  `with ${inForce} select level as key, ${kinds} from lines, unnest(levels) as level group by 1`,
)
const byStanding = statement(
  'directory.countByStanding',
  `with ${inForce} select standing as key, ${kinds} from lines group by 1`,
)
const byRegion = statement(
  'directory.countByRegion',
  `with ${inForce} select r.code as key, r.name,
     (select count(distinct i.item)::int from kernel.implementations i join versions v on v.item = i.item where i.region = r.code and ${holding('i')}) as items,
     (select count(*)::int from lines l where l.kind = 'entry' and l.region = r.code) as entries
   from kernel.regions r where r.kind in ('city', 'district') order by r.code`,
)
const byOrgan = statement(
  'directory.countByOrgan',
  `with ${inForce}, done as (
     select i.organ as key, max(o.name) as name, count(distinct i.item)::int as items from kernel.implementations i
     join versions v on v.item = i.item left join kernel.organs o on o.id = i.organ and ${holding('o')} where ${holding('i')} group by 1
   ), named as (
     select coalesce(organ, organ_name) as key, max(organ_name) as name, count(*)::int as entries from lines
     where kind = 'entry' and coalesce(organ, organ_name) is not null group by 1
   )
   select coalesce(d.key, s.key) as key, coalesce(d.name, s.name, d.key, s.key) as name, coalesce(d.items, 0) as items, coalesce(s.entries, 0) as entries
   from done d full join named s on s.key = d.key order by coalesce(d.items, 0) + coalesce(s.entries, 0) desc, 1`,
)
const byChannel = statement(
  'directory.countByChannel',
  `with ${inForce} select channel as key, count(*)::int as items from versions, unnest(channels) as channel group by 1`,
)
const online = statement(
  'directory.countOnline',
  `with ${inForce} select count(*)::int as items, count(*) filter (where 'application' = any (starts) and not sub_case)::int as applied,
     count(*) filter (where 'application' = any (starts) and not sub_case and 'online' = any (channels))::int as online from versions`,
)
const times = statement(
  'directory.compareTimes',
  `with ${inForce}, told as (
     select promised ->> 'unit' as unit, (promised ->> 'value')::numeric as promised, (statutory ->> 'value')::numeric as statutory from versions
     where promised is not null and statutory is not null
   )
   select unit as key, count(*)::int as items, percentile_cont(0.5) within group (order by statutory)::float8 as statutory,
     percentile_cont(0.5) within group (order by promised)::float8 as promised,
     percentile_cont(0.5) within group (order by statutory - promised)::float8 as saved from told group by 1 order by 1`,
)
const visits = statement(
  'directory.countVisits',
  `with ${inForce} select coalesce(least(visits, 3)::text, 'unsaid') as key, count(*)::int as items from versions group by 1 order by 1`,
)
const codes = statement(
  'directory.countCodes',
  `with ${inForce} select 'item' as key, count(*)::int as lines, count(*) filter (where codes -> 'gb39554.basic' is not null)::int as coded, 0 as faulty from versions
   union all select 'entry', count(*)::int, count(*) filter (where jsonb_array_length(codes) > 0)::int,
     count(*) filter (where exists (select from jsonb_array_elements(faults) f where f ->> 'code' = 'CODE_UNSOUND'))::int from entries`,
)
const differing = statement(
  'directory.findDiffering',
  `with ${inForce}, done as (
     select i.item, i.content::json as content from kernel.implementations i join versions v on v.item = i.item where ${holding('i')}
   ), codes as (
     select item, substr(content ->> 'taskCode', 20, 12) as value from done where length(content ->> 'taskCode') in (31, 33)
     union select item, codes ->> 'gb39554.basic' from versions where codes ->> 'gb39554.basic' is not null
     union select e.item, c ->> 'value' from entries e, jsonb_array_elements(e.codes) c
       where e.item is not null and c ->> 'scheme' = 'gb39554.basic' and exists (select from kernel.regions r where r.code = e.region)
   ), names as (
     select item, sort_name as value from versions
     union select item, coalesce(content -> 'overrides' -> 'content.name' ->> 'zh', content -> 'overrides' ->> 'content.name') from done
       where content -> 'overrides' -> 'content.name' is not null
     union select e.item, e.name from entries e
       where e.item is not null and exists (select from kernel.regions r where r.code = e.region)
   )
   select 'code' as what, item, array_agg(distinct value order by value) as values from codes group by item having count(distinct value) > 1
   union all
   select 'name', item, array_agg(distinct value order by value) from names group by item having count(distinct value) > 1
   order by 2, 1`,
)
const offline = statement(
  'directory.findOffline',
  `with ${inForce}
   select v.item, v.name, v.not_online -> 'reason' as said, v.not_online ->> 'confirmedBy' as "saidBy",
     e.id as entry, e.reason, e.confirmed_by as "confirmedBy", e.confirmed_on as "confirmedOn"
   from versions v left join lateral (
     select id, reason, confirmed_by, confirmed_on from entries where item = v.item and standing = 'offline' order by id limit 1) e on true
   where not 'online' = any (v.channels) order by v.item`,
)

interface Counted {
  readonly key: string
  readonly items: number
  readonly entries: number
}

/** Names or codes of one item that are not the same everywhere. */
export interface Differing {
  readonly what: 'code' | 'name'
  readonly item: string
  readonly values: readonly string[]
}

/** An item that is not done online: what it says itself, and what was confirmed. */
export interface OfflineItem {
  readonly item: string
  readonly name: unknown
  readonly said: unknown
  readonly saidBy: string | null
  readonly entry: string | null
  readonly reason: string | null
  readonly confirmedBy: string | null
  readonly confirmedOn: string | null
}

/** Every count of one moment; run it in one transaction, so that they add up. */
export async function readCounts(sql: Sql, on: string) {
  const ask = <Row>(what: Parameters<Sql['run']>[0]): Promise<Row[]> => sql.run<Row>(what, [on])
  return {
    drawers: await ask<Counted>(byDrawer),
    levels: await ask<Counted>(byLevel),
    standings: await ask<Counted>(byStanding),
    regions: await ask<Counted & { name: string }>(byRegion),
    organs: await ask<Counted & { name: string }>(byOrgan),
    channels: await ask<{ key: string; items: number }>(byChannel),
    online: (await ask<{ items: number; applied: number; online: number }>(online))[0]!,
    times: await ask<{ key: string; items: number; statutory: number; promised: number; saved: number }>(times),
    visits: await ask<{ key: string; items: number }>(visits),
    codes: await ask<{ key: string; lines: number; coded: number; faulty: number }>(codes),
    differing: await ask<Differing>(differing),
    offline: await ask<OfflineItem>(offline),
  }
}
