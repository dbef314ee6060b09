-- 授权委托: who may act for whom, in what, from when to when. What names the two in words is sealed under a key of the mandate.
create table application.mandates (
  id             uuid primary key,
  kind           text not null check (kind in ('mandate', 'clerk', 'guardianship', 'assistance', 'representation')),
  principal      uuid not null references kernel.parties,
  -- Null: offered to whoever signs in with this number and name.
  agent          uuid references kernel.parties,
  agent_tag      bytea check (octet_length(agent_tag) = 32),
  items          text[] check (cardinality(items) > 0),
  scopes         text[] not null check (cardinality(scopes) > 0 and scopes <@ array['apply', 'pay', 'receive', 'see']),
  valid_from     date not null,
  -- The last day.
  valid_until    date check (valid_until >= valid_from),
  given_at       timestamptz not null,
  accepted_at    timestamptz,
  -- 法定代表人 by whom a firm authorised, and the firm's code.
  representative uuid references kernel.parties,
  uscc           text check (uscc ~ '^[0-9A-HJ-NP-RT-UW-Y]{18}$'),
  wrapped        bytea not null,
  alg            text not null,
  key_id         text not null,
  sealed         bytea not null,
  ended_at       timestamptz,
  ended_why      text check (ended_why in ('revoked', 'renounced', 'court', 'document', 'replaced')),
  check ((ended_at is null) = (ended_why is null)),
  check (agent <> principal),
  check ((agent is null) = (accepted_at is null)),
  check (agent is not null or agent_tag is not null),
  check ((representative is null) = (uscc is null)),
  -- 有期限: only what the law gives has no end (行政复议法17).
  check (valid_until is not null or kind in ('guardianship', 'representation', 'clerk'))
);
create index on application.mandates (principal, id);
create index on application.mandates (agent) where ended_at is null;
create index on application.mandates (agent_tag) where agent is null and ended_at is null;
create unique index mandates_one_representation on application.mandates (principal, agent) where kind = 'representation' and ended_at is null;

-- Every giving, taking up, confirming and ending, as its leaf on the trail commits to it; added to and never changed.
create table application.mandate_changes (
  id         bigint generated always as identity primary key,
  mandate    uuid not null,
  at         timestamptz not null,
  change     text not null check (change in ('give-mandate', 'accept-mandate', 'confirm-mandate', 'end-mandate')),
  actor      text not null,
  detail     jsonb not null,
  commit_key bytea not null
);
create index on application.mandate_changes (mandate, id);

-- 代谁办理: for whom a browser's session acts just now; none: for himself.
create table application.acting (
  session uuid primary key,
  mandate uuid not null references application.mandates,
  -- How the pages call the principal, masked.
  shown   text not null,
  since   timestamptz not null
);
create index on application.acting (mandate);

grant select, insert on application.mandates, application.mandate_changes, application.acting to plumbline_app;
grant update (agent, accepted_at, representative, ended_at, ended_why, wrapped, alg, key_id) on application.mandates to plumbline_app;
grant update (mandate, shown, since) on application.acting to plumbline_app;
-- Erasure, and sessions that are over.
grant delete on application.mandates, application.acting to plumbline_app;
