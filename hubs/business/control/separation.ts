import type { Control } from '#kernel/case'
import { separationVerdict } from '#kernel/identity'
import { granted } from '#kernel/refusal'
import { otherHands } from './hands.ts'

/** 分离 Who investigated does not review, decide or chair; who decided does not collect. The pairs stand in the item. */
export const separation: Control = {
  name: 'separation',
  judge: input => {
    const { actor, stage, state, definition, verb } = input
    const { separate } = definition.definition.authority
    const here = stage ?? (verb === 'pay' ? 'pay' : undefined)
    if (actor.kind !== 'officer' || !separate || here === undefined) return granted
    const pairs = separate.map(([one, other]) => [one!.split('.')[0]!, other!.split('.')[0]!] as const)
    return separationVerdict({ actor, others: otherHands(input), stage: here, previous: state.acted, separate: pairs })
  },
}
