import type { Page } from 'playwright-core'
import type { Lived } from './lived.ts'
import { absent, none, type Sheets } from './sheet.ts'

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const review = (page: Page) => press(page, '下一步：核对')

/** Says something, looks it over and sends it. */
async function stated(page: Page): Promise<void> {
  await page.getByLabel('我要陈述申辩').check()
  await page.getByLabel('陈述和申辩的内容').fill('已经补报，请从轻处理。')
  await review(page)
  await press(page, '提交陈述申辩')
  await page.waitForURL(/\/receipt/)
}

/** 当事人办理的页面 What a party does in its case, from the notice to the receipt. */
export const actSheets = ({ noticed, granted }: Lived): Sheets => {
  const to = `/mine/cases/${noticed}/acts/makeStatement`
  return {
    '/mine/cases/:number#notice': {
      full: { as: 'firm', to: `/mine/cases/${noticed}`, shows: '拟罚款一万五千元' },
      empty: none('the same page has nothing to do when its case is over'),
      error: none('its forms have pages of their own'),
    },
    '/mine/cases/:number/acts/:verb': {
      full: { as: 'firm', to, shows: noticed },
      empty: { as: 'firm', to: `/mine/cases/${granted}/acts/makeStatement`, shows: '现在不能办这一项' },
      error: { as: 'firm', to, press: review, shows: '“陈述和申辩的内容”没有填。请填上再继续' },
    },
    '/mine/cases/:number/acts/:verb/receipt': {
      full: { as: 'firm', to, press: stated, shows: '已于2026年7月' },
      empty: none('a receipt says what was done'),
      error: absent('newcomer', `${to}/receipt`),
    },
  }
}
