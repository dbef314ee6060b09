import type { Page } from 'playwright-core'
import { openDoor } from '../commands/house.ts'
import { openBrowser } from '../test/harness/browser.ts'
import { conclude, drillDirectory, openDrillCity, openPermit, registerFirm } from './house.ts'

/**
 * 新人演练 From the address that the first start prints to an accepted case, as somebody who sees the city for the first time:
 * how many presses, and how many seconds by the keystroke-level model (Card, Moran, Newell 1980): 0.28 s a key, 1.1 s to point,
 * 1.35 s to make up one's mind, and what one really waits for.
 */
const model = { key: 0.28, point: 1.1, decide: 1.35 } as const
const limits = { seconds: 90, presses: 15 } as const
const organ = '210102-approval-bureau'

const directory = drillDirectory()
const house = await openDrillCity(directory.path, { durable: false })
const waiting = 3
for (let running = 1; running <= waiting; running++)
  await openPermit(house, await registerFirm(house.city, running), running)
const { person, post } = house.officer(`${organ}/acceptance`)
const door = await openDoor(house.city, [
  { account: 'window', title: '受理岗', sub: person, post, scope: 'cases.act cases.read' },
])
const browser = await openBrowser()

let presses = 0
let seconds = 0
const waits: number[] = []

/** One press, and the wait until what it leads to is there. */
async function press(what: () => Promise<void>, until: () => Promise<unknown>): Promise<void> {
  presses++
  seconds += model.decide + model.point + model.key
  const began = performance.now()
  await what()
  await until()
  const waited = (performance.now() - began) / 1_000
  waits.push(Math.round(waited * 100) / 100)
  seconds += waited
}
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor()
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

const page = await (await browser.newContext({ viewport: { width: 1_280, height: 900 }, locale: 'zh-CN' })).newPage()
const address = `${door.url}/demo`
seconds += model.decide + address.length * model.key
await page.goto(address)
await heading(page, '演示首页')
await press(
  () => page.getByRole('button', { name: '以“窗口受理”的身份进入' }).click(),
  () => page.locator('main table a').first().waitFor(),
)
await press(
  () => page.locator('main table a').first().click(),
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
const [left] = await house.city.db.query<{ count: number }>(
  `select count(*)::int as count from kernel.tasks where stage = 'accept'`,
)
const accepted = waiting - left!.count
await browser.close()
await door.close()
await house.city.close()
directory.remove()
conclude({
  name: 'newcomer',
  ok: accepted === 1 && presses <= limits.presses && seconds <= limits.seconds,
  figures: { seconds: Math.round(seconds * 10) / 10, presses, waits, accepted },
})
