import { type Basis, granted, refused, type Verdict } from '#kernel/refusal'
import { type Officer, personsOf } from '../actor.ts'

/** 回避事由 Party to the case, near relative of one, an interest, or another tie that may bend judgement. */
export type AvoidanceGround = 'party' | 'near-relative' | 'interest' | 'other'

/** 关系申报 A tie between an officer and the case: declared by himself, or claimed by a party (a challenge), and what was decided. */
export interface DeclaredRelation {
  readonly person: string
  readonly ground: AvoidanceGround
  readonly by: 'officer' | 'party'
  readonly decided: 'avoid' | 'stay' | null
}

export interface AvoidanceQuestion {
  readonly actor: Officer
  /** Who else has a hand in it: the second officer at the scene, a member who votes (行政处罚法43 speaks of all of them). */
  readonly others?: readonly string[]
  /** Persons whom this case has already told to stay out. */
  readonly avoided: readonly string[]
  readonly relations: readonly DeclaredRelation[]
  /** The grounds the item names (setting 4, `avoid.grounds`). */
  readonly grounds: readonly AvoidanceGround[]
  /** True for an act of investigation, which a pending challenge does not stop (处罚法43(3)). */
  readonly investigating: boolean
  /** The provision by which an officer stands back (行政处罚法43(1) for penalties). */
  readonly basis?: Basis
  /** That by which a challenge waits for the head (43(3)). */
  readonly challengeBasis?: Basis
}

/**
 * 回避管控 An officer who was told to avoid, or who declared a tie himself, does not act. A party's challenge does not stop the
 * investigation, but anything else waits until the organ's head has decided it; the challenged cannot judge it away.
 */
export function avoidanceVerdict(question: AvoidanceQuestion): Verdict {
  const { actor, others = [], avoided, relations, grounds, investigating, basis, challengeBasis } = question
  const ground = basis ? { basis } : {}
  const persons = [...personsOf(actor), ...others]
  const out = persons.find(person => avoided.includes(person))
  if (out !== undefined)
    return refused({ code: 'AVOIDANCE_DECIDED', text: '已决定回避', ...ground, facts: { officer: out } })
  const own = relations.filter(relation => persons.includes(relation.person) && grounds.includes(relation.ground))
  const settled = own.find(relation => relation.decided === 'avoid')
  if (settled)
    return refused({
      code: 'AVOIDANCE_DECIDED',
      text: '已决定回避',
      ...ground,
      facts: { ground: settled.ground },
    })
  const declared = own.find(relation => relation.by === 'officer' && relation.decided === null)
  if (declared)
    return refused({
      code: 'AVOIDANCE_DECLARED',
      text: '本人已申报应当回避的关系',
      ...ground,
      facts: { ground: declared.ground },
    })
  const challenged = own.find(relation => relation.by === 'party' && relation.decided === null)
  if (challenged && !investigating)
    return refused({
      code: 'AVOIDANCE_CHALLENGED',
      text: '当事人申请回避，待机关负责人决定',
      ...(challengeBasis && { basis: challengeBasis }),
      facts: { ground: challenged.ground },
    })
  return granted
}
