import type { Actor, CaseState, Verb } from '#kernel/case'
import type { CompiledItem, Example } from '#kernel/definition'
import type { Refusal } from '#kernel/refusal'

/** An act as an example writes it. */
export type Written = Example['acts'][number]

/** An act; the names in it are those of the rehearsal. */
export interface Step {
  readonly verb: Verb
  readonly body: Readonly<Record<string, unknown>>
  readonly actor: Actor
  readonly at: Temporal.Instant
  /** Done before its approval, on this ground of the item's. */
  readonly urgent?: number
}

/** An act before it is judged. */
export interface Attempt extends Step {
  readonly before: CaseState
}

export interface Deed extends Attempt {
  readonly after: CaseState
}

/** 旁观 Told of every act while an example is walked; what is pushed to the example's list is done too. */
export interface Watch {
  tried(attempt: Attempt): void
  done(after: CaseState): void
  /** True: it goes on as if the act had not been tried. */
  refused(fault: Refusal): boolean
}

/** 预演 Walks an example in memory, through the engine that runs the city. */
export type Rehearse = (
  item: CompiledItem,
  example: Example,
  watch: Watch,
) => { readonly ended: boolean; readonly alarms: readonly string[] }

/** 脚本 What happens in one life of a case, known before the first day: who does what on which day. */
export interface Script {
  readonly item: CompiledItem
  readonly example: Example
  readonly deeds: readonly Deed[]
  readonly ended: boolean
  readonly alarms: readonly string[]
  /** The act at which it was refused, and the names of the refusal: codes, rules. */
  readonly refused?: { readonly attempt: Attempt; readonly names: readonly string[] }
}

/** 分场 What is kept of a script for whoever lives it: no state of the case, for a run has thousands. */
export interface Lived {
  readonly item: CompiledItem
  readonly example: Example
  readonly parties: CaseState['parties']
  readonly steps: readonly LivedStep[]
  /** The act at which it was refused. */
  readonly refused?: LivedStep
}

export interface LivedStep extends Step {
  /** The stage at which the officer finds the case on the desk. */
  readonly desk?: string
  /** Hours that have passed since the act before; known while a limit in hours runs. */
  readonly hours?: number
}
