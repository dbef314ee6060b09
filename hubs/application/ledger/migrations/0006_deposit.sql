-- 保证金: what is held for a party is not the treasury's, and is never handed over to it while it is held.
alter table application.accounts drop constraint accounts_kind_check;
alter table application.accounts add constraint accounts_kind_check
  check (kind in ('receivable', 'surcharge', 'treasury', 'collector', 'remitted', 'deposit', 'held', 'budget', 'reserved', 'committed', 'paid'));
alter table application.entries drop constraint entries_kind_check;
alter table application.entries add constraint entries_kind_check
  check (kind in ('order', 'surcharge', 'payment', 'terms', 'refund', 'remit', 'appropriate', 'reserve', 'commit', 'release', 'disburse', 'carry',
                  'take', 'return', 'forfeit', 'restore'));
