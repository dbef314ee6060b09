-- 国家平台数据表: rows of other systems as they came, and what of ours went out.
-- One file of a shipment on its way in. Progress is written in the transaction of the rows it tells of.
create table national.files (
  id          uuid primary key,
  table_name  text not null,
  content     bytea not null check (octet_length(content) = 32),
  bytes       bigint not null check (bytes >= 0),
  format      text not null check (format in ('csv', 'jsonl')),
  encoding    text not null check (encoding in ('utf-8', 'gb18030')),
  -- what the rows that could not be taken are sealed under
  wrapped_key bytea not null,
  position    bigint not null,
  line        bigint not null,
  taken       bigint not null default 0,
  known       bigint not null default 0,
  bad         bigint not null default 0,
  started_at  timestamptz not null,
  done_at     timestamptz,
  unique (table_name, content)
);
create index on national.files (started_at desc, id);
grant select, insert, update (position, line, taken, known, bad, done_at) on national.files to plumbline_app;

-- Every row as it came, once for each batch; never changed. Only what is personal can go: with its key.
create table national.rows (
  place       bigint generated always as identity,
  table_name  text not null,
  row_guid    text not null,
  cd_batch    text not null,
  operation   text not null check (operation in ('I', 'U', 'D')),
  -- `2026-03-02 09:00:00`, as the sender writes it: compared as text
  cd_time     text not null,
  project_no  text,
  task_code   text,
  columns     jsonb not null,
  -- the party of ours that it is about, where its number is known here
  party       uuid,
  personal    boolean not null,
  wrapped_key bytea,
  sealed      bytea,
  -- a keyed digest of the whole row: the same again is nothing new
  digest      bytea not null check (octet_length(digest) = 32),
  file        uuid not null references national.files,
  line        bigint not null,
  primary key (table_name, row_guid, cd_batch),
  check ((wrapped_key is null) = (sealed is null))
);
create index on national.rows (table_name, row_guid, cd_time desc, place desc);
create index on national.rows (project_no) where project_no is not null;
create index on national.rows (task_code) where task_code is not null and table_name <> 'up_pro_accept';
create index on national.rows (party) where party is not null;
create index on national.rows (file);
grant select, insert, update (wrapped_key, sealed) on national.rows to plumbline_app;

-- 现行 The latest word on each record; one that was taken away is not in it.
create view national.current as
  select * from (select distinct on (table_name, row_guid) * from national.rows order by table_name, row_guid, cd_time desc, place desc) latest
  where operation <> 'D';
grant select on national.current to plumbline_app;

-- 隔离区: rows that were not taken, where they stood and why. `taken_at`: the same file was read again, and then it was right.
create table national.set_apart (
  file        uuid not null references national.files,
  line        bigint not null,
  code        text not null,
  column_name text,
  sealed      bytea not null,
  cut         boolean not null,
  taken_at    timestamptz,
  primary key (file, line)
);
grant select, insert, update (code, column_name, sealed, cut, taken_at) on national.set_apart to plumbline_app;

-- What went out: who took it, for what, and how far in the log it reaches.
create table national.shipments (
  id         uuid primary key,
  at         timestamptz not null,
  officer    uuid not null,
  beside     uuid not null,
  purpose    text not null,
  from_day   date,
  to_day     date,
  log        integer not null,
  leaf_index bigint not null,
  cases      integer not null,
  rows       integer not null,
  check (officer <> beside)
);
create table national.sent (
  table_name text not null,
  row_guid   text not null,
  case_id    uuid not null,
  number     text not null,
  shipment   uuid not null references national.shipments,
  -- the shipment that took it away
  gone       uuid references national.shipments,
  primary key (table_name, row_guid)
);
create index on national.sent (case_id);
grant select, insert on national.shipments to plumbline_app;
grant select, insert, update (gone) on national.sent to plumbline_app;
