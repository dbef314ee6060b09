-- 文号: the number of a paper that is no voucher, taken when it is made first. Papers numbered before keep what they have.
create table application.paper_numbers (
  case_id uuid not null,
  key     text not null,
  series  text not null,
  year    int not null,
  serial  int not null,
  number  text not null unique,
  primary key (case_id, key),
  unique (series, year, serial)
);
grant select, insert on application.paper_numbers to plumbline_app;

-- One series counts vouchers and other papers alike: a number taken must be used by one of them.
create or replace function application.check_voucher_series() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (select from application.vouchers v where (v.series, v.year, v.serial) = (new.series, new.year, new.last))
    and not exists (select from application.paper_numbers p where (p.series, p.year, p.serial) = (new.series, new.year, new.last)) then
    raise exception using errcode = '23514', constraint = 'voucher_number_used', message = 'a voucher number was taken and not used';
  end if;
  return null;
end $$;
