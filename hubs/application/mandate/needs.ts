import type { Clock } from '#kernel/clock'
import type { BlindIndex, Keyring, Parties } from '#kernel/party'
import type { Registers } from '#kernel/register'
import type { Db } from '#kernel/storage'

export interface MandateNeeds {
  readonly db: Db
  readonly clock: Clock
  readonly keyring: Keyring
  readonly index: BlindIndex
  readonly parties: Pick<Parties, 'find' | 'register' | 'mustStand'>
  /** Who a firm's legal representative is, the register of enterprises says. */
  readonly registers: Pick<Registers, 'asOf' | 'declarations'>
}

/** 被授权人 As the principal wrote him: a name and a citizen number. */
export interface Named {
  readonly name: string
  readonly number: string
}
