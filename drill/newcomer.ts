import { demonstrationAccounts } from '../commands/demonstration.ts'
import { openDoor } from '../commands/house.ts'
import { welcome } from '../commands/welcome.ts'
import { openBrowser } from '../test/harness/browser.ts'
import { conclude, drillDirectory, openDrillCity, openPermit, registerFirm } from './house.ts'
import { accept, arriving, fileAndAccept, limits } from './newcomer/walks.ts'

/** Work that waits at the counter, so that one has to look for one's own. */
const waiting = 3

/**
 * 新人演练 From the address that the first start prints to an accepted case, as somebody who sees the city for the first time. He files an application
 * himself, as the citizen, then sits down at the counter and accepts that very case; and, told beside it, he only accepts one that waits.
 */
const directory = drillDirectory()
const house = await openDrillCity(directory.path, { mode: 'demo', durable: false })
for (let running = 1; running <= waiting; running++)
  await openPermit(house, await registerFirm(house.city, running), running)
const door = await openDoor(house.city, await demonstrationAccounts(house.city), 0)
const printed = await welcome(house.city, door)
const browser = await openBrowser()

const { number, ...filing } = await fileAndAccept(browser, printed)
const { stages } = await house.city.cases.stateOf(await house.city.cases.idOf(number))

const accepting = await arriving(browser, printed)
await accept(accepting)
const [left] = await house.city.db.query<{ count: number }>(
  `select count(*)::int as count from kernel.tasks where stage = 'accept'`,
)
await browser.close()
await door.close()
await house.city.close()
directory.remove()

const { seconds, presses, waits } = filing
const accepted = stages['accept']?.status === 'done' && left!.count === waiting - 1
conclude({
  name: 'newcomer',
  ok: accepted && presses <= limits.presses && seconds <= limits.seconds,
  figures: { seconds, presses, waits, accepted, onlyAccepting: accepting.said() },
})
