import type { Browser, Page } from 'playwright-core'
import { type Hands, handsOn } from './hands.ts'

/** 上限 What somebody who sees the city for the first time may need for an accepted case. */
export const limits = { seconds: 90, presses: 15 } as const
const complained = '210102-natural-resources-bureau'

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor()
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const link = (page: Pick<Page, 'getByRole'>, name: string) => page.getByRole('link', { name, exact: true })
const main = (page: Page) => page.getByRole('main')

/** Whoever read what the start printed and opens the first address that stands there: his hands. */
export async function arriving(browser: Browser, printed: string): Promise<Hands> {
  const [address] = /https?:\/\/\S+/.exec(printed) ?? []
  if (address === undefined) throw new Error(`no address is printed:\n${printed}`)
  const context = await browser.newContext({ viewport: { width: 1_280, height: 900 }, locale: 'zh-CN' })
  const hands = handsOn(await context.newPage())
  await hands.open(address, () => heading(hands.page, '演示首页'))
  return hands
}

/** From the page of the demonstration to a case of one's own; its number. */
async function file({ page, press, type, choose }: Hands): Promise<string> {
  await press(
    () => button(page, '以“市民”的身份进入').click(),
    () => heading(page, '政府信息公开申请'),
  )
  await press(
    () => link(page, '求助').click(),
    () => heading(page, '求助'),
  )
  await press(
    () => link(main(page), '投诉').click(),
    () => heading(page, '投诉'),
  )
  await choose(page.getByLabel('哪个机关'), complained)
  await press(
    () => button(page, '继续').click(),
    () => button(page, '开始填写投诉').waitFor(),
  )
  await press(
    () => button(page, '开始填写投诉').click(),
    () => heading(page, '填写'),
  )
  await type(page.getByLabel('反映的问题和诉求'), '同一件事让我跑了三趟')
  await press(
    () => button(page, '继续').click(),
    () => heading(page, '核对提交'),
  )
  await press(
    () => button(page, '确认无误，提交').click(),
    () => heading(page, '收件回执'),
  )
  return /\/cases\/(\d+)\/receipt/.exec(page.url())![1]!
}

/** From the page of the demonstration, through today's work, to the case that is accepted: this one, or the first that waits. */
export async function accept({ page, press }: Hands, number?: string): Promise<void> {
  const rows = main(page).getByRole('row')
  const row = number === undefined ? rows.nth(1) : rows.filter({ hasText: number })
  await press(
    () => button(page, '以“窗口受理”的身份进入').click(),
    () => row.getByRole('link').waitFor(),
  )
  await press(
    () => row.getByRole('link').click(),
    () => button(page, '受理').waitFor(),
  )
  await press(
    () => button(page, '受理').click(),
    () => button(page, '确认受理').waitFor(),
  )
  await press(
    () => button(page, '确认受理').click(),
    () => page.getByRole('status').getByText('已完成：受理').waitFor(),
  )
}

/** From the printed address to a case of one's own that is accepted: its number, and what it took. */
export async function fileAndAccept(
  browser: Browser,
  printed: string,
): Promise<ReturnType<Hands['said']> & { number: string }> {
  const hands = await arriving(browser, printed)
  const number = await file(hands)
  await hands.press(
    () => link(hands.page, '演示首页').click(),
    () => heading(hands.page, '演示首页'),
  )
  await accept(hands, number)
  await hands.page.context().close()
  return { number, ...hands.said() }
}
