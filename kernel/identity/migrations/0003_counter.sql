-- 窗口岗位: a post at a counter, before which people stand and show who they are. Only there accounts are opened and got back, and mandates recorded.
alter table kernel.posts add column counter boolean not null default false;
