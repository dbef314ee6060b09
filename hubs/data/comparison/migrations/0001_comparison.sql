-- 比对证据: what was asked before a step, what the answer was, and until when it counts. Written once.
create table data.comparison_evidence (
  id          uuid primary key,
  case_id     uuid not null,
  comparison  text not null,
  question    text not null,
  -- keyed tag over what was asked with: two askings with the same facts meet, and nobody can guess the facts from it
  with_tag    bytea not null check (octet_length(with_tag) = 32),
  -- null: unknown
  value       jsonb,
  -- why it is unknown: a code
  fault       text,
  source      text not null,
  obtained_at timestamptz not null,
  valid_until timestamptz not null check (valid_until >= obtained_at),
  check (fault is null or value is null)
);
create index on data.comparison_evidence (case_id, comparison, obtained_at desc);
grant select, insert on data.comparison_evidence to plumbline_app;
