import type { Clock } from '#kernel/clock'
import type { BlindIndex } from '#kernel/party'
import { refusal } from '#kernel/refusal'
import type { Sql } from '#kernel/storage'
import * as store from './sign-in.store.ts'

export const signInSlowed = refusal('SIGN_IN_SLOWED', 429, 'Too many attempts that failed; wait a little')

/** How many failures are borne at once, and how soon they are forgotten. */
interface Budget {
  readonly burst: number
  readonly perHour: number
}

/**
 * 限速额度 By network: a hall or an office has one address, so many; a device that has signed in to this account is not asked for it, nor is a
 * passkey. By device: one person. By account from a device it has signed in from: one person; from all other devices together: strangers, who can
 * use up this and nothing else.
 */
const budgets = {
  network: { burst: 100, perHour: 200 },
  device: { burst: 10, perHour: 40 },
  own: { burst: 10, perHour: 40 },
  strangers: { burst: 20, perHour: 20 },
} as const satisfies Readonly<Record<string, Budget>>

export interface Tried {
  readonly kind: keyof typeof budgets
  readonly who: string
}

export interface Throttle {
  /** Takes one of each before the attempt is looked at, so that many at once do not slip through. @throws SIGN_IN_SLOWED with `seconds`. */
  take(sql: Sql, tried: readonly Tried[]): Promise<void>
  /** It was no failure: gives them back. */
  give(sql: Sql, tried: readonly Tried[]): Promise<void>
}

/** 限速 Kept in the database: every process of the city counts the same attempts. */
export function makeThrottle({ clock, index }: { readonly clock: Clock; readonly index: BlindIndex }): Throttle {
  const keyOf = ({ kind, who }: Tried): Buffer => index.tag('sign-in:throttle', `${kind} ${who}`)

  return {
    async take(sql, tried) {
      for (const one of tried) {
        const { burst, perHour } = budgets[one.kind]
        const values = [keyOf(one), burst, clock.now(), perHour / 3_600]
        const [row] = await sql.run<{ level: number; allowed: boolean }>(store.takeThrottle, values)
        if (row!.allowed) continue
        const seconds = Math.max(1, Math.ceil(((1 - row!.level) * 3_600) / perHour))
        throw signInSlowed({
          facts: { seconds },
          remedy: 'Wait; or use a device you have signed in from before, a passkey, or the counter.',
        })
      }
    },
    async give(sql, tried) {
      for (const one of tried) await sql.run(store.giveThrottle, [keyOf(one), budgets[one.kind].burst])
    },
  }
}
