import type { Control } from '#kernel/case'
import { separationVerdict } from '#kernel/identity'
import { granted } from '#kernel/refusal'

/** 分离 Who investigated does not review, decide or chair; who decided does not collect. The pairs stand in the item. */
export const separation: Control = {
  name: 'separation',
  judge: ({ actor, stage, state, definition, verb }) => {
    const { separate } = definition.definition.authority
    const here = stage ?? (verb === 'pay' ? 'pay' : undefined)
    if (actor.kind !== 'officer' || !separate || here === undefined) return granted
    const pairs = separate.map(([one, other]) => [one!.split('.')[0]!, other!.split('.')[0]!] as const)
    return separationVerdict({ actor, stage: here, previous: state.acted, separate: pairs })
  },
}
