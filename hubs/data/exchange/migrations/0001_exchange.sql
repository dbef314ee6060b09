-- 数据交换: what was asked of outside systems, for which case and purpose, and everything they answered. Both are written once.
create table data.exchange_requests (
  id        uuid primary key,
  place     bigint generated always as identity,
  system    text not null,
  question  text not null,
  case_id   uuid not null,
  purpose   text not null,
  -- keyed tag over what was asked with, as in data.comparison_evidence
  with_tag  bytea not null check (octet_length(with_tag) = 32),
  asked_at  timestamptz not null,
  deadline  timestamptz not null check (deadline > asked_at)
);
create index on data.exchange_requests (case_id, question, with_tag, place desc);
grant select, insert on data.exchange_requests to plumbline_app;

create table data.exchange_answers (
  request     uuid not null references data.exchange_requests,
  -- SHA-256 of the answer as it came: the same answer again is the same row
  digest      bytea not null check (octet_length(digest) = 32),
  place       bigint generated always as identity,
  -- null: unknown
  value       jsonb,
  -- why it is not used: a code
  fault       text,
  source      text,
  obtained_at timestamptz,
  valid_until timestamptz,
  signature   text,
  received_at timestamptz not null,
  late        boolean not null,
  primary key (request, digest),
  check (fault is not null or (source is not null and obtained_at is not null and valid_until > obtained_at)),
  check (fault is null or value is null)
);
grant select, insert on data.exchange_answers to plumbline_app;
