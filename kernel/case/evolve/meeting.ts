import type { EventType } from '../event.ts'
import type { Fold } from './heard.ts'

/** Folds a meeting of a body: who came, and what each was for, in the order in which they spoke. */
export const meetingFolds: {
  readonly [T in Extract<EventType, `${'meeting' | 'vote'}.${string}`>]: Fold<T>
} = {
  'meeting.convened': (state, { data }) => ({
    ...state,
    meeting: {
      stage: data.stage,
      present: data.present,
      absent: data.absent,
      votes: state.meeting?.stage === data.stage ? state.meeting.votes : [],
    },
  }),
  'vote.cast': (state, { data }) => {
    if (!state.meeting) return state
    const { stage, ...vote } = data
    const before = state.acted[stage] ?? []
    return {
      ...state,
      meeting: { ...state.meeting, votes: [...state.meeting.votes, vote] },
      acted: before.includes(vote.person) ? state.acted : { ...state.acted, [stage]: [...before, vote.person] },
    }
  },
}
