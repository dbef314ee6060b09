import { statement } from '#kernel/storage'

export const addPasskey = statement(
  'passkey.add',
  'insert into application.passkeys (tag, factor, account, counter) values ($1, $2, $3, $4) on conflict (tag) do nothing returning factor',
)
export const findPasskey = statement(
  'passkey.find',
  `select p.factor, p.account, p.counter::float8 as counter, f.sealed from application.passkeys p join application.factors f on f.id = p.factor
   where p.tag = $1 and f.ended_at is null`,
)
/** A counter that does not rise is that of an authenticator copied. One that stays at 0 does not count. */
export const countPasskey = statement(
  'passkey.count',
  'update application.passkeys set counter = $2 where tag = $1 and (counter < $2 or (counter = 0 and $2 = 0)) returning factor',
)
export const passkeysOf = statement(
  'passkey.of',
  `select sealed from application.factors where account = $1 and kind = 'passkey' and ended_at is null`,
)
export const addChallenge = statement(
  'passkey.addChallenge',
  'insert into application.passkey_challenges (tag, device, account, expires_at) values ($1, $2, $3, $4)',
)
/** Once, by whoever comes first. */
export const useChallenge = statement(
  'passkey.useChallenge',
  `update application.passkey_challenges set used_at = $4
   where tag = $1 and device = $2 and account is not distinct from $3::uuid and used_at is null and expires_at > $4 returning 1`,
)
export const sweepChallenges = statement(
  'passkey.sweepChallenges',
  'delete from application.passkey_challenges where expires_at < $1 returning 1',
)
