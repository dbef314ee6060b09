import type { Page } from 'playwright-core'
import { citizenNumber } from '../house.ts'
import { agent, principal } from './own-lived.ts'
import { by, none, pressed, type Sheets } from './sheet.ts'

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).first().waitFor()

async function comes(page: Page): Promise<void> {
  await heading(page, '账户开通与恢复')
  await page.getByLabel('姓名').fill('演练来客')
  await page.getByLabel('身份证号').fill(citizenNumber(77))
  await pressed('登记或找到')(page)
  await page.getByText('已在案。').waitFor()
}
async function unseen(page: Page): Promise<void> {
  await comes(page)
  await pressed('生成开通码')(page)
  await page.getByRole('alert').waitFor()
}
async function given(page: Page): Promise<void> {
  await comes(page)
  await page.getByLabel('居民身份证', { exact: true }).check()
  await pressed('生成开通码')(page)
  await page.locator('.receipt code').waitFor()
}

const accounts = (press: (page: Page) => Promise<void>, shows: string) =>
  by('window', '/office/counter/accounts', { desk: true as const, press, shows })
async function comesForSomebody(page: Page): Promise<void> {
  await heading(page, '授权与监护')
  await page.getByLabel('姓名').fill(principal.name)
  await page.getByLabel('身份证号').fill(principal.number)
  await pressed('登记或找到')(page)
  await page.getByText('已有的授权和监护').waitFor()
}
async function undocumented(page: Page): Promise<void> {
  await comesForSomebody(page)
  await page.getByLabel('书面委托', { exact: true }).check()
  await page.getByLabel('姓名').fill(agent.name)
  await page.getByLabel('身份证号').fill(agent.number)
  await pressed('登记或找到')(page)
  await pressed('登记')(page)
  await page.getByRole('alert').waitFor()
}
const mandates = (press: (page: Page) => Promise<void>, shows: string) =>
  by('window', '/office/counter/mandates', { desk: true as const, press, shows })
const blank = (press: (page: Page) => Promise<void>, shows: string) =>
  by('window', '/office/counter/blank', { desk: true as const, press, shows })
/** 窗口的页面 What is done at the counter besides applications. */
export const counterSheets: Sheets = {
  '/office/*#accounts': {
    full: accounts(comes, '演练来客'),
    empty: accounts(page => heading(page, '账户开通与恢复'), '凭哪种证件'),
    error: accounts(unseen, '看过哪一种证件的原件：没有填'),
    dialog: accounts(given, '不要把开通码告诉任何人'),
  },
  '/office/*#mandates': {
    full: mandates(comesForSomebody, '本人在网上授权'),
    empty: mandates(page => heading(page, '授权与监护'), '凭哪种证件'),
    error: mandates(undocumented, '看过哪种文书的原件：没有填'),
  },
  '/office/*#blank': {
    full: blank(async page => {
      await heading(page, '空白表格')
      await page.getByLabel('办什么事').selectOption('energy-review')
      await page.locator('.receipt').waitFor()
    }, '年综合能源消费量'),
    empty: blank(page => heading(page, '空白表格'), '还没有选事项'),
    error: none('nothing is sent from it'),
  },
  '/office/*#lodge': {
    full: none('no item of the counter’s organ begins so; test/journeys/lodge.test.ts looks at the filled form'),
    empty: by('window', '/office/counter/lodge', {
      desk: true,
      press: page => heading(page, '登记和开办'),
      shows: '本机关没有这样开办的事项',
    }),
    error: none('what is refused stands in the form, and the form is the page of the counter'),
  },
  '/office/*#administration': {
    full: none('the demonstration has no administrators; test/journeys/administration.test.ts looks at all three'),
    empty: none('as above'),
    error: none('as above'),
  },
}
