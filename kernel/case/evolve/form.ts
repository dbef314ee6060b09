import type { EventType } from '../event.ts'
import type { Fold } from './heard.ts'

/** Folds what was answered and handed in: the latest answer counts, and the latest scans of a paper. */
export const formFolds: {
  readonly [T in Extract<EventType, 'facts.recorded' | 'materials.recorded'>]: Fold<T>
} = {
  'facts.recorded': (state, { data }) => ({
    ...state,
    facts: { ...state.facts, ...data.facts },
    ...(data.disputed && { disputed: { ...state.disputed, ...data.disputed } }),
  }),
  'materials.recorded': (state, { data }) => ({
    ...state,
    materials: { ...state.materials, ...data.materials },
    ...(data.files && { files: { ...state.files, ...data.files } }),
  }),
}
