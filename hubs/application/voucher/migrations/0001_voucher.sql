-- 凭证: what the city issued, under a number without gaps, and whether it still holds.
create table application.voucher_series (
  -- 代字: what stands before the year; one organ and kind of paper each
  series text not null,
  year   int not null,
  last   int not null,
  primary key (series, year)
);

create table application.vouchers (
  id           uuid primary key,
  case_id      uuid not null,
  seq          int not null,
  kind         text not null,
  organ        text not null,
  series       text not null,
  year         int not null,
  serial       int not null,
  number       text not null unique,
  item         text not null,
  item_hash    text not null,
  outcome      text not null,
  party        uuid,
  issued_on    date not null,
  -- last day it holds; null: until ended
  valid_until  date check (valid_until >= issued_on),
  status       text not null default 'valid' check (status in ('valid', 'annulled', 'withdrawn', 'revoked', 'cancelled')),
  ended_on     date,
  ended_reason text,
  ended_by     text,
  public       jsonb not null,
  content_hash bytea not null check (octet_length(content_hash) = 32),
  check_code   text not null unique,
  jws          text not null,
  unique (series, year, serial),
  check ((status = 'valid') = (ended_on is null) and (status = 'valid') = (ended_reason is null))
);
create index on application.vouchers (case_id);

-- The next number of a series. Whoever asks holds the series until the end of the transaction, so a rollback leaves no gap.
create function application.next_voucher_number(p_series text, p_year int) returns int
language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into application.voucher_series as s values (p_series, p_year, 1)
  on conflict (series, year) do update set last = s.last + 1 returning last
$$;
revoke all on function application.next_voucher_number from public;
grant execute on function application.next_voucher_number to plumbline_app;

-- A number taken and not used would be a gap: the commit is refused.
create function application.check_voucher_series() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (select from application.vouchers v where (v.series, v.year, v.serial) = (new.series, new.year, new.last)) then
    raise exception using errcode = '23514', constraint = 'voucher_number_used', message = 'a voucher number was taken and not used';
  end if;
  return null;
end $$;
create constraint trigger voucher_number_used after insert or update on application.voucher_series deferrable initially deferred
  for each row execute function application.check_voucher_series();

-- An issued voucher never changes; it may only end, once.
create function application.end_voucher_once() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if old.status <> 'valid' then
    raise exception using errcode = '23514', constraint = 'voucher_ended_once', message = 'the voucher has ended already';
  end if;
  return new;
end $$;
create trigger end_voucher_once before update on application.vouchers for each row execute function application.end_voucher_once();

grant select on application.voucher_series to plumbline_app;
grant select, insert, update (status, ended_on, ended_reason, ended_by) on application.vouchers to plumbline_app;
