import type { IsoDate } from '../actor.ts'
import type { Directory } from '../directory.ts'

export interface EligibleQuestion {
  readonly directory: Directory
  readonly posts: readonly string[]
  readonly organ: string
  /** Persons kept out by separation or avoidance. */
  readonly excluded: readonly string[]
  /** Setting 4, `ifSeparationImpossible`: climb to the superior organ when nobody is left. */
  readonly climb: boolean
  readonly on: IsoDate
}

/**
 * 可办人员 Who can still do this: the holders of the posts who are not kept out, and when none is left and the item says so, those
 * of the superior organ. `undefined` means that nobody can, which is an alarm.
 */
export function eligibleHolders(
  question: EligibleQuestion,
): { readonly organ: string; readonly persons: readonly string[] } | undefined {
  const { directory, posts, excluded, climb, on } = question
  const seen = new Set<string>()
  for (let organ: string | undefined = question.organ; organ !== undefined && !seen.has(organ); ) {
    const here: string = organ
    seen.add(here)
    const persons = [...new Set(posts.flatMap(code => directory.holdersOf(code, here, on)))].filter(
      person => !excluded.includes(person) && directory.administratorKind(person, on) === undefined,
    )
    if (persons.length > 0) return { organ: here, persons }
    organ = climb ? directory.superiorOf(here, on)?.id : undefined
  }
  return undefined
}
