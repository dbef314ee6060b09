import type { RegisterDeclaration } from './declaration.ts'
import { columnOf, tableOf } from './field-type.ts'
import { columnsOf, literal, name, tableName } from './table.ts'

/**
 * The two functions that alone write a register, with the owner's rights. Both take the effect's id (`p_entry`: a second
 * call with the same id changes nothing), the source (case, seq, item, outcome or feed; always the organ) and the moment.
 * They lock the key, close what is believed now and record what is believed from now on; no row is ever changed otherwise.
 * A third only looks: it takes the key's lock to the end of the transaction and says whether the key is free on these days.
 */
export function createFunctions(declaration: RegisterDeclaration): string[] {
  const { register, key } = declaration
  const table = tableName(register)
  const columns = columnsOf(declaration).map(name)
  const keys = key.map(columnOf)
  const sameKey = keys.map(column => `r.${name(column)} = n.${name(column)}`).join(' and ')
  const lock = `
  perform pg_advisory_xact_lock(hashtextextended(${literal(register)} || ':' || concat_ws('|', ${keys.map(column => `n.${name(column)}`).join(', ')}), 0));`
  const moment = `${lock}
  -- A clock that is behind must not record before what is already recorded.
  select greatest(p_at, max(greatest(r.recorded_from, r.recorded_to))) into at from ${table} r where ${sameKey};`
  const close = `update ${table} r set recorded_to = at, ended_entry = p_entry, ended_by = p_source where r.row_id = o.row_id;`
  const piece = (from: string, to: string) => `
      insert into ${table} (${columns.join(', ')}, valid_from, valid_to, recorded_from, entry, by_organ, by_case, by_seq, by_feed)
      values (${columns.map(column => `o.${column}`).join(', ')}, ${from}, ${to}, at, o.entry, o.by_organ, o.by_case, o.by_seq, o.by_feed);`
  const unknown = `
  select string_agg(k, ', ') into strange from jsonb_object_keys(p_values) k where k <> all (array[${columnsOf(declaration).map(literal).join(', ')}]);
  if strange is not null then
    raise exception using errcode = '22023', message = format('register %s has no field %s', ${literal(register)}, strange);
  end if;
  n := jsonb_populate_record(null::${table}, p_values);`
  const head = (suffix: string, parameters: string, returns: string) =>
    `create or replace function registers.${name(`${tableOf(register)}_${suffix}`)}(${parameters}) returns ${returns}
language plpgsql security definer set search_path = pg_catalog, pg_temp as $register$
declare
  n ${table};
  o ${table};
  at timestamptz;
  strange text;
  ended int := 0;
begin
  perform registers.check_source(${literal(register)}, p_source);${unknown}`
  const grants = (suffix: string, types: string) => [
    `revoke all on function registers.${name(`${tableOf(register)}_${suffix}`)}(${types}) from public`,
    `grant execute on function registers.${name(`${tableOf(register)}_${suffix}`)}(${types}) to plumbline_app`,
  ]
  return [
    `${head('set', 'p_entry uuid, p_values jsonb, p_from date, p_to date, p_source jsonb, p_at timestamptz', 'boolean')}${moment}
  if exists (select from ${table} r where r.entry = p_entry) then
    return false;
  end if;
  -- A feed that says again what is known adds nothing.
  if p_source ? 'feed' and exists (
    select from ${table} r where ${sameKey} and r.recorded_to is null and daterange(r.valid_from, r.valid_to) @> daterange(p_from, p_to)
      and (${columns.map(column => `r.${column}`).join(', ')}) is not distinct from (${columns.map(column => `n.${column}`).join(', ')})
  ) then
    return false;
  end if;
  for o in select * from ${table} r where ${sameKey} and r.recorded_to is null and daterange(r.valid_from, r.valid_to) && daterange(p_from, p_to) loop
    ${close}
    if o.valid_from < p_from then${piece('o.valid_from', 'p_from')}
    end if;
    if p_to is not null and (o.valid_to is null or o.valid_to > p_to) then${piece('p_to', 'o.valid_to')}
    end if;
  end loop;
  insert into ${table} (${columns.join(', ')}, valid_from, valid_to, recorded_from, entry, by_organ, by_case, by_seq, by_feed)
  values (${columns.map(column => `n.${column}`).join(', ')}, p_from, p_to, at, p_entry, p_source ->> 'organ', (p_source ->> 'case')::uuid, (p_source ->> 'seq')::int, p_source ->> 'feed');
  return true;
end $register$`,
    ...grants('set', 'uuid, jsonb, date, date, jsonb, timestamptz'),
    `${head('end', 'p_entry uuid, p_values jsonb, p_from date, p_source jsonb, p_at timestamptz', 'int')}${moment}
  if exists (select from ${table} r where r.ended_entry = p_entry) then
    return 0;
  end if;
  for o in select * from ${table} r where ${sameKey} and r.recorded_to is null and (r.valid_to is null or r.valid_to > p_from) loop
    ${close}
    ended := ended + 1;
    if o.valid_from < p_from then${piece('o.valid_from', 'p_from')}
    end if;
  end loop;
  return ended;
end $register$`,
    ...grants('end', 'uuid, jsonb, date, jsonb, timestamptz'),
    // Volatile: what another transaction committed while this one waited for the lock is seen by the statement after it.
    `create or replace function registers.${name(`${tableOf(register)}_free`)}(p_entry uuid, p_values jsonb, p_from date, p_to date) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $register$
declare
  n ${table};
begin
  n := jsonb_populate_record(null::${table}, p_values);${lock}
  return not exists (
    select from ${table} r where ${sameKey} and r.recorded_to is null and r.entry <> p_entry
      and daterange(r.valid_from, r.valid_to) && daterange(p_from, p_to)
  );
end $register$`,
    ...grants('free', 'uuid, jsonb, date, date'),
  ]
}
