-- 知会 What happened to an account or a mandate is told too, and belongs to no case. Beside the word for it: the codes and days its sentence has.
alter table power.messages alter column case_id drop not null;
alter table power.messages add column said jsonb not null default '{}';
