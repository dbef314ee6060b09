import type { Issuer } from '#hubs/application/issuer'
import type { SignIn } from '#hubs/application/sign-in'
import type { BlindIndex } from '#kernel/party'
import type { Db } from '#kernel/storage'
import type { DemoNeeds } from '#portals/public'
import { checkCodeOf } from '#systems/power'

export interface DemoSettings {
  readonly db: Db
  readonly index: BlindIndex
  readonly sessions: SignIn['sessions']
  readonly accounts: Issuer['accounts']
}

/** Who has pages: people for their affairs, officers for the desk. */
const shown: ReadonlySet<string> = new Set(['citizen', 'firm', 'window', 'reviewer', 'head', 'inspector', 'supervisor'])

/** The case of this number among the party's own; else the one that waits for a decision and was opened first, else any that is open. */
const findTour = `select c.number, c.item from kernel.cases c join kernel.case_parties p on p.case_id = c.id
   where p.party = $1 and (c.number = $2 or c.status = 'open')
   order by (c.number = $2) desc nulls last,
     exists (select from kernel.tasks t where t.case_id = c.id and t.stage = 'decide') desc, c.id limit 1`

/** 演示身份 One press opens a session as one of the accounts that this installation shows to whoever starts it. */
export function makeDemo({ db, index, sessions, accounts }: DemoSettings): DemoNeeds {
  const holderOf = async (account: string) => {
    const password = accounts.shown.find(one => one.account === account)?.password
    return password === undefined ? undefined : accounts.check(account, password)
  }
  return {
    roles: accounts.shown.filter(({ account }) => shown.has(account)).map(({ account, title }) => ({ account, title })),
    async tour(number) {
      const party = (await holderOf('firm'))?.party
      if (party === undefined) return undefined
      const [found] = await db.query<{ number: string; item: string }>(findTour, [party, number ?? null])
      return found && { ...found, checkCode: checkCodeOf(index, found.number) }
    },
    async enter(account, { address, agent }) {
      const found = await holderOf(account)
      if (!found) return undefined
      const { sub, party, post } = found
      const from = { acr: 1, agent, address } as const
      const wanted =
        post === undefined
          ? { subject: { kind: 'person', id: sub } as const, actsAs: party ?? sub, ...from }
          : { subject: { kind: 'officer', id: sub } as const, actsAs: sub, post, ...from }
      return (await db.transaction(sql => sessions.open(sql, wanted))).setCookie
    },
  }
}
