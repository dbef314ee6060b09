-- What the HTTP routes keep for themselves: keys of repeated writes, unfinished applications, and the directory's search index.

-- Answers of writes, by the caller's own key, for a week. Cut by day, so that forgetting them costs nothing. `tag` is a keyed
-- hash of the body: a plain one could be tried against every citizen number.
create table power.idempotency (
  day    date not null,
  actor  uuid not null,
  key    uuid not null,
  tag    bytea not null,
  answer jsonb not null,
  primary key (actor, key, day)
) partition by range (day);

-- Makes the days from `on_date` to the next and drops what is older than a week. Owned by the migrator: the program has no DDL.
create function power.keep_idempotency(on_date date) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  wanted date;
  old text;
  changed integer := 0;
begin
  perform pg_advisory_xact_lock(hashtext('power.keep_idempotency'));
  foreach wanted in array array[on_date, on_date + 1] loop
    if to_regclass(format('power.%I', 'idempotency_' || to_char(wanted, 'YYYYMMDD'))) is null then
      execute format('create table power.%I partition of power.idempotency for values from (%L) to (%L)',
        'idempotency_' || to_char(wanted, 'YYYYMMDD'), wanted, wanted + 1);
      execute format('grant select, insert on power.%I to plumbline_app', 'idempotency_' || to_char(wanted, 'YYYYMMDD'));
      changed := changed + 1;
    end if;
  end loop;
  for old in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'power.idempotency'::regclass and c.relname < 'idempotency_' || to_char(on_date - 7, 'YYYYMMDD')
  loop
    execute format('drop table power.%I', old);
    changed := changed + 1;
  end loop;
  return changed;
end $$;
revoke all on function power.keep_idempotency(date) from public;
grant execute on function power.keep_idempotency(date) to plumbline_app;
grant select, insert on power.idempotency to plumbline_app;

-- 草稿 An application nobody has handed in: its case id is issued already, its answers lie under a key of their own.
create table power.drafts (
  case_id    uuid primary key,
  owner      uuid not null,
  item       text not null,
  organ      text not null,
  wrapped    bytea not null,
  alg        text not null,
  key_id     text not null,
  sealed     bytea,
  updated_on date not null
);
create index on power.drafts (owner, case_id);
create index on power.drafts (updated_on);
grant select, insert, delete on power.drafts to plumbline_app;
grant update (sealed, updated_on) on power.drafts to plumbline_app;

-- 事项检索 One row an item in force; words are pairs of neighbouring characters, weighted by where they stand.
create table power.item_search (
  item  text primary key,
  hash  text not null,
  words tsvector not null
);
create index on power.item_search using gin (words);
grant select, insert, update, delete on power.item_search to plumbline_app;
