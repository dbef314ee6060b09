-- 通行密钥: found by the tag of what an authenticator calls it; the public key and the name its owner gave it lie sealed with its factor.
create table application.passkeys (
  tag     bytea primary key check (octet_length(tag) = 32),
  factor  uuid not null references application.factors,
  account uuid not null references application.sign_in_accounts,
  -- How often the authenticator says it was used; 0 for one that does not count.
  counter bigint not null check (counter >= 0)
);
create index on application.passkeys (account);
create index on application.passkeys (factor);

-- What a browser was asked to sign: good once, for the browser it was given to, for five minutes.
create table application.passkey_challenges (
  tag        bytea primary key check (octet_length(tag) = 32),
  device     bytea not null,
  -- Null: for signing in; else the account that adds a passkey or proves that it is its owner's.
  account    uuid,
  expires_at timestamptz not null,
  used_at    timestamptz
);
create index on application.passkey_challenges (expires_at);

grant select, insert on application.passkeys, application.passkey_challenges to plumbline_app;
grant update (counter) on application.passkeys to plumbline_app;
grant update (used_at) on application.passkey_challenges to plumbline_app;
grant delete on application.passkey_challenges to plumbline_app;
