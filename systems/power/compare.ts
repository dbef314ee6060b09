import type { CaseDependencies, Evidence } from '#kernel/case'
import type { Clock } from '#kernel/clock'
import type { Registers } from '#kernel/register'

/** How long an answer of a register in the house counts. */
const validFor = { hours: 1 }

/**
 * 比对取证 Puts the item's questions to the registers before the case is locked: nothing outside is asked while it is. An
 * answer that cannot be had is unknown, and what follows is the item's own word.
 */
export const makeCompare =
  (registers: Registers, clock: Clock): CaseDependencies['compare'] =>
  async ({ facts, comparisons }) => {
    const obtained = clock.now()
    const answers: Evidence[] = []
    for (const { id, ask, when, with: asked } of comparisons) {
      if (when !== undefined && facts.test(when) === false) continue
      const wanted = Object.fromEntries(Object.entries(asked).map(([name, source]) => [name, facts.value(source)]))
      const missing = Object.values(wanted).some(value => value === null || value === undefined)
      const value = missing ? null : await registers.ask(ask, wanted, clock.today().toString())
      answers.push({ comparison: id, value, obtained: obtained.toString(), validUntil: obtained.add(validFor).toString() })
    }
    return answers
  }
