-- 事项目录: what the city lists beside what it runs, and the facts by which both are listed together.

-- City, district, street or community, by the code: 210100 · 210102 · 210102001 · 210102001003.
create function directory.level_of(region text) returns text language sql immutable as $$
  select case when length(region) = 6 and right(region, 2) = '00' then 'city'
    when length(region) = 6 then 'county' when length(region) = 9 then 'street' when length(region) = 12 then 'community' end
$$;

-- What the directory asks of a published version, derived once when it is published: versions never change.
create table directory.versions (
  hash       text primary key,
  item       text not null,
  version    integer not null,
  valid_from date not null,
  valid_to   date,                   -- the last day
  name       jsonb not null,
  sort_name  text not null,
  drawer     text not null,
  levels     text[] not null,
  post       text not null,          -- the kind of organ that holds the power
  starts     text[] not null,
  channels   text[] not null,
  codes      jsonb not null,
  not_online jsonb,                  -- why, and who says so, where the item says it itself
  sub_case   boolean not null,       -- opened by cases of other items, by nobody else
  visits     integer,
  promised   jsonb,                  -- {value, unit}
  statutory  jsonb                   -- the law's own, of those it stands beside the shortest
);
create index versions_item on directory.versions (item, version desc);

create function directory.facts_of(v kernel.item_versions) returns directory.versions language sql stable as $$
  with said as (select v.canonical::jsonb as c),
  limits as (
    select l.key, l.value, case jsonb_typeof(l.value -> 'to') when 'array' then l.value -> 'to'
        when 'string' then jsonb_build_array(l.value -> 'to') else jsonb_build_array(l.key) end as ends
    from said, jsonb_each(case when jsonb_typeof(c -> 'limits') = 'object' then c -> 'limits' else '{}' end) l
    where jsonb_typeof(l.value) = 'object' and l.value ->> 'kind' = 'max' and coalesce(l.value ->> 'binds', 'organ') <> 'party'
  ),
  promise as (
    select value, ends from limits where key = 'promised' or value -> 'promised' = 'true' order by key = 'promised' desc, key limit 1
  ),
  law as (
    select s.value from limits s, promise p
    where s.key <> 'promised' and s.value -> 'promised' is distinct from 'true' and s.value ->> 'unit' = p.value ->> 'unit'
      and exists (select from jsonb_array_elements_text(s.ends) a join jsonb_array_elements_text(p.ends) b on a = b)
    order by (s.value ->> 'value')::numeric, s.key limit 1
  )
  select row(v.hash, v.item, v.version, v.effective_from, v.effective_to,
    case jsonb_typeof(v.summary -> 'name') when 'object' then v.summary -> 'name'
      else jsonb_build_object('zh', coalesce(v.summary ->> 'name', v.item)) end,
    coalesce(v.summary #>> '{name,zh}', v.summary ->> 'name', v.item),
    coalesce(v.summary ->> 'drawer', 'other'),
    array(select l from unnest(array['city', 'county', 'street', 'community']) with ordinality as u(l, n)
      where said.c #> array['category', 'levels', l] is not null order by n),
    coalesce(said.c #>> '{category,organ,post}', ''),
    array(select jsonb_array_elements_text(coalesce(v.summary -> 'starts', '[]'))),
    array(select jsonb_array_elements_text(coalesce(v.summary -> 'channels', '[]'))),
    coalesce(said.c #> '{category,codes}', '{}'),
    said.c #> '{content,notOnline}',
    said.c #> '{category,subCaseOf}' is not null,
    (said.c #>> '{content,guide,visits}')::integer,
    (select jsonb_build_object('value', value -> 'value', 'unit', value -> 'unit') from promise),
    (select jsonb_build_object('value', value -> 'value', 'unit', value -> 'unit') from law)
  )::directory.versions from said
$$;

create function directory.note_version() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into directory.versions select f.* from directory.facts_of(new) f;
  return null;
end $$;
create trigger directory after insert on kernel.item_versions for each row execute function directory.note_version();
insert into directory.versions select f.* from kernel.item_versions v cross join lateral directory.facts_of(v) f;

-- What is carried out in a region: one look.
create index implementations_region on kernel.implementations (region, item);

-- 目录条目: append only; the latest version that has begun says how it is. `runs` names the item, `offline` why and who says so.
create table directory.entries (
  id              text not null,
  version         integer not null,
  name            text not null,
  name_en         text,
  drawer          text not null,
  levels          text[] not null,
  region          text not null,
  prefix          text not null generated always as (case when right(region, 2) = '00' and length(region) = 6 then left(region, 4) else region end) stored,
  organ           text,
  organ_name      text,
  organ_uscc      text,
  codes           jsonb not null,
  standing        text not null,
  item            text,
  reason          text,
  note            text,
  confirmed_by    text,
  confirmed_on    date,
  withdrawn_because text,
  faults          jsonb not null,
  source_file     text not null,
  source_row      integer,
  batch           text not null,
  effective_from  date not null,
  effective_to    date,              -- the last day
  words           tsvector not null,
  digest          text not null,
  recorded_at     timestamptz not null,
  recorded_by     text not null,
  constraint entries_once primary key (id, version),
  constraint entries_id check (id ~ '^[a-z][a-z0-9-]{2,63}$'),
  constraint entries_version check (version > 0),
  constraint entries_name check (length(name) between 1 and 300),
  constraint entries_levels check (cardinality(levels) > 0 and levels <@ array['city', 'county', 'street', 'community']),
  constraint entries_region check (directory.level_of(region) is not null and region ~ '^[0-9]+$'),
  constraint entries_standing check (standing in ('listed', 'offline', 'runs', 'withdrawn')),
  constraint entries_offline check (standing <> 'offline' or num_nulls(reason, confirmed_by, confirmed_on) = 0),
  constraint entries_runs check (standing <> 'runs' or item is not null),
  constraint entries_withdrawn check ((standing = 'withdrawn') = (withdrawn_because is not null)),
  constraint entries_days check (effective_to is null or effective_to >= effective_from)
);
create index entries_words on directory.entries using gin (words);

-- Who holds a code: one entry alone, until a later version of it gives the code up.
create table directory.entry_codes (
  scheme text not null,
  value  text not null,
  entry  text not null,
  constraint entry_codes_once primary key (scheme, value)
);
create index entry_codes_entry on directory.entry_codes (entry);

create function directory.follow_entry() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if new.version <> 1 + coalesce((select max(version) from directory.entries where id = new.id and version <> new.version), 0) then
    raise exception using errcode = '23514', constraint = 'entries_next_version', message = 'versions of an entry follow one another';
  end if;
  delete from directory.entry_codes where entry = new.id;
  if new.standing <> 'withdrawn' then
    insert into directory.entry_codes select c ->> 'scheme', c ->> 'value', new.id from jsonb_array_elements(new.codes) c;
  end if;
  return null;
end $$;
create trigger follow after insert on directory.entries for each row execute function directory.follow_entry();

create function directory.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception using errcode = '23514', constraint = 'entry_is_immutable', message = 'a version of an entry cannot be changed or removed';
end $$;
create trigger immutable before update or delete on directory.entries for each row execute function directory.refuse_change();
create trigger never_emptied before truncate on directory.entries for each statement execute function directory.refuse_change();

grant select on directory.versions, directory.entry_codes to plumbline_app;
grant select, insert on directory.entries to plumbline_app;
