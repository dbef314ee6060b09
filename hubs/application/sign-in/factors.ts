import { randomBytes } from 'node:crypto'
import { uuidv7 } from '#kernel/clock'
import { maskedIdentifier } from '#kernel/party'
import { refusal } from '#kernel/refusal'
import type { Sql } from '#kernel/storage'
import { type Account, type AccountKind, boundTo, nobody } from './accounts.ts'
import * as store from './factor.store.ts'
import type { SignInNeeds } from './needs.ts'
import { base32, fittingStep } from './one-time-code.ts'
import { newCode, newDigits, typedCode } from './secrets.ts'

export const factorUnconfirmed = refusal('FACTOR_UNCONFIRMED', 422, 'The code is not the one that was expected')
export const lastFactor = refusal('LAST_FACTOR', 409, 'An account keeps at least one second factor')

export type FactorKind = 'authenticator' | 'message' | 'printed' | 'passkey'

/** 认证要素 What somebody has besides his password, as he sees it himself. */
export interface Factor {
  readonly id: string
  readonly kind: FactorKind
  readonly label: string
  readonly addedAt: string
  readonly confirmedAt: string | null
  readonly usedAt: string | null
}
interface FactorRow extends Factor {
  readonly sealed: Buffer | null
  readonly lastStep: number | null
}

/** Officers use what cannot be read by somebody else on the way or copied from a drawer: a token or a passkey. */
const allowed: Readonly<Record<AccountKind, ReadonlySet<FactorKind>>> = {
  person: new Set(['authenticator', 'message', 'printed', 'passkey']),
  officer: new Set(['authenticator', 'passkey']),
}

const printed = { count: 10, length: 10 }
const messageLasts = { minutes: 5 }
const messagesAnHour = 5
/** Stands in for the secret of somebody who has none, so that the same work is done. */
const secretOfNobody = randomBytes(20)

/** 认证要素 Codes of authenticators, messages and printed lists: each good once. */
export function makeFactors({ clock, keyring, index }: Pick<SignInNeeds, 'clock' | 'keyring' | 'index'>) {
  const rows = (sql: Sql, account: string) => sql.run<FactorRow>(store.factorsOf, [account])
  const unsealed = ({ id, key }: Account, kind: FactorKind, sealed: Buffer): Buffer =>
    keyring.unseal(key, sealed, boundTo(id, kind))
  const tagOf = (kind: 'printed' | 'message', account: string, code: string): Buffer =>
    index.tag(`sign-in:${kind}`, `${account} ${code}`)

  const printedLeft = async (sql: Sql, account: string): Promise<number> =>
    (await sql.run<{ left: number }>(store.printedCodesLeft, [account]))[0]!.left
  const nameOfPasskey = (account: Account, sealed: Buffer): string =>
    (JSON.parse(unsealed(account, 'passkey', sealed).toString()) as { readonly name: string }).name

  async function byAuthenticator(sql: Sql, account: Account | undefined, factors: readonly FactorRow[], code: string) {
    const own = factors.filter(({ kind, confirmedAt }) => kind === 'authenticator' && confirmedAt !== null)
    if (own.length === 0) fittingStep(secretOfNobody, code, clock.now(), null)
    for (const { id, sealed, lastStep } of own) {
      const step = fittingStep(unsealed(account!, 'authenticator', sealed!), code, clock.now(), lastStep)
      if (step === undefined) continue
      if ((await sql.run(store.useStep, [id, step, clock.now()])).length > 0) return true
    }
    return false
  }

  async function add(sql: Sql, { id, key }: Account, kind: FactorKind, wanted: { sealed?: Buffer; label: string }) {
    const factor = uuidv7(clock)
    const sealed = wanted.sealed ? keyring.seal(key, wanted.sealed, boundTo(id, kind)) : null
    const confirmed = kind === 'printed' || kind === 'passkey' ? clock.now() : null
    await sql.run(store.addFactor, [factor, id, kind, sealed, wanted.label, clock.now(), confirmed])
    return factor
  }

  const phoneTag = (factor: string, code: string): Buffer => index.tag('sign-in:new-phone', `${factor} ${code}`)

  /** Six digits that are kept as a tag for five minutes; undefined after too many within the hour. */
  async function sentCode(sql: Sql, account: string, tag: (code: string) => Buffer): Promise<string | undefined> {
    const now = clock.now()
    const [sent] = await sql.run<{ count: number }>(store.messageCodesSince, [account, now.subtract({ hours: 1 })])
    if (sent!.count >= messagesAnHour) return undefined
    const code = newDigits(6)
    const values = [tag(code), account, now, now.add(messageLasts)]
    return (await sql.run(store.addMessageCode, values)).length > 0 ? code : undefined
  }

  return {
    allows: (kind: AccountKind, factor: FactorKind): boolean => allowed[kind].has(factor),

    list: async (sql: Sql, account: Account): Promise<readonly (Factor & { readonly left?: number })[]> => {
      const [own, left] = await Promise.all([rows(sql, account.id), printedLeft(sql, account.id)])
      return own.map(({ id, kind, label, addedAt, confirmedAt, usedAt, sealed }) => ({
        ...{ id, kind, label, addedAt, confirmedAt, usedAt },
        ...(kind === 'printed' && { left }),
        ...(kind === 'passkey' && { label: nameOfPasskey(account, sealed!) }),
      }))
    },

    /**
     * 核一次性码 By what a typed code is good for this account, and now used up; undefined: it is not. Nobody's code is looked for with
     * the same questions as somebody's.
     */
    async check(sql: Sql, account: Account | undefined, typed: string): Promise<FactorKind | undefined> {
      const code = typedCode(typed)
      const id = account?.id ?? nobody
      const factors = await rows(sql, id)
      const may = (kind: FactorKind) => account !== undefined && allowed[account.kind].has(kind)
      const good = async (kind: 'printed' | 'message', used: readonly unknown[]): Promise<FactorKind | undefined> => {
        if (used.length === 0 || !may(kind)) return undefined
        await sql.run(store.markUsed, [id, kind, clock.now()])
        return kind
      }
      if (code.length === printed.length)
        return good('printed', await sql.run(store.usePrintedCode, [tagOf('printed', id, code), id, clock.now()]))
      if (await byAuthenticator(sql, account, factors, code)) return 'authenticator'
      return good('message', await sql.run(store.useMessageCode, [tagOf('message', id, code), id, clock.now()]))
    },

    printedTag: (account: string, typed: string): Buffer => tagOf('printed', account, typedCode(typed)),

    /** 打印码 New codes in place of the old ones; what is returned is shown once. */
    async print(sql: Sql, account: Account, label: string): Promise<readonly string[]> {
      await sql.run(store.endFactorsOfKind, [account.id, 'printed', clock.now()])
      const factor = await add(sql, account, 'printed', { label })
      const codes = Array.from({ length: printed.count }, () => newCode(printed.length))
      const tags = codes.map(code => tagOf('printed', account.id, typedCode(code)))
      await sql.run(store.addPrintedCodes, [tags, factor, account.id])
      return codes
    },

    /** 验证器 A new secret, in base 32, that counts only once a code of it was typed. */
    async begin(sql: Sql, account: Account, label: string): Promise<{ readonly id: string; readonly secret: string }> {
      for (const { id, kind, confirmedAt } of await rows(sql, account.id))
        if (kind === 'authenticator' && confirmedAt === null)
          await sql.run(store.endFactor, [id, account.id, clock.now()])
      const secret = randomBytes(20)
      return { id: await add(sql, account, 'authenticator', { sealed: secret, label }), secret: base32(secret) }
    },

    /** 令牌 The token an officer is handed with his account, in place of the one before. */
    async issueToken(sql: Sql, account: Account): Promise<string> {
      await sql.run(store.endFactorsOfKind, [account.id, 'authenticator', clock.now()])
      const secret = randomBytes(20)
      const id = await add(sql, account, 'authenticator', { sealed: secret, label: 'token' })
      await sql.run(store.confirmFactor, [id, account.id, clock.now(), null])
      return base32(secret)
    },

    /** The secret that waits for its first code. */
    async waiting(sql: Sql, account: Account): Promise<{ readonly id: string; readonly secret: Buffer } | undefined> {
      const row = (await rows(sql, account.id)).find(
        ({ kind, confirmedAt }) => kind === 'authenticator' && confirmedAt === null,
      )
      return row && { id: row.id, secret: unsealed(account, 'authenticator', row.sealed!) }
    },

    /** @throws FACTOR_UNCONFIRMED */
    async confirm(sql: Sql, account: Account, typed: string): Promise<void> {
      const waiting = await this.waiting(sql, account)
      const step = waiting && fittingStep(waiting.secret, typedCode(typed), clock.now(), null)
      if (step === undefined || !waiting) throw factorUnconfirmed()
      await sql.run(store.confirmFactor, [waiting.id, account.id, clock.now(), step])
    },

    /** 手机 A phone somebody showed at the counter, or proved by a code. In place of the one before. */
    async setPhone(sql: Sql, account: Account, phone: string): Promise<void> {
      await sql.run(store.endFactorsOfKind, [account.id, 'message', clock.now()])
      const id = await add(sql, account, 'message', {
        sealed: Buffer.from(phone),
        label: maskedIdentifier('phone', phone),
      })
      await sql.run(store.confirmFactor, [id, account.id, clock.now(), null])
    },

    /** 待确认手机 A phone that counts only once the code sent to it was typed; the code is good for nothing else. */
    async beginPhone(sql: Sql, account: Account, phone: string): Promise<{ readonly code: string | undefined }> {
      for (const { id } of await this.phonesWaiting(sql, account))
        await sql.run(store.endFactor, [id, account.id, clock.now()])
      const label = maskedIdentifier('phone', phone)
      const factor = await add(sql, account, 'message', { sealed: Buffer.from(phone), label })
      return { code: await sentCode(sql, account.id, code => phoneTag(factor, code)) }
    },

    phonesWaiting: async (sql: Sql, account: Account) =>
      (await rows(sql, account.id)).filter(({ kind, confirmedAt }) => kind === 'message' && confirmedAt === null),

    /** In place of the one before. @returns whether the code was the one that was sent. */
    async confirmPhone(sql: Sql, account: Account, typed: string): Promise<boolean> {
      const [waiting] = await this.phonesWaiting(sql, account)
      if (!waiting?.sealed) return false
      const tag = phoneTag(waiting.id, typedCode(typed))
      if ((await sql.run(store.useMessageCode, [tag, account.id, clock.now()])).length === 0) return false
      await this.setPhone(sql, account, unsealed(account, 'message', waiting.sealed).toString())
      return true
    },

    async phoneOf(sql: Sql, account: Account): Promise<string | undefined> {
      const row = (await rows(sql, account.id)).find(
        ({ kind, confirmedAt }) => kind === 'message' && confirmedAt !== null,
      )
      return row?.sealed ? unsealed(account, 'message', row.sealed).toString() : undefined
    },

    /** The phone, and those it was before since then. */
    async phonesSince(sql: Sql, account: Account, since: Temporal.Instant): Promise<readonly string[]> {
      const rows = await sql.run<{ sealed: Buffer }>(store.phonesSince, [account.id, since])
      return [...new Set(rows.map(({ sealed }) => unsealed(account, 'message', sealed).toString()))]
    },

    /** A code for the account's phone, kept as a tag; undefined after too many within the hour. */
    messageCode: (sql: Sql, account: string): Promise<string | undefined> =>
      sentCode(sql, account, code => tagOf('message', account, code)),

    /** 添加通行密钥 Good at once: what it was made of has been proved by its first signature. */
    addPasskey: (sql: Sql, account: Account, sealed: Buffer): Promise<string> =>
      add(sql, account, 'passkey', { sealed, label: 'passkey' }),

    markUsed: async (sql: Sql, factor: string): Promise<void> =>
      void (await sql.run(store.markFactorUsed, [factor, clock.now()])),

    /** @throws LAST_FACTOR: nobody locks himself out, by two presses at once as little as by one. */
    async end(sql: Sql, account: string, factor: string): Promise<boolean> {
      await sql.run(store.lockAccount, [account])
      const left = await printedLeft(sql, account)
      const ways = (await rows(sql, account)).filter(
        ({ kind, confirmedAt }) => confirmedAt !== null && (kind !== 'printed' || left > 0),
      )
      if (ways.length === 1 && ways[0]!.id === factor) throw lastFactor({ remedy: 'Add another one first.' })
      return (await sql.run(store.endFactor, [factor, account, clock.now()])).length > 0
    },

    endKind: async (sql: Sql, account: string, kind: FactorKind): Promise<void> =>
      void (await sql.run(store.endFactorsOfKind, [account, kind, clock.now()])),
  }
}
export type Factors = ReturnType<typeof makeFactors>
