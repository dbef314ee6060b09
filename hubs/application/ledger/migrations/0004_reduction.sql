-- 减免: what of the surcharge need not be paid, and from which day (行政强制法42). What was ordered is never reduced.
alter table application.payment_orders add column reductions jsonb not null default '[]';
grant update (reductions) on application.payment_orders to plumbline_app;
