-- Feeds (数据归集): which keys a feed has carried so far, so that a row met twice is noticed and an absent one can be told.
-- Rows stand only while the feed is under way. The program may look and forget; only the generated functions add.
create table registers.feed_seen (
  feed       uuid not null,
  key        uuid not null,
  valid_from date not null,
  line       bigint not null,
  primary key (feed, key, valid_from)
);
grant select, delete on registers.feed_seen to plumbline_app;
