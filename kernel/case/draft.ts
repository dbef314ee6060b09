import type { CompiledItem } from '#kernel/definition'
import type { Actor, CaseEvent, NewEvent } from './event.ts'
import { evolve } from './evolve/evolve.ts'
import type { CaseState } from './state.ts'

/**
 * 草拟 The events of one step while it is being decided: each is folded at once, so what follows sees it. The result is
 * what the step will store, in order.
 */
export interface StepDraft {
  readonly definition: CompiledItem
  readonly events: CaseEvent[]
  readonly details: NonNullable<NewEvent['detail']>[]
  state: CaseState
  add(events: readonly NewEvent[], on?: string): void
}

export function draftStep(definition: CompiledItem, state: CaseState, actor: Actor, at: string, on: string): StepDraft {
  const draft: StepDraft = {
    definition,
    events: [],
    details: [],
    state,
    add(events, dated = on) {
      for (const { type, data, detail, on: own } of events) {
        const event = { seq: draft.state.seq + 1, type, v: 1, at, on: own ?? dated, actor, data } as CaseEvent
        draft.events.push(event)
        if (detail) draft.details.push(detail)
        draft.state = evolve(draft.state, event)
      }
    },
  }
  return draft
}
