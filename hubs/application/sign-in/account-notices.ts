import type { Account } from './accounts.ts'
import type { Factors } from './factors.ts'
import { heldFor } from './held.ts'
import type { SignInNeeds } from './needs.ts'

export interface AccountNoticesNeeds extends Pick<SignInNeeds, 'db' | 'clock' | 'phones' | 'alsoTell'> {
  readonly factors: Pick<Factors, 'phonesSince'>
  readonly afterwards: (work: () => Promise<void>) => void
}

/** 事由 What happened, as its message names it, and as it is said outside. */
const happenings = {
  'account-phone': {
    subject: '您的准绳账户已更换手机号',
    text: '您的准绳账户已更换手机号。不是您本人操作的，请立即拨打12345。',
  },
  'account-passkey': {
    subject: '您的准绳账户添加了通行密钥',
    text: '您的准绳账户添加了一个通行密钥。不是您本人操作的，请登录“登录与安全”移除，或者立即拨打12345。',
  },
} as const

/** 账户知会 Whoever owns an account hears of what happened to it: at its telephone, those of the last three days included, in his pages, and at every address he gave. */
export function makeAccountNotices({ db, clock, factors, phones, alsoTell, afterwards }: AccountNoticesNeeds) {
  const turns = new Map<string, Promise<void>>()

  /** What happened first is told first. */
  const inTurn = (account: string, work: () => Promise<void>): void =>
    afterwards(() => {
      const turn = (turns.get(account) ?? Promise.resolve()).catch(() => {}).then(work)
      turns.set(account, turn)
      return turn.finally(() => {
        if (turns.get(account) === turn) turns.delete(account)
      })
    })

  function tell(
    account: Account,
    kind: string,
    outside: { readonly subject: string; readonly text: string; readonly letter?: boolean },
    known?: readonly string[],
  ): void {
    const { id, holder } = account
    const now = clock.now()
    inTurn(id, async () => {
      const told = known ?? (await factors.phonesSince(db, account, now.subtract(heldFor)))
      for (const to of told) await phones?.send({ to, kind: 'notice', text: outside.text })
      // An officer is no party: he has no pages of his own, and hears of it at his telephone.
      if (account.kind !== 'person') return
      await alsoTell?.({
        party: holder,
        cause: `${kind}:${id}:${now.epochMilliseconds}`,
        kind,
        outside: { ...outside, told },
      })
    })
  }

  return {
    tell,

    /** Something was changed by whoever is signed in, or at the counter; `known` where the telephones are not read from what is not committed yet. */
    changed: (account: Account, kind: keyof typeof happenings, known?: readonly string[]): void =>
      tell(account, kind, happenings[kind], known),

    /** In his own pages alone. */
    note: ({ id, holder, kind: whose }: Account, kind: string): void => {
      const cause = `${kind}:${id}:${clock.now().epochMilliseconds}`
      if (whose === 'person') inTurn(id, async () => alsoTell?.({ party: holder, cause, kind }))
    },
  }
}
export type AccountNotices = ReturnType<typeof makeAccountNotices>
