import type { Lived } from './lived.ts'
import { by, none, type Sheets, submit, visitor } from './sheet.ts'

const about = '?organ=210102-natural-resources-bureau'

/** 被听见的页面 Going against a decision, and complaining. */
export const heardSheets = ({ granted, refused, waiting }: Lived): Sheets => ({
  '/mine/cases/:number/remedy': {
    full: by('firm', `/mine/cases/${refused}/remedy`, { shows: '超过本级审查权限' }),
    empty: by('firm', `/mine/cases/${waiting}/remedy`, { shows: '现在没有可以走的救济' }),
    error: by('newcomer', `/mine/cases/${refused}/remedy`),
  },
  '/mine/cases/:number/remedy/:kind': {
    full: by('firm', `/mine/cases/${refused}/remedy/reconsideration`, { shows: '超过本级审查权限' }),
    empty: none('an outline is of one remedy'),
    error: by('firm', `/mine/cases/${granted}/remedy/reconsideration`),
  },
  '/complain': {
    full: visitor(`/complain${about}`, { shows: '由谁办理' }),
    empty: visitor('/complain', { shows: '投诉一件办件' }),
    error: visitor('/complain?organ=nobody-here', { shows: '没有这件事' }),
  },
  '/complain/unnamed': {
    full: visitor(`/complain/unnamed${about}`, { shows: '不具名投诉' }),
    empty: none('it is a form'),
    error: visitor(`/complain/unnamed${about}`, { press: submit, shows: '需要改正' }),
  },
})
