import { openDoor } from '../commands/house.ts'
import { openBrowser } from '../test/harness/browser.ts'
import { conclude, drillDirectory, openDrillCity, say } from './house.ts'
import { actSheets } from './pages/act-sheets.ts'
import { heardSheets } from './pages/heard-sheets.ts'
import { liveForPages } from './pages/lived.ts'
import { lookAt, openAll } from './pages/look.ts'
import { mistyped, type Sheet, sheetsOf, type Way } from './pages/sheets.ts'
import { siteSheets } from './pages/site-sheets.ts'
import { openVisitors } from './pages/visitors.ts'

/**
 * 页面演练 Looks at every page of the route table in a real browser: full, empty, in error and with everything opened, in usual
 * and in large type, at 1280 and 360 px. Each must show its heading and what was written for it, nothing axe finds fault
 * with, nothing wider than the screen, and nothing that the Tab key does not reach.
 */
const directory = drillDirectory()
const house = await openDrillCity(directory.path, { durable: false })
const lived = await liveForPages(house)
const person = await house.city.db.transaction(sql =>
  house.city.parties.register(sql, { kind: 'person', name: '演练新人', identifiers: [] }),
)
const counter = house.officer('210102-approval-bureau/acceptance')
const door = await openDoor(house.city, [
  { account: 'citizen', title: '市民', sub: 'citizen', party: person.party, scope: 'cases.act cases.read' },
  { account: 'firm', title: '企业', sub: 'firm', party: lived.firm, scope: 'cases.act cases.read' },
  { account: 'window', title: '受理', sub: counter.person, post: counter.post, scope: 'cases.act cases.read' },
])
const browser = await openBrowser()
const visitors = await openVisitors(house, door, browser)
const sheets = { ...sheetsOf(lived), ...heardSheets(lived), ...actSheets(lived), ...siteSheets }
const only = process.argv[process.argv.indexOf('--only') + 1]
const routes = door.gate.pageAddresses()
const listed = new Set(Object.keys(sheets).map(key => key.split('#')[0]!))
const unlisted = routes.filter(route => !listed.has(route))
const gone = [...listed].filter(route => !routes.includes(route))

let states = 0
const violations: string[] = []
const overflow: string[] = []
const unreachable: string[] = []
const wrong: string[] = []

async function look(route: string, state: string, way: Way, width: number, elder: boolean): Promise<void> {
  const at = `${route} ${state} ${elder ? 'elder' : 'usual'} ${width}`
  let context: Awaited<ReturnType<typeof visitors.as>> | undefined
  try {
    context = await visitors.as(way.as, { width, script: true })
    if (elder) await context.addCookies([{ name: 'plumbline-elder', value: '1', url: door.url }])
    const page = await context.newPage()
    await page.goto(`${door.url}${way.to}`)
    await way.press?.(page)
    await page.waitForLoadState()
    const judge = async (what: string) => {
      states++
      const seen = await lookAt(page, { keys: true })
      violations.push(...seen.violations.map(one => `${at}${what}: ${one}`))
      if (seen.overflow) overflow.push(`${at}${what}`)
      unreachable.push(...seen.unreachable.map(one => `${at}${what}: ${one}`))
      if (seen.heading === '') wrong.push(`${at}${what}: no heading`)
      if (way.shows !== undefined && !seen.text.includes(way.shows) && !seen.heading.includes(way.shows))
        wrong.push(`${at}${what}: does not show ${way.shows}`)
      if (elder && !at.startsWith('/office') && (await page.locator('html.elder').count()) === 0)
        wrong.push(`${at}${what}: not in large type`)
    }
    await judge('')
    if (await openAll(page)) await judge(' opened')
  } catch (fault) {
    wrong.push(`${at}: ${fault instanceof Error ? fault.message.split('\n')[0] : String(fault)}`)
  } finally {
    await context?.close()
  }
}

const waysOf = ({ full, empty, error }: Sheet): readonly (readonly [string, Way])[] =>
  Object.entries({ full, empty, error }).flatMap(([state, way]) => ('none' in way ? [] : [[state, way] as const]))
for (const [route, sheet] of Object.entries(sheets)) {
  if (process.argv.includes('--only') && route !== only) continue
  for (const [state, way] of waysOf(sheet))
    for (const width of [1_280, 360]) for (const elder of [false, true]) await look(route, state, way, width, elder)
  say(`${route}: ${states} states, ${violations.length} violations, ${wrong.length} wrong`)
}
for (const width of [1_280, 360]) await look('nothing', 'mistyped', mistyped, width, false)
await browser.close()
await door.close()
await house.city.close()
directory.remove()
for (const line of [...wrong, ...violations, ...overflow, ...unreachable].slice(0, 60)) say(line)
conclude({
  name: 'pages',
  ok: [violations, overflow, unreachable, wrong, unlisted, gone].every(list => list.length === 0),
  figures: {
    pages: routes.length,
    states,
    violations: violations.length,
    overflowAt360: overflow.length,
    unreachableByKey: unreachable.length,
    wrong: wrong.length,
    unlisted,
    gone,
  },
})
