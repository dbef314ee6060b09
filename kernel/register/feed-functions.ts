import type { RegisterDeclaration } from './declaration.ts'
import { columnOf, tableOf } from './field-type.ts'
import { columnsOf, literal, name, tableName } from './table.ts'

const provenance = 'valid_from, valid_to, recorded_from, entry, by_organ, by_case, by_seq, by_feed'

/**
 * The two functions that write a base register by thousands of rows, with the owner's rights; they leave behind what `_set`
 * and `_end` would, row by row. A row is the register's own record: its columns, `valid_from`, `valid_to`, `row_id` = line.
 * The table is locked against other writers for one batch (a lock for every key would overflow the server's lock table);
 * readers are not kept waiting.
 */
export function createFeedFunctions(declaration: RegisterDeclaration): string[] {
  const { register, key } = declaration
  const table = tableName(register)
  const columns = columnsOf(declaration).map(name)
  const keys = key.map(field => name(columnOf(field)))
  const of = (alias: string, names: readonly string[]) => names.map(column => `${alias}.${column}`).join(', ')
  const same = (left: string, right: string) =>
    keys.map(column => `${left}.${column} = ${right}.${column}`).join(' and ')
  const hash = (alias: string) => `md5(jsonb_build_array(${of(alias, keys)})::text)::uuid`
  const entry = `md5(p_feed::text || ':' || f.row_id)::uuid`
  const days = (alias: string) => `daterange(${alias}.valid_from, ${alias}.valid_to)`
  // A batch is thousands of keys, each looked up in an index: a plan that reads the whole table grows with every batch.
  const looksUp = 'set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off'
  const head = (suffix: string, parameters: string, returns: string, plans = '') =>
    `create or replace function registers.${name(`${tableOf(register)}_${suffix}`)}(${parameters}) returns ${returns}
language plpgsql security definer set search_path = pg_catalog, pg_temp ${plans} as $register$`
  const grants = (suffix: string, types: string) => [
    `revoke all on function registers.${name(`${tableOf(register)}_${suffix}`)}(${types}) from public`,
    `grant execute on function registers.${name(`${tableOf(register)}_${suffix}`)}(${types}) to plumbline_app`,
  ]
  const piece = (from: string, to: string, joined: string, where: string) => `
      insert into ${table} (${columns.join(', ')}, ${provenance})
      select ${of('o', columns)}, ${from}, ${to}, at, o.entry, o.by_organ, o.by_case, o.by_seq, o.by_feed from unnest(over) o${joined} where ${where};`
  const meets = ` join unnest(turn) f on ${same('o', 'f')} and ${days('o')} && ${days('f')}`
  return [
    `${head('feed', 'p_feed uuid, p_rows json, p_source jsonb, p_at timestamptz', 'jsonb', looksUp)}
declare
  given ${table}[];
  fresh ${table}[];
  turn ${table}[];
  over ${table}[];
  at timestamptz;
  twice jsonb := '[]';
  known int := 0;
  arrived int;
  written int := 0;
begin
  perform registers.check_source(${literal(register)}, p_source);
  lock table ${table} in share row exclusive mode;
  given := array(select g from json_populate_recordset(null::${table}, p_rows) g);
  insert into registers.feed_seen (feed, key, valid_from, line)
  select p_feed, ${hash('g')}, g.valid_from, g.row_id from unnest(given) g order by g.row_id on conflict do nothing;
  get diagnostics arrived = row_count;
  if arrived = cardinality(given) then
    fresh := given;
  else
    select coalesce(jsonb_agg(jsonb_build_object('line', g.row_id, 'first', s.line)), '[]') into twice
    from unnest(given) g join registers.feed_seen s on s.feed = p_feed and s.key = ${hash('g')} and s.valid_from = g.valid_from where s.line <> g.row_id;
    fresh := array(
      select g from unnest(given) g join registers.feed_seen s on s.feed = p_feed and s.key = ${hash('g')} and s.valid_from = g.valid_from where s.line = g.row_id
    );
  end if;
  -- One row of a key at a time: several of one key follow each other in the order of their lines.
  while cardinality(fresh) > 0 loop
    if not exists (select from unnest(fresh) f group by ${of('f', keys)} having count(*) > 1) then
      turn := fresh;
      fresh := '{}';
    else
      turn := array(select (x.f) from (select f, row_number() over (partition by ${of('f', keys)} order by f.row_id) as place from unnest(fresh) f) x where x.place = 1);
      fresh := array(select (x.f) from (select f, row_number() over (partition by ${of('f', keys)} order by f.row_id) as place from unnest(fresh) f) x where x.place > 1);
    end if;
    at := p_at;
    over := '{}';
    -- Keys the register does not have yet, as in a first feed, need nothing further.
    if exists (select from unnest(turn) f where exists (select from ${table} r where ${same('r', 'f')})) then
      -- What is known already adds nothing.
      arrived := cardinality(turn);
      turn := array(
        select f from unnest(turn) f where not exists (
          select from ${table} r where ${same('r', 'f')} and r.recorded_to is null and ${days('r')} @> ${days('f')}
            and (${of('r', columns)}) is not distinct from (${of('f', columns)})
        )
      );
      known := known + arrived - cardinality(turn);
      -- A clock that is behind must not record before what is already recorded.
      select greatest(p_at, max(greatest(r.recorded_from, r.recorded_to))) into at from unnest(turn) f join ${table} r on ${same('r', 'f')};
      over := array(select r from unnest(turn) f join ${table} r on ${same('r', 'f')} where r.recorded_to is null and ${days('r')} && ${days('f')});
    end if;
    if cardinality(over) > 0 then
      update ${table} r set recorded_to = at, ended_entry = ${entry}, ended_by = p_source
      from unnest(turn) f where ${same('r', 'f')} and r.recorded_to is null and ${days('r')} && ${days('f')};${piece('o.valid_from', 'f.valid_from', meets, 'o.valid_from < f.valid_from')}${piece('f.valid_to', 'o.valid_to', meets, 'f.valid_to is not null and (o.valid_to is null or o.valid_to > f.valid_to)')}
    end if;
    insert into ${table} (${columns.join(', ')}, ${provenance})
    select ${of('f', columns)}, f.valid_from, f.valid_to, at, ${entry}, p_source ->> 'organ', null, null, p_source ->> 'feed' from unnest(turn) f order by f.row_id;
    written := written + cardinality(turn);
  end loop;
  return jsonb_build_object('written', written, 'known', known, 'twice', twice);
end $register$`,
    ...grants('feed', 'uuid, json, jsonb, timestamptz'),
    `${head('absent', 'p_feed uuid, p_entry uuid, p_from date, p_limit int, p_source jsonb, p_at timestamptz', 'int')}
declare
  over ${table}[];
  at timestamptz;
begin
  perform registers.check_source(${literal(register)}, p_source);
  lock table ${table} in share row exclusive mode;
  over := array(
    select r from ${table} r where r.recorded_to is null and r.by_feed = p_source ->> 'feed' and (r.valid_to is null or r.valid_to > p_from)
      and not exists (select from registers.feed_seen s where s.feed = p_feed and s.key = ${hash('r')}) limit p_limit
  );
  select greatest(p_at, max(greatest(r.recorded_from, r.recorded_to))) into at from unnest(over) o join ${table} r on ${same('r', 'o')};
  update ${table} r set recorded_to = at, ended_entry = p_entry, ended_by = p_source from unnest(over) o where r.row_id = o.row_id;${piece('o.valid_from', 'p_from', '', 'o.valid_from < p_from')}
  return cardinality(over);
end $register$`,
    ...grants('absent', 'uuid, uuid, date, int, jsonb, timestamptz'),
  ]
}
