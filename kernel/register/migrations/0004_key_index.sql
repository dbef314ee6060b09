-- Every row of a key is looked up before it is written, also those that were superseded: the index holds all of them. The rule that
-- rows of a key never overlap compares texts by their digest, which costs a fraction. Writers of batches are made anew on opening.
do $$
declare
  r record;
  bare text;
  keys text;
  compared text;
begin
  for r in select register, declaration from registers.declared loop
    bare := replace(r.register, '-', '_');
    select string_agg(quote_ident(c.name), ', ' order by k.place),
           string_agg(case when c.type = 'text' then format('(md5(%I)::uuid) with =', c.name) else format('%I with =', c.name) end, ', ' order by k.place)
    into keys, compared
    from jsonb_array_elements_text(r.declaration -> 'key') with ordinality k(field, place)
    cross join lateral (
      select a.attname::text as name, format_type(a.atttypid, null) as type from pg_attribute a
      where a.attrelid = format('registers.%I', bare)::regclass and a.attname = lower(regexp_replace(k.field, '([A-Z])', '_\1', 'g'))
    ) c;
    execute format('drop index registers.%I', bare || '_current');
    execute format('create index %I on registers.%I (%s)', bare || '_key', bare, keys);
    execute format('alter table registers.%I drop constraint %I', bare, bare || '_no_overlap');
    execute format(
      'alter table registers.%I add constraint %I exclude using gist (%s, daterange(valid_from, valid_to) with &&, tstzrange(recorded_from, recorded_to) with &&)',
      bare, bare || '_no_overlap', compared);
    execute format('drop function if exists registers.%I(uuid, jsonb, jsonb, timestamptz)', bare || '_feed');
  end loop;
end $$;
