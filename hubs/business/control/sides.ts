import { type Control, type ControlInput, heardParties, hearingLapsed, settlers } from '#kernel/case'
import { granted, type Reason, refused } from '#kernel/refusal'

/** 双方到场 Whoever the row says is invited has been, and not to a day still to come. */
function uninvited({ definition, state, stage, on, verb }: ControlInput): readonly Reason[] {
  const wanted: readonly string[] = definition.stages.get(stage ?? '')?.invites ?? []
  if (wanted.length === 0 || stage === undefined || verb === 'invite') return []
  const invited = state.invited?.[stage]
  const left = state.parties.filter(
    ({ role, party }) => wanted.includes(role) && !(invited?.parties.includes(party) ?? false),
  )
  if (left.length > 0)
    return [
      {
        code: 'SIDE_NOT_INVITED',
        text: '没有通知双方当事人到场',
        facts: { roles: [...new Set(left.map(({ role }) => role))] },
      },
    ]
  return invited && on < invited.on
    ? [{ code: 'BEFORE_INVITED_DAY', text: '早于通知到场的日期', facts: { invited: invited.on, on } }]
    : []
}

/** 答辩 The other side has answered, has said it will not, or its time is over: silence ends the waiting and concedes nothing. */
function awaited({ definition, state, stage, on }: ControlInput): readonly Reason[] {
  if (definition.stages.get(stage ?? '')?.kind !== 'statement') return []
  if (state.notice === undefined) return [{ code: 'ANSWER_NOT_ASKED', text: '还没有把申请送达对方' }]
  const silent = heardParties(state).filter(party => state.statements[party] === undefined)
  return silent.length === 0 || hearingLapsed(state, on)
    ? []
    : [{ code: 'ANSWER_AWAITED', text: '对方当事人的答辩期限未满', facts: { awaited: silent.length } }]
}

/** 自愿 A settlement is made only when every side has agreed to these terms for itself. */
function unwilling({ state, verb, body }: ControlInput): readonly Reason[] {
  if (verb !== 'mediate' || body.result !== 'settled') return []
  const left = settlers(state).filter(party => state.mediation?.agreed[party] !== true)
  return left.length > 0
    ? [{ code: 'SETTLEMENT_WITHOUT_CONSENT', text: '有当事人没有同意调解协议', facts: { left: left.length } }]
    : []
}

/** 双方 What is owed to each side of a case: to be invited, to answer, and to settle only of its own will. */
export const sides: Control = {
  name: 'sides',
  judge: input => {
    const at = input.definition.stages.get(input.stage ?? '')
    if (at?.kind !== 'statement' && at?.invites === undefined && input.verb !== 'mediate') return []
    const reasons = [...uninvited(input), ...awaited(input), ...unwilling(input)]
    return reasons.length > 0 ? refused(...reasons) : granted
  },
}
