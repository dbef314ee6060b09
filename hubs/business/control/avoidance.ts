import type { Control } from '#kernel/case'
import { avoidanceVerdict } from '#kernel/identity'
import { granted } from '#kernel/refusal'

/** 回避 Who has stood back from a case does nothing more in it (行政处罚法43). */
export const avoidance: Control = {
  name: 'avoidance',
  judge: ({ actor, state, definition, verb }) =>
    actor.kind === 'officer'
      ? avoidanceVerdict({
          actor,
          avoided: state.avoided,
          relations: [],
          grounds: definition.definition.authority.avoid.grounds,
          investigating: verb === 'recordEvidence',
        })
      : granted,
}
