import { type Control, type ControlInput, subCasesSeen, type Verb } from '#kernel/case'
import { granted, type Reason, refused } from '#kernel/refusal'

const opening: ReadonlySet<Verb> = new Set(['submit', 'lodge'])
const looking: ReadonlySet<string> = new Set(['survey', 'evidence'])

/** 计划外 What only another case opens is not opened by hand: no visit outside the draw. */
function byHand({ definition, verb, actor }: ControlInput): Reason | undefined {
  const { subCaseOf } = definition.definition.category
  if (subCaseOf === undefined || !opening.has(verb) || actor.kind === 'system') return undefined
  return { code: 'SUB_CASE_BY_HAND', text: '本事项只能由上级办件产生，不得自行开办', facts: { of: subCaseOf } }
}

/** A stage that is done in cases of their own is done when each of them is there and has ended. */
function notAllEnded(input: ControlInput): Reason | undefined {
  const { definition, state, stage, verb } = input
  const at = definition.stages.get(stage ?? '')
  if (verb !== 'complete' || !at?.subCase) return undefined
  const seen = subCasesSeen(input)
  if (!state.subCases?.[at.stage] || !seen)
    return { code: 'SUB_CASES_NOT_ORDERED', text: '还没有产生子办件', facts: { stage: at.stage } }
  const { ordered, opened, running } = seen
  return opened === ordered && running === 0
    ? undefined
    : { code: 'SUB_CASES_RUNNING', text: '还有子办件没有办结', facts: { ordered, opened, running } }
}

/** 计划终止 The case it comes from has ended before its time: nobody goes and looks any more. */
function originGone({ definition, state, stage, verb }: ControlInput): Reason | undefined {
  const kind = definition.stages.get(stage ?? '')?.kind
  if (!state.originEnded || (verb !== 'recordEvidence' && !(verb === 'complete' && looking.has(kind ?? ''))))
    return undefined
  return { code: 'ORIGIN_ENDED', text: '所依据的办件已经终止', facts: { result: state.originEnded.result } }
}

/** 子办件 Cases that come of another case: opened by it alone, counted by it, and stopped with it. */
export const subCases: Control = {
  name: 'subCases',
  judge: input => {
    const reasons = [byHand(input), notAllEnded(input), originGone(input)].filter(reason => reason !== undefined)
    return reasons.length > 0 ? refused(...reasons) : granted
  },
}
