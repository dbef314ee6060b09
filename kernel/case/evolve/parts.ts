import type { EventType } from '../event.ts'
import type { PartState } from '../part-state.ts'
import type { CaseState } from '../state.ts'
import type { Fold } from './heard.ts'

const part = (state: CaseState, key: string, to: Partial<PartState>): CaseState => ({
  ...state,
  parts: { ...state.parts, [key]: { ...state.parts![key]!, ...to } },
})

/** Folds what becomes of the cases that one application opens side by side. */
export const partFolds: { readonly [T in Extract<EventType, `part.${string}`>]: Fold<T> } = {
  'part.ordered': (state, { seq, at, data: { part: key, ...ordered } }) => ({
    ...state,
    parts: { ...state.parts, [key]: { ...ordered, status: 'ordered', seq, at } },
  }),
  'part.left': (state, { seq, at, data: { part: key, ...left } }) => ({
    ...state,
    parts: { ...state.parts, [key]: { seq, at, ...state.parts?.[key], ...left, status: 'left' } },
  }),
  'part.opened': (state, { data }) => part(state, data.part, { status: 'opened', number: data.number }),
  'part.decided': (state, { data: { part: key, outcome, favourable } }) =>
    part(state, key, { status: 'decided', outcome, favourable }),
  'part.ended': (state, { data }) => part(state, data.part, { status: 'ended', result: data.result }),
  'part.recalled': (state, { data: { part: key, why, of } }) =>
    part(state, key, { recalled: true, why, ...(of !== undefined && { of }) }),
  'part.reported': (state, { data: { part: key, status, outcome } }) => ({
    ...state,
    part: { part: key, reported: status, ...(outcome !== undefined && { outcome }) },
  }),
  'part.reversed': (state, { data: { part: key, outcome, favourable } }) => {
    const { result: _, ...at } = state.parts![key]!
    return { ...state, parts: { ...state.parts, [key]: { ...at, status: 'decided', outcome, favourable } } }
  },
  'part.restored': (state, { data }) => {
    const { [data.part]: _, ...parts } = state.parts!
    return { ...state, parts }
  },
}
