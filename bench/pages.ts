// 页面 npm run bench -- pages [--cases 1000000] [--pages 4000] [--clients 4] [--keep] [--force] [--json]
// What the pages of the public door weigh, when they are painted on a slow telephone, and what they cost a city that has stored a
// million cases: guides, searches, own cases and steps of applications, drawn anew for everybody. Then the desk, in a real browser.
import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { systemClock } from '#kernel/clock'
import { openBrowser } from '../test/harness/browser.ts'
import { treeSeconds } from './case/cpu.ts'
import { inParallel, rounded } from './case/round.ts'
import { openNodes } from './directory/nodes.ts'
import { chance, conclude, mustBeIdle, percentile, say } from './house.ts'
import { copyCity, openAt } from './load/lived.ts'
import { multiply } from './load/multiply.ts'
import { livedCity, mustHaveRoom, openShelf } from './load/shelf.ts'
import { makeBrowser, weigh } from './pages/browse.ts'
import { lookAtDesk, seatBusiest } from './pages/desk.ts'
import { paintedAfter } from './pages/painted.ts'
import { signInApplicants, signInPeople } from './pages/people.ts'

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '1000000' },
    pages: { type: 'string', default: '4000' },
    clients: { type: 'string', default: '4' },
    keep: { type: 'boolean', default: false },
    force: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})
const [cases, pages, clients] = [Number(values.cases), Number(values.pages), Number(values.clients)]
const limits = { pageKB: 60, scriptKB: 20, lcpMs: 1_000, cpuMs: 5, officeKB: 350, officeMs: 300 } as const
const bytesACase = 26_000

await mustBeIdle(values.force)
const shelf = openShelf(values.keep)
try {
  const lived = await livedCity(shelf)
  const directory = await shelf.city(`cases-${cases}`, async half => {
    mustHaveRoom(cases * bytesACase + 3e9)
    say(`${cases} cases are loaded`)
    copyCity(lived, half)
    await multiply(half, cases, say)
  })
  execFileSync('sync')
  const before = await openAt(directory, systemClock(), true, false)
  const people = await signInPeople(before, 200, cases)
  const applicants = await signInApplicants(before, 40)
  const officer = await seatBusiest(before)
  const { allInForce } = await before.definitions.directory()
  const items = allInForce(before.clock.today()).map(({ item, summary: { name } }) => ({
    item,
    name: typeof name === 'string' ? name : (name as { zh: string }).zh,
  }))
  await before.close()
  if (people.length < 100 || items.length < 20) throw new Error(`${people.length} people, ${items.length} items`)
  const city = await openNodes(directory, 1)
  const { url, pid } = city.nodes[0]!
  const postmaster = Number(readFileSync(join(directory, 'postgres/postmaster.pid'), 'utf8').split('\n')[0])
  const browse = makeBrowser(url, clients)
  const browser = await openBrowser()
  try {
    const random = chance(5)
    const one = () => random.pick(people)
    say('applications are begun')
    const drafts = await Promise.all(
      applicants.map(async cookie => {
        const notice = await browse.ask('/apply/energy-review', cookie)
        const csrf = /name="csrf" value="([^"]+)"/.exec(notice.body)?.[1] ?? ''
        const organ = '210102-approval-bureau'
        const begun = await browse.ask('/apply/energy-review', cookie, { csrf, key: randomUUID(), organ })
        if (!begun.location.endsWith('/fit')) throw new Error(`no application was begun: ${begun.status}`)
        const typed = {
          'f.energy.total': '1200',
          'f.energy.power': '0',
          'f.project.twoHigh': 'false',
          'f.project.stateApproved': 'false',
        }
        return { cookie, csrf, at: begun.location, typed }
      }),
    )
    const kinds: Readonly<Record<string, () => Promise<{ status: number }>>> = {
      guide: () => browse.ask(`/items/${random.pick(items).item}`),
      search: () => browse.ask(`/?q=${encodeURIComponent(random.pick(items).name.slice(0, 2 + random.below(6)))}`),
      case: () => {
        const { cookie, cases: own } = one()
        return browse.ask(`/mine/cases/${random.pick(own)}`, cookie)
      },
      step: () => {
        const { cookie, at, csrf, typed } = random.pick(drafts)
        const turn = random.below(3)
        if (turn === 0) return browse.ask(at, cookie)
        if (turn === 1) return browse.ask(at.replace(/fit$/, 'fill/1'), cookie)
        return browse.ask(at, cookie, { csrf, key: randomUUID(), ...typed })
      },
    }
    const mix = ['guide', 'search', 'guide', 'case', 'step'] as const
    const spent: Record<string, number[]> = {}
    const ask = async (index: number): Promise<void> => {
      const kind = mix[index % mix.length]!
      const began = performance.now()
      const { status } = await kinds[kind]!()
      if (status !== 200 && status !== 303) throw new Error(`a ${kind} was answered with ${status}`)
      spent[kind] = [...(spent[kind] ?? []), performance.now() - began]
    }
    say('warming up')
    await inParallel(1_500, clients, ask)
    for (const kind of mix) spent[kind] = []
    const seconds = () => treeSeconds(pid) + treeSeconds(postmaster)
    const [cpu, wall] = [seconds(), performance.now()]
    await inParallel(pages, clients, ask)
    const [cpuMs, elapsed] = [((seconds() - cpu) * 1_000) / pages, (performance.now() - wall) / 1_000]
    const all = Object.values(spent).flat()

    const [first] = drafts
    const shown: readonly (readonly [string, string?])[] = [
      ['/'],
      [`/?q=${encodeURIComponent('许可')}`],
      ['/items/energy-review'],
      ['/items/energy-report-penalty'],
      ['/regions'],
      ['/life-events/open-a-restaurant'],
      ['/sign-in'],
      ['/apply/energy-review', first!.cookie],
      [first!.at, first!.cookie],
      [first!.at.replace(/fit$/, 'fill/1'), first!.cookie],
      [first!.at.replace(/fit$/, 'materials'), first!.cookie],
      ['/mine', people[0]!.cookie],
      [`/mine/cases/${people[0]!.cases[0]}`, people[0]!.cookie],
      ['/mine/data', first!.cookie],
    ]
    const [weights, painted] = [[] as { whole: number; script: number }[], [] as number[]]
    for (const [path, cookie] of shown) {
      const weight = await weigh(browse, path, cookie)
      await pause(100)
      const after = await paintedAfter(browser, `${url}${path}`, cookie)
      say(`${path}: ${rounded(weight.whole, 1)} kB, painted after ${Math.round(after)} ms`)
      weights.push(weight)
      painted.push(after)
    }
    say('the desk')
    const desk = await lookAtDesk(browser, url, officer)
    const figures = {
      maxPageKB: rounded(Math.max(...weights.map(({ whole }) => whole)), 1),
      maxScriptKB: rounded(Math.max(...weights.map(({ script }) => script)), 1),
      maxLcpMs: Math.round(Math.max(...painted)),
      cpuMs: rounded(cpuMs, 2),
      pagesPerSecond: Math.round(pages / elapsed),
      p95ms: rounded(percentile(all, 0.95), 1),
      p95ByKind: Object.fromEntries(
        Object.entries(spent).map(([kind, times]) => [kind, rounded(percentile(times, 0.95), 1)]),
      ),
      ...desk,
      storedCases: cases,
      items: items.length,
    }
    const ok =
      figures.maxPageKB <= limits.pageKB &&
      figures.maxScriptKB <= limits.scriptKB &&
      figures.maxLcpMs <= limits.lcpMs &&
      figures.cpuMs <= limits.cpuMs &&
      figures.officeFirstKB <= limits.officeKB &&
      figures.officePageP95ms <= limits.officeMs
    conclude('pages', ok, figures, values.json)
  } finally {
    browse.close()
    await browser.close()
    await city.close()
  }
} finally {
  shelf.close()
}
