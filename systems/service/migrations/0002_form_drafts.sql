-- 随填随存: what is typed in a form that begins no application (a statement, an objection) waits as a draft of that form, one for each owner;
-- it is no unfinished application, and stands in no list of them.
alter table power.drafts add column form text check (length(form) between 1 and 200);
create unique index on power.drafts (owner, form) where form is not null;
