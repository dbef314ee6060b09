-- 统一身份认证: who may sign in, by what, and the sessions of browsers. Secrets are sealed under a key of the account or kept as keyed tags;
-- what a browser carries is kept as a hash, so a copy of these tables opens nothing.
create table application.sign_in_accounts (
  id          uuid primary key,
  kind        text not null check (kind in ('person', 'officer')),
  -- The party (kernel.parties) or the officer (kernel.persons) whose account it is; one account each, however it was opened.
  holder      uuid not null,
  opened_at   timestamptz not null,
  wrapped     bytea not null,
  alg         text not null,
  key_id      text not null,
  password    bytea,
  password_at timestamptz,
  -- 恢复观察期: until then nothing that needs a fresh proof.
  held_until  timestamptz,
  closed_at   timestamptz,
  unique (kind, holder)
);

-- What people type to say who they are; a tag, never the number.
create table application.account_names (
  tag     bytea primary key check (octet_length(tag) = 32),
  account uuid not null references application.sign_in_accounts,
  scheme  text not null check (scheme in ('citizen', 'passport', 'phone', 'personnel'))
);
create index on application.account_names (account);

create table application.factors (
  id           uuid primary key,
  account      uuid not null references application.sign_in_accounts,
  kind         text not null check (kind in ('authenticator', 'message', 'printed', 'passkey')),
  -- The authenticator's secret, the phone, or the passkey; printed codes lie in a table of their own.
  sealed       bytea,
  label        text not null,
  added_at     timestamptz not null,
  confirmed_at timestamptz,
  used_at      timestamptz,
  ended_at     timestamptz,
  -- The time step of the last code taken: a code is good once (RFC 6238 §5.2).
  last_step    bigint
);
create index on application.factors (account);

create table application.printed_codes (
  tag     bytea primary key check (octet_length(tag) = 32),
  factor  uuid not null references application.factors,
  account uuid not null references application.sign_in_accounts,
  used_at timestamptz
);
create index on application.printed_codes (factor);

create table application.message_codes (
  tag        bytea primary key check (octet_length(tag) = 32),
  account    uuid not null references application.sign_in_accounts,
  sent_at    timestamptz not null,
  expires_at timestamptz not null,
  used_at    timestamptz
);
create index on application.message_codes (account);
create index on application.message_codes (expires_at);

-- A code that an officer at the counter gives to somebody who has shown who he is.
create table application.enrolments (
  tag        bytea primary key check (octet_length(tag) = 32),
  account    uuid not null references application.sign_in_accounts,
  purpose    text not null check (purpose in ('open', 'recover')),
  given_by   text not null,
  given_at   timestamptz not null,
  expires_at timestamptz not null,
  used_at    timestamptz
);
create index on application.enrolments (account);

-- 登录尝试: between password and code. One is written for whoever tries, so that trying looks the same for everybody.
create table application.sign_in_attempts (
  token       bytea primary key check (octet_length(token) = 32),
  device      bytea not null,
  account     uuid,
  name        bytea not null,
  fits        boolean not null,
  tries       smallint not null default 0,
  expires_at  timestamptz not null,
  finished_at timestamptz
);
create index on application.sign_in_attempts (expires_at);

create table application.sessions (
  id           uuid primary key,
  token        bytea not null unique check (octet_length(token) = 32),
  -- Null: an account of the demonstration, which has no row.
  account      uuid references application.sign_in_accounts,
  subject_kind text not null check (subject_kind in ('person', 'officer')),
  subject      text not null,
  acts_as      text not null,
  post         text,
  acr          smallint not null check (acr between 1 and 2),
  proved_at    timestamptz not null,
  signed_in_at timestamptz not null,
  seen_at      timestamptz not null,
  expires_at   timestamptz not null,
  device       text not null,
  network      text not null,
  ended_at     timestamptz,
  ended_why    text check (ended_why in ('signed-out', 'revoked', 'replaced', 'recovered')),
  check ((ended_at is null) = (ended_why is null))
);
create index on application.sessions (subject_kind, subject) where ended_at is null;
create index on application.sessions (expires_at);

-- Devices an account has signed in from: strangers who guess elsewhere do not slow these down.
create table application.known_devices (
  account uuid not null references application.sign_in_accounts,
  device  bytea not null,
  seen_at timestamptz not null,
  primary key (account, device)
);

create table application.throttles (
  key     bytea primary key check (octet_length(key) = 32),
  level   double precision not null,
  at      timestamptz not null,
  allowed boolean not null
);
create index on application.throttles (at);

-- 登录记录: when, from where, how it ended; shown to whoever owns the account and never changed.
create table application.sign_in_records (
  id      bigint generated always as identity primary key,
  account uuid not null references application.sign_in_accounts,
  at      timestamptz not null,
  event   text not null check (event in ('opened', 'signed-in', 'refused', 'proved', 'signed-out', 'session-ended', 'factor-added', 'factor-ended',
    'password-set', 'code-given', 'recovered', 'closed')),
  by_what text,
  device  text,
  network text
);
create index on application.sign_in_records (account, id);

grant select, insert on application.sign_in_accounts, application.account_names, application.factors, application.printed_codes, application.message_codes,
  application.enrolments, application.sign_in_attempts, application.sessions, application.known_devices, application.throttles,
  application.sign_in_records to plumbline_app;
grant update (password, password_at, held_until, closed_at, wrapped, alg, key_id) on application.sign_in_accounts to plumbline_app;
grant update (confirmed_at, used_at, ended_at, last_step, sealed) on application.factors to plumbline_app;
grant update (used_at) on application.printed_codes, application.message_codes, application.enrolments to plumbline_app;
grant update (tries, finished_at) on application.sign_in_attempts to plumbline_app;
grant update (token, acr, proved_at, seen_at, post, acts_as, ended_at, ended_why) on application.sessions to plumbline_app;
grant update (seen_at) on application.known_devices to plumbline_app;
grant update (level, at, allowed) on application.throttles to plumbline_app;
-- What has run out is swept.
grant delete on application.account_names, application.message_codes, application.sign_in_attempts, application.sessions, application.known_devices,
  application.throttles to plumbline_app;
