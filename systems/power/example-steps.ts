import { type CaseState, type Step, unopened } from '#kernel/case'
import type { CompiledItem } from '#kernel/definition'
import { Refusal } from '#kernel/refusal'

type Came = { readonly step: Step } | { readonly refusal: Refusal }

interface Walked {
  readonly before: CaseState
  readonly steps: Map<CaseState, Map<string, Came>>
}

const walked = new WeakMap<CompiledItem, Walked>()

/**
 * 走过的路 The examples of an item mostly begin alike. Deciding is pure: what is tried in the very state, with the same words,
 * at the same moment, comes to the same; so it is decided once for all examples that are alike up to there. Kept for as long
 * as the compiled item is.
 */
export function walkedSteps(definition: CompiledItem) {
  let known = walked.get(definition)
  if (!known) {
    known = { before: unopened('00000000-0000-7000-8000-000000000000'), steps: new Map() }
    walked.set(definition, known)
  }
  const { before, steps } = known
  return {
    /** The case before anything happened. */
    before,
    /** What `decide` comes to in this state; `tried` says everything it looks at besides. A refusal is thrown again. */
    step(state: CaseState, tried: string, decide: () => Step): Step {
      let from = steps.get(state)
      if (!from) {
        from = new Map()
        steps.set(state, from)
      }
      let came = from.get(tried)
      if (!came) {
        came = attempt(decide)
        from.set(tried, came)
      }
      if ('refusal' in came) throw came.refusal
      return came.step
    },
  }
}

function attempt(decide: () => Step): Came {
  try {
    return { step: decide() }
  } catch (fault) {
    if (!(fault instanceof Refusal)) throw fault
    return { refusal: fault }
  }
}
