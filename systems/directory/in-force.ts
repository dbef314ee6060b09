/**
 * 在列 What the directory holds on the day `$1`, as parts of a statement: the versions in force, the entries in force, and both as
 * lines. An entry of the city's own that is an item here is told by the item's line; one of another city stands for itself.
 */
export const inForce = `versions as (
  select distinct on (item) * from directory.versions
  where valid_from <= $1::date and (valid_to is null or valid_to >= $1::date) order by item, version desc
), said as (
  select distinct on (id) * from directory.entries where effective_from <= $1::date order by id, version desc
), entries as (
  select * from said where standing <> 'withdrawn' and (effective_to is null or effective_to >= $1::date)
), lines as (
  select 'item' as kind, v.item as key, v.name, v.sort_name, v.drawer, v.levels, v.post, v.starts, v.channels,
    null::text as region, null::text as prefix, null::text as organ, null::text as organ_name, v.item,
    case when 'online' = any (v.channels) then 'runs' else 'offline' end as standing, v.version, true as own
  from versions v
  union all
  select 'entry', e.id, jsonb_strip_nulls(jsonb_build_object('zh', e.name, 'en', e.name_en)), e.name, e.drawer, e.levels, '', '{}'::text[], '{}'::text[],
    e.region, e.prefix, e.organ, e.organ_name, v.item,
    case when e.standing = 'runs' and v.item is null then 'listed' else e.standing end, e.version, r.code is not null
  from entries e left join versions v on v.item = e.item left join kernel.regions r on r.code = e.region
  where v.item is null or r.code is null
)`

/** Holds on the day `$1`; `t` is a row of `kernel.implementations` or `kernel.organs`. */
export const holding = (t: string): string =>
  `${t}.valid_from <= $1::date and (${t}.valid_to is null or ${t}.valid_to > $1::date)`
