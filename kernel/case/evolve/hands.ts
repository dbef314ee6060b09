import type { CaseEvent } from '../event.ts'
import type { CaseState } from '../state.ts'

export const withActed = (state: CaseState, stage: string, persons: readonly string[]): CaseState => {
  const before = state.acted[stage] ?? []
  const more = persons.filter(person => !before.includes(person))
  return more.length === 0 ? state : { ...state, acted: { ...state.acted, [stage]: [...before, ...more] } }
}

/** Who did it counts for separation: the officer, and on whose behalf. */
export const hands = (event: Pick<CaseEvent, 'actor'>): readonly string[] =>
  event.actor.kind === 'officer'
    ? [event.actor.person, ...(event.actor.onBehalfOf ? [event.actor.onBehalfOf] : [])]
    : []
