-- Parties: a stable id; everything personal encrypted under a key of the party, found by blind tags, erased with its key.
create table kernel.index_keys (
  name    text primary key,
  wrapped bytea not null,
  alg     text not null,
  key_id  text not null
);

create table kernel.parties (
  id         uuid primary key,
  kind       text not null check (kind in ('person', 'household', 'firm', 'organ')),
  created_at timestamptz not null,
  erased_at  timestamptz
);

-- The party's own key. A separate table, so that destroying it is a delete and nothing else reads it.
create table kernel.party_keys (
  party   uuid primary key references kernel.parties,
  wrapped bytea not null,
  alg     text not null,
  key_id  text not null
);

create table kernel.party_names (
  row_id     bigint generated always as identity primary key,
  party      uuid not null references kernel.parties,
  ciphertext bytea not null,
  masked     text not null,
  valid_from date not null,
  valid_to   date
);
create unique index party_names_open on kernel.party_names (party) where valid_to is null;
create index on kernel.party_names (party);

create table kernel.party_identifiers (
  row_id     bigint generated always as identity primary key,
  party      uuid not null references kernel.parties,
  scheme     text not null check (scheme in ('citizen', 'uscc', 'passport', 'phone', 'bank-account')),
  tag        bytea not null,
  ciphertext bytea not null,
  masked     text not null,
  valid_from date not null,
  valid_to   date
);
create unique index party_identifiers_one_party on kernel.party_identifiers (scheme, tag) where valid_to is null and scheme in ('citizen', 'uscc', 'passport');
create index on kernel.party_identifiers (scheme, tag);
create index on kernel.party_identifiers (party);

-- Merge and split are events; the last one of a party holds. Keys elsewhere never change.
create table kernel.party_links (
  id         bigint generated always as identity primary key,
  event      text not null check (event in ('merge', 'split')),
  from_party uuid not null references kernel.parties,
  into_party uuid not null references kernel.parties,
  at         timestamptz not null,
  actor      text not null,
  basis      jsonb not null,
  check (from_party <> into_party)
);
create index on kernel.party_links (from_party, id);
create index on kernel.party_links (into_party);

-- One random key per person and case; the subject is the party, or the case itself for the case's own key.
create table kernel.case_keys (
  case_id uuid not null,
  subject uuid not null,
  wrapped bytea not null,
  alg     text not null,
  key_id  text not null,
  primary key (case_id, subject)
);
create index on kernel.case_keys (subject);

-- That a party was erased, by whom and on what ground; no content.
create table kernel.erasures (
  party uuid primary key references kernel.parties,
  at    timestamptz not null,
  actor text not null,
  basis jsonb not null,
  rows  integer not null,
  -- The key of the commitment in the leaf: whoever has this row can show that the leaf means it.
  commit_key bytea not null
);

grant select, insert on kernel.index_keys, kernel.parties, kernel.party_keys, kernel.party_names, kernel.party_identifiers, kernel.party_links,
  kernel.case_keys, kernel.erasures to plumbline_app;
grant update (erased_at) on kernel.parties to plumbline_app;
grant update (wrapped, alg, key_id) on kernel.party_keys, kernel.case_keys to plumbline_app;
grant update (valid_to) on kernel.party_names, kernel.party_identifiers to plumbline_app;
-- Only erasure deletes.
grant delete on kernel.party_keys, kernel.party_names, kernel.party_identifiers, kernel.case_keys to plumbline_app;

-- 当事人存续 Before a case is made for them: none of these (each once) is unknown or erased, and none is erased until this transaction ends.
create function kernel.parties_must_stand(p_parties uuid[]) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  standing integer := 0;
begin
  perform from kernel.parties where id = any (p_parties) and erased_at is null order by id for key share;
  get diagnostics standing = row_count;
  if standing <> cardinality(p_parties) then
    raise exception 'a party is unknown or erased' using errcode = 'PLP01';
  end if;
  return true;
end $$;
revoke execute on function kernel.parties_must_stand(uuid[]) from public;
grant execute on function kernel.parties_must_stand(uuid[]) to plumbline_app;
