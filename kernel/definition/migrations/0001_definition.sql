-- Published item versions and implementations. Nodes load definitions only from here; files are what `publish` reads.
-- A version is immutable: what a case was decided by can never be changed under it, not even by the owner of the table.
create table kernel.item_versions (
  hash            text primary key,
  item            text not null,
  version         integer not null,
  effective_from  date not null,
  effective_to    date,                 -- the last day it may open cases
  canonical       text not null,
  source          text not null,        -- the file as written, byte for byte
  summary         jsonb not null,       -- what the directory shows without compiling
  published_at    timestamptz not null,
  published_by    text not null,
  second_approver text,
  constraint item_versions_once unique (item, version),
  constraint item_versions_version check (version > 0),
  constraint item_versions_days check (effective_to is null or effective_to >= effective_from),
  constraint item_versions_two_persons check (second_approver is distinct from published_by),
  constraint item_versions_hash check (hash = encode(sha256(convert_to(canonical, 'UTF8')), 'hex'))
);

-- 实施清单: organ × item. `valid_to` is the first day a row no longer holds, set when its successor is published.
create table kernel.implementations (
  id           uuid primary key,
  item         text not null,
  organ        text not null,
  region       text not null,
  version      integer not null,
  content      text not null,
  hash         text not null,
  valid_from   date not null,
  valid_to     date,
  published_at timestamptz not null,
  published_by text not null,
  constraint implementations_once unique (item, organ, region, version),
  constraint implementations_version check (version > 0),
  constraint implementations_days check (valid_to is null or valid_to >= valid_from),
  constraint implementations_hash check (hash = encode(sha256(convert_to(content, 'UTF8')), 'hex'))
);
create unique index implementations_open on kernel.implementations (item, organ, region) where valid_to is null;

create function kernel.refuse_definition_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and tg_table_name = 'implementations' then
    if old.valid_to is null and new.valid_to is not null
      and to_jsonb(new) - 'valid_to' = to_jsonb(old) - 'valid_to' then return new; end if;
  end if;
  raise exception using errcode = '23514', constraint = 'published_is_immutable', message = 'a published definition cannot be changed or removed';
end $$;

create trigger immutable before update or delete on kernel.item_versions for each row execute function kernel.refuse_definition_change();
create trigger immutable before update or delete on kernel.implementations for each row execute function kernel.refuse_definition_change();
create trigger never_emptied before truncate on kernel.item_versions for each statement execute function kernel.refuse_definition_change();
create trigger never_emptied before truncate on kernel.implementations for each statement execute function kernel.refuse_definition_change();

-- Other nodes notice by the epoch, as they do for identity.
create table if not exists kernel.epochs (
  name  text primary key,
  value bigint not null
);
create sequence if not exists kernel.epoch_numbers;
insert into kernel.epochs (name, value) values ('definitions', nextval('kernel.epoch_numbers')) on conflict (name) do nothing;

create function kernel.bump_definitions() returns trigger language plpgsql as $$
begin
  update kernel.epochs set value = nextval('kernel.epoch_numbers') where name = 'definitions';
  return null;
end $$;
create trigger epoch after insert or update on kernel.item_versions for each statement execute function kernel.bump_definitions();
create trigger epoch after insert or update on kernel.implementations for each statement execute function kernel.bump_definitions();

grant select, insert on kernel.item_versions, kernel.implementations to plumbline_app;
grant update (valid_to) on kernel.implementations to plumbline_app;
grant select on kernel.epochs to plumbline_app;
grant update (value) on kernel.epochs to plumbline_app;
grant usage on sequence kernel.epoch_numbers to plumbline_app;
