import type { CaseEvent, EventType } from '../event.ts'
import type { CaseState } from '../state.ts'

export type Fold<T extends EventType> = (state: CaseState, event: Extract<CaseEvent, { type: T }>) => CaseState

/** What was asked about this officer is settled, one way or the other. */
const avoids = (state: CaseState, person: string, out: boolean): CaseState => ({
  ...state,
  avoided: out && !state.avoided.includes(person) ? [...state.avoided, person] : state.avoided,
  challenges: Object.fromEntries(Object.entries(state.challenges).filter(([key]) => key !== person)),
})

/** Folds what the parties said, asked and objected to, each for itself. */
export const heardFolds: {
  readonly [T in Extract<EventType, `${'statement' | 'hearing' | 'avoidance'}.${string}`>]: Fold<T>
} = {
  'statement.made': (state, { data }) => ({
    ...state,
    statements: { ...state.statements, [data.party]: { waived: data.waived, reviewed: false } },
  }),
  'statement.reviewed': (state, { data }) => ({
    ...state,
    statements: { ...state.statements, [data.party]: { waived: false, reviewed: true } },
  }),
  'hearing.asked': (state, { data }) => ({
    ...state,
    hearing: { ...state.hearing, asked: [...(state.hearing?.asked ?? []), data.party], held: false },
  }),
  'hearing.scheduled': (state, { data }) => ({
    ...state,
    hearing: { asked: state.hearing?.asked ?? [], held: false, on: data.on, chair: data.chair },
  }),
  'hearing.held': (state, { data }) => ({
    ...state,
    hearing: { asked: state.hearing?.asked ?? [], held: true, chair: data.chair },
  }),
  'avoidance.declared': (state, { data }) => avoids(state, data.person, true),
  'avoidance.imposed': (state, { data }) => ({
    ...state,
    avoided: [...new Set([...state.avoided, ...data.persons])],
    complainedOf: data.persons,
  }),
  'avoidance.challenged': (state, { data }) => ({
    ...state,
    challenges: { ...state.challenges, [data.person]: { ground: data.ground, party: data.party } },
  }),
  'avoidance.decided': (state, { data }) => avoids(state, data.person, data.avoids),
}
