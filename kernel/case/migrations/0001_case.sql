-- 办件 cases: one row a case, one row a step with its events, its erasable detail, and three small tables of what is still open.
-- cases, case_steps and case_details are cut by the month in which the case was opened (the time part of its UUIDv7), so a
-- case's rows share one month and old months never slow a step down. What the trail commits to is kept as the exact text, and neither
-- parsed again here (6 % of writing a step) nor put in order, as `json` and `jsonb` would.

create table kernel.cases (
  id uuid not null,
  number text not null,
  item text not null,
  item_hash text not null,
  drawer text not null,
  organ text not null,
  region text not null,
  status text not null,
  outcome text,
  result text,
  opened_on date not null,
  ended_on date,
  seq integer not null,
  state text not null,    -- JSON
  primary key (id)
) partition by range (id);

-- A step is one row: what was done, by whom, what was asked before it, and every event it made, as the leaf commits to them.
-- One row and not one for each event, because a row costs the server 15 µs with its index and a step makes four events (0017).
create table kernel.case_steps (
  case_id uuid not null,
  seq integer not null,   -- the number of its first event
  last integer not null,  -- and of its last
  at timestamptz not null,
  actor text not null,    -- JSON, as the two below
  actor_key text not null,
  verb text not null,
  command_id uuid,
  body_hash bytea,
  verdicts text,
  events text not null,   -- [{type, v, on, data, actor?}]: an actor only where it is not the step's own, such as the clock
  primary key (case_id, seq)
) partition by range (case_id);
create unique index case_steps_command on kernel.case_steps (case_id, command_id, actor_key) where command_id is not null;

-- 事件 the steps taken apart, one row an event. `step` is the key to ask by.
create view kernel.case_events as
  select s.case_id, s.seq as step, s.seq + e.place::integer - 1 as seq, e.event ->> 'type' as type, (e.event ->> 'v')::smallint as v, s.at,
    (e.event ->> 'on')::date as on_date, coalesce(e.event -> 'actor', s.actor::json) as actor, s.actor_key, s.verb, s.command_id, s.body_hash, s.verdicts::json as verdicts,
    e.event -> 'data' as data
  from kernel.case_steps s cross join lateral json_array_elements(s.events::json) with ordinality as e (event, place);

create table kernel.case_details (
  case_id uuid not null,
  seq integer not null,
  subject uuid not null,
  alg text not null,
  key_id text not null,
  ciphertext bytea,
  commit_sha256 bytea not null,
  commit_sm3 bytea not null,
  primary key (case_id, seq, subject)
) partition by range (case_id);

create index case_details_subject on kernel.case_details (subject);

create table kernel.case_numbers (
  number text primary key,
  case_id uuid not null
);
create sequence kernel.case_number;

create table kernel.case_parties (
  party uuid not null,
  case_id uuid not null,
  role text not null,
  primary key (party, case_id, role)
);
create index case_parties_case on kernel.case_parties (case_id);

create table kernel.tasks (
  case_id uuid not null,
  task text not null,
  number text not null,
  item text not null,
  drawer text not null,
  stage text not null,
  organ text not null,
  post text not null,
  person uuid,
  region text not null,
  subject uuid,
  entered_on date not null,
  due_on date,
  level text,
  primary key (case_id, task)
) with (fillfactor = 80);
create index tasks_inbox on kernel.tasks (organ, post, due_on, case_id);
create index tasks_person on kernel.tasks (person, due_on, case_id) where person is not null;

create table kernel.clocks (
  case_id uuid not null,
  clock text not null,
  binds text not null,
  due text not null,
  next_at timestamptz,
  primary key (case_id, clock)
) with (fillfactor = 80);
create index clocks_next on kernel.clocks (next_at) where next_at is not null;

-- A rung rings once: whoever claims the row rings it.
create table kernel.clock_firings (
  case_id uuid not null,
  clock text not null,
  started_on date not null,
  rung text not null,
  primary key (case_id, clock, started_on, rung)
);

create table kernel.obligations (
  case_id uuid not null,
  obligation text not null,
  kind text not null,
  binds text not null,
  amount bigint,
  organ text not null,
  item text not null,
  since date not null,
  primary key (case_id, obligation)
);

create function kernel.case_bound(month date) returns uuid language sql immutable as $$
  select (substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-0000-0000-000000000000')::uuid
  from (select lpad(to_hex((extract(epoch from month::timestamp at time zone 'UTC') * 1000)::bigint), 12, '0') as h) bound
$$;

-- Makes the partitions of a month and the `ahead` months after it. Owned by the migrator: the program itself has no DDL.
create function kernel.ensure_case_partitions(on_date date, ahead integer) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  month date;
  made integer := 0;
  base text;
begin
  perform pg_advisory_xact_lock(hashtext('kernel.ensure_case_partitions'));
  for step in 0..least(greatest(ahead, 0), 24) loop
    month := (date_trunc('month', on_date) + make_interval(months => step))::date;
    foreach base in array array['cases', 'case_steps', 'case_details'] loop
      if to_regclass(format('kernel.%I', base || '_' || to_char(month, 'YYYYMM'))) is null then
        -- A case row is rewritten at every step: half the page is left free so that the new version stays on it (HOT), and the
        -- state is not compressed (compressing 2 kB costs more than the rest of the step's rows together).
        execute format('create table kernel.%I partition of kernel.%I for values from (%L) to (%L) %s',
          base || '_' || to_char(month, 'YYYYMM'), base, kernel.case_bound(month), kernel.case_bound((month + interval '1 month')::date),
          case when base = 'cases' then 'with (fillfactor = 45, toast_tuple_target = 8160)' else 'with (toast_tuple_target = 8160)' end);
        execute format('grant select, insert%s on kernel.%I to plumbline_app',
          case base when 'cases' then ', update' when 'case_details' then ', update (ciphertext)' else '' end, base || '_' || to_char(month, 'YYYYMM'));
        made := made + 1;
      end if;
    end loop;
  end loop;
  return made;
end $$;
revoke all on function kernel.ensure_case_partitions(date, integer) from public;
grant execute on function kernel.ensure_case_partitions(date, integer) to plumbline_app;

-- Steps are never changed or removed; detail only ever loses its ciphertext.
grant select on kernel.case_events to plumbline_app;
grant select, insert on kernel.case_steps, kernel.case_details, kernel.case_numbers, kernel.case_parties, kernel.clock_firings to plumbline_app;
grant update (ciphertext) on kernel.case_details to plumbline_app;
grant select, insert, update on kernel.cases to plumbline_app;
grant select, insert, update, delete on kernel.tasks, kernel.clocks, kernel.obligations to plumbline_app;
grant usage on sequence kernel.case_number to plumbline_app;
