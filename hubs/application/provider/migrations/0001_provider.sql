-- OpenID Connect: what the provider keeps between requests, sealed; the systems that may ask; the keys it signs with.
create table application.provider_records (
  kind        text not null,
  -- Keyed tags: the names of these records are what bearers carry.
  id          bytea not null check (octet_length(id) = 32),
  uid         bytea,
  grant_id    bytea,
  -- The session of the city it came from; with it, everything here ends.
  session     uuid,
  sealed      bytea not null,
  expires_at  timestamptz not null,
  consumed_at timestamptz,
  primary key (kind, id)
);
create index on application.provider_records (uid) where uid is not null;
create index on application.provider_records (grant_id) where grant_id is not null;
create index on application.provider_records (session) where session is not null;
create index on application.provider_records (expires_at);

-- 依赖方: a system that signs people in here. One administrator proposes, another approves.
create table application.clients (
  id          text primary key check (id ~ '^[a-z][a-z0-9-]{2,63}$'),
  metadata    jsonb not null,
  secret      bytea check (octet_length(secret) = 32),
  proposed_by uuid not null,
  proposed_at timestamptz not null,
  approved_by uuid,
  approved_at timestamptz,
  ended_at    timestamptz,
  check (approved_by <> proposed_by),
  check ((approved_by is null) = (approved_at is null))
);

create table application.provider_keys (
  kid        text primary key,
  purpose    text not null check (purpose in ('seal', 'sign')),
  wrapped    bytea not null,
  sealed     bytea,
  -- Shown from the first, signs from the second, no longer from the third, and shown until the last.
  shown_from timestamptz not null,
  signs_from timestamptz not null,
  signs_to   timestamptz not null,
  shown_to   timestamptz not null
);

grant select, insert on application.provider_records, application.clients, application.provider_keys to plumbline_app;
grant update (sealed, expires_at, uid, grant_id, session, consumed_at) on application.provider_records to plumbline_app;
grant update (approved_by, approved_at, ended_at) on application.clients to plumbline_app;
grant delete on application.provider_records, application.provider_keys to plumbline_app;
