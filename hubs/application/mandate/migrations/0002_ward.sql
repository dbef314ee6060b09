-- 监护: of whom, and by whom it was recorded. That an adult cannot act for himself one officer records, by a court's ruling (民法典24), and another
-- confirms; until then nobody acts on it.
alter table application.mandates
  add column ward         text check (ward in ('minor', 'incapacitated')),
  add column recorded_by  uuid,
  add column recorded_at  text,
  add column confirmed_by uuid,
  add column confirmed_at timestamptz,
  add check (ward is null or kind = 'guardianship'),
  add check (ward is distinct from 'incapacitated' or recorded_by is not null),
  add check (confirmed_by <> recorded_by),
  add check ((confirmed_by is null) = (confirmed_at is null));
comment on column application.mandates.recorded_at is 'the organ at whose counter it was recorded';
create index on application.mandates (recorded_at) where ward = 'incapacitated' and confirmed_at is null and ended_at is null;

-- What was seen when it ended is sealed with the rest.
grant update (confirmed_by, confirmed_at, sealed) on application.mandates to plumbline_app;
