import type { Lived } from './lived.ts'
import type { Sheet } from './sheets.ts'

const none = (why: string) => ({ none: why })

/** 被听见的页面 Going against a decision, complaining, and what officers see of both. */
export const heardSheets = ({ granted, refused }: Lived): Readonly<Record<string, Sheet>> => ({
  '/mine/cases/:number/remedy': {
    full: { as: 'firm', to: `/mine/cases/${refused}/remedy`, shows: '沈阳市和平区人民法院' },
    empty: { as: 'firm', to: `/mine/cases/${granted}/remedy`, shows: '现在没有可以走的救济' },
    error: { as: 'newcomer', to: `/mine/cases/${refused}/remedy` },
  },
  '/mine/cases/:number/remedy/:kind': {
    full: { as: 'firm', to: `/mine/cases/${refused}/remedy/reconsideration`, shows: '超过本级审查权限' },
    empty: none('an outline is of one remedy'),
    error: { as: 'firm', to: `/mine/cases/${granted}/remedy/reconsideration` },
  },
})
