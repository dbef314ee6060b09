-- What a register was declared as before its present table version: from these the compatibility views are made.
create table registers.superseded (
  register      text not null,
  version       int not null,
  declaration   jsonb not null,
  superseded_at timestamptz not null default clock_timestamp(),
  primary key (register, version)
);
grant select on registers.superseded to plumbline_app;
