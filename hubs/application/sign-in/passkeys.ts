import { isIP } from 'node:net'
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server'
import { refusal } from '#kernel/refusal'
import type { Sql } from '#kernel/storage'
import { type Account, type Accounts, boundTo } from './accounts.ts'
import type { Factors } from './factors.ts'
import type { Origin, SignInNeeds } from './needs.ts'
import * as store from './passkey.store.ts'

export const passkeyFailed = refusal('PASSKEY_FAILED', 401, 'The passkey was not accepted')
export const passkeysTooMany = refusal('PASSKEYS_TOO_MANY', 409, 'An account keeps ten passkeys at most')

/** 通行密钥 As it lies sealed with its factor: what its authenticator calls it, its public key, and what its owner calls it. */
export interface PasskeyKept {
  readonly id: string
  readonly key: string
  readonly transports: readonly string[]
  readonly name: string
}

const lasts = { minutes: 5 } as const
const most = 10
const longestAnswer = 16_384
/** Loaded with the first passkey: nobody else waits for it. */
const library = () => import('@simplewebauthn/server')

/** Names of authenticators, not addresses: browsers know a passkey by a name only (WebAuthn §5.1.2, valid domain). */
const hostOf = (site: string): string => new URL(site).hostname
export const hasPasskeys = (site: string): boolean => isIP(hostOf(site).replace(/^\[|\]$/g, '')) === 0

export interface PasskeysNeeds extends Pick<SignInNeeds, 'db' | 'clock' | 'keyring' | 'index'> {
  readonly accounts: Accounts
  readonly factors: Factors
}

/**
 * 通行密钥 WebAuthn: something one has, opened by what one is or knows, and good at this site only (`https://city.example`). It is two factors by
 * itself, so the authenticator must have verified its user. What was wrong with an answer is told to nobody.
 */
export function makePasskeys({ db, clock, keyring, index, accounts, factors }: PasskeysNeeds) {
  const tagOf = (id: string): Buffer => index.tag('sign-in:passkey', id)
  const challengeTag = (challenge: string): Buffer => index.tag('sign-in:challenge', challenge)
  const deviceTag = ({ device }: Origin): Buffer => index.tag('sign-in:device', device)

  const unsealed = ({ id, key }: Account, sealed: Buffer): PasskeyKept =>
    JSON.parse(keyring.unseal(key, sealed, boundTo(id, 'passkey')).toString()) as PasskeyKept
  const keptOf = async (account: Account): Promise<readonly PasskeyKept[]> =>
    (await db.run<{ sealed: Buffer }>(store.passkeysOf, [account.id])).map(({ sealed }) => unsealed(account, sealed))

  const remember = (challenge: string, origin: Origin, account: string | null) =>
    db.run(store.addChallenge, [challengeTag(challenge), deviceTag(origin), account, clock.now().add(lasts)])
  /** The challenge is one we gave this browser lately, for this purpose, and is used up now. */
  const ours = (origin: Origin, account: string | null) => async (challenge: string) =>
    (await db.run(store.useChallenge, [challengeTag(challenge), deviceTag(origin), account, clock.now()])).length > 0

  function read<Answer>(text: string): Answer & { readonly id: string } {
    try {
      const answer: unknown = text.length > longestAnswer ? null : JSON.parse(text)
      const { id } = answer as { id?: unknown }
      if (typeof id === 'string' && id.length <= 1_400) return answer as Answer & { readonly id: string }
    } catch (cause) {
      throw passkeyFailed({ cause })
    }
    throw passkeyFailed()
  }

  return {
    /** What the browser is asked to make. */
    async offerToAdd(
      account: Account,
      { name, site }: { readonly name: string; readonly site: string },
      origin: Origin,
    ): Promise<PublicKeyCredentialCreationOptionsJSON> {
      const known = await keptOf(account)
      if (known.length >= most) throw passkeysTooMany({ remedy: 'Remove one that you do not use any more.' })
      const { generateRegistrationOptions } = await library()
      const options = await generateRegistrationOptions({
        rpName: '准绳 Plumbline',
        rpID: hostOf(site),
        // What the authenticator shows whoever holds it: the owner's own word for it, no name and no number of the city's.
        userName: name,
        userDisplayName: name,
        userID: new Uint8Array(Buffer.from(account.id)),
        attestationType: 'none',
        excludeCredentials: known.map(({ id }) => ({ id })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      })
      await remember(options.challenge, origin, account.id)
      return options
    },

    /** @throws PASSKEY_FAILED, PASSKEYS_TOO_MANY */
    async add(
      sql: Sql,
      account: Account,
      { answer, name, site }: { readonly answer: string; readonly name: string; readonly site: string },
      origin: Origin,
    ): Promise<void> {
      if ((await keptOf(account)).length >= most) throw passkeysTooMany()
      const { verifyRegistrationResponse } = await library()
      const verified = await verifyRegistrationResponse({
        response: read<RegistrationResponseJSON>(answer),
        expectedChallenge: ours(origin, account.id),
        expectedOrigin: site,
        expectedRPID: hostOf(site),
        requireUserVerification: true,
      }).catch(cause => {
        throw passkeyFailed({ cause })
      })
      if (!verified.verified) throw passkeyFailed()
      const { id, publicKey, counter, transports = [] } = verified.registrationInfo.credential
      const kept: PasskeyKept = { id, key: Buffer.from(publicKey).toString('base64url'), transports, name }
      const factor = await factors.addPasskey(sql, account, Buffer.from(JSON.stringify(kept)))
      if ((await sql.run(store.addPasskey, [tagOf(id), factor, account.id, counter])).length === 0)
        throw passkeyFailed()
    },

    /** What the browser is asked to answer: the same for everybody who signs in, so it tells of nobody; `account` for one who proves again. */
    async offer(
      origin: Origin,
      site: string,
      account: Account | null = null,
    ): Promise<PublicKeyCredentialRequestOptionsJSON> {
      const { generateAuthenticationOptions } = await library()
      const own = account === null ? [] : await keptOf(account)
      const options = await generateAuthenticationOptions({
        rpID: hostOf(site),
        userVerification: 'required',
        ...(account !== null && { allowCredentials: own.map(({ id }) => ({ id })) }),
      })
      await remember(options.challenge, origin, account?.id ?? null)
      return options
    },

    /** 验通行密钥 Whose passkey answered; `expected`, where it must be this account's. @throws PASSKEY_FAILED whatever was wrong */
    async check(text: string, origin: Origin, site: string, expected: string | null = null): Promise<Account> {
      const answer = read<AuthenticationResponseJSON>(text)
      const tag = tagOf(answer.id)
      const [row] = await db.run<{ factor: string; account: string; counter: number; sealed: Buffer }>(
        store.findPasskey,
        [tag],
      )
      const account = row && (await accounts.byId(db, row.account))
      if (!row || !account || (expected !== null && account.id !== expected)) throw passkeyFailed()
      const { id, key } = unsealed(account, row.sealed)
      const { verifyAuthenticationResponse } = await library()
      const verified = await verifyAuthenticationResponse({
        response: answer,
        expectedChallenge: ours(origin, expected),
        expectedOrigin: site,
        expectedRPID: hostOf(site),
        requireUserVerification: true,
        // Asked below, by one statement, so that of two answers with one count one at most is taken.
        credential: { id, publicKey: new Uint8Array(Buffer.from(key, 'base64url')), counter: 0 },
      }).catch(cause => {
        throw passkeyFailed({ cause })
      })
      const { userHandle } = answer.response
      const handled = userHandle === undefined || Buffer.from(userHandle, 'base64url').toString() === account.id
      if (!verified.verified || !handled) throw passkeyFailed()
      const { newCounter } = verified.authenticationInfo
      if ((await db.run(store.countPasskey, [tag, newCounter])).length === 0) {
        await accounts.record(db, account.id, 'refused', { byWhat: 'passkey' })
        throw passkeyFailed({ detail: 'its counter went back: a copy of it is in use' })
      }
      await factors.markUsed(db, row.factor)
      return account
    },

    sweep: async (): Promise<void> => void (await db.run(store.sweepChallenges, [clock.now()])),
  }
}
export type Passkeys = ReturnType<typeof makePasskeys>
