import type { Control } from '#kernel/case'
import { granted, refused } from '#kernel/refusal'

/** 主体一致 The code in the form is the party's own: nobody applies, or is charged, under the number of somebody else (行政许可法31). */
export const identity: Control = {
  name: 'identity',
  judge: ({ evidence }) => {
    const others = evidence.filter(({ comparison, value }) => comparison.startsWith('identity:') && value === false)
    if (others.length === 0) return granted
    return refused(
      ...others.map(({ comparison }) => ({
        code: 'IDENTIFIER_OF_ANOTHER',
        text: '填写的证件号码属于其他主体',
        facts: { field: comparison.slice('identity:'.length) },
        basis: { law: '行政许可法', articles: ['31'] },
      })),
    )
  },
}
