import { type Clock, endOfDay } from '#kernel/clock'
import { type Directory, identityUnknown } from '#kernel/identity'
import { refusal } from '#kernel/refusal'
import { stateOf } from '#kernel/storage'

export const administrationBackdated = refusal(
  'ADMINISTRATION_BACKDATED',
  422,
  'A change of offices holds from today on, never from a day that is over',
)
export const administrationConflict = refusal(
  'ADMINISTRATION_CONFLICT',
  409,
  'The change contradicts what is written: days that overlap, or an administrator with a post',
)

/** A change that began yesterday would make lawful what was not when it was done. */
export function mustNotBePast(clock: Clock, ...days: readonly (string | undefined)[]): void {
  const today = clock.today().toString()
  if (days.some(day => day !== undefined && day < today)) throw administrationBackdated({ facts: { today } })
}

/** The first instant after a day. */
export const afterDay = (clock: Clock, day: string): string =>
  endOfDay(Temporal.PlainDate.from(day), clock.zone).toString()

/** The internal id of whoever is named by it or by a personnel number, which people know. @throws IDENTITY_UNKNOWN */
export function personIn(directory: Directory, named: string): string {
  const person = directory.personByNumber(named)?.id ?? directory.person(named)?.id
  if (person === undefined) throw identityUnknown()
  return person
}

/** What the tables themselves refuse, as a refusal of ours. */
export async function orConflict<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (cause) {
    const state = stateOf(cause)
    if (state === '23503') throw identityUnknown({ cause })
    if (state === '23P01' || state === '23514') throw administrationConflict({ cause })
    throw cause
  }
}
