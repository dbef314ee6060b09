-- 批量申报: what came of each row of a spreadsheet, sealed; and every row that was filed, by a blind tag of what it said, so that the same
-- row files nothing twice.
create table power.batches (
  id      uuid primary key,
  owner   uuid not null,
  item    text not null,
  organ   text not null,
  made_at timestamptz not null,
  wrapped bytea not null,
  alg     text not null,
  key_id  text not null,
  sealed  bytea not null
);
create index on power.batches (owner, id);
create index on power.batches (made_at);

create table power.batch_rows (
  tag      bytea primary key check (octet_length(tag) = 32),
  owner    uuid not null,
  number   text not null,
  filed_at timestamptz not null
);
create index on power.batch_rows (owner);

grant select, insert, delete on power.batches, power.batch_rows to plumbline_app;
