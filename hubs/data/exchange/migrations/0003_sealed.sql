-- 封存: what an answer says, who says it and by what signature lies sealed, under a key of the row's own: a question may be asked before there is a case, and so
-- before the case has a key. Null beside what is sealed: destroyed, with the main party of the case. Rows of before stand as they did until then.
alter table data.exchange_answers
  add column sealed bytea,
  add column wrapped bytea,
  drop constraint exchange_answers_check,
  add check (fault is not null or (obtained_at is not null and valid_until > obtained_at)),
  add constraint exchange_answers_sealed check (value is null and source is null and signature is null) not valid;
grant update (value, source, signature, wrapped, digest) on data.exchange_answers to plumbline_app;
comment on column data.exchange_answers.digest is 'keyed tag over the answer as it came: the same answer again is the same row, and nobody can try what it may have said';
