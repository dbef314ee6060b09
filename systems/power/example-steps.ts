import { type CaseState, type Step, unopened } from '#kernel/case'
import type { CompiledItem } from '#kernel/definition'
import { Refusal } from '#kernel/refusal'

type Came = { readonly step: Step } | { readonly refusal: Refusal }

interface Walked {
  readonly definition: CompiledItem
  readonly before: CaseState
  readonly steps: Map<CaseState, Map<string, Came>>
}

/** Examples of one item are walked one after the other: what was known of the item before is let go. */
let walked: Walked | undefined

/**
 * 走过的路 The examples of an item mostly begin alike. Deciding is pure: what is tried in the very state, with the same words,
 * at the same moment, comes to the same; so it is decided once for all examples that are alike up to there. Kept until
 * another item is walked.
 */
export function walkedSteps(definition: CompiledItem) {
  if (walked?.definition !== definition)
    walked = { definition, before: unopened('00000000-0000-7000-8000-000000000000'), steps: new Map() }
  const { before, steps } = walked
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
