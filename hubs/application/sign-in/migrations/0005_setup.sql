-- 首次启动: the code that a new city prints once, and the three persons who were named with it. Nothing else works until all three have signed on.
create table application.setup (
  one         boolean primary key default true check (one),
  code        bytea not null check (octet_length(code) = 32),
  made_at     timestamptz not null,
  used_at     timestamptz,
  persons     uuid[] not null default '{}' check (cardinality(persons) in (0, 3)),
  finished_at timestamptz
);
grant select, insert, update (code, made_at, used_at, persons, finished_at) on application.setup to plumbline_app;
