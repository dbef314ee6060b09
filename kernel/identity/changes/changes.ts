import type { Clock } from '#kernel/clock'
import { type AdministratorChanges, makeAdministratorChanges } from './administrators.ts'
import { type DelegationChanges, makeDelegationChanges } from './delegations.ts'
import { makeJournal, type WriteChange } from './journal.ts'
import { makeOfficeChanges, type OfficeChanges } from './offices.ts'
import { makePersonChanges, type PersonChanges } from './persons.ts'
import { type JournalReading, makeJournalReading } from './reading.ts'

export interface ChangeDependencies {
  readonly clock: Clock
  readonly write: WriteChange
}

/** 变更 Every change of the city's offices: one function each, in the caller's transaction, journalled, and raising the epoch. */
export interface Changes
  extends OfficeChanges,
    PersonChanges,
    DelegationChanges,
    AdministratorChanges,
    JournalReading {}

export function makeChanges({ clock }: { readonly clock: Clock }): Changes {
  const { write } = makeJournal(clock)
  const dependencies = { clock, write }
  return {
    ...makeOfficeChanges(dependencies),
    ...makePersonChanges(dependencies),
    ...makeDelegationChanges(dependencies),
    ...makeAdministratorChanges(dependencies),
    ...makeJournalReading(dependencies),
  }
}
