-- 待发消息: what leaves the house by mail, short message or post. A row is written in the transaction of what it tells of and sent by a worker.
-- Address and words are sealed, and gone once nobody needs them to send it again.
create table application.outgoing (
  -- The idempotency key: made from what the message is about, to whom and by which way.
  id         uuid primary key,
  -- `<case>:<seq>` of the event, or what else it is about.
  cause      text not null,
  way        text not null check (way in ('mail', 'sms', 'post')),
  kind       text not null,
  case_id    uuid,
  party      uuid,
  -- 送达: the row of evidence it carries out.
  delivery   uuid,
  wrapped    bytea,
  alg        text,
  key_id     text,
  sealed     bytea,
  queued_at  timestamptz not null,
  -- Not before then; while somebody sends it, until when nobody else tries.
  next_at    timestamptz not null,
  attempts   smallint not null default 0,
  -- sent: taken over by whoever carries it; arrived: he says that it is there.
  state      text not null default 'waiting' check (state in ('waiting', 'sent', 'arrived', 'undelivered')),
  settled_at timestamptz,
  -- The carrier's last word: a code, never a text.
  answer     text,
  tracking   text
);
create index outgoing_due on application.outgoing (next_at) where state = 'waiting';
create index on application.outgoing (case_id) where case_id is not null;
create index on application.outgoing (party) where party is not null;
create index on application.outgoing (delivery) where delivery is not null;
grant select, insert on application.outgoing to plumbline_app;
grant update (next_at, attempts, state, settled_at, answer, tracking, wrapped, alg, key_id, sealed) on application.outgoing to plumbline_app;
-- Erasure.
grant delete on application.outgoing to plumbline_app;
