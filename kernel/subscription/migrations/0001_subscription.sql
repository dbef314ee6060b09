-- 订阅: who has read the log how far. The log's own order is the feed, so a position is a log and the next leaf in it.
create table kernel.subscriptions (
  name       text primary key,
  log        int not null,
  leaf_index bigint not null,
  moved_at   timestamptz not null
);

-- Cases a subscription could not take in. With `parked_at` the case waits for a person and the feed goes on without it.
create table kernel.subscription_failures (
  subscription text not null references kernel.subscriptions,
  case_id      uuid not null,
  log          int not null,
  leaf_index   bigint not null,
  attempts     int not null,
  -- the kind of failure, never its message: that may quote a row
  reason       text not null,
  failed_at    timestamptz not null,
  parked_at    timestamptz,
  primary key (subscription, case_id)
);

create index trail_index_order on kernel.trail_index (log, leaf_index);

-- Says that the log has grown; it carries nothing.
create function kernel.wake_subscriptions() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  perform pg_notify('plumbline_trail', '');
  return null;
end $$;
create trigger wake_subscriptions after update of size on kernel.trail_head for each row when (new.size > old.size)
  execute function kernel.wake_subscriptions();

grant select, insert, update on kernel.subscriptions to plumbline_app;
grant select, insert, update, delete on kernel.subscription_failures to plumbline_app;
