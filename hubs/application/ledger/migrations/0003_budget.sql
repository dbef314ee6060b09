-- 预算: what the people's congress approved, line by line and year by year (预算法13), and what of it is free, set aside, bound and paid.
-- The sums stand here so that a line is locked and read in one row; they move only with the postings that say so.
create table application.budget_lines (
  -- `<year>/<line>`
  line      text primary key,
  available bigint not null default 0,
  reserved  bigint not null default 0,
  committed bigint not null default 0,
  paid      bigint not null default 0,
  constraint budget_line_holds check (available >= 0 and reserved >= 0 and committed >= 0 and paid >= 0)
);
grant select on application.budget_lines to plumbline_app;

alter table application.accounts drop constraint accounts_kind_check;
alter table application.accounts add constraint accounts_kind_check
  check (kind in ('receivable', 'surcharge', 'treasury', 'collector', 'deposit', 'budget', 'reserved', 'committed', 'paid'));
alter table application.entries drop constraint entries_kind_check;
alter table application.entries add constraint entries_kind_check
  check (kind in ('order', 'surcharge', 'payment', 'terms', 'refund', 'remit', 'appropriate', 'reserve', 'commit', 'release', 'disburse'));

-- Locks a line until the end of the transaction: what is free on it, or null where no budget has it.
create function application.take_line(p_line text) returns bigint language sql security definer set search_path = pg_catalog, pg_temp as $$
  select available from application.budget_lines where line = p_line for no key update
$$;
revoke all on function application.take_line from public;
grant execute on function application.take_line to plumbline_app;

create or replace function application.post_entry(p_id uuid, p_kind text, p_case uuid, p_on date, p_at timestamptz, p_source text, p_postings jsonb)
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
  if p_kind = 'appropriate' then
    insert into application.budget_lines (line)
    select distinct p.line from jsonb_to_recordset(p_postings) as p(kind text, line text) where p.kind = 'budget'
    on conflict do nothing;
  end if;
  update application.budget_lines b
  set available = b.available + m.available, reserved = b.reserved + m.reserved,
      committed = b.committed + m.committed, paid = b.paid + m.paid
  from (
    select p.line,
      coalesce(sum(p.amount) filter (where p.kind = 'budget'), 0) as available,
      coalesce(sum(p.amount) filter (where p.kind = 'reserved'), 0) as reserved,
      coalesce(sum(p.amount) filter (where p.kind = 'committed'), 0) as committed,
      coalesce(sum(p.amount) filter (where p.kind = 'paid'), 0) as paid
    from jsonb_to_recordset(p_postings) as p(kind text, line text, amount bigint)
    where p.kind in ('budget', 'reserved', 'committed', 'paid') group by p.line
  ) m
  where b.line = m.line;
  return true;
end $$;
