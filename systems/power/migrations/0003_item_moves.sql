-- 转版 That the running cases of an item go on under a later version: proposed by one administrator, approved by another, carried out by
-- any worker. `reached` is how far somebody has looked at every case; whoever comes next goes on from there.
create table power.item_moves (
  id           uuid primary key,
  item         text not null,
  from_version integer not null,
  to_version   integer not null,
  from_hash    text not null,
  to_hash      text not null,
  proposed_by  uuid not null,
  proposed_at  timestamptz not null,
  approved_by  uuid,
  approved_at  timestamptz,
  ended_at     timestamptz,
  reached      uuid not null default '00000000-0000-0000-0000-000000000000',
  check (approved_by <> proposed_by),
  check (from_version < to_version)
);
-- One at a time for an item: two would ask of one case where it is to go.
create unique index on power.item_moves (item) where ended_at is null;
create index on power.item_moves (proposed_at);

-- What became of each case, written in the transaction that moved it or found that it stays.
create table power.item_move_cases (
  move    uuid not null references power.item_moves,
  case_id uuid not null,
  outcome text not null,
  seq     integer not null,
  reasons text not null,   -- JSON, as `kernel/case` gives them
  days    text not null,   -- JSON
  at      timestamptz not null,
  primary key (move, case_id)
);
grant select, insert on power.item_moves, power.item_move_cases to plumbline_app;
grant update (approved_by, approved_at, ended_at, reached) on power.item_moves to plumbline_app;
grant update (outcome, seq, reasons, days, at) on power.item_move_cases to plumbline_app;
