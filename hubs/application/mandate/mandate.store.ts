import { statement } from '#kernel/storage'

const columns = `m.id, m.kind, m.principal, m.agent, m.items, m.scopes, m.valid_from as "from", m.valid_until as "until", m.given_at as "givenAt",
  m.accepted_at as "acceptedAt", m.representative, m.uscc, m.ended_at as "endedAt", m.ended_why as "endedWhy", m.wrapped, m.sealed,
  m.ward, m.recorded_by as "recordedBy", m.recorded_at as "recordedAt", m.confirmed_at as "confirmedAt"`

export const addMandate = statement(
  'mandate.add',
  `insert into application.mandates (id, kind, principal, agent, agent_tag, items, scopes, valid_from, valid_until, given_at, accepted_at, representative,
     uscc, wrapped, alg, key_id, sealed, ward, recorded_by, recorded_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`,
)
export const addChange = statement(
  'mandate.addChange',
  `with leaf as (insert into kernel.trail_outbox (leaf) values ($7))
   insert into application.mandate_changes (mandate, at, change, actor, detail, commit_key) values ($1, $2, $3, $4, $5, $6)`,
)
export const findMandate = statement('mandate.find', `select ${columns} from application.mandates m where m.id = $1`)
export const lockMandate = statement(
  'mandate.lock',
  `select ${columns} from application.mandates m where m.id = $1 for update`,
)
/** Taken up, not ended, and not long over: what ran out within a month is shown with its reason. */
export const heldBy = statement(
  'mandate.heldBy',
  `select ${columns} from application.mandates m where m.agent = $1 and m.ended_at is null and (m.valid_until is null or m.valid_until >= $2::date - 31)
   order by m.id limit 200`,
)
export const offeredTo = statement(
  'mandate.offeredTo',
  `select ${columns} from application.mandates m where m.agent_tag = any ($1::bytea[]) and m.agent is null and m.ended_at is null
     and (m.valid_until is null or m.valid_until >= $2::date) order by m.id limit 200`,
)
export const givenBy = statement(
  'mandate.givenBy',
  `select ${columns} from application.mandates m where m.principal = $1 and m.kind <> 'representation' and (m.ended_at is null or m.ended_at > $2)
   order by m.id desc limit 200`,
)
/** 到期 Within the week: a worker that stood still for some days tells it late. */
export const expiredBy = statement(
  'mandate.expired',
  `select id, principal, agent from application.mandates
   where agent is not null and ended_at is null and valid_until < $1::date and valid_until >= $1::date - 7 order by id`,
)
export const openCount = statement(
  'mandate.openCount',
  `select count(*)::int as count from application.mandates where principal = $1 and ended_at is null and (valid_until is null or valid_until >= $2)`,
)
export const findRepresentation = statement(
  'mandate.findRepresentation',
  `select ${columns} from application.mandates m where m.principal = $1 and m.agent = $2 and m.kind = 'representation' and m.ended_at is null`,
)
export const acceptMandate = statement(
  'mandate.accept',
  'update application.mandates set agent = $2, accepted_at = $3 where id = $1 and agent is null returning id',
)
export const confirmMandate = statement(
  'mandate.confirm',
  'update application.mandates set representative = $2 where id = $1 and ended_at is null and representative is distinct from $2 returning id',
)
export const endMandate = statement(
  'mandate.end',
  'update application.mandates set ended_at = $2, ended_why = $3 where id = $1 and ended_at is null returning id',
)

/** 窗口查找 Given or held by somebody who has come: what stands, and what ended in the last year. */
export const concerning = statement(
  'mandate.concerning',
  `select ${columns} from application.mandates m where (m.principal = $1 or m.agent = $1) and m.agent is not null
     and m.kind <> 'representation' and (m.ended_at is null or m.ended_at > $2) order by m.id desc limit 100`,
)
export const unconfirmedAt = statement(
  'mandate.unconfirmedAt',
  `select ${columns} from application.mandates m where m.recorded_at = $1 and m.ward = 'incapacitated' and m.confirmed_at is null
     and m.ended_at is null order by m.id limit 100`,
)
export const confirmIncapacity = statement(
  'mandate.confirmIncapacity',
  `update application.mandates set confirmed_by = $2, confirmed_at = $3
   where id = $1 and ward = 'incapacitated' and confirmed_at is null and ended_at is null returning id`,
)
export const sealEnding = statement('mandate.sealEnding', 'update application.mandates set sealed = $2 where id = $1')

export const chooseMandate = statement(
  'mandate.choose',
  `insert into application.acting (session, mandate, shown, since) values ($1, $2, $3, $4)
   on conflict (session) do update set mandate = excluded.mandate, shown = excluded.shown, since = excluded.since`,
)
export const leaveMandate = statement('mandate.leave', 'delete from application.acting where session = $1 returning 1')
export const actingIn = statement(
  'mandate.actingIn',
  `select ${columns}, a.shown from application.acting a join application.mandates m on m.id = a.mandate where a.session = $1`,
)
export const sweepActing = statement(
  'mandate.sweepActing',
  'delete from application.acting where since < $1 returning 1',
)

/** What a party's erasure takes: its mandates, whoever's part in them it had. */
export const forgetMandates = statement(
  'mandate.forget',
  `with gone as (select id from application.mandates where principal = $1 or agent = $1 or representative = $1),
     acting as (delete from application.acting where mandate in (select id from gone) returning 1)
   delete from application.mandates where id in (select id from gone) and (select count(*) from acting) >= 0 returning 1`,
)
