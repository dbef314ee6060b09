import { uuidv7 } from '#kernel/clock'
import type { DataKey } from '#kernel/party'
import type { Sql } from '#kernel/storage'
import { type NameScheme, nameTag } from './names.ts'
import type { SignInNeeds } from './needs.ts'
import * as store from './sign-in.store.ts'

export type AccountKind = 'person' | 'officer'

/** 账户 One for each person, however it was opened; what is secret in it is sealed under its own key. */
export interface Account {
  readonly id: string
  readonly kind: AccountKind
  /** The party, or the officer's person id. */
  readonly holder: string
  readonly key: DataKey
  /** The hash, unsealed; absent until one is set. */
  readonly password: string | undefined
  readonly heldUntil: string | null
}

interface AccountRow {
  readonly id: string
  readonly kind: AccountKind
  readonly holder: string
  readonly wrapped: Buffer
  readonly password: Buffer | null
  readonly heldUntil: string | null
}

/** 登录记录的事由 What is written down of an account. */
export type RecordedEvent =
  | 'opened'
  | 'signed-in'
  | 'refused'
  | 'proved'
  | 'signed-out'
  | 'session-ended'
  | 'factor-added'
  | 'factor-ended'
  | 'password-set'
  | 'code-given'
  | 'recovered'
  | 'closed'
  | 'post-taken'
  | 'recovered-online'
  | 'recovery-cancelled'

export interface Recorded {
  readonly at: string
  readonly event: RecordedEvent
  readonly byWhat: string | null
  readonly device: string | null
  readonly network: string | null
}

/** Asked for where there is no account, so that the same questions are put. */
export const nobody = '00000000-0000-7000-8000-000000000000'

/** What a ciphertext of the account is bound to. */
export const boundTo = (account: string, field: string): string => `account|${account}|${field}`

export function makeAccounts({ clock, keyring, index }: Pick<SignInNeeds, 'clock' | 'keyring' | 'index'>) {
  const opened = (row: AccountRow | undefined): Account | undefined => {
    if (!row) return undefined
    const key = keyring.unwrap(row.wrapped)
    const { id, kind, holder, heldUntil } = row
    const password = row.password ? keyring.unseal(key, row.password, boundTo(id, 'password')).toString() : undefined
    return { id, kind, holder, key, password, heldUntil }
  }

  return {
    byNames: async (sql: Sql, tags: readonly Buffer[]) =>
      opened((await sql.run<AccountRow>(store.findByNames, [tags]))[0]),
    byHolder: async (sql: Sql, kind: AccountKind, holder: string) =>
      opened((await sql.run<AccountRow>(store.findByHolder, [kind, holder]))[0]),
    byId: async (sql: Sql, id: string) => opened((await sql.run<AccountRow>(store.findAccount, [id]))[0]),

    /** 开户 Opens the account, or finds the one there is: counter and online registration are one account. */
    async open(sql: Sql, kind: AccountKind, holder: string): Promise<{ account: Account; created: boolean }> {
      const { wrapped, alg, keyId } = keyring.newKey()
      const values = [uuidv7(clock), kind, holder, clock.now(), wrapped, alg, keyId]
      const created = (await sql.run(store.addAccount, values)).length > 0
      const [row] = await sql.run<AccountRow>(store.findByHolder, [kind, holder])
      const account = opened(row)!
      if (created) await this.record(sql, account.id, 'opened')
      return { account, created }
    },

    /** False: the name is another account's. */
    async name(sql: Sql, account: string, scheme: NameScheme, value: string): Promise<boolean> {
      const tag = nameTag(index, scheme, value)
      if ((await sql.run(store.addName, [tag, account, scheme])).length > 0) return true
      const [row] = await sql.run<AccountRow>(store.findByNames, [[tag]])
      return row?.id === account
    },

    async setPassword(sql: Sql, { id, key }: Pick<Account, 'id' | 'key'>, hash: string): Promise<void> {
      await sql.run(store.setPassword, [id, keyring.seal(key, hash, boundTo(id, 'password')), clock.now()])
    },

    async record(
      sql: Sql,
      account: string,
      event: RecordedEvent,
      { byWhat, device, network }: { byWhat?: string; device?: string; network?: string } = {},
    ): Promise<void> {
      await sql.run(store.addRecord, [account, clock.now(), event, byWhat ?? null, device ?? null, network ?? null])
    },

    records: (sql: Sql, account: string, limit = 50): Promise<Recorded[]> =>
      sql.run<Recorded>(store.recordsOf, [account, limit]),
  }
}
export type Accounts = ReturnType<typeof makeAccounts>
