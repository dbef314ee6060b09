import type { Clock } from '#kernel/clock'
import type { Sql } from '#kernel/storage'
import type { BlindIndex } from './blind-index.ts'
import { type ErasureDependencies, type Erasures, makeErasures } from './erasure.ts'
import type { Keyring } from './keyring.ts'
import { type Links, makeLinks } from './links.ts'
import { makeReading, type Reading } from './reading.ts'
import { makeRegistration, type Registration } from './registration.ts'

/** Called before anything personal is handed out; writes the read record in the same transaction (kernel/grant makes one). */
export type RecordRead = (sql: Sql, subjects: readonly string[], fields: readonly string[]) => Promise<unknown>

export interface PartyDependencies {
  readonly clock: Clock
  readonly keyring: Keyring
  readonly index: BlindIndex
}

/** 当事人 Everything that can be done with parties, each function in the caller's transaction. */
export interface Parties extends Registration, Reading, Links, Erasures {}

export function makeParties(dependencies: PartyDependencies & ErasureDependencies): Parties {
  return {
    ...makeRegistration(dependencies),
    ...makeReading(dependencies),
    ...makeLinks(dependencies),
    ...makeErasures(dependencies),
  }
}
