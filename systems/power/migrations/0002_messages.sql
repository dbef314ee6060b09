-- 消息 What a party is told in the application: that something happened in which case. No words: those stand in the case itself.
create table power.messages (
  id      bigint generated always as identity primary key,
  -- `<case>:<seq>` of the event it is about: the same is told once, however often its job runs
  event   text not null,
  case_id uuid not null,
  party   uuid not null,
  kind    text not null,
  at      timestamptz not null,
  unique (event, party)
);
create index on power.messages (party, id);
grant select, insert, delete on power.messages to plumbline_app;
