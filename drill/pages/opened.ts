import { openDoor } from '../../commands/house.ts'
import { openBrowser } from '../../test/harness/browser.ts'
import { drillDirectory, openDrillCity } from '../house.ts'
import { liveForPages } from './lived.ts'
import { openVisitors } from './visitors.ts'

/** 开城看页面 A city with something on every page, its door, a browser, and whoever looks. */
export async function openForPages() {
  const directory = drillDirectory()
  const house = await openDrillCity(directory.path, { durable: false })
  const lived = await liveForPages(house)
  const person = await house.city.db.transaction(sql =>
    house.city.parties.register(sql, { kind: 'person', name: '演练新人', identifiers: [] }),
  )
  const seat = (account: string, title: string, at: string) => {
    const { person: sub, post } = house.officer(at)
    return { account, title, sub, post, scope: 'cases.act cases.read parties.write' }
  }
  const door = await openDoor(house.city, [
    { account: 'citizen', title: '市民', sub: 'citizen', party: person.party, scope: 'cases.act cases.read' },
    { account: 'firm', title: '企业', sub: 'firm', party: lived.firm, scope: 'cases.act cases.read' },
    seat('window', '受理', '210102-approval-bureau/acceptance'),
    seat('head', '负责人', '210102-approval-bureau/bureau-head'),
    seat('supervisor', '督察', '210100-supervision/supervision'),
    seat('reviewer', '别的机关', '210103-approval-bureau/review'),
  ])
  const browser = await openBrowser()
  const visitors = await openVisitors(house, door, browser)
  return {
    ...{ lived, door, visitors },
    async close() {
      await browser.close()
      await door.close()
      await house.city.close()
      directory.remove()
    },
  }
}
