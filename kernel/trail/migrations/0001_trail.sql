-- 轨迹: the queue an act writes to in its own transaction, and the transparency log the sequencer moves it into.
grant usage on schema kernel to plumbline_app;

-- An entry of a tlog bundle is at most 65,535 bytes. A domain and not a table's check, which the server reads anew from its text
-- for every statement: 5 % of a step (0017).
create domain kernel.leaf as bytea check (octet_length(value) between 2 and 65535);

-- The queue. Rows live for a fraction of a second, so it is vacuumed by count, not by share of its size.
create table kernel.trail_outbox (
  id bigserial primary key,
  subject uuid,
  first_seq integer,
  last_seq integer,
  leaf kernel.leaf not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_insert_threshold = -1,
        autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 1000000, autovacuum_vacuum_cost_delay = 0);

-- Leaves whose predecessor has not come: they must not stand in the way of the others.
create table kernel.trail_waiting (
  id bigint primary key,
  subject uuid not null,
  first_seq integer not null,
  last_seq integer not null,
  leaf bytea not null,
  since timestamptz not null
);

create table kernel.trail_logs (
  log integer primary key,
  origin text not null unique,
  vkey text not null,
  opened_at timestamptz not null,
  closed_at timestamptz,
  -- the heads a successor log names in its first entry, and the two persons and the reason it commits to
  predecessor jsonb,
  decision jsonb
);
create unique index trail_logs_open on kernel.trail_logs ((true)) where closed_at is null;

create table kernel.trail_head (
  log integer primary key references kernel.trail_logs,
  epoch bigint not null,
  size bigint not null,
  root bytea not null,
  frontier bytea not null
) with (fillfactor = 50);

-- A row holds what one batch added to a tile, up to `width`; when the tile is full its rows become one.
create table kernel.trail_tiles (
  log integer not null references kernel.trail_logs,
  level smallint not null,
  index bigint not null,
  width smallint not null check (width between 1 and 256),
  data bytea not null,
  primary key (log, level, index, width)
);
alter table kernel.trail_tiles alter column data set storage external;

create table kernel.trail_bundles (
  log integer not null references kernel.trail_logs,
  index bigint not null,
  width smallint not null check (width between 1 and 256),
  data bytea not null,
  primary key (log, index, width)
);
alter table kernel.trail_bundles alter column data set storage external;

-- Where the steps of a subject stand; the last one tells what may follow.
create table kernel.trail_index (
  subject uuid not null,
  first_seq integer not null,
  last_seq integer not null,
  log integer not null,
  leaf_index bigint not null,
  primary key (subject, last_seq)
);

-- The latest checkpoint of every log, and of every minute before.
create table kernel.trail_checkpoints (
  log integer not null references kernel.trail_logs,
  size bigint not null,
  note text not null,
  at timestamptz not null,
  primary key (log, size)
);

-- The program may put a leaf into the queue and read the log. Everything else goes through the functions below, which can
-- do one thing only: move leaves from the queue to the end of the log. Nothing can change or remove what is there.
grant insert on kernel.trail_outbox to plumbline_app;
grant usage on sequence kernel.trail_outbox_id_seq to plumbline_app;
grant select on kernel.trail_waiting, kernel.trail_logs, kernel.trail_head, kernel.trail_tiles, kernel.trail_bundles,
  kernel.trail_index, kernel.trail_checkpoints to plumbline_app;

-- The next leaves in the order of their ids, with the last step of their subject that is in the log.
create function kernel.trail_queue(p_limit integer)
returns table (id bigint, subject uuid, first_seq integer, last_seq integer, known integer, leaf bytea)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select o.id, o.subject, o.first_seq, o.last_seq,
    case when o.subject is not null then
      (select i.last_seq from kernel.trail_index i where i.subject = o.subject order by i.last_seq desc limit 1) end,
    o.leaf
  from (select * from kernel.trail_outbox order by id limit p_limit) o
  order by o.id
$$;

-- How many leaves have not reached the log.
create function kernel.trail_backlog(out queued bigint, out waiting bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$ select (select count(*) from kernel.trail_outbox), (select count(*) from kernel.trail_waiting) $$;

-- A new log, closing the one before. A successor's first entry is put into the queue and its id returned.
create function kernel.trail_open(p_origin text, p_vkey text, p_root bytea, p_note text, p_at timestamptz,
  p_predecessor jsonb, p_decision jsonb, p_leaf bytea, out log integer, out first_id bigint)
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if p_predecessor is null and exists (select from kernel.trail_logs) then
    raise exception 'a log after the first names its predecessor' using errcode = 'PLT02';
  end if;
  update kernel.trail_logs l set closed_at = p_at where l.closed_at is null;
  select coalesce(max(l.log), 0) + 1 into log from kernel.trail_logs l;
  insert into kernel.trail_logs values (log, p_origin, p_vkey, p_at, null, p_predecessor, p_decision);
  insert into kernel.trail_head values (log, 0, 0, p_root, '');
  insert into kernel.trail_checkpoints values (log, 0, p_note, p_at);
  if p_leaf is not null then
    insert into kernel.trail_outbox (leaf) values (p_leaf) returning id into first_id;
  end if;
end $$;

-- A new sequencer: whoever wrote under an earlier epoch can append no more.
create function kernel.trail_lead(p_log integer) returns bigint
language sql security definer set search_path = pg_catalog, pg_temp
as $$ update kernel.trail_head set epoch = epoch + 1 where log = p_log returning epoch $$;

-- One batch: leaves p_ids, in this order, to the end of the log; leaves p_parked aside. All or nothing.
create function kernel.trail_append(p_log integer, p_epoch bigint, p_size bigint, p_ids bigint[], p_parked bigint[],
  p_levels smallint[], p_indexes bigint[], p_widths smallint[], p_chunks bytea[],
  p_root bytea, p_frontier bytea, p_note text, p_at timestamptz) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_moved bigint;
  v_hashed bigint;
  v_data bytea;
  v_index bigint;
  v_level smallint;
begin
  update kernel.trail_head set size = size + cardinality(p_ids), root = p_root, frontier = p_frontier
  where log = p_log and epoch = p_epoch and size = p_size
    and exists (select from kernel.trail_logs l where l.log = p_log and l.closed_at is null);
  if not found then
    raise exception 'another sequencer holds the trail' using errcode = 'PLT01';
  end if;

  if cardinality(p_parked) > 0 then
    with parked as (delete from kernel.trail_outbox where id = any(p_parked) returning id, subject, first_seq, last_seq, leaf)
    insert into kernel.trail_waiting select id, subject, first_seq, last_seq, leaf, p_at from parked;
  end if;
  if cardinality(p_ids) = 0 then
    return;
  end if;

  with place as (
    select id, p_size + n - 1 as leaf_index from unnest(p_ids) with ordinality as u(id, n)
  ), queued as (
    delete from kernel.trail_outbox o using place p where o.id = p.id
    returning p.leaf_index, o.subject, o.first_seq, o.last_seq, o.leaf
  ), released as (
    delete from kernel.trail_waiting w using place p where w.id = p.id
    returning p.leaf_index, w.subject, w.first_seq, w.last_seq, w.leaf
  ), moved as materialized (
    select * from queued union all select * from released
  ), indexed as (
    insert into kernel.trail_index
    select subject, first_seq, last_seq, p_log, leaf_index from moved where subject is not null
  ), bundled as (
    insert into kernel.trail_bundles
    select p_log, leaf_index / 256, max(leaf_index % 256) + 1,
      string_agg(substring(int4send(octet_length(leaf)) from 3) || leaf, '' order by leaf_index)
    from moved group by leaf_index / 256
  )
  select count(*) into v_moved from moved;

  select coalesce(sum(octet_length(c.data)) filter (where c.level = 0), 0) / 32 into v_hashed
  from unnest(p_levels, p_chunks) as c(level, data);
  if v_moved <> cardinality(p_ids) or v_hashed <> v_moved then
    raise exception 'the batch does not hold the leaves it names' using errcode = 'PLT03';
  end if;

  insert into kernel.trail_tiles
  select p_log, c.level, c.index, c.width, c.data
  from unnest(p_levels, p_indexes, p_widths, p_chunks) as c(level, index, width, data);

  -- What has just become full and was begun by an earlier batch becomes one row.
  if p_size % 256 > 0 and p_size % 256 + v_moved >= 256 then
    v_index := p_size / 256;
    select string_agg(data, '' order by width) into v_data from kernel.trail_bundles where log = p_log and index = v_index;
    delete from kernel.trail_bundles where log = p_log and index = v_index;
    insert into kernel.trail_bundles values (p_log, v_index, 256, v_data);
  end if;
  for v_level, v_index in
    select c.level, c.index from unnest(p_levels, p_indexes, p_widths, p_chunks) as c(level, index, width, data)
    where c.width = 256 and octet_length(c.data) < 8192
  loop
    select string_agg(data, '' order by width) into v_data
    from kernel.trail_tiles where log = p_log and level = v_level and index = v_index;
    delete from kernel.trail_tiles where log = p_log and level = v_level and index = v_index;
    insert into kernel.trail_tiles values (p_log, v_level, v_index, 256, v_data);
  end loop;

  delete from kernel.trail_checkpoints where log = p_log and size = p_size and at >= date_trunc('minute', p_at);
  insert into kernel.trail_checkpoints values (p_log, p_size + v_moved, p_note, p_at);
end $$;

revoke execute on function kernel.trail_queue, kernel.trail_backlog, kernel.trail_open, kernel.trail_lead, kernel.trail_append from public;
grant execute on function kernel.trail_queue, kernel.trail_backlog, kernel.trail_open, kernel.trail_lead, kernel.trail_append to plumbline_app;
