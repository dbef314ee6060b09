import { refusal } from '#kernel/refusal'
import type { FeelDateTime, FeelValue } from './value.ts'

export const feelFaults = {
  syntax: refusal('FEEL_SYNTAX', 422, 'The expression does not parse'),
  large: refusal('FEEL_TOO_LARGE', 422, 'The expression is too large'),
  deep: refusal('FEEL_TOO_DEEP', 422, 'The expression calls itself too deeply'),
  long: refusal('FEEL_TOO_LONG', 422, 'The expression takes too many steps'),
} as const

/** Why a value is null where another was hoped for: what an author reads beside the answer. */
export type ProblemKind = 'syntax' | 'unknownName' | 'noFunction' | 'arguments' | 'type' | 'value' | 'external' | 'hit'

export interface Problem {
  readonly kind: ProblemKind
  readonly detail: string
}

/** One evaluation: what went wrong so far, how much it may still do, and which moment is now. */
export interface Evaluation {
  readonly problems: Problem[]
  readonly now: FeelDateTime
  steps: number
  depth: number
}

export interface Limits {
  /** Nodes evaluated; what stops an endless loop where no worker is behind it. */
  readonly steps: number
}

const greatestDepth = 400
const mostProblems = 100

export const makeEvaluation = (now: FeelDateTime, limits: Limits = { steps: 5_000_000 }): Evaluation => ({
  problems: [],
  now,
  steps: limits.steps,
  depth: 0,
})

/** Null, with the reason kept. */
export function problem(evaluation: Evaluation, kind: ProblemKind, detail: string): null {
  if (evaluation.problems.length < mostProblems) evaluation.problems.push({ kind, detail })
  return null
}

/** Counts one step. @throws Refusal 422 FEEL_TOO_LONG */
export function step(evaluation: Evaluation, count = 1): void {
  evaluation.steps -= count
  if (evaluation.steps < 0)
    throw feelFaults.long({
      detail: 'the model takes more steps than one decision may',
      remedy: 'look for a loop or a range without end',
    })
}

/** Runs a function's body one level deeper. @throws Refusal 422 FEEL_TOO_DEEP */
export function deeper<T extends FeelValue>(evaluation: Evaluation, run: () => T): T {
  if (++evaluation.depth > greatestDepth)
    throw feelFaults.deep({
      detail: `a function calls itself more than ${greatestDepth} levels deep`,
      remedy: 'give the recursion an end, or use a loop (for … return)',
    })
  try {
    return run()
  } finally {
    evaluation.depth--
  }
}
