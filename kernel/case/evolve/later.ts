import type { EventType } from '../event.ts'
import type { Fold } from './heard.ts'

/** Folds what becomes of a decision after its case: told, answered, taken back, struck off. */
export const laterFolds: {
  readonly [T in Extract<
    EventType,
    `ending.${string}` | 'decision.ceased' | 'decision.expired' | 'decision.withdrawn' | 'compensation.paid'
  >]: Fold<T>
} = {
  'ending.notified': (state, { data }) => ({
    ...state,
    ending: { kind: data.ending, ground: data.ground, until: data.until, answers: {} },
  }),
  'ending.answered': (state, { data }) => {
    if (!state.ending) return state
    const answers = { ...state.ending.answers, [data.party]: data.waived ? ('waived' as const) : ('said' as const) }
    return { ...state, ending: { ...state.ending, answers } }
  },
  // What falls with it is said by the `decision.annulled` beside it.
  'decision.withdrawn': state => state,
  'decision.expired': (state, { data }) => ({ ...state, expired: data.until }),
  'decision.ceased': (state, { on, data }) => {
    const { validUntil: _, ...rest } = state
    return { ...rest, ceased: { on, how: data.how, ground: data.ground } }
  },
  'compensation.paid': state => state,
}
