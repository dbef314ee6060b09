-- 网上恢复: an account is taken back by two proofs; what was before is kept for three days, and comes back if any old channel says so.
alter table application.sign_in_accounts add column recovery_closed boolean not null default false;
grant update (recovery_closed) on application.sign_in_accounts to plumbline_app;

-- Between the number and the second proof. One is written for whoever tries, so that trying looks the same for everybody.
create table application.recovery_attempts (
  token       bytea primary key check (octet_length(token) = 32),
  device      bytea not null,
  account     uuid,
  name        bytea not null,
  -- What the first proof was of; null while none was given. Whether it was good is told to nobody before the second.
  proof       text check (proof in ('printed', 'passkey', 'phone', 'network')),
  proved      boolean not null default false,
  tries       smallint not null default 0,
  expires_at  timestamptz not null,
  finished_at timestamptz
);
create index on application.recovery_attempts (expires_at);

create table application.recoveries (
  id           uuid primary key,
  account      uuid not null references application.sign_in_accounts,
  recovered_at timestamptz not null,
  until        timestamptz not null,
  -- The code that was sent to the old channels, as a tag.
  cancel       bytea not null unique check (octet_length(cancel) = 32),
  -- What was before: the password as it lay, sealed, and the factors that were set aside.
  password     bytea,
  factors      uuid[] not null,
  cancelled_at timestamptz
);
create index on application.recoveries (account);

alter table application.enrolments drop constraint enrolments_purpose_check;
alter table application.enrolments add constraint enrolments_purpose_check check (purpose in ('open', 'recover', 'recover-online'));

alter table application.sign_in_records drop constraint sign_in_records_event_check;
alter table application.sign_in_records add constraint sign_in_records_event_check check (event in ('opened', 'signed-in', 'refused', 'proved',
  'signed-out', 'session-ended', 'factor-added', 'factor-ended', 'password-set', 'code-given', 'recovered', 'closed', 'post-taken',
  'recovered-online', 'recovery-cancelled'));

grant select, insert on application.recovery_attempts, application.recoveries to plumbline_app;
grant update (proof, proved, tries, finished_at) on application.recovery_attempts to plumbline_app;
grant update (cancelled_at) on application.recoveries to plumbline_app;
grant delete on application.recovery_attempts to plumbline_app;
