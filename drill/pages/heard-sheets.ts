import type { Lived } from './lived.ts'
import { absent, asks, by, none, type Sheets, typing, visitor } from './sheet.ts'

const about = '?organ=210102-natural-resources-bureau'

/** 被听见的页面 Going against a decision, and complaining. */
export const heardSheets = ({ refused, waiting }: Lived): Sheets => ({
  '/mine/cases/:number/remedy': {
    full: by('firm', `/mine/cases/${refused}/remedy`, { shows: '超过本级审查权限' }),
    empty: by('firm', `/mine/cases/${waiting}/remedy`, { shows: '现在没有可以走的救济' }),
    error: absent('newcomer', `/mine/cases/${refused}/remedy`),
  },
  '/mine/cases/:number/remedy/:kind': {
    full: by('firm', `/mine/cases/${refused}/remedy/reconsideration`, { shows: '超过本级审查权限' }),
    empty: none('an outline is of one remedy'),
    error: absent('newcomer', `/mine/cases/${refused}/remedy/reconsideration`),
  },
  '/complain': {
    full: visitor(`/complain${about}`, { shows: '由谁办理' }),
    empty: visitor('/complain', { shows: '投诉一件办件' }),
    error: visitor('/complain?organ=nobody-here', { shows: '没有这件事' }),
  },
  '/complain/unnamed': {
    full: asks,
    empty: visitor(`/complain/unnamed${about}`, { shows: '提交后给您编号和查询码' }),
    error: visitor(`/complain/unnamed${about}`, {
      ...typing({ 'f.contact.phone': '13800000001' }),
      shows: '“反映的问题和诉求”没有填。请填上再继续',
    }),
  },
})
