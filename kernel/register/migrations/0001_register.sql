-- Registers (台账): the tables themselves are made from declarations by `plumbline migrate`; this is what they stand on.
-- btree_gist lets one exclusion constraint hold key and time together. It is a trusted extension of PostgreSQL's contrib:
-- the owner of the database may make it, no superuser is needed. A server without contrib cannot carry the city.
create extension if not exists btree_gist with schema kernel;

create table registers.declared (
  register    text primary key,
  version     int not null check (version > 0),
  declaration jsonb not null,
  released_at timestamptz not null default clock_timestamp()
);
grant select on registers.declared to plumbline_app;

-- Who may write: the items named in `writtenBy`, or the feed named in `feed`. Asked by every generated write function.
create function registers.check_source(p_register text, p_source jsonb) returns void
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  said jsonb;
begin
  select declaration into said from registers.declared where register = p_register;
  if p_source ->> 'organ' is null then
    raise exception using errcode = '23502', message = format('register %s: every row names the organ that answers for it', p_register);
  elsif p_source ? 'feed' then
    if said -> 'feed' ->> 'from' is distinct from p_source ->> 'feed' then
      raise exception using errcode = '42501', message = format('register %s is not written by feed %s', p_register, p_source ->> 'feed');
    end if;
  elsif p_source ->> 'case' is null or p_source ->> 'seq' is null then
    raise exception using errcode = '23502', message = format('register %s: every row names its case and event, or its feed', p_register);
  elsif not exists (
    select from jsonb_array_elements(said -> 'writtenBy') w
    where w ->> 'item' = p_source ->> 'item' and coalesce(w ->> 'outcome', p_source ->> 'outcome') is not distinct from p_source ->> 'outcome'
  ) then
    raise exception using errcode = '42501',
      message = format('register %s is not written by item %s with outcome %s', p_register, p_source ->> 'item', p_source ->> 'outcome');
  end if;
end $$;
revoke all on function registers.check_source from public;
