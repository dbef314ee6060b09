-- Organs, posts, officers and who may act: dated rows, never deleted. `valid_to` is the first day a row no longer holds.
-- Every change bumps the epoch in its own transaction (and so takes the epoch's row lock: identity changes run one by one).
create table kernel.epochs (
  name  text primary key,
  value bigint not null
);
-- Numbers come from a sequence, so one is never used twice, not even after a rollback: a cached directory stands for one state for ever.
create sequence kernel.epoch_numbers;
insert into kernel.epochs (name, value) values ('identity', nextval('kernel.epoch_numbers'));

-- Before a change: take the epoch's row lock, so that changes run one by one and overlap checks see each other.
create function kernel.lock_epoch() returns trigger language plpgsql as $$
begin
  perform 1 from kernel.epochs where name = tg_argv[0] for update;
  return null;
end $$;

-- After a change that touched a row: the next number.
create function kernel.bump_epoch() returns trigger language plpgsql as $$
begin
  if exists (select 1 from changed) then
    update kernel.epochs set value = nextval('kernel.epoch_numbers') where name = tg_argv[0];
  end if;
  return null;
end $$;

-- Puts the epoch's triggers on a table: any insert or update of a row raises the epoch in its own transaction.
create function kernel.watch_epoch(watched regclass, epoch text) returns void language plpgsql as $$
begin
  execute format('create trigger epoch_lock before insert or update on %s for each statement execute function kernel.lock_epoch(%L)', watched, epoch);
  execute format('create trigger epoch_insert after insert on %s referencing new table as changed for each statement execute function kernel.bump_epoch(%L)', watched, epoch);
  execute format('create trigger epoch_update after update on %s referencing new table as changed for each statement execute function kernel.bump_epoch(%L)', watched, epoch);
end $$;
revoke execute on function kernel.watch_epoch from public;

-- Refuses two rows of the same key whose days overlap; the key columns are the trigger's arguments.
create function kernel.refuse_overlap() returns trigger language plpgsql as $$
declare
  same text;
  clash boolean;
begin
  if new.valid_to is not null and new.valid_to < new.valid_from then
    raise exception using errcode = '23514', constraint = 'valid_to_not_before_valid_from', message = 'a row cannot end before it begins';
  end if;
  select string_agg(format('o.%1$I = ($1).%1$I', key), ' and ') into same from unnest(tg_argv) as key;
  execute format('select exists (select 1 from %I.%I o where o.row_id <> ($1).row_id and %s and daterange(o.valid_from, o.valid_to) && daterange(($1).valid_from, ($1).valid_to))',
    tg_table_schema, tg_table_name, same) using new into clash;
  if clash then
    raise exception using errcode = '23P01', constraint = format('%s_no_overlap', tg_table_name), message = format('%s rows of one key overlap in time', tg_table_name);
  end if;
  return new;
end $$;

create table kernel.regions (
  code   text primary key,
  name   text not null,
  kind   text not null check (kind in ('city', 'district', 'street')),
  parent text references kernel.regions
);

create table kernel.organs (
  row_id     bigint generated always as identity primary key,
  id         text not null,
  name       text not null,
  parent     text,
  superior   text,
  region     text not null references kernel.regions,
  nature     text not null check (nature in ('statutory', 'authorised', 'entrusted')),
  entruster  text,
  uscc       text check (uscc ~ '^[0-9A-Z]{18}$'),
  functions  text[] not null default '{}',
  valid_from date not null,
  valid_to   date,
  check ((nature = 'entrusted') = (entruster is not null))
);
create index on kernel.organs (id);

create table kernel.posts (
  row_id     bigint generated always as identity primary key,
  organ      text not null,
  code       text not null check (code ~ '^[a-z]+(-[a-z]+)*$'),
  name       text not null,
  level      text not null check (level in ('officer', 'section', 'head')),
  valid_from date not null,
  valid_to   date
);
create index on kernel.posts (organ, code);

create table kernel.persons (
  id               uuid primary key,
  personnel_number text not null unique,
  name             text not null
);

create table kernel.person_statuses (
  row_id     bigint generated always as identity primary key,
  person     uuid not null references kernel.persons,
  status     text not null check (status in ('active', 'suspended', 'left')),
  valid_from date not null,
  valid_to   date
);
create index on kernel.person_statuses (person);

create table kernel.appointments (
  row_id     bigint generated always as identity primary key,
  person     uuid not null references kernel.persons,
  organ      text not null,
  post       text not null,
  valid_from date not null,
  valid_to   date
);
create index on kernel.appointments (person, organ, post);

create table kernel.certificates (
  row_id     bigint generated always as identity primary key,
  kind       text not null,
  number     text not null,
  person     uuid not null references kernel.persons,
  valid_from date not null,
  valid_to   date not null,
  revoked_on date
);
create index on kernel.certificates (kind, person);
create unique index on kernel.certificates (kind, number);

create table kernel.delegations (
  row_id     bigint generated always as identity primary key,
  id         uuid not null unique,
  from_person uuid not null references kernel.persons,
  to_person  uuid not null references kernel.persons,
  organ      text not null,
  post       text not null,
  items      text[] not null check (cardinality(items) > 0),
  valid_from date not null,
  valid_to   date not null,
  check (from_person <> to_person)
);
create index on kernel.delegations (to_person, organ, post);

create table kernel.administrators (
  row_id     bigint generated always as identity primary key,
  person     uuid not null references kernel.persons,
  kind       text not null check (kind in ('system', 'security', 'audit')),
  valid_from date not null,
  valid_to   date
);
create index on kernel.administrators (person);

-- Who changed what in the city's offices: the journal the audit administrator reads.
create table kernel.identity_changes (
  id     bigint generated always as identity primary key,
  at     timestamptz not null,
  actor  text not null,
  change text not null,
  detail jsonb not null,
  -- key of the commitment in the change's leaf; none for what the loader wrote, whose one leaf stands for the whole load
  commit_key bytea
);

-- An administrator holds no business post, and a post holder is no administrator, on any day.
create function kernel.refuse_administrator_in_office() returns trigger language plpgsql as $$
declare clash boolean;
begin
  if tg_table_name = 'administrators' then
    select exists (select 1 from kernel.appointments a where a.person = new.person and daterange(a.valid_from, a.valid_to) && daterange(new.valid_from, new.valid_to)) into clash;
  else
    select exists (select 1 from kernel.administrators a where a.person = new.person and daterange(a.valid_from, a.valid_to) && daterange(new.valid_from, new.valid_to)) into clash;
  end if;
  if clash then
    raise exception using errcode = '23P01', constraint = 'administrator_holds_no_post', message = 'an administrator holds no business post';
  end if;
  return new;
end $$;

create trigger overlap before insert or update on kernel.organs for each row execute function kernel.refuse_overlap('id');
create trigger overlap before insert or update on kernel.posts for each row execute function kernel.refuse_overlap('organ', 'code');
create trigger overlap before insert or update on kernel.person_statuses for each row execute function kernel.refuse_overlap('person');
create trigger overlap before insert or update on kernel.appointments for each row execute function kernel.refuse_overlap('person', 'organ', 'post');
-- One kind per person: the key is the person alone, so a second kind overlaps the first.
create trigger overlap before insert or update on kernel.administrators for each row execute function kernel.refuse_overlap('person');
create trigger separate before insert or update on kernel.administrators for each row execute function kernel.refuse_administrator_in_office();
create trigger separate before insert or update on kernel.appointments for each row execute function kernel.refuse_administrator_in_office();

select kernel.watch_epoch(watched, 'identity') from unnest(array['kernel.organs', 'kernel.posts', 'kernel.persons', 'kernel.person_statuses',
  'kernel.appointments', 'kernel.certificates', 'kernel.delegations', 'kernel.administrators', 'kernel.regions']::regclass[]) as watched;

grant usage on sequence kernel.epoch_numbers to plumbline_app;
grant select on kernel.epochs, kernel.regions, kernel.organs, kernel.posts, kernel.persons, kernel.person_statuses, kernel.appointments,
  kernel.certificates, kernel.delegations, kernel.administrators, kernel.identity_changes to plumbline_app;
grant insert on kernel.regions, kernel.organs, kernel.posts, kernel.persons, kernel.person_statuses, kernel.appointments, kernel.certificates,
  kernel.delegations, kernel.administrators, kernel.identity_changes to plumbline_app;
grant update (value) on kernel.epochs to plumbline_app;
grant update (name, parent) on kernel.regions to plumbline_app;
grant update (name) on kernel.persons to plumbline_app;
grant update (valid_to) on kernel.organs, kernel.posts, kernel.person_statuses, kernel.appointments, kernel.delegations, kernel.administrators to plumbline_app;
grant update (revoked_on) on kernel.certificates to plumbline_app;
