import { refusal } from '#kernel/refusal'
import type { Sql } from '#kernel/storage'
import { type Account, type Accounts, nobody } from './accounts.ts'
import { cookie, cookieNames, readCookie } from './cookies.ts'
import type { FactorKind, Factors } from './factors.ts'
import { deviceNamed, networkNamed, networkOf, tagsOfName } from './names.ts'
import type { Origin, SignInNeeds } from './needs.ts'
import type { Passkeys } from './passkeys.ts'
import type { Passwords } from './passwords.ts'
import type { Posts } from './posts.ts'
import { hashOf, newToken, typedCode } from './secrets.ts'
import type { Proved, Sessions, SignedIn } from './sessions.ts'
import * as store from './sign-in.store.ts'
import type { Throttle, Tried } from './throttle.ts'

export const signInFailed = refusal('SIGN_IN_FAILED', 401, 'Account, password and code do not fit together')
export const signInOver = refusal('SIGN_IN_OVER', 409, 'This sign-in has taken too long or too many tries; begin again')
export const proofFailed = refusal('PROOF_FAILED', 401, 'Password and code do not fit together')

export interface SigningInNeeds extends SignInNeeds {
  readonly accounts: Accounts
  readonly factors: Factors
  readonly passkeys: Passkeys
  readonly passwords: Passwords
  readonly posts: Posts
  readonly sessions: Sessions
  readonly throttle: Throttle
  /** 会话已结束 Told after the commit, to whoever gave something out in the name of these sessions. */
  readonly ended: (sessions: readonly string[]) => void
  /** Work that nobody waits for. */
  readonly afterwards: (work: () => Promise<void>) => void
}

/** A session was opened; an officer who is not `placed` chooses among his posts first. */
export interface Entered {
  readonly setCookie: string
  readonly placed: boolean
}

/** How long the code may be awaited, how often mistyped, and how long a device is remembered. */
const attempts = { lasts: { minutes: 10 }, tries: 5 } as const
const remembered = { hours: 24 * 180 } as const
/** Longer codes cannot be guessed: strangers who have used up the tries of six digits do not keep their owner out. */
const guessable = 6

/**
 * 登录 In two steps: name and password, then a code. What is typed first is answered only together with the second, and every step does the same
 * work for a number that nobody has, so that nobody learns from it whether somebody has an account, or whether a password was right.
 */
export function makeSigningIn(needs: SigningInNeeds) {
  const { db, clock, index, secure, accounts, factors, passkeys, passwords, posts, sessions, throttle } = needs
  const { phones, afterwards } = needs
  const names = cookieNames(secure)
  const hashOfDevice = (device: string): Buffer => index.tag('sign-in:device', device)

  const around = ({ device, address }: Origin): Tried[] => [
    { kind: 'network', who: networkOf(address) },
    ...(device === '' ? [] : [{ kind: 'device', who: device } as const]),
  ]
  async function knownHere(account: string | null, device: Buffer): Promise<boolean> {
    const since = clock.now().subtract(remembered)
    return (await db.run(store.knowsDevice, [account ?? nobody, device, since])).length > 0
  }
  const itself = ({ device }: Origin): Tried => ({ kind: 'device', who: device })
  /** Before anything is typed that could be guessed: a device of this account does not share what its network has used up. */
  const nearOf = async (origin: Origin, account: string | null): Promise<Tried[]> =>
    (await knownHere(account, hashOfDevice(origin.device))) ? [itself(origin)] : around(origin)
  /** Whose tries an attempt uses up. */
  async function triedOf(origin: Origin, account: string | null, name: Buffer, typed: string): Promise<Tried[]> {
    const device = hashOfDevice(origin.device)
    const known = await knownHere(account, device)
    const who = account ?? name.toString('base64url')
    if (known) return [itself(origin), { kind: 'own', who: `${who} ${device.toString('base64url')}` }]
    return typedCode(typed).length > guessable ? around(origin) : [...around(origin), { kind: 'strangers', who }]
  }
  const where = ({ agent, address }: Origin) => ({ device: deviceNamed(agent), network: networkNamed(address) })

  /** What somebody may act as from the start: a person as himself, an officer in his only post. */
  async function placeOf({ kind, holder }: Account): Promise<Pick<SignedIn, 'actsAs' | 'post'>> {
    if (kind === 'person') return { actsAs: holder }
    const post = await posts.only(holder)
    return { actsAs: holder, ...(post !== undefined && { post }) }
  }

  /** 登入 A session for somebody who has proved with two factors who he is; `first` is done in the same transaction. */
  async function enter(
    account: Account,
    by: FactorKind,
    origin: Origin,
    first: (sql: Sql) => Promise<void> = async () => {},
  ): Promise<Entered> {
    const place = await placeOf(account)
    const setCookie = await db.transaction(async sql => {
      await first(sql)
      await sql.run(store.knowDevice, [account.id, hashOfDevice(origin.device), clock.now()])
      await accounts.record(sql, account.id, 'signed-in', { byWhat: by, ...where(origin) })
      const subject = { kind: account.kind, id: account.holder }
      const { agent, address } = origin
      const opened = await sessions.open(sql, { account: account.id, subject, ...place, acr: 2, agent, address })
      return opened.setCookie
    })
    return { setCookie, placed: account.kind === 'person' || place.post !== undefined }
  }

  return {
    /** 第一步 Name and password. Always goes on to the code; the `Set-Cookie` binds the second step to this browser. @throws SIGN_IN_SLOWED */
    async begin(typed: { readonly name: string; readonly password: string }, origin: Origin): Promise<string> {
      const tags = tagsOfName(index, typed.name)
      const account = await accounts.byNames(db, tags)
      const tried = await nearOf(origin, account?.id ?? null)
      await throttle.take(db, tried)
      const { fits, outdated } = await passwords.check(typed.password, account?.password)
      if (outdated && account)
        afterwards(async () => accounts.setPassword(db, account, await passwords.hash(typed.password)))
      const token = newToken()
      await db.run(store.addAttempt, [
        hashOf(token),
        hashOfDevice(origin.device),
        account?.id ?? null,
        tags[0],
        fits,
        clock.now().add(attempts.lasts),
      ])
      await throttle.give(db, tried)
      return cookie(names.attempt, token, { secure, maxAge: 600 })
    },

    /** Whether a sign-in waits for its code in this browser. */
    async waits(cookieHeader: string | undefined, origin: Origin): Promise<boolean> {
      const token = readCookie(cookieHeader, names.attempt)
      if (token === undefined) return false
      const values = [hashOf(token), hashOfDevice(origin.device), clock.now(), attempts.tries]
      return (await db.run(store.findAttempt, values)).length > 0
    },

    /** 短信码 Sends a code, if there is somebody to send it to; nothing of that is seen here. @throws SIGN_IN_OVER, SIGN_IN_SLOWED */
    async message(cookieHeader: string | undefined, origin: Origin): Promise<void> {
      const token = readCookie(cookieHeader, names.attempt)
      if (token === undefined) throw signInOver()
      const values = [hashOf(token), hashOfDevice(origin.device), clock.now(), attempts.tries]
      const [attempt] = await db.run<{ account: string | null; fits: boolean }>(store.findAttempt, values)
      if (!attempt) throw signInOver()
      await throttle.take(db, await nearOf(origin, attempt.account))
      afterwards(async () => {
        const { account: id, fits } = attempt
        const account = id !== null && fits ? await accounts.byId(db, id) : undefined
        const phone =
          account && factors.allows(account.kind, 'message') ? await factors.phoneOf(db, account) : undefined
        const code = phone === undefined ? undefined : await factors.messageCode(db, account!.id)
        if (phone !== undefined && code !== undefined)
          await phones?.send({
            to: phone,
            kind: 'code',
            text: `验证码 ${code}，五分钟内有效，用于登录准绳。工作人员不会向您索要。`,
          })
      })
    },

    /** 第二步 The code. @throws SIGN_IN_FAILED whatever was wrong, SIGN_IN_OVER, SIGN_IN_SLOWED */
    async finish(
      cookieHeader: string | undefined,
      typed: string,
      origin: Origin,
    ): Promise<{ readonly setCookies: readonly string[]; readonly placed: boolean }> {
      const token = readCookie(cookieHeader, names.attempt)
      if (token === undefined) throw signInOver()
      const values = [hashOf(token), hashOfDevice(origin.device), clock.now(), attempts.tries]
      const [attempt] = await db.run<{ account: string | null; name: Buffer; fits: boolean }>(store.tryAttempt, values)
      if (!attempt) throw signInOver()
      const tried = await triedOf(origin, attempt.account, attempt.name, typed)
      await throttle.take(db, tried)
      const account = await accounts.byId(db, attempt.account ?? nobody)
      // A wrong password does not use up a good code of the person whose name was typed.
      const by = await factors.check(db, attempt.fits ? account : undefined, typed)
      if (!account || by === undefined) {
        const refused = attempt.account
        if (refused !== null) afterwards(() => accounts.record(db, refused, 'refused', where(origin)))
        throw signInFailed()
      }
      const { setCookie, placed } = await enter(account, by, origin, async sql => {
        const finished = await sql.run(store.finishAttempt, [hashOf(token), clock.now()])
        if (finished.length === 0) throw signInOver()
      })
      await throttle.give(db, tried)
      return { setCookies: [setCookie, cookie(names.attempt, '', { secure, maxAge: 0 })], placed }
    },

    /** 再次认证 Password and code again, within the session, before a power is used. @throws PROOF_FAILED, SIGN_IN_SLOWED */
    async prove(
      signedIn: SignedIn,
      typed: { readonly password: string; readonly code: string },
      origin: Origin,
    ): Promise<Proved> {
      const account = signedIn.account === null ? undefined : await accounts.byId(db, signedIn.account)
      const tried = await triedOf(origin, signedIn.account, hashOf(signedIn.subject.id), typed.code)
      await throttle.take(db, tried)
      const { fits } = await passwords.check(typed.password, account?.password)
      const by = await factors.check(db, fits ? account : undefined, typed.code)
      if (!account || by === undefined) throw proofFailed()
      const proved = await db.transaction(async sql => {
        await accounts.record(sql, account.id, 'proved', { byWhat: by, ...where(origin) })
        return sessions.prove(sql, signedIn.id)
      })
      await throttle.give(db, tried)
      return proved
    },

    /** 凭通行密钥登录 One step: the passkey says whose it is. Nobody guesses a signature, so no throttle stands before it. @throws PASSKEY_FAILED */
    async finishByPasskey(answer: string, origin: Origin, site: string): Promise<Entered> {
      return enter(await passkeys.check(answer, origin, site), 'passkey', origin)
    },

    /** @throws PROOF_FAILED for a session without an account */
    async offerProof(signedIn: SignedIn, origin: Origin, site: string) {
      const account = signedIn.account === null ? undefined : await accounts.byId(db, signedIn.account)
      if (!account) throw proofFailed()
      return passkeys.offer(origin, site, account)
    },

    /** @throws PASSKEY_FAILED */
    async proveByPasskey(signedIn: SignedIn, answer: string, origin: Origin, site: string): Promise<Proved> {
      const account = await passkeys.check(answer, origin, site, signedIn.account ?? nobody)
      return db.transaction(async sql => {
        await accounts.record(sql, account.id, 'proved', { byWhat: 'passkey', ...where(origin) })
        return sessions.prove(sql, signedIn.id)
      })
    },

    around,
    nearOf,
    triedOf,
    where,
  }
}
export type SigningIn = ReturnType<typeof makeSigningIn>
