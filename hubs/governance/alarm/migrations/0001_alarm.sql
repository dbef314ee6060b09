-- 预警: what was raised, about what, and who is to be told. One row per event; who may see it is asked on every read.
create table governance.alarms (
  -- the event's id `<case>:<seq>`, or the raiser's own
  id               text primary key,
  case_id          uuid,
  seq              int,
  alarm            text not null,
  level            text not null check (level in ('notice', 'yellow', 'red')),
  item             text,
  organ            text not null,
  region           text,
  about            text not null check (about in ('case', 'beneficiary', 'official')),
  -- the officer whose act or conduct it concerns
  person           uuid,
  reasons          jsonb not null,
  raised_at        timestamptz not null,
  acknowledged_at  timestamptz,
  acknowledged_by  uuid,
  dismissed_at     timestamptz,
  dismissed_by     uuid,
  dismissed_reason text,
  check ((acknowledged_at is null) = (acknowledged_by is null)),
  check ((dismissed_at is null) = (dismissed_by is null) and (dismissed_at is null) = (dismissed_reason is null))
);
create index alarms_list on governance.alarms (raised_at desc, id desc);
create index alarms_organ on governance.alarms (organ, raised_at desc, id desc);
create index alarms_case on governance.alarms (case_id) where case_id is not null;

create table governance.alarm_recipients (
  alarm  text not null references governance.alarms,
  kind   text not null check (kind in ('holder', 'superior', 'supervision', 'organ')),
  organ  text not null,
  person uuid,
  unique nulls not distinct (alarm, kind, organ, person)
);

-- A lead about an official goes to supervision and to nobody else, whatever was asked for.
create function governance.check_recipient() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if new.kind <> 'supervision' and exists (select from governance.alarms a where a.id = new.alarm and a.about = 'official') then
    raise exception using errcode = '42501', constraint = 'lead_to_supervision_only', message = 'a lead about an official goes to supervision only';
  end if;
  return new;
end $$;
create trigger check_recipient before insert on governance.alarm_recipients for each row execute function governance.check_recipient();

grant select, insert, update (acknowledged_at, acknowledged_by, dismissed_at, dismissed_by, dismissed_reason) on governance.alarms to plumbline_app;
grant select, insert on governance.alarm_recipients to plumbline_app;
