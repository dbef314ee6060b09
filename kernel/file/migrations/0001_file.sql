-- Files: what is known of bytes that lie in the content store. No file name: people put names into those.
create table kernel.files (
  id                uuid primary key,
  case_id           uuid,
  party_id          uuid,
  media_type        text not null,
  size              bigint not null check (size >= 0),
  commitment_sha256 bytea not null check (length(commitment_sha256) = 32),
  commitment_sm3    bytea not null check (length(commitment_sm3) = 32),
  -- The file's own key, wrapped. Without it the bytes are noise and the commitment says nothing: this is how a file is erased.
  wrapped_key       bytea,
  stored_at         timestamptz not null,
  removed_at        timestamptz,
  check ((wrapped_key is null) = (removed_at is not null))
);
create index files_case on kernel.files (case_id) where case_id is not null;
create index files_party on kernel.files (party_id) where party_id is not null;

grant select, insert on kernel.files to plumbline_app;
grant update (wrapped_key, removed_at) on kernel.files to plumbline_app;
