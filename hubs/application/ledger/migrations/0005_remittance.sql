-- 上缴国库: what a collector took and handed over to the treasury, case by case (行政处罚法67, 74); 结转: what a line did not use goes to the next
-- year's (预算法72).
alter table application.accounts drop constraint accounts_kind_check;
alter table application.accounts add constraint accounts_kind_check
  check (kind in ('receivable', 'surcharge', 'treasury', 'collector', 'remitted', 'deposit', 'budget', 'reserved', 'committed', 'paid'));
alter table application.entries drop constraint entries_kind_check;
alter table application.entries add constraint entries_kind_check
  check (kind in ('order', 'surcharge', 'payment', 'terms', 'refund', 'remit', 'appropriate', 'reserve', 'commit', 'release', 'disburse', 'carry'));
create index on application.accounts (organ) where kind = 'collector';

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
  if p_kind in ('appropriate', 'carry') then
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
