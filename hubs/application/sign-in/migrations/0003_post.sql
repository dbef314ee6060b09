-- 上岗: which post an officer took in a session stands in his record.
alter table application.sign_in_records drop constraint sign_in_records_event_check;
alter table application.sign_in_records add constraint sign_in_records_event_check check (event in ('opened', 'signed-in', 'refused', 'proved',
  'signed-out', 'session-ended', 'factor-added', 'factor-ended', 'password-set', 'code-given', 'recovered', 'closed', 'post-taken'));
