import type { Directory } from '#kernel/identity'
import type { Verdict } from '#kernel/refusal'
import type { ActInput } from './act.ts'
import type { Verb } from './acts/index.ts'

/**
 * 比对证据 An answer obtained before the step: its value, when it was obtained, until when it counts; `toHuman` where waiting for
 * another one settles nothing.
 */
export interface Evidence {
  readonly comparison: string
  readonly value: unknown
  readonly obtained: string
  readonly validUntil: string
  readonly toHuman?: true
}

export interface ControlInput extends ActInput {
  readonly verb: Verb
  readonly directory: Directory
  /** Roles that may do this act here, and the stage it belongs to. */
  readonly roles: readonly string[]
  readonly stage: string | undefined
  readonly evidence: readonly Evidence[]
  readonly urgent: boolean
  /** The day it is; `on` is another where an act was made on paper earlier. */
  readonly today: string
}

/** A verdict with the name of what judged: the control, or the rule inside it. */
export interface Judged {
  readonly id: string
  readonly verdict: Verdict
}

/** 管控 One question asked before an act. It answers with verdicts and never writes. */
export interface Control {
  readonly name: string
  readonly judge: (input: ControlInput) => Verdict | readonly Judged[]
}

export type Controls = Readonly<Record<Verb, readonly Control[]>>
