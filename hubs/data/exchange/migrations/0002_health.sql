-- How each outside system has been of late, told by whichever process asked it last.
create table data.exchange_health (
  system      text primary key,
  -- failures one after the other
  failures    int not null check (failures >= 0),
  -- what was wrong the last time: words of the transport, never of an answer
  fault       text,
  failed_at   timestamptz,
  answered_at timestamptz,
  -- since when it has failed without one answer
  away_since  timestamptz,
  check ((failures = 0) = (away_since is null))
);
grant select, insert, update on data.exchange_health to plumbline_app;
create index on data.exchange_requests (asked_at);
