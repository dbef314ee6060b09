import { type Control, hearingDue } from '#kernel/case'
import { granted, refused } from '#kernel/refusal'

/** 告知内容 A notice states everything its document must state, and offers the hearing where one is due (行政处罚法44、63); what nobody says it does, it does not. */
export const notice: Control = {
  name: 'notice',
  judge: ({ definition, stage, body, facts, verb, state }) => {
    const urging = definition.definition.content.outcomes[state.outcome ?? '']?.enforcement?.urge
    const urges = verb === 'urge' && urging !== undefined
    const document = urges
      ? urging.document
      : (body.document ?? (stage === undefined ? undefined : definition.stages.get(stage)?.needs?.[0]))
    const must = definition.definition.content.documents?.find(({ id }) => id === document)?.mustState ?? []
    const states = (body.states ?? []) as readonly string[]
    const absent = must.filter(what => !states.includes(what))
    if (absent.length > 0)
      return refused({
        code: 'NOTICE_INCOMPLETE',
        text: '告知内容不全',
        facts: { absent },
        basis: urges ? { law: '行政强制法', articles: ['35'] } : { law: '行政处罚法', articles: ['44'] },
      })
    return !urges && hearingDue({ definition, facts }) && body.offersHearing !== true
      ? refused({
          code: 'HEARING_NOT_OFFERED',
          text: '应当告知听证权利',
          basis: { law: '行政处罚法', articles: ['63'] },
        })
      : granted
  },
}
