-- 送达地址确认书: where somebody can be reached, and whether papers may be served on him electronically (行政处罚法61(2)). What it says is sealed.
create table application.delivery_confirmations (
  id         uuid primary key,
  party      uuid not null references kernel.parties,
  -- Null: in every case of his. A paper signed in one case counts there.
  case_id    uuid,
  electronic boolean not null,
  -- online: he signed it while signed in, with a fresh proof; paper: an officer has the paper he signed.
  signed     text not null check (signed in ('online', 'paper')),
  given_at   timestamptz not null,
  wrapped    bytea not null,
  alg        text not null,
  key_id     text not null,
  sealed     bytea not null,
  ended_at   timestamptz,
  ended_why  text check (ended_why in ('withdrawn', 'replaced')),
  check ((ended_at is null) = (ended_why is null)),
  check (signed = 'online' or case_id is not null)
);
create index on application.delivery_confirmations (party, id);
create unique index delivery_one_confirmation on application.delivery_confirmations (party, coalesce(case_id, '00000000-0000-0000-0000-000000000000'::uuid))
  where ended_at is null;

-- Every signing and withdrawal, as its leaf on the trail commits to it; added to and never changed.
create table application.delivery_changes (
  id         bigint generated always as identity primary key,
  subject    uuid not null,
  at         timestamptz not null,
  change     text not null check (change in ('confirm-delivery', 'withdraw-delivery', 'hand-out', 'delivery-outcome')),
  actor      text not null,
  detail     jsonb not null,
  commit_key bytea not null
);
create index on application.delivery_changes (subject, id);

-- 送达回证: one paper on its way to one party by one way: when it was handed out, and how that ended.
create table application.deliveries (
  id           uuid primary key,
  -- What made it: `<case>:<seq>` of the decision, or the officer's own key.
  cause        text not null,
  case_id      uuid not null,
  party        uuid not null,
  -- Which paper of the case: `decision-14`.
  paper        text not null,
  way          text not null check (way in ('electronic', 'post')),
  confirmation uuid references application.delivery_confirmations,
  handed_out_at timestamptz not null,
  handed_out_by text not null,
  outcome      text check (outcome in ('received', 'returned', 'refused', 'undeliverable')),
  -- The day it reached him, came back or was refused, which may be before anybody wrote it down.
  outcome_on   date,
  outcome_at   timestamptz,
  outcome_by   text,
  -- 由谁签收
  received_by  text check (received_by in ('self', 'agent', 'kin', 'office')),
  -- Codes: SIGNED in one's own pages, the carrier's number or answer, an OFFICER's word.
  proof        text,
  tracking     text,
  check ((outcome is null) = (outcome_on is null) and (outcome is null) = (outcome_at is null)),
  check (received_by is null or outcome = 'received'),
  unique (cause, party, way)
);
create index on application.deliveries (case_id, id);
create index on application.deliveries (party) where outcome is null;

grant select, insert on application.delivery_confirmations, application.delivery_changes, application.deliveries to plumbline_app;
grant update (ended_at, ended_why, wrapped, alg, key_id) on application.delivery_confirmations to plumbline_app;
grant update (outcome, outcome_on, outcome_at, outcome_by, received_by, proof, tracking, confirmation) on application.deliveries to plumbline_app;
-- Erasure.
grant delete on application.delivery_confirmations to plumbline_app;
