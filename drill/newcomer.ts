import type { Page } from 'playwright-core'
import { demonstrationAccounts } from '../commands/demonstration.ts'
import { openDoor } from '../commands/house.ts'
import { openBrowser } from '../test/harness/browser.ts'
import { conclude, drillDirectory, openDrillCity, openPermit, registerFirm } from './house.ts'
import { type Hands, handsOn } from './newcomer/hands.ts'

/**
 * 新人演练 From the address that the first start prints to an accepted case, as somebody who sees the city for the first time. He files an application
 * himself, as the citizen, then sits down at the counter and accepts that very case; and, told beside it, he only accepts one that waits.
 */
const limits = { seconds: 90, presses: 15 } as const
/** Work that waits at the counter, so that one has to look for one's own. */
const waiting = 3
const complained = '210102-natural-resources-bureau'

const directory = drillDirectory()
const house = await openDrillCity(directory.path, { durable: false })
for (let running = 1; running <= waiting; running++)
  await openPermit(house, await registerFirm(house.city, running), running)
const door = await openDoor(house.city, await demonstrationAccounts(house.city))
const browser = await openBrowser()

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor()
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const link = (page: Pick<Page, 'getByRole'>, name: string) => page.getByRole('link', { name, exact: true })
const main = (page: Page) => page.getByRole('main')

async function arriving(): Promise<Hands> {
  const context = await browser.newContext({ viewport: { width: 1_280, height: 900 }, locale: 'zh-CN' })
  const hands = handsOn(await context.newPage())
  await hands.open(`${door.url}/demo`, () => heading(hands.page, '演示首页'))
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
async function accept({ page, press }: Hands, number?: string): Promise<void> {
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

const filing = await arriving()
const number = await file(filing)
await filing.press(
  () => link(filing.page, '演示首页').click(),
  () => heading(filing.page, '演示首页'),
)
await accept(filing, number)
const { stages } = await house.city.cases.stateOf(await house.city.cases.idOf(number))

const accepting = await arriving()
await accept(accepting)
const [left] = await house.city.db.query<{ count: number }>(
  `select count(*)::int as count from kernel.tasks where stage = 'accept'`,
)
await browser.close()
await door.close()
await house.city.close()
directory.remove()

const { seconds, presses, waits } = filing.said()
const accepted = stages['accept']?.status === 'done' && left!.count === waiting - 1
conclude({
  name: 'newcomer',
  ok: accepted && presses <= limits.presses && seconds <= limits.seconds,
  figures: { seconds, presses, waits, accepted, onlyAccepting: accepting.said() },
})
