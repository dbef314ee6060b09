-- What is carried out in a region or by an organ on a day is answered by the index alone.
drop index kernel.implementations_region;
create index implementations_region on kernel.implementations (region, item, valid_from, valid_to);
create index implementations_organ_days on kernel.implementations (organ, item, valid_from, valid_to);

-- What was counted stands until something is listed, as it does until something is published or an office changes.
insert into kernel.epochs (name, value) values ('directory', nextval('kernel.epoch_numbers')) on conflict (name) do nothing;
create trigger epoch_insert after insert on directory.entries referencing new table as changed for each statement execute function kernel.bump_epoch('directory');
