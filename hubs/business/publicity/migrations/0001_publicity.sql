-- 公示: what is public of a case, from when until when. Withdrawing takes the fields away and leaves the reason.
create table business.publications (
  id           uuid primary key,
  case_id      uuid not null,
  number       text not null,
  item         text not null,
  organ        text not null,
  region       text not null,
  kind         text not null check (kind in ('decision', 'draft', 'result')),
  scope        text not null check (scope in ('city', 'organ', 'community')),
  -- only declared fields, masked where declared; null once withdrawn
  fields       jsonb,
  from_on      date not null,
  -- first day it is no longer shown; null: until withdrawn
  until_on     date check (until_on > from_on),
  withdrawn_on date,
  ground       text check (ground in ('changed', 'revoked', 'declaredUnlawful', 'declaredInvalid', 'expired', 'error')),
  reason       text,
  check ((withdrawn_on is null) = (ground is null) and (withdrawn_on is null) = (reason is null) and (withdrawn_on is null) = (fields is not null))
);
create unique index publications_standing on business.publications (case_id, kind) where withdrawn_on is null;
create index publications_list on business.publications (from_on desc, id desc);
create index publications_organ on business.publications (organ, from_on desc, id desc);

create function business.withdraw_once() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if old.withdrawn_on is not null then
    raise exception using errcode = '23514', constraint = 'withdrawn_once', message = 'the publication has been withdrawn already';
  end if;
  return new;
end $$;
create trigger withdrawn_once before update on business.publications for each row execute function business.withdraw_once();

grant select, insert, update (fields, withdrawn_on, ground, reason) on business.publications to plumbline_app;
