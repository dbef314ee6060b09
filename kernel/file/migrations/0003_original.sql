-- A picture is made anew before anybody opens it. What was sent in stays beside it, sealed, with its own commitment: the evidence.
alter table kernel.files add column original uuid references kernel.files (id);
create unique index files_original on kernel.files (original) where original is not null;
