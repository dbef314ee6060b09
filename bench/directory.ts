// 目录 npm run bench -- directory [--items 4559] [--requests 4000] [--clients 4] [--publications 10] [--keep] [--force] [--json]
// A city's whole list in thirteen districts, served by two web processes over one database: what a citizen waits for who looks around
// in it, what memory a process takes, and how soon a new version of one item is what every process answers with.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { systemClock } from '#kernel/clock'
import { drawers } from '#kernel/definition'
import { type Client, makeClient } from '#systems/simulation'
import { inParallel, rounded } from './case/round.ts'
import { openNodes, plumbline } from './directory/nodes.ts'
import { chance, conclude, mustBeIdle, percentile, say } from './house.ts'
import { fillWithItems, inventedItems } from './load/items.ts'
import { copyCity, openAt } from './load/lived.ts'
import { openShelf } from './load/shelf.ts'

const { values } = parseArgs({
  options: {
    items: { type: 'string', default: '4559' },
    requests: { type: 'string', default: '4000' },
    clients: { type: 'string', default: '4' },
    publications: { type: 'string', default: '10' },
    keep: { type: 'boolean', default: false },
    force: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})
const [items, requests] = [Number(values.items), Number(values.requests)]
const [clients, publications] = [Number(values.clients), Number(values.publications)]
const limits = { p95ms: 150, rssMB: 700, publishMs: 2_000 } as const
const districtsOfCity = 13
/** In how many of its answers a kind finds something, where that is not all: behind the last page nothing is left, two words need not meet. */
const leastFound: Readonly<Record<string, number>> = {
  'further in a drawer': 0.3,
  'further in an organ': 0.3,
  'two words': 0.5,
  'level, region and drawer': 0.9,
}
const newName = '目录演练改名事项'
/** Guides that many ask for at the same time. */
const popular = 50

/** What is published, as far as the load asks for it. */
async function readCity(directory: string) {
  const city = await openAt(directory, systemClock(), true, false)
  try {
    const published = await inventedItems(city)
    const rows = await city.db.query<{ item: string; organ: string }>(
      `select item, organ from kernel.implementations where item like 'synthetic-%' and valid_to is null`,
    )
    const levels = new Map(
      (
        await city.db.query<{ item: string; levels: readonly string[] }>('select item, levels from directory.versions')
      ).map(one => [one.item, one.levels]),
    )
    const organs = Map.groupBy(rows, ({ item }) => item)
    const first = published[0]!
    return {
      published: published.map(({ item, name, drawer }) => ({
        ...{ item, name, drawer },
        levels: levels.get(item) ?? [],
        organs: (organs.get(item) ?? []).map(({ organ }) => organ),
      })),
      organs: [...new Set(rows.map(({ organ }) => organ))].sort(),
      implementations: rows.length,
      changing: { item: first.item, source: await city.definitions.source(first.hash) },
    }
  } finally {
    await city.close()
  }
}

/** In how many districts an item is carried out by an organ of the district’s own, or of its streets. */
const districtsOf = ({ organs }: { readonly organs: readonly string[] }): number =>
  new Set(organs.map(organ => organ.slice(0, 6)).filter(place => !place.endsWith('00'))).size

/** Whether an answer has what was asked for: the guide of that item, or rows. */
function found(path: string, body: Readonly<Record<string, unknown>>): boolean {
  const [, guide] = /^\/api\/items\/([^?]+)/.exec(path) ?? []
  if (guide !== undefined) return body['item'] === guide
  const rows = (body['items'] ?? body['lines']) as readonly unknown[] | undefined
  return rows !== undefined && rows.length > 0
}

await mustBeIdle(values.force)
const shelf = openShelf(values.keep)
const files = mkdtempSync(join(tmpdir(), 'plumbline-directory-'))
try {
  const itemsAt = await shelf.city(`items-${items}`, half => {
    say(`${items} items are published`)
    return fillWithItems(half, items)
  })
  const directory = await shelf.city(`directory-${items}`, async half => copyCity(itemsAt, half), true)
  const { published, organs, implementations, changing } = await readCity(directory)
  execFileSync('sync')
  const city = await openNodes(directory, 2)
  const asked = city.nodes.map(({ url }) => makeClient(url, clients))
  try {
    const random = chance(5)
    const guide = (one: (typeof published)[number]): string =>
      `/api/items/${one.item}${one.organs.length > 0 ? `?organ=${random.pick(one.organs)}` : ''}`
    const list = (rest: string): string => `/api/items?limit=50&${rest}`
    const after = (): string => `after=${random.pick(published).item}`
    const search = (text: string): string => `/api/search?q=${encodeURIComponent(text)}&limit=50`
    /** What somebody asks who knows where he lives and what he is looking for. */
    const near = (): string => {
      const { drawer, levels, organs: carrying } = random.pick(published)
      return `/api/directory?limit=50&level=${random.pick(levels)}&region=${random.pick(carrying).slice(0, 6)}&drawer=${drawer}`
    }
    const kinds: Record<string, () => string> = {
      'a drawer': () => list(`drawer=${random.pick(drawers)}`),
      'further in a drawer': () => list(`drawer=${random.pick(drawers)}&${after()}`),
      'what an organ does': () => list(`organ=${random.pick(organs)}`),
      'further in an organ': () => list(`organ=${random.pick(organs)}&${after()}`),
      'any guide': () => guide(random.pick(published)),
      'any guide again': () => guide(random.pick(published)),
      'a popular guide': () => guide(published[random.below(Math.min(popular, published.length))]!),
      'a guide of no organ': () => `/api/items/${random.pick(published).item}`,
      'a whole name': () => search(random.pick(published).name),
      'two words': () =>
        search(`${random.pick(published).name.slice(0, 2)} ${random.pick(published).name.slice(-8, -4)}`),
      'a law or a paper': () => search(random.pick(['行政许可法', '行政处罚法', '罚款', '补贴', '申请书', '方案'])),
      'level, region and drawer': near,
    }
    const names = Object.keys(kinds)
    const spent = new Map<string, number[]>()
    const having = new Map<string, number>()
    const ask = async (index: number): Promise<void> => {
      const kind = names[index % names.length]!
      const path = kinds[kind]!()
      const began = performance.now()
      const { status, body } = await asked[index % 2]!.send('GET', path)
      if (status !== 200) throw new Error(`${path} was answered with ${status}: ${JSON.stringify(body)}`)
      spent.set(kind, [...(spent.get(kind) ?? []), performance.now() - began])
      if (found(path, body)) having.set(kind, (having.get(kind) ?? 0) + 1)
    }
    say('warming up')
    await inParallel(Math.min(requests, 200), clients, ask)
    spent.clear()
    having.clear()
    await inParallel(requests, clients, ask)
    const asking = city.nodes.map(node => node.memory())

    const folder = join(files, 'items')
    mkdirSync(folder)
    const file = join(folder, `${changing.item}.yaml`)
    const visible: number[] = []
    const asksOften = async (isSo: () => Promise<boolean>): Promise<void> => {
      while (!(await isSo())) await pause(25)
    }
    /** The guide is the new one, and then: whoever searches for its new name finds it. Searches without end would take the command its core. */
    const seen = async (client: Client, version: number, began: number): Promise<number> => {
      await asksOften(async () => {
        const { body } = await client.send('GET', `/api/items/${changing.item}`)
        return body['version'] === version
      })
      await asksOften(async () => {
        const { body } = await client.send('GET', search(`${newName} ${version}`))
        const rows = (body['items'] ?? body['lines']) as readonly { item?: string }[] | undefined
        return rows?.some(({ item }) => item === changing.item) === true
      })
      return performance.now() - began
    }
    for (let version = 2; version < publications + 3; version++) {
      writeFileSync(
        file,
        changing.source
          .replace(/^version: 1$/m, `version: ${version}`)
          .replace(/^ {4}zh: .+$/m, `    zh: ${newName} ${version}`)
          .replace(/^ {4}visits: \d$/m, `    visits: ${version % 3}`),
      )
      const began = performance.now()
      const command = plumbline('publish', file, '--data', directory)
      const [times] = await Promise.all([Promise.all(asked.map(client => seen(client, version, began))), command])
      visible.push(Math.max(...times))
    }
    // The first command after an installation compiles its program; that is told, and is not how long a publication takes.
    const [first = 0, ...later] = visible
    // What was published since is held as well.
    const memory = [...asking, ...city.nodes.map(node => node.memory())]
    const all = [...spent.values()].flat()
    const shares = [...spent].map(([kind, times]) => [kind, rounded((having.get(kind) ?? 0) / times.length)] as const)
    const figures = {
      items: published.length,
      implementations,
      // The rest are powers of the city’s own organs, or of some districts’.
      inEveryDistrict: published.filter(one => districtsOf(one) === districtsOfCity).length,
      p95ms: rounded(percentile(all, 0.95)),
      rssMB: Math.round(Math.max(...memory.map(({ rssMB }) => rssMB))),
      publishMs: Math.round(Math.max(...later)),
      peakMB: Math.round(Math.max(...memory.map(({ peakMB }) => peakMB))),
      medianMs: rounded(percentile(all, 0.5)),
      worstKindP95ms: rounded(Math.max(...[...spent.values()].map(times => percentile(times, 0.95)))),
      byKind: Object.fromEntries([...spent].map(([kind, times]) => [kind, rounded(percentile(times, 0.95))])),
      foundByKind: Object.fromEntries(shares),
      publishMedianMs: Math.round(percentile(later, 0.5)),
      publishFirstMs: Math.round(first),
      organs: organs.length,
      ...{ requests, clients, publications },
    }
    const ok =
      figures.items === items &&
      implementations >= districtsOfCity * items &&
      published.every(one => one.organs.length > 0) &&
      shares.length === names.length &&
      shares.every(([kind, share]) => share >= (leastFound[kind] ?? 1)) &&
      figures.p95ms < limits.p95ms &&
      Math.max(figures.rssMB, figures.peakMB) < limits.rssMB &&
      figures.publishMs < limits.publishMs
    conclude('directory', ok, figures, values.json)
  } finally {
    for (const client of asked) client.close()
    await city.close()
  }
} finally {
  rmSync(files, { recursive: true, force: true })
  shelf.close()
}
