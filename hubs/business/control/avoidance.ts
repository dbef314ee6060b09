import type { Control } from '#kernel/case'
import { type AvoidanceGround, avoidanceVerdict } from '#kernel/identity'
import { granted } from '#kernel/refusal'
import { otherHands } from './hands.ts'
import { provisionFor } from './provision.ts'

/** 决定作出之前，不停止调查（行政处罚法43(3)）. */
const investigation: ReadonlySet<string> = new Set(['evidence', 'survey'])

/** 回避 Who has stood back from a case does nothing more in it: neither alone, nor as the second officer, nor by a vote. */
export const avoidance: Control = {
  name: 'avoidance',
  judge: input => {
    const { actor, state, definition, verb, stage } = input
    const kind = stage === undefined ? undefined : definition.stages.get(stage)?.kind
    return actor.kind === 'officer'
      ? avoidanceVerdict({
          actor,
          others: otherHands(input),
          avoided: state.avoided,
          relations: Object.entries(state.challenges).map(([person, { ground }]) => ({
            person,
            ground: ground as AvoidanceGround,
            by: 'party' as const,
            decided: null,
          })),
          grounds: definition.definition.authority.avoid.grounds,
          investigating: verb === 'recordEvidence' || (kind !== undefined && investigation.has(kind)),
          basis: provisionFor(input, 'avoidance'),
          challengeBasis: provisionFor(input, 'challenge'),
        })
      : granted
  },
}
