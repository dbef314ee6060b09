// 检索 npm run bench -- search [--items 4559] [--queries 2000] [--clients 4] [--keep] [--force] [--json]
// What a citizen waits for who types a few words, over as many items as a city of the first rank has, through the gate.
import { parseArgs } from 'node:util'
import { openIssuer } from '#hubs/application/issuer'
import { systemClock } from '#kernel/clock'
import { makeClient } from '#systems/simulation'
import { makeGate } from '../gate.ts'
import { inParallel, rounded } from './case/round.ts'
import { chance, conclude, mustBeIdle, percentile, say } from './house.ts'
import { fillWithItems, inventedItems } from './load/items.ts'
import { openAt } from './load/lived.ts'
import { openShelf } from './load/shelf.ts'

const { values } = parseArgs({
  options: {
    items: { type: 'string', default: '4559' },
    queries: { type: 'string', default: '2000' },
    clients: { type: 'string', default: '4' },
    keep: { type: 'boolean', default: false },
    force: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})
const [items, queries, clients] = [Number(values.items), Number(values.queries), Number(values.clients)]
const limit = 150
await mustBeIdle(values.force)

const shelf = openShelf(values.keep)
const dataDirectory = await shelf.city(`items-${items}`, half => {
  say(`${items} items are published`)
  return fillWithItems(half, items)
})
const city = await openAt(dataDirectory, systemClock(), true, false)
try {
  const published = await inventedItems(city)
  const issuer = await openIssuer({ mode: 'test', dataDirectory, clock: city.clock })
  const gate = await makeGate(city, { issuer })
  const url = await gate.listen({ host: '127.0.0.1', port: 0 })
  const client = makeClient(url, clients)

  // As people type: a whole name, a part of one, two words of it, a law, a paper, a question, what is not there, one syllable;
  // and as they leaf through what one organ does, in every district.
  const random = chance(7)
  const nameOf = (): string => random.pick(published).name
  const busiest = await city.db.query<{ organ: string }>(
    'select organ from kernel.implementations group by 1 order by count(*) desc, organ limit 50',
  )
  const [counted] = await city.db.query<{ implementations: number }>(
    'select count(*)::int as implementations from kernel.implementations',
  )
  const search = (text: string): string => `/api/search?q=${encodeURIComponent(text)}&limit=50`
  const kinds: Readonly<Record<string, () => string>> = {
    'a whole name': () => search(nameOf()),
    'how it begins': () => search(nameOf().slice(0, 4)),
    'how it ends': () => search(nameOf().slice(-4)),
    'two of its words': () => search(`${nameOf().slice(0, 2)} ${nameOf().slice(-3)}`),
    'a law or a paper': () =>
      search(random.pick(['行政许可法', '食品安全法', '罚款', '低保', '办证', '申请书', '检测报告'])),
    'a question': () => search(`怎么办理${nameOf().slice(0, 5)}`),
    'what is not there': () => search(random.pick(['火星移民', 'xyzzy', '九天揽月'])),
    'one syllable': () => search(random.pick(['证', '水', '许可'])),
    'what an organ does': () => `/api/items?limit=50&organ=${random.pick(busiest).organ}`,
  }
  const names = Object.keys(kinds)
  const paths = Array.from({ length: queries }, (_, index) => kinds[names[index % names.length]!]!())
  const spent = new Map<string, number[]>()
  let found = 0
  const ask = async (index: number): Promise<void> => {
    const began = performance.now()
    const { status, body } = await client.send('GET', paths[index]!)
    const kind = names[index % names.length]!
    spent.set(kind, [...(spent.get(kind) ?? []), performance.now() - began])
    if (status !== 200) throw new Error(`${paths[index]} was answered with ${status}: ${JSON.stringify(body)}`)
    if ((body['items'] as readonly unknown[]).length > 0) found++
  }
  say('warming up')
  await inParallel(Math.min(queries, 200), clients, ask)
  spent.clear()
  found = 0
  await inParallel(queries, clients, ask)
  client.close()
  await gate.close()
  const all = [...spent.values()].flat()
  const figures = {
    p95ms: rounded(percentile(all, 0.95)),
    medianMs: rounded(percentile(all, 0.5)),
    worstKindP95ms: rounded(Math.max(...[...spent.values()].map(times => percentile(times, 0.95)))),
    byKind: Object.fromEntries([...spent].map(([kind, times]) => [kind, rounded(percentile(times, 0.95))])),
    items: published.length,
    implementations: counted!.implementations,
    queries,
    clients,
    found,
  }
  conclude('search', figures.p95ms < limit && found > queries / 2, figures, values.json)
} finally {
  await city.close()
  shelf.close()
}
