-- 文书: every paper that was made, once: its number, the code printed on it, and the file that holds its bytes.
create table application.papers (
  id         uuid primary key,
  case_id    uuid not null,
  -- Which paper of the case: its kind and the event, or the voucher, that it says.
  key        text not null,
  kind       text not null check (kind in ('receipt', 'acceptance', 'supplement', 'non-acceptance', 'decision', 'certificate')),
  number     text not null unique,
  check_code text not null,
  item       text not null,
  organ      text not null,
  dated      date not null,
  file       uuid not null references kernel.files,
  made_at    timestamptz not null,
  unique (case_id, key)
);

-- What was handed out stays as it was: no update, no delete.
grant select, insert on application.papers to plumbline_app;
