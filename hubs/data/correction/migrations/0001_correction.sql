-- 校核纠错 (政务数据共享条例26): what a party says is wrong in a register, until the organ that keeps the register has answered. Neither value stands
-- here: what the register said is the row it points to, which never changes; what the party said is an answer of its case.
create table data.register_disputes (
  id             uuid primary key,
  -- `<case>:<seq>` of the event that says so
  event          text not null,
  case_id        uuid not null,
  seq            int not null,
  party          uuid not null,
  -- the question of the form, and where the register answers it
  field          text not null,
  register       text not null,
  register_field text not null,
  -- the row as it was believed then; null: it had none
  row_id         bigint,
  -- that answers for the register; null: nobody known
  organ          text,
  raised_on      date not null,
  due_on         date not null,
  answer         text check (answer in ('corrected', 'kept')),
  answered_on    date,
  answered_by    text,
  -- the reason, sealed under a key of its own
  sealed         bytea,
  wrapped        bytea,
  check ((answer is null) = (answered_on is null) and (answer is null) = (answered_by is null)),
  check ((sealed is null) = (wrapped is null)),
  unique (event, field)
);
create index on data.register_disputes (organ, due_on) where answer is null;
create index on data.register_disputes (case_id);
create index on data.register_disputes (party);

-- An answer is given once; with its person the reason is gone and the code stays.
create function data.dispute_once() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if old.answer is not null and (new.answer, new.answered_on, new.answered_by) is distinct from (old.answer, old.answered_on, old.answered_by) then
    raise exception using errcode = '23514', constraint = 'answered_once', message = 'the dispute has been answered already';
  end if;
  return new;
end $$;
create trigger dispute_once before update on data.register_disputes for each row execute function data.dispute_once();

-- What the leaf of each answer commits to; added to and never changed.
create table data.dispute_answers (
  dispute    uuid primary key references data.register_disputes,
  at         timestamptz not null,
  actor      text not null,
  answer     text not null,
  commit_key bytea not null
);

grant select, insert, update (answer, answered_on, answered_by, sealed, wrapped) on data.register_disputes to plumbline_app;
grant select, insert on data.dispute_answers to plumbline_app;
