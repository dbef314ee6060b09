import type { CaseEvent } from '../event.ts'
import type { CaseState, ClockState } from '../state.ts'

type ClockEvent = Extract<CaseEvent, { type: `clock.${string}` }>

const change = (state: CaseState, clock: string, to: Partial<ClockState>): CaseState => ({
  ...state,
  clocks: { ...state.clocks, [clock]: { ...state.clocks[clock]!, ...to } },
})

/** Folds what happened to a clock. */
export function evolveClock(state: CaseState, { type, data }: ClockEvent): CaseState {
  switch (type) {
    case 'clock.started':
      return {
        ...state,
        clocks: {
          ...state.clocks,
          [data.clock]: {
            limit: data.limit,
            binds: data.binds,
            start: data.start,
            at: data.at,
            due: data.due,
            provisional: data.provisional,
            status: 'running',
            suspensions: [],
            extensions: [],
            rungs: [],
          },
        },
      }
    case 'clock.suspended': {
      const { suspensions } = state.clocks[data.clock]!
      return change(state, data.clock, {
        status: 'suspended',
        suspensions: [...suspensions, { from: data.from, to: null, for: data.for }],
      })
    }
    case 'clock.resumed': {
      const suspensions = state.clocks[data.clock]!.suspensions.map(span =>
        span.to === null ? { ...span, to: data.to } : span,
      )
      return change(state, data.clock, { status: 'running', suspensions, due: data.due, provisional: data.provisional })
    }
    case 'clock.extended': {
      const { extensions } = state.clocks[data.clock]!
      return change(state, data.clock, {
        extensions: [...extensions, { value: data.value, unit: data.unit }],
        due: data.due,
        provisional: data.provisional,
      })
    }
    case 'clock.recomputed':
      return change(state, data.clock, { due: data.due, provisional: data.provisional })
    case 'clock.carried': {
      const { budget: _, ...clock } = state.clocks[data.clock]!
      const carried = { ...clock, due: data.due, provisional: data.provisional }
      const budget = data.budget && { budget: data.budget }
      return { ...state, clocks: { ...state.clocks, [data.clock]: { ...carried, ...budget } } }
    }
    case 'clock.met':
      return change(state, data.clock, { status: 'met' })
    case 'clock.cancelled':
      return change(state, data.clock, { status: 'cancelled' })
    case 'clock.rung': {
      const { rungs } = state.clocks[data.clock]!
      return change(state, data.clock, { rungs: [...rungs, `${data.alarm}:${data.percent}`] })
    }
    case 'clock.expired':
      return change(state, data.clock, { status: 'expired' })
  }
}
