import { statement } from '#kernel/storage'

export const addAttempt = statement(
  'recovery.addAttempt',
  'insert into application.recovery_attempts (token, device, account, name, expires_at) values ($1, $2, $3, $4, $5)',
)
export const findAttempt = statement(
  'recovery.findAttempt',
  `select account, name, proof, proved from application.recovery_attempts
   where token = $1 and device = $2 and finished_at is null and expires_at > $3 and tries < $4`,
)
export const tryAttempt = statement(
  'recovery.tryAttempt',
  `update application.recovery_attempts set tries = tries + 1
   where token = $1 and device = $2 and finished_at is null and expires_at > $3 and tries < $4
   returning account, name, proof, proved`,
)
export const proveAttempt = statement(
  'recovery.proveAttempt',
  'update application.recovery_attempts set proof = $2, proved = $3 where token = $1 and finished_at is null returning 1',
)
export const finishAttempt = statement(
  'recovery.finishAttempt',
  'update application.recovery_attempts set finished_at = $2 where token = $1 and finished_at is null returning 1',
)
export const sweepAttempts = statement(
  'recovery.sweepAttempts',
  'delete from application.recovery_attempts where expires_at < $1 returning 1',
)

/** Telephones that were replaced since a day. */
export const phonesEndedSince = statement(
  'recovery.phonesEndedSince',
  `select id from application.factors where account = $1 and kind = 'message' and ended_at >= $2`,
)
/** What stands of an account before it is recovered; locked, so that of two recoveries one comes first. */
export const lockAccount = statement(
  'recovery.lockAccount',
  'select password, recovery_closed as closed from application.sign_in_accounts where id = $1 for update',
)
export const setAside = statement(
  'recovery.setAside',
  `update application.factors set ended_at = $2
   where account = $1 and ended_at is null and kind <> 'message' returning id`,
)
export const addRecovery = statement(
  'recovery.add',
  `insert into application.recoveries (id, account, recovered_at, until, cancel, password, factors, at_counter) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
)
/** The latest that can still be cancelled. */
export const openRecovery = statement(
  'recovery.open',
  `select id, recovered_at as "recoveredAt", cancel, password, factors, at_counter as "atCounter" from application.recoveries
   where account = $1 and cancelled_at is null and until > $2 order by recovered_at desc limit 1`,
)
export const cancelRecovery = statement(
  'recovery.cancel',
  'update application.recoveries set cancelled_at = $2 where id = $1 and cancelled_at is null returning 1',
)
export const restorePassword = statement(
  'recovery.restorePassword',
  `update application.sign_in_accounts set password = $2, password_at = $3, held_until = null, recovery_closed = true where id = $1 returning 1`,
)
export const endFactorsSince = statement(
  'recovery.endFactorsSince',
  `update application.factors set ended_at = $3 where account = $1 and ended_at is null and added_at >= $2 returning id`,
)
export const restoreFactors = statement(
  'recovery.restoreFactors',
  'update application.factors set ended_at = null where account = $1 and id = any ($2::uuid[]) returning id',
)
/** A printed code of a list that was set aside. */
export const knowsOldCode = statement(
  'recovery.knowsOldCode',
  'select 1 from application.printed_codes where tag = $1 and account = $2 and used_at is null and factor = any ($3::uuid[])',
)
/** Recovered at the counter: what was recovered online before is over, and may be done again. */
export const closeRecoveries = statement(
  'recovery.close',
  'update application.recoveries set cancelled_at = $2 where account = $1 and cancelled_at is null returning 1',
)
export const reopen = statement(
  'recovery.reopen',
  'update application.sign_in_accounts set recovery_closed = false where id = $1 and recovery_closed returning 1',
)
