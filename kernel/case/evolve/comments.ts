import type { EventType } from '../event.ts'
import type { Fold } from './heard.ts'

const none = { received: 0, open: [], adopted: 0, partly: 0, declined: 0 } as const

/** Folds what the public said of a draft and what became of it: the open ones by their ids, the answered ones as counts. */
export const commentFolds: {
  readonly [T in Extract<EventType, `comment${'' | 's'}.${string}`>]: Fold<T>
} = {
  'comment.received': (state, { data }) => {
    const before = state.comments ?? none
    return {
      ...state,
      comments: { ...before, received: before.received + 1, open: [...before.open, data.comment] },
    }
  },
  'comments.answered': (state, { data }) => {
    const before = state.comments ?? none
    const answered = new Set(data.comments)
    return {
      ...state,
      comments: {
        ...before,
        open: before.open.filter(id => !answered.has(id)),
        [data.result]: before[data.result] + data.comments.length,
      },
    }
  },
}
