import { type CaseState, type Step, unopened } from '#kernel/case'
import type { CompiledItem } from '#kernel/definition'
import { Refusal } from '#kernel/refusal'

type Came = { readonly step: Step } | { readonly refusal: Refusal }

/** What was tried in a state, and what came of it. Its words are written down only once something is to be held against them. */
interface Tried {
  readonly spell: () => string
  words?: string
  readonly came: Came
}

interface Walked {
  readonly definition: CompiledItem
  readonly before: CaseState
  readonly steps: Map<CaseState, Map<string, Tried[]>>
  readonly numbers: Map<string, number>
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
    walked = {
      definition,
      before: unopened('00000000-0000-7000-8000-000000000000'),
      steps: new Map(),
      numbers: new Map(),
    }
  const { before, steps, numbers } = walked
  return {
    /** The case before anything happened. */
    before,
    /** A number for a text, the same one whenever an example of the item has the same text: long texts are slow to look up. */
    numberOf(text: string): number {
      const number = numbers.get(text) ?? numbers.size
      numbers.set(text, number)
      return number
    },
    /** What `decide` comes to in this state; `brief` and `spell` together say everything it looks at besides. A refusal is thrown again. */
    step(state: CaseState, brief: string, spell: () => string, decide: () => Step): Step {
      let from = steps.get(state)
      if (!from) {
        from = new Map()
        steps.set(state, from)
      }
      let alike = from.get(brief)
      if (!alike) {
        alike = []
        from.set(brief, alike)
      }
      let came = found(alike, spell)
      if (!came) {
        came = attempt(decide)
        alike.push({ spell, came })
      }
      if ('refusal' in came) throw came.refusal
      return came.step
    },
  }
}

function found(alike: readonly Tried[], spell: () => string): Came | undefined {
  if (alike.length === 0) return undefined
  const words = spell()
  for (const tried of alike) {
    tried.words ??= tried.spell()
    if (tried.words === words) return tried.came
  }
  return undefined
}

function attempt(decide: () => Step): Came {
  try {
    return { step: decide() }
  } catch (fault) {
    if (!(fault instanceof Refusal)) throw fault
    return { refusal: fault }
  }
}
