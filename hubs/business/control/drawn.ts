import type { Control, ControlInput } from '#kernel/case'
import { personsOf } from '#kernel/identity'
import { granted, type Reason, refused } from '#kernel/refusal'
import { otherHands } from './hands.ts'

/** 未经抽取 A draw is made, not skipped: its stage is not done without it. */
function withoutDraw({ definition, state, stage, verb }: ControlInput): Reason | undefined {
  const at = definition.stages.get(stage ?? '')
  if (verb !== 'complete' || at?.kind !== 'draw' || state.draws?.[at.stage]?.made !== undefined) return undefined
  return { code: 'DRAW_NOT_MADE', text: '还没有抽取', facts: { stage: at.stage } }
}

/** 抽中的人 Where it was drawn who goes, nobody else takes their part: neither alone nor as the second. */
function othersThanDrawn(input: ControlInput): Reason | undefined {
  const { state, roles, actor } = input
  const { drawn } = state
  if (!drawn || actor.kind !== 'officer' || !roles.includes(drawn.role)) return undefined
  const hands = [...new Set([...personsOf(actor), ...otherHands(input)])]
  const others = hands.filter(person => !drawn.persons.includes(person))
  return others.length === 0
    ? undefined
    : { code: 'PERSON_NOT_DRAWN', text: '不是抽中的检查人员', facts: { persons: others } }
}

/** 随机抽取 Objects and the officers who go there are drawn at random (优化营商环境条例54), and what was drawn is what is done. */
export const drawn: Control = {
  name: 'drawn',
  judge: input => {
    const reasons = [withoutDraw(input), othersThanDrawn(input)].filter(reason => reason !== undefined)
    return reasons.length > 0 ? refused(...reasons) : granted
  },
}
