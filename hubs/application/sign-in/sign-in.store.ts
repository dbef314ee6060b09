import { statement } from '#kernel/storage'

const filled = `least($2::double precision, t.level + greatest(0, extract(epoch from excluded.at - t.at))::double precision * $4::double precision)`

export const takeThrottle = statement(
  'signIn.takeThrottle',
  `insert into application.throttles as t (key, level, at, allowed) values ($1, $2::double precision - 1, $3, true)
   on conflict (key) do update set allowed = ${filled} >= 1, level = ${filled} - case when ${filled} >= 1 then 1 else 0 end,
     at = greatest(t.at, excluded.at)
   returning level, allowed`,
)
export const giveThrottle = statement(
  'signIn.giveThrottle',
  'update application.throttles set level = least($2::double precision, level + 1) where key = $1 returning 1',
)

const accountColumns = `a.id, a.kind, a.holder, a.wrapped, a.password, a.held_until as "heldUntil", a.opened_at as "openedAt"`

export const addAccount = statement(
  'signIn.addAccount',
  `insert into application.sign_in_accounts (id, kind, holder, opened_at, wrapped, alg, key_id) values ($1, $2, $3, $4, $5, $6, $7)
   on conflict (kind, holder) do nothing returning id`,
)
export const findByNames = statement(
  'signIn.findByNames',
  `select ${accountColumns} from application.account_names n join application.sign_in_accounts a on a.id = n.account
   where n.tag = any ($1) and a.closed_at is null order by n.tag = ($1::bytea[])[1] desc limit 1`,
)
export const findByHolder = statement(
  'signIn.findByHolder',
  `select ${accountColumns} from application.sign_in_accounts a where a.kind = $1 and a.holder = $2 and a.closed_at is null`,
)
export const findAccount = statement(
  'signIn.findAccount',
  `select ${accountColumns} from application.sign_in_accounts a where a.id = $1 and a.closed_at is null`,
)
export const setPassword = statement(
  'signIn.setPassword',
  'update application.sign_in_accounts set password = $2, password_at = $3 where id = $1 returning id',
)
export const holdAccount = statement(
  'signIn.holdAccount',
  'update application.sign_in_accounts set held_until = $2 where id = $1 returning id',
)
export const addName = statement(
  'signIn.addName',
  'insert into application.account_names (tag, account, scheme) values ($1, $2, $3) on conflict (tag) do nothing returning account',
)
export const addRecord = statement(
  'signIn.addRecord',
  'insert into application.sign_in_records (account, at, event, by_what, device, network) values ($1, $2, $3, $4, $5, $6)',
)
export const recordsOf = statement(
  'signIn.recordsOf',
  `select at, event, by_what as "byWhat", device, network from application.sign_in_records where account = $1 order by id desc limit $2`,
)

export const addAttempt = statement(
  'signIn.addAttempt',
  'insert into application.sign_in_attempts (token, device, account, name, fits, expires_at) values ($1, $2, $3, $4, $5, $6)',
)
export const tryAttempt = statement(
  'signIn.tryAttempt',
  `update application.sign_in_attempts set tries = tries + 1
   where token = $1 and device = $2 and finished_at is null and expires_at > $3 and tries < $4
   returning account, name, fits, tries`,
)
export const findAttempt = statement(
  'signIn.findAttempt',
  `select account, name, fits from application.sign_in_attempts
   where token = $1 and device = $2 and finished_at is null and expires_at > $3 and tries < $4`,
)
export const finishAttempt = statement(
  'signIn.finishAttempt',
  'update application.sign_in_attempts set finished_at = $2 where token = $1 and finished_at is null returning account',
)

export const addSession = statement(
  'signIn.addSession',
  `insert into application.sessions (id, token, account, subject_kind, subject, acts_as, post, acr, proved_at, signed_in_at, seen_at, expires_at,
     device, network)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $9, $10, $11, $12)`,
)
const sessionColumns = `s.id, s.account, s.subject_kind as "subjectKind", s.subject, s.acts_as as "actsAs", s.post, s.acr, s.proved_at as "provedAt",
  s.signed_in_at as "signedInAt", s.seen_at as "seenAt", s.expires_at as "expiresAt", s.device, s.network`

/** A session that is neither ended, nor over, nor left alone for too long. */
export const findSession = statement(
  'signIn.findSession',
  `select ${sessionColumns}, a.held_until as "heldUntil" from application.sessions s left join application.sign_in_accounts a on a.id = s.account
   where s.token = $1 and s.ended_at is null and s.expires_at > $2 and s.seen_at > case s.subject_kind when 'officer' then $3::timestamptz else $4::timestamptz end
     and a.closed_at is null`,
)
/** The same by its id, for what was given out in its name. */
export const findSessionById = statement(
  'signIn.findSessionById',
  `select ${sessionColumns}, a.held_until as "heldUntil" from application.sessions s left join application.sign_in_accounts a on a.id = s.account
   where s.id = $1 and s.ended_at is null and s.expires_at > $2 and s.seen_at > case s.subject_kind when 'officer' then $3::timestamptz else $4::timestamptz end
     and a.closed_at is null`,
)
export const findSubject = statement(
  'signIn.findSubject',
  'select subject_kind as "subjectKind", subject from application.sessions where id = $1',
)
/** Also of a session whose time is over; not of one that somebody ended. */
export const findSubjectByToken = statement(
  'signIn.findSubjectByToken',
  'select subject_kind as "subjectKind", subject from application.sessions where token = $1 and ended_at is null',
)
export const sessionsOf = statement(
  'signIn.sessionsOf',
  `select ${sessionColumns} from application.sessions s
   where s.subject_kind = $1 and s.subject = $2 and s.ended_at is null and s.expires_at > $3
     and s.seen_at > case s.subject_kind when 'officer' then $4::timestamptz else $5::timestamptz end
   order by s.seen_at desc limit 100`,
)
export const seeSession = statement(
  'signIn.seeSession',
  'update application.sessions set seen_at = $2 where id = $1 and ended_at is null and seen_at < $2 returning id',
)
export const endSession = statement(
  'signIn.endSession',
  `update application.sessions set ended_at = $4, ended_why = $5
   where id = $1 and subject_kind = $2 and subject = $3 and ended_at is null returning id, account`,
)
export const endSessionsOf = statement(
  'signIn.endSessionsOf',
  `update application.sessions set ended_at = $2, ended_why = $3
   where account = $1 and ended_at is null and ($4::uuid is null or id <> $4) returning id`,
)
export const proveSession = statement(
  'signIn.proveSession',
  `update application.sessions set token = $2, acr = $3, proved_at = $4, seen_at = $4 where id = $1 and ended_at is null returning id`,
)
export const placeSession = statement(
  'signIn.placeSession',
  'update application.sessions set post = $2 where id = $1 and ended_at is null returning id',
)

export const knowsDevice = statement(
  'signIn.knowsDevice',
  'select from application.known_devices where account = $1 and device = $2 and seen_at > $3',
)
export const knowDevice = statement(
  'signIn.knowDevice',
  `insert into application.known_devices (account, device, seen_at) values ($1, $2, $3)
   on conflict (account, device) do update set seen_at = excluded.seen_at`,
)
export const forgetDevices = statement(
  'signIn.forgetDevices',
  'delete from application.known_devices where account = $1 returning 1',
)

export const addEnrolment = statement(
  'signIn.addEnrolment',
  `insert into application.enrolments (tag, account, purpose, given_by, given_at, expires_at) values ($1, $2, $3, $4, $5, $6)`,
)
export const useEnrolment = statement(
  'signIn.useEnrolment',
  `update application.enrolments set used_at = $3
   where tag = $1 and account = $2 and used_at is null and expires_at > $3 returning purpose, given_at as "givenAt"`,
)
export const voidEnrolments = statement(
  'signIn.voidEnrolments',
  'update application.enrolments set used_at = $2 where account = $1 and used_at is null returning purpose',
)

export const sweepAttempts = statement(
  'signIn.sweepAttempts',
  'delete from application.sign_in_attempts where expires_at < $1 returning 1',
)
export const sweepMessageCodes = statement(
  'signIn.sweepMessageCodes',
  'delete from application.message_codes where expires_at < $1 returning 1',
)
export const sweepSessions = statement(
  'signIn.sweepSessions',
  'delete from application.sessions where expires_at < $1 returning 1',
)
export const sweepThrottles = statement(
  'signIn.sweepThrottles',
  'delete from application.throttles where at < $1 returning 1',
)
export const sweepDevices = statement(
  'signIn.sweepDevices',
  'delete from application.known_devices where seen_at < $1 returning 1',
)
