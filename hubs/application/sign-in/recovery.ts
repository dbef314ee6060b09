import { uuidv7 } from '#kernel/clock'
import { refusal } from '#kernel/refusal'
import type { Sql } from '#kernel/storage'
import type { AccountNotices } from './account-notices.ts'
import { type Account, nobody } from './accounts.ts'
import { cookie, cookieNames, readCookie } from './cookies.ts'
import { enrolmentTag, registrationClosed } from './enrolment.ts'
import { heldFor } from './held.ts'
import { nameTag, tagsOfName } from './names.ts'
import type { Origin } from './needs.ts'
import * as store from './recovery.store.ts'
import { hashOf, newCode, newToken, sameText, typedCode } from './secrets.ts'
import { addEnrolment, forgetDevices, voidEnrolments } from './sign-in.store.ts'
import type { SigningIn, SigningInNeeds } from './signing-in.ts'

export const recoveryFailed = refusal('RECOVERY_FAILED', 401, 'Number and proofs do not fit together')
export const recoveryOver = refusal(
  'RECOVERY_OVER',
  409,
  'This recovery has taken too long or too many tries; begin again',
)
export const recoveryNotCancelled = refusal('RECOVERY_NOT_CANCELLED', 422, 'Number and code do not fit together')

/**
 * 证明 One thing that shows whose account it is. An authenticator and a message are one thing, for both are the telephone. A passkey’s `answer` is
 * what the browser gave for a challenge of ours.
 */
export type RecoveryProof =
  | { readonly kind: 'printed' | 'phone'; readonly code: string }
  | { readonly kind: 'network'; readonly name: string; readonly number: string; readonly credential: string }
  | { readonly kind: 'passkey'; readonly answer: string; readonly site: string }

interface Attempt {
  readonly account: string | null
  readonly name: Buffer
  readonly proof: RecoveryProof['kind'] | null
  readonly proved: boolean
}

const attempts = { lasts: { minutes: 20 }, tries: 6 } as const
/** How long the code is good with which a new password is set. */
const codeLasts = { minutes: 30 } as const
const codeLength = 15
export interface RecoveryNeeds extends SigningInNeeds {
  readonly signingIn: Pick<SigningIn, 'nearOf' | 'where' | 'triedOf'>
  readonly notices: Pick<AccountNotices, 'tell' | 'note'>
}

/**
 * 网上恢复 By two proofs of two kinds, one after the other, and only after the second anything is told: not whether the number has an account, nor
 * whether the first proof was good. The old channels hear of it, nothing sensitive is done for three days, and any of them takes it back. Officers
 * come to their security administrator instead.
 */
export function makeRecovery(needs: RecoveryNeeds) {
  const { db, clock, index, secure, accounts, factors, passkeys, sessions, throttle } = needs
  const { phones, networkIdentity, signingIn, afterwards } = needs
  const names = cookieNames(secure)
  const deviceTag = ({ device }: Origin): Buffer => index.tag('sign-in:device', device)
  const cancelTag = (account: string, code: string): Buffer =>
    index.tag('sign-in:recovery', `${account} ${typedCode(code)}`)
  function keyOf(cookieHeader: string | undefined, origin: Origin) {
    const token = readCookie(cookieHeader, names.recovery)
    if (token === undefined) throw recoveryOver()
    return { token: hashOf(token), values: [hashOf(token), deviceTag(origin), clock.now(), attempts.tries] }
  }

  /** Whoever may recover online: a person who has used his account. */
  async function ownerOf({ account: id }: Attempt): Promise<Account | undefined> {
    const account = await accounts.byId(db, id ?? nobody)
    return account?.kind === 'person' && account.password !== undefined ? account : undefined
  }

  /** Puts the same questions for a number that nobody has. @throws REGISTRATION_CLOSED, whoever asks */
  async function isGood(account: Account | undefined, proof: RecoveryProof, origin: Origin): Promise<boolean> {
    switch (proof.kind) {
      case 'printed':
        return (await factors.check(db, account, proof.code)) === 'printed'
      case 'phone': {
        const by = await factors.check(db, account, proof.code)
        return by === 'message' || by === 'authenticator'
      }
      case 'network': {
        if (!networkIdentity) throw registrationClosed()
        const { name, number, credential } = proof
        const answer = await networkIdentity.compare({ name, number, credential })
        if (answer === 'unavailable') throw registrationClosed({ remedy: 'Try again later, or come to a counter.' })
        const named = await accounts.byNames(db, [nameTag(index, 'citizen', number)])
        return answer === 'same' && account !== undefined && named?.id === account.id
      }
      case 'passkey':
        return passkeys.check(proof.answer, origin, proof.site).then(
          owner => owner.id === account?.id,
          () => false,
        )
    }
  }
  /** What cannot be guessed is not slowed down by strangers who guess. */
  const typedOf = (proof: RecoveryProof): string => ('code' in proof ? proof.code : 'not to be guessed')

  /** 恢复码 With which the new password is set; undefined where the account is not to be recovered online now. */
  async function issue(token: Buffer, account: Account): Promise<string | undefined> {
    const code = newCode(codeLength)
    return db.transaction(async sql => {
      const now = clock.now()
      const [before] = await sql.run<{ closed: boolean }>(store.lockAccount, [account.id])
      const open = await sql.run(store.openRecovery, [account.id, now])
      if (!before || before.closed || open.length > 0) return undefined
      if ((await sql.run(store.finishAttempt, [token, now])).length === 0) return undefined
      await sql.run(voidEnrolments, [account.id, now])
      const values = [enrolmentTag(index, account.id, code), account.id, 'recover-online', 'online', now]
      await sql.run(addEnrolment, [...values, now.add(codeLasts)])
      return code
    })
  }

  return {
    /** The number; always goes on. @returns the `Set-Cookie` that binds the proofs to this browser. @throws SIGN_IN_SLOWED */
    async begin(number: string, origin: Origin): Promise<string> {
      const tags = tagsOfName(index, number)
      const account = await accounts.byNames(db, tags)
      const tried = await signingIn.nearOf(origin, account?.id ?? null)
      await throttle.take(db, tried)
      const token = newToken()
      const until = clock.now().add(attempts.lasts)
      await db.run(store.addAttempt, [hashOf(token), deviceTag(origin), account?.id ?? null, tags[0], until])
      await throttle.give(db, tried)
      return cookie(names.recovery, token, { secure, maxAge: 1_200 })
    },

    /**
     * 出示证明 The first proof, of which nothing is told; then the second, of another kind. @returns the code with which a new password is set, after
     * the second. @throws RECOVERY_FAILED whatever was wrong, RECOVERY_OVER, REGISTRATION_CLOSED, SIGN_IN_SLOWED
     */
    async prove(
      cookieHeader: string | undefined,
      proof: RecoveryProof,
      origin: Origin,
    ): Promise<{ readonly code?: string }> {
      const { token, values } = keyOf(cookieHeader, origin)
      const [attempt] = await db.run<Attempt>(store.tryAttempt, values)
      if (!attempt) throw recoveryOver()
      const tried = await signingIn.triedOf(origin, attempt.account, attempt.name, typedOf(proof))
      await throttle.take(db, tried)
      const account = await ownerOf(attempt)
      const good = await isGood(account, proof, origin).catch(async fault => {
        // That the service is away is nobody's failure.
        await throttle.give(db, tried)
        throw fault
      })
      if (attempt.proof === null) {
        await db.run(store.proveAttempt, [token, proof.kind, good])
        if (good) await throttle.give(db, tried)
        return {}
      }
      const fits = good && attempt.proved && attempt.proof !== proof.kind
      const code = account && fits ? await issue(token, account) : undefined
      if (code === undefined) throw recoveryFailed()
      await throttle.give(db, tried)
      return { code }
    },

    /** 短信码 To the telephone of the account, after a first proof that was good; nothing of that is seen here. @throws RECOVERY_OVER, SIGN_IN_SLOWED */
    async message(cookieHeader: string | undefined, origin: Origin): Promise<void> {
      const { values } = keyOf(cookieHeader, origin)
      const [attempt] = await db.run<Attempt>(store.findAttempt, values)
      if (!attempt) throw recoveryOver()
      await throttle.take(db, await signingIn.nearOf(origin, attempt.account))
      afterwards(async () => {
        const account = attempt.proved ? await ownerOf(attempt) : undefined
        const to = account && (await factors.phoneOf(db, account))
        const code = to === undefined ? undefined : await factors.messageCode(db, account!.id)
        const text = `验证码 ${code}，五分钟内有效，用于恢复准绳账户。不是您本人操作的，不要告诉任何人，并拨打12345。`
        if (to !== undefined && code !== undefined) await phones?.send({ to, kind: 'code', text })
      })
    },

    /**
     * Sets aside what was before, so that it can come back; at the counter also the telephone that was replaced since the officer gave the code. @returns
     * the code by which it does. In the caller’s transaction, before the new password.
     */
    async setAside(sql: Sql, account: Account, atCounter?: { readonly since: string }): Promise<string> {
      const cancel = newCode(codeLength)
      const now = clock.now()
      const [before] = await sql.run<{ password: Buffer | null }>(store.lockAccount, [account.id])
      const aside = await sql.run<{ id: string }>(store.setAside, [account.id, now])
      const phones = atCounter
        ? await sql.run<{ id: string }>(store.phonesEndedSince, [account.id, atCounter.since])
        : []
      await sql.run(store.addRecovery, [
        ...[uuidv7(clock), account.id, atCounter?.since ?? now, now.add(heldFor), cancelTag(account.id, cancel)],
        ...[before?.password ?? null, [...aside, ...phones].map(({ id }) => id), atCounter !== undefined],
      ])
      return cancel
    },

    /** 知会 Wherever the account could be reached before, an old telephone included: what happened, and how to take it back. */
    tell(account: Account, cancel: string, how: 'online' | 'counter'): void {
      const happened = how === 'online' ? '在网上凭两项证明恢复' : '凭窗口核验恢复'
      const text = `您的准绳账户已${happened}，72小时内不能办理敏感事项。不是您本人操作的，请在本站“撤销恢复”（/sign-in/recover/cancel）输入撤销码 ${cancel}，或立即拨打12345。`
      const kind = how === 'online' ? 'account-recovered' : 'account-recovered-at-counter'
      needs.notices.tell(account, kind, { subject: '您的准绳账户已经恢复', text, letter: true })
    },

    /** At the counter he has shown who he is: what happened before is over. */
    async close(sql: Sql, account: string): Promise<void> {
      await sql.run(store.closeRecoveries, [account, clock.now()])
      await sql.run(store.reopen, [account])
    },

    /**
     * 撤销恢复 By the code that was sent, or, of one that was done online, a printed code from before. Everything is as it was, whoever is signed in is signed out, and from now on
     * only the counter recovers this account. @throws RECOVERY_NOT_CANCELLED whatever was wrong, SIGN_IN_SLOWED
     */
    async cancel({ number, code }: { readonly number: string; readonly code: string }, origin: Origin): Promise<void> {
      const tags = tagsOfName(index, number)
      const account = await accounts.byNames(db, tags)
      const id = account?.id ?? nobody
      const tried = await signingIn.triedOf(origin, account?.id ?? null, tags[0]!, code)
      await throttle.take(db, tried)
      const over = await db.transaction(async sql => {
        await sql.run(store.lockAccount, [id])
        const now = clock.now()
        const [open] = await sql.run<{
          readonly id: string
          readonly recoveredAt: string
          readonly cancel: Buffer
          readonly password: Buffer | null
          readonly factors: readonly string[]
          readonly atCounter: boolean
        }>(store.openRecovery, [id, now])
        const sent = open?.cancel ?? hashOf(newToken())
        const bySent = sameText(sent.toString('hex'), cancelTag(id, code).toString('hex'))
        // Whoever came to the counter may have done so because of an old list in other hands.
        const lists = open?.atCounter ? [] : (open?.factors ?? [])
        const byOldCode = [factors.printedTag(id, code), id, lists]
        const known = (await sql.run(store.knowsOldCode, byOldCode)).length > 0 || bySent
        if (!account || !open || !known) throw recoveryNotCancelled()
        await sql.run(store.cancelRecovery, [open.id, now])
        await sql.run(store.endFactorsSince, [id, open.recoveredAt, now])
        await sql.run(store.restoreFactors, [id, open.factors])
        await sql.run(store.restorePassword, [id, open.password, now])
        await sql.run(forgetDevices, [id])
        await accounts.record(sql, id, 'recovery-cancelled', signingIn.where(origin))
        return sessions.endAll(sql, id, 'recovered')
      })
      await throttle.give(db, tried)
      needs.ended(over)
      needs.notices.note(account!, 'account-recovery-cancelled')
    },

    sweep: async (): Promise<void> => void (await db.run(store.sweepAttempts, [clock.now()])),
  }
}
export type Recovery = ReturnType<typeof makeRecovery>
