import type { Control } from '#kernel/case'
import { granted, refused } from '#kernel/refusal'

/** 不代替刑罚 While justice has a case nothing is decided about it here (行政处罚法8(2), 27). */
export const justice: Control = {
  name: 'justice',
  judge: ({ state }) =>
    state.justice && state.justice.answer === undefined
      ? refused({
          code: 'JUSTICE_HAS_IT',
          text: '案件已移送司法机关，答复前不得作出处罚决定',
          facts: { since: state.justice.on },
          basis: { law: '行政处罚法', articles: ['27(1)'] },
        })
      : granted,
}
