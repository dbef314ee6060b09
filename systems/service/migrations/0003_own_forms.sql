-- 随填随存: what is typed to authorise somebody or to sign a confirmation of address waits like that of any other form, but is about no item and no organ.
alter table power.drafts alter column item drop not null;
alter table power.drafts alter column organ drop not null;
alter table power.drafts add check (form is not null or (item is not null and organ is not null));
