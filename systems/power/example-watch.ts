import type { CaseState, Verb } from '#kernel/case'
import type { Actor } from '#kernel/identity'
import type { Refusal } from '#kernel/refusal'

/** 意欲之举 One act of an example before it is judged: by whom, with which whole body, in which state of the case. */
export interface Attempt {
  readonly verb: Verb
  readonly body: Readonly<Record<string, unknown>>
  readonly actor: Actor
  readonly at: Temporal.Instant
  readonly before: CaseState
  /** Done before its approval: the ground among the item's. */
  readonly urgent?: number
  /** Of an opening: how the case starts, and with whom. */
  readonly opens?: { readonly start: string; readonly parties: CaseState['parties'] }
}

/** 旁观 Whoever looks on while an example is walked. It may push more acts to the example's own list. */
export interface Watch {
  tried(attempt: Attempt): void
  done?(after: CaseState): void
  /** True: the example goes on as if this act had not been tried. */
  refused?(fault: Refusal): boolean
}
