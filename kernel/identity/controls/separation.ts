import { type Basis, granted, refused, type Verdict } from '#kernel/refusal'
import { type Officer, personsOf } from '../actor.ts'

export interface SeparationQuestion {
  readonly actor: Officer
  /** Who else has a hand in it: the second officer at the scene, a member who votes. */
  readonly others?: readonly string[]
  /** What is about to be done: a stage, or a role of one (`hear.chair`). */
  readonly stage: string
  /** Who already acted, by stage or role: the persons who did it and those in whose stead it was done. */
  readonly previous: Readonly<Record<string, readonly string[]>>
  /** Pairs that one person must not combine in one case (setting 4, `separate`). */
  readonly separate: readonly (readonly [string, string])[]
  readonly basis?: Basis
}

/** 职能分离 Who investigated or reviewed does not decide: no person stands on both sides of a separate pair in one case. */
export function separationVerdict({
  actor,
  others = [],
  stage,
  previous,
  separate,
  basis,
}: SeparationQuestion): Verdict {
  const persons = [...personsOf(actor), ...others]
  const reasons = separate
    .filter(pair => pair.includes(stage))
    .map(([one, other]) => (one === stage ? other : one))
    .filter(opposite => previous[opposite]?.some(person => persons.includes(person)))
    .map(opposite => ({
      code: 'SEPARATION_SAME_PERSON',
      text: '同一人不得兼任应当分离的环节',
      rule: `authority.separate[${opposite},${stage}]`,
      ...(basis ? { basis } : {}),
      facts: { stage, opposite },
    }))
  return reasons.length > 0 ? refused(...reasons) : granted
}
