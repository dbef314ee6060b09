import type { Control } from '#kernel/case'
import type { CompiledItem } from '#kernel/definition'
import { separationVerdict } from '#kernel/identity'
import { granted } from '#kernel/refusal'
import { otherHands } from './hands.ts'

type Pairs = NonNullable<CompiledItem['definition']['authority']['separate']>
const stages = new WeakMap<Pairs, readonly (readonly [string, string])[]>()

/** The stages of the pairs that an item keeps apart, roles left out (`hear.chair`); the item does not change, so read once. */
function stagesOf(pairs: Pairs): readonly (readonly [string, string])[] {
  const known = stages.get(pairs) ?? pairs.map(([one, other]) => [one!.split('.')[0]!, other!.split('.')[0]!] as const)
  stages.set(pairs, known)
  return known
}

/** 分离 Who investigated does not review, decide or chair; who decided does not collect. The pairs stand in the item. */
export const separation: Control = {
  name: 'separation',
  judge: input => {
    const { actor, stage, state, definition, verb } = input
    const { separate } = definition.definition.authority
    const here = stage ?? (verb === 'pay' ? 'pay' : undefined)
    if (actor.kind !== 'officer' || !separate || here === undefined) return granted
    return separationVerdict({
      actor,
      others: otherHands(input),
      stage: here,
      previous: state.acted,
      separate: stagesOf(separate),
    })
  },
}
