-- 窗口恢复 can be taken back too, but only by the code that was sent: an old list may be why somebody came to the counter.
alter table application.recoveries add column at_counter boolean not null default false;
