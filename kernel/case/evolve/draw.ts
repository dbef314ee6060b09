import type { SubCasesState } from '../draw-state.ts'
import type { EventType } from '../event.ts'
import type { CaseState, TaskState } from '../state.ts'
import { hands, withActed } from './hands.ts'
import type { Fold } from './heard.ts'

const subCases = (state: CaseState, stage: string, to: Partial<SubCasesState>): CaseState => ({
  ...state,
  subCases: { ...state.subCases, [stage]: { ...state.subCases![stage]!, ...to } },
})

/** The tasks of one who stands back pass to whoever goes instead, or to the post. */
function passed(task: TaskState, from: string, to: string | null): TaskState {
  if (task.person !== from) return task
  const { person: _, ...open } = task
  return to === null ? open : { ...open, person: to }
}

/** Folds the draw, who goes where, and what becomes of the cases that come of it. */
export const drawFolds: {
  readonly [T in Extract<EventType, `draw.${string}` | `subcases.${string}` | 'origin.ended'>]: Fold<T>
} = {
  'draw.prepared': (state, event) => {
    const { stage, ...frozen } = event.data
    const draws = { ...state.draws, [stage]: { ...frozen, prepared: event.seq } }
    return withActed({ ...state, draws }, stage, hands(event))
  },
  'draw.made': (state, event) => {
    const { stage } = event.data
    const draws = { ...state.draws, [stage]: { ...state.draws![stage]!, made: event.seq } }
    return withActed({ ...state, draws }, stage, hands(event))
  },
  'draw.replaced': (state, { data: { from, to } }) => {
    const drawn = state.drawn!
    const persons = drawn.persons.flatMap(person => (person === from ? (to === null ? [] : [to]) : [person]))
    const reserve = drawn.reserve.filter(person => person !== to && person !== from)
    const tasks = Object.fromEntries(Object.entries(state.tasks).map(([key, task]) => [key, passed(task, from, to)]))
    return { ...state, drawn: { ...drawn, persons, reserve }, tasks }
  },
  'subcases.ordered': (state, { seq, at, data: { stage, ...ordered } }) => ({
    ...state,
    subCases: { ...state.subCases, [stage]: { ...ordered, seq, at } },
  }),
  'subcases.ended': (state, { data }) => subCases(state, data.stage, { results: data.results }),
  'subcases.recalled': (state, { data }) => subCases(state, data.stage, { recalled: data.ground }),
  'origin.ended': (state, { on, data }) => ({ ...state, originEnded: { on, result: data.result } }),
}
