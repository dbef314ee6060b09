import { isTelephone } from '#hubs/application/message'
import { refusal } from '#kernel/refusal'
import type { AccountNotices } from './account-notices.ts'
import type { Account } from './accounts.ts'
import { factorUnconfirmed } from './factors.ts'
import { deviceNamed } from './names.ts'
import type { Origin } from './needs.ts'
import { authenticatorAddress, base32 } from './one-time-code.ts'
import type { SignedIn } from './sessions.ts'
import type { SigningIn, SigningInNeeds } from './signing-in.ts'

export const accountUnknown = refusal('ACCOUNT_UNKNOWN', 404, 'This session has no account of the city')
export const proofNeeded = refusal('PROOF_NEEDED', 403, 'Prove again that it is you')
export const phoneInvalid = refusal('PHONE_INVALID', 422, 'This is no number of a mobile telephone')
export const phoneNotOffered = refusal('PHONE_NOT_OFFERED', 409, 'No telephone serves for signing in here')

/** 我的账户 What its owner sees and changes: sessions, factors, record. Whatever changes how one signs in needs a fresh proof. */
export function makeOwn(
  needs: SigningInNeeds & {
    readonly signingIn: Pick<SigningIn, 'where' | 'around'>
    readonly notices: Pick<AccountNotices, 'changed'>
  },
) {
  const { db, accounts, factors, passkeys, sessions, signingIn, notices, phones, throttle, afterwards } = needs

  const accountOf = async ({ account }: SignedIn): Promise<Account> => {
    const found = account === null ? undefined : await accounts.byId(db, account)
    if (!found) throw accountUnknown()
    return found
  }
  const proved = async (signedIn: SignedIn): Promise<Account> => {
    const account = await accountOf(signedIn)
    if (signedIn.acr < 2) throw proofNeeded({ remedy: 'Type password and code again.' })
    return account
  }

  return {
    async see(signedIn: SignedIn) {
      const own = await sessions.list(signedIn)
      if (signedIn.account === null)
        return { sessions: own, factors: [], records: [], heldUntil: null, hasAccount: false }
      const account = await accountOf(signedIn)
      const [list, records] = await Promise.all([factors.list(db, account), accounts.records(db, account.id)])
      return { sessions: own, factors: list, records, heldUntil: account.heldUntil, hasAccount: true }
    },

    /** 所记的登录信息 What is kept of how a person signs in, never a secret: telephone, factors, the latest records. Undefined: no account. */
    async kept(holder: string, limit: number) {
      const account = await accounts.byHolder(db, 'person', holder)
      if (!account) return undefined
      const [phone, list, records] = await Promise.all([
        factors.phoneOf(db, account),
        factors.list(db, account),
        accounts.records(db, account.id, limit),
      ])
      return { phone: phone ?? null, factors: list.filter(({ confirmedAt }) => confirmedAt !== null), records }
    },

    /** Another's session is as if it were not there. */
    async endSession(signedIn: SignedIn, id: string): Promise<boolean> {
      const over = await db.transaction(async sql => {
        const ended = await sessions.end(sql, signedIn, id, id === signedIn.id ? 'signed-out' : 'revoked')
        if (ended && signedIn.account !== null)
          await accounts.record(sql, signedIn.account, id === signedIn.id ? 'signed-out' : 'session-ended')
        return ended
      })
      if (over) needs.ended([id])
      return over
    },

    async endOthers(signedIn: SignedIn): Promise<void> {
      const { id } = await accountOf(signedIn)
      const over = await db.transaction(async sql => {
        const ended = await sessions.endAll(sql, id, 'revoked', signedIn.id)
        if (ended.length > 0) await accounts.record(sql, id, 'session-ended')
        return ended
      })
      needs.ended(over)
    },

    /** New printed codes; those before are worth nothing from now on. */
    async print(signedIn: SignedIn): Promise<readonly string[]> {
      const account = await proved(signedIn)
      if (!factors.allows(account.kind, 'printed')) throw proofNeeded({ remedy: 'Officers use a token or a passkey.' })
      return db.transaction(async sql => {
        await accounts.record(sql, account.id, 'factor-added', { byWhat: 'printed' })
        return factors.print(sql, account, 'printed')
      })
    },

    async beginAuthenticator(signedIn: SignedIn): Promise<void> {
      const account = await proved(signedIn)
      await db.transaction(async sql => void (await factors.begin(sql, account, 'authenticator')))
    },

    /** The secret that waits to be confirmed, as an authenticator takes it. */
    async waiting(signedIn: SignedIn): Promise<{ readonly secret: string; readonly address: string } | undefined> {
      const waiting = await factors.waiting(db, await proved(signedIn))
      return waiting && { secret: base32(waiting.secret), address: authenticatorAddress(waiting.secret, 'Plumbline') }
    },

    /** @throws FACTOR_UNCONFIRMED */
    async confirmAuthenticator(signedIn: SignedIn, code: string, origin: Origin): Promise<void> {
      const account = await proved(signedIn)
      await db.transaction(async sql => {
        await factors.confirm(sql, account, code)
        await accounts.record(sql, account.id, 'factor-added', { byWhat: 'authenticator', ...signingIn.where(origin) })
      })
    },

    offerPasskey: async (
      signedIn: SignedIn,
      { name, site }: { readonly name: string; readonly site: string },
      origin: Origin,
    ) => passkeys.offerToAdd(await proved(signedIn), { name: name || deviceNamed(origin.agent), site }, origin),

    /** @throws PASSKEY_FAILED, PASSKEYS_TOO_MANY */
    async addPasskey(
      signedIn: SignedIn,
      { name, ...made }: { readonly answer: string; readonly name: string; readonly site: string },
      origin: Origin,
    ): Promise<void> {
      const account = await proved(signedIn)
      await db.transaction(async sql => {
        await passkeys.add(sql, account, { ...made, name: name || deviceNamed(origin.agent) }, origin)
        await accounts.record(sql, account.id, 'factor-added', { byWhat: 'passkey', ...signingIn.where(origin) })
      })
      notices.changed(account, 'account-passkey')
    },

    /** The telephone it is, and the one that waits for its code; both masked. */
    async phone(signedIn: SignedIn): Promise<{ readonly present: string | null; readonly waiting: string | null }> {
      const account = await proved(signedIn)
      const own = (await factors.list(db, account)).filter(({ kind }) => kind === 'message')
      const labelOf = (confirmed: boolean): string | null =>
        own.find(({ confirmedAt }) => (confirmedAt !== null) === confirmed)?.label ?? null
      return { present: labelOf(true), waiting: labelOf(false) }
    },

    /** 更换手机号 A code goes to the new number; until it is typed nothing has changed. @throws PHONE_INVALID, PHONE_NOT_OFFERED */
    async beginPhone(signedIn: SignedIn, phone: string): Promise<void> {
      const account = await proved(signedIn)
      if (!phones || !factors.allows(account.kind, 'message'))
        throw phoneNotOffered({ remedy: 'Officers use a token or a passkey.' })
      if (!isTelephone(phone)) throw phoneInvalid()
      const { code } = await db.transaction(sql => factors.beginPhone(sql, account, phone))
      const text = `验证码 ${code}，五分钟内有效，用于把这个号码登记到准绳账户。不是您本人操作的，不要告诉任何人。`
      if (code !== undefined) afterwards(async () => phones.send({ to: phone, kind: 'code', text }))
    },

    /** The number before, and every address he gave, hear of it. @throws FACTOR_UNCONFIRMED, SIGN_IN_SLOWED */
    async confirmPhone(signedIn: SignedIn, code: string, origin: Origin): Promise<void> {
      const account = await proved(signedIn)
      const tried = [...signingIn.around(origin), { kind: 'own', who: `phone ${account.id}` } as const]
      await throttle.take(db, tried)
      const before = await factors.phoneOf(db, account)
      await db.transaction(async sql => {
        if (!(await factors.confirmPhone(sql, account, code))) throw factorUnconfirmed()
        await accounts.record(sql, account.id, 'factor-added', { byWhat: 'message', ...signingIn.where(origin) })
      })
      await throttle.give(db, tried)
      notices.changed(account, 'account-phone', before === undefined ? [] : [before])
    },

    /** @throws LAST_FACTOR */
    async endFactor(signedIn: SignedIn, factor: string): Promise<boolean> {
      const account = await proved(signedIn)
      return db.transaction(async sql => {
        const ended = await factors.end(sql, account.id, factor)
        if (ended) await accounts.record(sql, account.id, 'factor-ended')
        return ended
      })
    },
  }
}
