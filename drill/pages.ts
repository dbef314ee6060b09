import { availableParallelism } from 'node:os'
import { conclude, say } from './house.ts'
import { tooSmall } from './pages/large.ts'
import { hasClosed, hasCome, lookAt, openAll } from './pages/look.ts'
import { openForPages } from './pages/opened.ts'
import { unproved } from './pages/proved.ts'
import type { Sheet, Way } from './pages/sheet.ts'
import { mistyped, sheetsOf } from './pages/sheets.ts'

/**
 * 页面演练 Looks at every page of the route table in a real browser: full, empty, in error, with everything opened that opens, in usual
 * and in large type, at 1280 and 360 px. Each must show its heading and what was written for it and stands in none of its other states, keep what was typed, nothing axe finds fault
 * with, nothing wider than the screen, nothing that the Tab key does not reach, and in large type nothing small. `--only /mine,/office` looks at those alone.
 */
const { lived, door, visitors, close } = await openForPages()
const sheets = sheetsOf(lived)
const routes = door.gate.pageAddresses()
const listed = new Set(Object.keys(sheets).map(key => key.split('#')[0]!))
const unlisted = routes.filter(route => !listed.has(route))
const gone = [...listed].filter(route => !routes.includes(route))

const at = process.argv.indexOf('--only')
const wanted = at === -1 ? undefined : (process.argv[at + 1] ?? '').split(',')
const isWanted = (key: string): boolean =>
  wanted === undefined || wanted.some(one => key === one || key.startsWith(`${one}/`) || key.startsWith(`${one}#`))
const chosen = Object.entries(sheets).filter(([key]) => isWanted(key))

let states = 0
const violations: string[] = []
const overflow: string[] = []
const unreachable: string[] = []
const wrong: string[] = []
const small: string[] = []
/** Told at once: the whole of it takes a quarter of an hour. */
const found = (list: string[], ...lines: readonly string[]): void => {
  list.push(...lines)
  for (const line of lines) say(line)
}

type Seen = Awaited<ReturnType<typeof lookAt>>
/** What stood there first; nothing where it was not reached. */
async function look(route: string, state: string, way: Way, width: number, elder: boolean): Promise<Seen | undefined> {
  let first: Seen | undefined
  const at = `${route} ${state} ${elder ? 'elder' : 'usual'} ${width}`
  let context: Awaited<ReturnType<typeof visitors.as>> | undefined
  let opening = ''
  try {
    context = await visitors.as(way.as, width)
    if (elder) await context.addCookies([{ name: 'plumbline-elder', value: '1', url: door.url }])
    const page = await context.newPage()
    await page.goto(`${door.url}${way.to}`)
    await way.press?.(page)
    await page.waitForLoadState()
    if (way.press && way.shows !== undefined) await hasCome(page, way.shows)
    const judge = async (what: string, keys = true) => {
      states++
      const seen = await lookAt(page, { keys })
      first ??= seen
      found(violations, ...seen.violations.map(one => `${at}${what}: ${one}`))
      if (seen.overflow) found(overflow, `${at}${what}: wider than the screen`)
      found(unreachable, ...seen.unreachable.map(one => `${at}${what}: ${one}`))
      if (seen.heading === '') found(wrong, `${at}${what}: no heading`)
      if (way.shows !== undefined && !seen.text.includes(way.shows) && !seen.heading.includes(way.shows))
        found(wrong, `${at}${what}: does not show ${way.shows}`)
      const lost = way.keeps?.filter(one => !seen.typed.includes(one)) ?? []
      found(wrong, ...lost.map(one => `${at}${what}: ${one} does not stand in a field`))
      if (!elder) return
      if ((await page.locator('html.elder').count()) === 0) found(wrong, `${at}${what}: not in large type`)
      found(small, ...(await page.evaluate<readonly string[]>(tooSmall)).map(one => `${at}${what}: ${one}`))
    }
    if (way.each) {
      const buttons = await page.locator(way.each.buttons).allTextContents()
      if (buttons.length === 0) found(wrong, `${at}: nothing to open`)
      for (const [nth, name] of buttons.entries()) {
        opening = ` ${name}`
        await page.locator(way.each.buttons).nth(nth).click()
        await page.getByRole('button', { name, exact: true, pressed: true }).waitFor()
        await way.each.also(page)
        await judge(opening)
      }
      return first
    }
    // What is closed is in nobody's way by key: one goes through the page when all of it is open.
    const closed = await hasClosed(page)
    await judge('', !closed)
    if (closed) {
      await openAll(page)
      await judge(' opened')
    }
  } catch (fault) {
    found(wrong, `${at}${opening}: ${fault instanceof Error ? fault.message.split('\n')[0] : String(fault)}`)
  } finally {
    await context?.close()
  }
  return first
}

const waysOf = ({ full, empty, error, dialog }: Sheet): readonly (readonly [string, Way])[] =>
  Object.entries({ full, empty, error, ...(dialog && { dialog }) }).flatMap(([state, way]) =>
    'none' in way ? [] : [[state, way] as const],
  )
const waiting = [...chosen]
/** One sheet after another: what stands in one is never looked at twice at once. */
async function lookThrough(): Promise<void> {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const [route, sheet] = next
    const stood = new Map<string, Seen>()
    for (const [state, way] of waysOf(sheet))
      for (const width of [1_280, 360])
        for (const elder of way.desk ? [false] : [false, true]) {
          const seen = await look(route, state, way, width, elder)
          if (seen && !stood.has(state)) stood.set(state, seen)
        }
    found(wrong, ...unproved(sheet, stood).map(one => `${route} ${one}`))
    say(`${route}: ${states} states, ${violations.length} violations, ${wrong.length} wrong`)
  }
}
await Promise.all(Array.from({ length: availableParallelism() }, lookThrough))
for (const width of [1_280, 360]) await look('nothing', 'mistyped', mistyped, width, false)
await close()
conclude({
  name: 'pages',
  ok: [violations, overflow, unreachable, wrong, small, unlisted, gone].every(list => list.length === 0),
  figures: {
    pages: wanted === undefined ? routes.length : new Set(chosen.map(([key]) => key.split('#')[0])).size,
    states,
    violations: violations.length,
    overflowAt360: overflow.length,
    unreachableByKey: unreachable.length,
    wrong: wrong.length,
    /** In large type: text below 18 px, lines closer than 1.5, what is pressed below 60 px, or anything that pops up. */
    elder: small.length,
    unlisted,
    gone,
  },
})
