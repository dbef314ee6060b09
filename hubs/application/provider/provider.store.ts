import { statement } from '#kernel/storage'

export const putRecord = statement(
  'provider.putRecord',
  `insert into application.provider_records (kind, id, uid, grant_id, session, sealed, expires_at) values ($1, $2, $3, $4, $5, $6, $7)
   on conflict (kind, id) do update set uid = excluded.uid, grant_id = excluded.grant_id, session = excluded.session, sealed = excluded.sealed,
     expires_at = excluded.expires_at`,
)
export const findRecord = statement(
  'provider.findRecord',
  `select sealed, consumed_at as "consumedAt" from application.provider_records where kind = $1 and id = $2 and expires_at > $3`,
)
export const findRecordByUid = statement(
  'provider.findRecordByUid',
  `select sealed, consumed_at as "consumedAt" from application.provider_records where kind = $1 and uid = $2 and expires_at > $3`,
)
/** Once: of two that come together the second finds nothing to consume. */
export const consumeRecord = statement(
  'provider.consumeRecord',
  'update application.provider_records set consumed_at = $3 where kind = $1 and id = $2 and consumed_at is null returning grant_id as "grantId"',
)
export const removeRecord = statement(
  'provider.removeRecord',
  'delete from application.provider_records where kind = $1 and id = $2 returning 1',
)
export const removeGrant = statement(
  'provider.removeGrant',
  'delete from application.provider_records where grant_id = $1 returning 1',
)
export const sessionRecords = statement(
  'provider.sessionRecords',
  `select sealed from application.provider_records where kind = 'Session' and session = $1`,
)
export const removeOfSession = statement(
  'provider.removeOfSession',
  'delete from application.provider_records where session = $1 returning 1',
)
export const sweepRecords = statement(
  'provider.sweepRecords',
  'delete from application.provider_records where expires_at < $1 returning 1',
)

export const addKey = statement(
  'provider.addKey',
  `insert into application.provider_keys (kid, purpose, wrapped, sealed, shown_from, signs_from, signs_to, shown_to)
   select $1, $2, $3, $4, $5, $6, $7, $8
   where not exists (select from application.provider_keys where purpose = $2 and signs_to > $9)`,
)
export const keysShown = statement(
  'provider.keysShown',
  `select kid, wrapped, sealed, signs_from as "signsFrom", signs_to as "signsTo" from application.provider_keys
   where purpose = $1 and shown_from <= $2 and shown_to > $2 order by signs_from, kid`,
)
export const lockKeys = statement('provider.lockKeys', `select pg_advisory_xact_lock(7311204880420)`)
export const sweepKeys = statement(
  'provider.sweepKeys',
  `delete from application.provider_keys where purpose = 'sign' and shown_to < $1 returning 1`,
)

export const proposeClient = statement(
  'provider.proposeClient',
  `insert into application.clients (id, metadata, secret, proposed_by, proposed_at) values ($1, $2, $3, $4, $5)
   on conflict (id) do nothing returning id`,
)
export const approveClient = statement(
  'provider.approveClient',
  `update application.clients set approved_by = $2, approved_at = $3
   where id = $1 and approved_by is null and ended_at is null and proposed_by <> $2 returning id`,
)
export const endClient = statement(
  'provider.endClient',
  'update application.clients set ended_at = $2 where id = $1 and ended_at is null returning id',
)
export const findClient = statement(
  'provider.findClient',
  'select metadata, secret from application.clients where id = $1 and approved_by is not null and ended_at is null',
)
export const listClients = statement(
  'provider.listClients',
  `select id, metadata, secret is not null as "hasSecret", proposed_by as "proposedBy", proposed_at as "proposedAt", approved_by as "approvedBy",
     approved_at as "approvedAt", ended_at as "endedAt" from application.clients order by id`,
)
