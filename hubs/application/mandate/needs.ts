import type { Clock } from '#kernel/clock'
import type { BlindIndex, Keyring, Parties } from '#kernel/party'
import type { Registers } from '#kernel/register'
import type { Db, Sql } from '#kernel/storage'

export interface MandateNeeds {
  readonly db: Db
  readonly clock: Clock
  readonly keyring: Keyring
  readonly index: BlindIndex
  readonly parties: Pick<Parties, 'find' | 'register' | 'mustStand'>
  /** Who a firm's legal representative is, the register of enterprises says. */
  readonly registers: Pick<Registers, 'asOf' | 'declarations'>
  /** 知会 Tells these parties in their own pages, in the transaction of what happened; `cause` names it, so that it is told once. */
  readonly tell: (
    sql: Sql,
    notice: { readonly cause: string; readonly kind: string; readonly parties: readonly string[] },
  ) => Promise<void>
}

/** 被授权人 As the principal wrote him: a name and the number of his card, passport or pass. */
export interface Named {
  readonly name: string
  readonly number: string
}
