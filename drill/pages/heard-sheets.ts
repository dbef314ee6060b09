import type { Page } from 'playwright-core'
import type { Lived } from './lived.ts'
import type { Sheet, Way } from './sheets.ts'

const none = (why: string) => ({ none: why })
const visitor = (to: string, more: Partial<Way> = {}): Way => ({ as: 'visitor', to, ...more })
const submit = (page: Page) => page.locator('main form button:not([name])').last().click()

/** 被听见的页面 Going against a decision, and complaining. */
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
  '/complain': {
    full: visitor('/complain?organ=210102-natural-resources-bureau', { shows: '由谁办理' }),
    empty: visitor('/complain', { shows: '投诉一件办件' }),
    error: visitor('/complain?organ=nobody-here', { shows: '没有这件事' }),
  },
  '/complain/unnamed': {
    full: visitor('/complain/unnamed?organ=210102-natural-resources-bureau', { shows: '不具名投诉' }),
    empty: none('it is a form'),
    error: visitor('/complain/unnamed?organ=210102-natural-resources-bureau', { press: submit, shows: '需要改正' }),
  },
})
