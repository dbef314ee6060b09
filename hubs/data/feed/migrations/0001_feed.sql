-- 数据归集: one file of a source on its way into a register. Progress is written in the transaction of the rows it tells of.
create table data.feeds (
  id          uuid primary key,
  -- the order in which they began: clocks of two machines may differ
  place       bigint generated always as identity,
  register    text not null,
  source      text not null,
  organ       text not null,
  content     bytea not null check (octet_length(content) = 32),
  bytes       bigint not null check (bytes >= 0),
  format      text not null check (format in ('csv', 'jsonl')),
  encoding    text not null check (encoding in ('utf-8', 'gb18030')),
  complete    boolean not null,
  valid_from  date not null,
  -- what the rows that could not be taken are sealed under; destroying it makes them unreadable
  wrapped_key bytea not null,
  position    bigint not null default 0,
  line        bigint not null default 0,
  rows        bigint not null default 0,
  bad         bigint not null default 0,
  written     bigint not null default 0,
  known       bigint not null default 0,
  ended       bigint not null default 0,
  started_at  timestamptz not null,
  done_at     timestamptz
);
create index on data.feeds (register, place desc);
grant select, insert, update on data.feeds to plumbline_app;

-- 隔离区: every row that was not taken, where it stood and why.
create table data.feed_bad (
  feed    uuid not null references data.feeds,
  line    bigint not null,
  code    text not null,
  field   text,
  -- the earlier line that carried the same key
  first   bigint,
  sealed  bytea not null,
  -- the content was longer than what is kept of it
  cut     boolean not null,
  primary key (feed, line)
);
grant select, insert on data.feed_bad to plumbline_app;
