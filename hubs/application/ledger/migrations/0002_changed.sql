-- 变更、撤销: what a remedy left of an order (0: nothing), and what was given back. The order itself stays as it was made.
alter table application.payment_orders
  add column changed_to bigint check (changed_to >= 0),
  add column refunds jsonb not null default '[]';
grant update (changed_to, refunds) on application.payment_orders to plumbline_app;
