-- Who sent a file in (internal id of a party or an officer): until a step refers to it, it is his alone.
alter table kernel.files add column owner uuid;
create index files_unused on kernel.files (stored_at) where case_id is null and removed_at is null;
create index files_owner on kernel.files (owner) where owner is not null;
grant update (case_id, party_id) on kernel.files to plumbline_app;
