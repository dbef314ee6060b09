import type { Control } from '#kernel/case'
import { avoidanceVerdict } from '#kernel/identity'
import { granted } from '#kernel/refusal'
import { otherHands } from './hands.ts'
import { provisionFor } from './provision.ts'

/** 回避 Who has stood back from a case does nothing more in it: neither alone, nor as the second officer, nor by a vote. */
export const avoidance: Control = {
  name: 'avoidance',
  judge: input => {
    const { actor, state, definition, verb } = input
    return actor.kind === 'officer'
      ? avoidanceVerdict({
          actor,
          others: otherHands(input),
          avoided: state.avoided,
          relations: [],
          grounds: definition.definition.authority.avoid.grounds,
          investigating: verb === 'recordEvidence',
          basis: provisionFor(input, 'avoidance'),
          challengeBasis: provisionFor(input, 'challenge'),
        })
      : granted
  },
}
