-- 导出: a list of cases that an officer takes out as a file: asked for with purpose and ground, answered by a second person where it names many, made by a
-- worker, gone a day later. The bytes lie with all other files, sealed under a key of their own; what people wrote lies sealed here.
create table data.exports (
  id            uuid primary key,
  number        integer generated always as identity unique,
  person        uuid not null,
  post          text not null,
  organ         text not null,
  purpose       text not null check (purpose in ('casework', 'dispute', 'report', 'inspection', 'hand-over')),
  -- the open case it serves; else it stands on a declared ground, which is among the sealed words
  case_id       uuid,
  -- which cases and which columns: words of ours, dates and codes, nothing of anybody
  wanted        jsonb not null,
  -- asked, approved: a worker makes it next; waiting: for a second person; ready: the file is there; refused; ended: the file is gone
  status        text not null check (status in ('asked', 'waiting', 'approved', 'ready', 'refused', 'ended')),
  -- why it was refused by the program, or ended
  why           text,
  asked_at      timestamptz not null,
  cases         integer,
  persons       integer,
  left_out      integer,
  answered_by   uuid,
  answered_post text,
  answered_at   timestamptz,
  file          uuid,
  made_at       timestamptz,
  expires_at    timestamptz,
  taken         integer not null default 0,
  wrapped       bytea not null,
  sealed        bytea not null,
  answer        bytea,
  check ((status = 'ready') = (file is not null)),
  check (file is null or (made_at is not null and expires_at > made_at)),
  -- whoever asks does not answer, nor does anybody of the same post
  check (answered_by <> person and answered_post <> post),
  check ((answered_by is null) = (answered_at is null) and (answered_by is null) = (answered_post is null) and (answered_by is null) = (answer is null))
);
create index on data.exports (person, number);
create index on data.exports (organ, number) where status = 'waiting';
create index exports_next on data.exports (number) where status in ('asked', 'approved');
create index exports_due on data.exports (expires_at) where status = 'ready';

-- Of whom a file tells, as long as there is one: they are shown every taking of it, and with any of them it goes.
create table data.export_persons (
  party  uuid not null,
  export uuid not null references data.exports,
  primary key (party, export)
);
create index on data.export_persons (export);

grant select, insert on data.exports to plumbline_app;
grant update (status, why, cases, persons, left_out, answered_by, answered_post, answered_at, answer, file, made_at, expires_at, taken) on data.exports to plumbline_app;
grant select, insert, delete on data.export_persons to plumbline_app;
