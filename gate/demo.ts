import type { Issuer } from '#hubs/application/issuer'
import type { SignIn } from '#hubs/application/sign-in'
import type { Db } from '#kernel/storage'
import type { DemoNeeds } from '#portals/public'

export interface DemoSettings {
  readonly db: Db
  readonly sessions: SignIn['sessions']
  readonly accounts: Issuer['accounts']
}

/** Who has pages: people for their affairs, officers for the desk. */
const shown: ReadonlySet<string> = new Set(['citizen', 'firm', 'window', 'reviewer', 'head', 'inspector'])

/** 演示身份 One press opens a session as one of the accounts that this installation shows to whoever starts it. */
export const makeDemo = ({ db, sessions, accounts }: DemoSettings): DemoNeeds => ({
  roles: accounts.shown.filter(({ account }) => shown.has(account)).map(({ account, title }) => ({ account, title })),
  async enter(account, { address, agent }) {
    const password = accounts.shown.find(one => one.account === account)?.password
    const found = password === undefined ? undefined : await accounts.check(account, password)
    if (!found) return undefined
    const { sub, party, post } = found
    const from = { acr: 1, agent, address } as const
    const wanted =
      post === undefined
        ? { subject: { kind: 'person', id: sub } as const, actsAs: party ?? sub, ...from }
        : { subject: { kind: 'officer', id: sub } as const, actsAs: sub, post, ...from }
    return (await db.transaction(sql => sessions.open(sql, wanted))).setCookie
  },
})
