import type { Issuer } from '#hubs/application/issuer'
import type { SignIn } from '#hubs/application/sign-in'
import type { Db } from '#kernel/storage'
import type { DemoNeeds } from '#portals/public'

export interface DemoSettings {
  readonly db: Db
  readonly sessions: SignIn['sessions']
  readonly accounts: Issuer['accounts']
}

/** Whose affairs have pages. */
const shown: ReadonlySet<string> = new Set(['citizen', 'firm'])

/** 演示身份 One press opens a session as one of the accounts that this installation shows to whoever starts it. */
export const makeDemo = ({ db, sessions, accounts }: DemoSettings): DemoNeeds => ({
  roles: accounts.shown.filter(({ account }) => shown.has(account)).map(({ account, title }) => ({ account, title })),
  async enter(account, { address, agent }) {
    const password = accounts.shown.find(one => one.account === account)?.password
    const found = password === undefined ? undefined : await accounts.check(account, password)
    if (found?.party === undefined) return undefined
    const { sub, party } = found
    const wanted = { subject: { kind: 'person', id: sub }, actsAs: party, acr: 1, agent, address } as const
    return (await db.transaction(sql => sessions.open(sql, wanted))).setCookie
  },
})
