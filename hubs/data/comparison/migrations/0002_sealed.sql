-- 封存: what an answer says of somebody, and who says it, lies sealed under a key of the asking's own: it is asked before there is a case, and so before the case
-- has a key. Null beside what is sealed: destroyed, with the main party of the case. Rows of before stand as they did until then.
alter table data.comparison_evidence
  alter column source drop not null,
  add column sealed bytea,
  add column wrapped bytea,
  add constraint comparison_evidence_sealed check (value is null and source is null) not valid;
grant update (value, source, wrapped) on data.comparison_evidence to plumbline_app;
