-- 账: double entry in integer fen. Accounts are made as they are first used; entries and postings are never changed.
create table application.accounts (
  id      bigint generated always as identity primary key,
  kind    text not null check (kind in ('receivable', 'surcharge', 'treasury', 'collector', 'deposit', 'budget', 'reserved', 'committed')),
  case_id uuid,
  party   uuid,
  organ   text,
  line    text,
  unique nulls not distinct (kind, case_id, party, organ, line)
);
create index on application.accounts (case_id) where case_id is not null;

create table application.entries (
  id      uuid primary key,
  kind    text not null check (kind in ('order', 'surcharge', 'payment', 'terms', 'refund', 'remit', 'appropriate', 'reserve', 'commit', 'release')),
  case_id uuid,
  on_date date not null,
  at      timestamptz not null,
  -- what it stands on: `<case>:<seq>`, a payment's reference, a budget's number; never personal detail
  source  text not null
);
create index on application.entries (case_id, at) where case_id is not null;

create table application.postings (
  entry   uuid not null references application.entries,
  line    smallint not null,
  account bigint not null references application.accounts,
  -- fen; debit positive, credit negative
  amount  bigint not null check (amount <> 0),
  primary key (entry, line)
);
create index on application.postings (account);

create function application.check_balance() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  entry_id uuid := coalesce(to_jsonb(new) ->> 'entry', to_jsonb(new) ->> 'id');
  total numeric;
  lines int;
begin
  select coalesce(sum(amount), 0), count(*) into total, lines from application.postings where entry = entry_id;
  if total <> 0 or lines < 2 then
    raise exception using errcode = '23514', constraint = 'entry_balances', message = format('entry %s does not sum to zero', entry_id);
  end if;
  return null;
end $$;
create constraint trigger entry_balances after insert on application.entries deferrable initially deferred
  for each row execute function application.check_balance();
create constraint trigger posting_balances after insert on application.postings deferrable initially deferred
  for each row execute function application.check_balance();

create function application.refuse_change() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception using errcode = '42501', message = format('%s.%s is written once: a mistake is corrected by a further entry', tg_table_schema, tg_table_name);
end $$;
create trigger written_once before update or delete or truncate on application.accounts execute function application.refuse_change();
create trigger written_once before update or delete or truncate on application.entries execute function application.refuse_change();
create trigger written_once before update or delete or truncate on application.postings execute function application.refuse_change();

-- The only way to write an entry. False: an entry of this id is there already.
create function application.post_entry(p_id uuid, p_kind text, p_case uuid, p_on date, p_at timestamptz, p_source text, p_postings jsonb)
returns boolean language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into application.entries values (p_id, p_kind, p_case, p_on, p_at, p_source) on conflict do nothing;
  if not found then
    return false;
  end if;
  insert into application.accounts (kind, case_id, party, organ, line)
  select distinct p.kind, p."case", p.party, p.organ, p.line
  from jsonb_to_recordset(p_postings) as p(kind text, "case" uuid, party uuid, organ text, line text)
  on conflict do nothing;
  insert into application.postings (entry, line, account, amount)
  select p_id, row_number() over (), a.id, p.amount
  from jsonb_to_recordset(p_postings) as p(kind text, "case" uuid, party uuid, organ text, line text, amount bigint)
  join application.accounts a on a.kind = p.kind and a.case_id is not distinct from p."case" and a.party is not distinct from p.party
    and a.organ is not distinct from p.organ and a.line is not distinct from p.line;
  return true;
end $$;
revoke all on function application.post_entry from public;
grant execute on function application.post_entry to plumbline_app;
grant select on application.accounts, application.entries, application.postings to plumbline_app;

-- 缴款单: what a decision ordered somebody to pay, and the terms that fix what is owed on any day.
create table application.payment_orders (
  id           uuid primary key,
  case_id      uuid not null,
  key          text not null,
  number       text not null,
  party        uuid not null,
  organ        text not null,
  collector    text not null,
  principal    bigint not null check (principal > 0),
  ordered_on   date not null,
  due_within   text not null,
  rate_ppm     int check (rate_ppm > 0),
  stops_during text[] not null default '{}',
  -- counted from service, so not known when the order is made
  due_on       date,
  granted_on   date,
  instalments  jsonb not null default '[]',
  stops        jsonb not null default '[]',
  unique (case_id, key)
);

create table application.payments (
  id        uuid primary key,
  order_id  uuid not null references application.payment_orders,
  on_date   date not null,
  amount    bigint not null check (amount > 0),
  collector text not null,
  -- 当场收缴 the ground on which the deciding organ itself collected (行政处罚法 68, 69)
  on_spot   text check (on_spot in ('68(1)', '68(2)', '69')),
  reference text,
  at        timestamptz not null
);
create index on application.payments (order_id, on_date);
create trigger written_once before update or delete or truncate on application.payments execute function application.refuse_change();

grant select, insert, update (due_on, granted_on, instalments, stops) on application.payment_orders to plumbline_app;
grant select, insert on application.payments to plumbline_app;
