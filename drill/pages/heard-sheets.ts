import type { Page } from 'playwright-core'
import type { Lived } from './lived.ts'
import type { Sheet, Way } from './sheets.ts'

const none = (why: string) => ({ none: why })
const visitor = (to: string, more: Partial<Way> = {}): Way => ({ as: 'visitor', to, ...more })
const submit = (page: Page) => page.locator('main form button:not([name])').last().click()
const deskIs = (heading: string) => async (page: Page) => {
  await page.getByRole('heading', { level: 1, name: heading }).first().waitFor()
  await page.waitForLoadState('networkidle')
}

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
  '/office/*#ratings': {
    full: { as: 'window', to: '/office/ratings', press: deskIs('评价'), shows: '本机关待回复的差评' },
    empty: none('the same page is empty in a city of one day'),
    error: none('nothing is typed here'),
  },
  '/office/*#items': {
    full: { as: 'window', to: '/office/items', press: deskIs('本机关事项'), shows: '固定资产投资项目节能审查' },
    empty: none('an organ of the demonstration has items'),
    error: none('nothing is typed here'),
  },
})
