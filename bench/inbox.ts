// 待办 npm run bench -- inbox [--tasks 1000000] [--items 4559] [--posts 1000] [--requests 3000] [--clients 4] [--keep] [--force] [--json]
// What an officer waits for who opens a page of his inbox, when a million tasks are open in the city, through the gate.
import { execFileSync } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { openIssuer } from '#hubs/application/issuer'
import { systemClock } from '#kernel/clock'
import { makeClient } from '#systems/simulation'
import { makeGate } from '../gate.ts'
import { ownSeconds, treeSeconds } from './case/cpu.ts'
import { inParallel, rounded } from './case/round.ts'
import { chance, conclude, mustBeIdle, percentile, say } from './house.ts'
import { manDesks, readDesks } from './inbox/desks.ts'
import { type Filter, narrowed, narrowing, readSamples } from './inbox/filters.ts'
import { fillInboxes, runToEachStage } from './inbox/open-tasks.ts'
import { fillWithItems, inventedItems } from './load/items.ts'
import { asSuperuser, copyCity, openAt } from './load/lived.ts'
import { mustHaveRoom, openShelf } from './load/shelf.ts'

const { values } = parseArgs({
  options: {
    tasks: { type: 'string', default: '1000000' },
    items: { type: 'string', default: '4559' },
    posts: { type: 'string', default: '1000' },
    requests: { type: 'string', default: '3000' },
    clients: { type: 'string', default: '4' },
    keep: { type: 'boolean', default: false },
    force: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})
const [tasks, items, posts] = [Number(values.tasks), Number(values.items), Number(values.posts)]
const [requests, clients] = [Number(values.requests), Number(values.clients)]
const limit = 100
const pageSize = 50
const districtsOfCity = 13
const bytesATask = 14_000

async function fill(itemsAt: string, directory: string): Promise<void> {
  const began = performance.now()
  const tell = (line: string) => say(`${Math.round((performance.now() - began) / 1_000)} s: ${line}`)
  copyCity(itemsAt, directory)
  const city = await openAt(directory, systemClock(), false, false)
  try {
    const published = await inventedItems(city)
    const ids = await runToEachStage(city)
    await asSuperuser(city, async superuser => {
      tell(`${posts} posts`)
      await manDesks(superuser, posts)
      const today = city.clock.today().toString()
      await superuser.session(session => fillInboxes(session, { count: tasks, items: published, ids, today }, tell))
    })
  } finally {
    await city.close()
  }
}

/** 筛选 What an officer asks for: a page of his own, narrowed three times or not at all, and the pages behind it. */
const kinds = {
  'drawer, stage, region': ['drawer', 'stage', 'region'],
  'drawer, level, region': ['drawer', 'level', 'region'],
  'drawer, level, stage': ['drawer', 'level', 'stage'],
  'item, level, region': ['item', 'level', 'region'],
  'stage, level, region': ['stage', 'level', 'region'],
  'no filter': [],
} as const satisfies Readonly<Record<string, readonly Filter[]>>
type Kind = keyof typeof kinds

await mustBeIdle(values.force)
const shelf = openShelf(values.keep)
try {
  const itemsAt = await shelf.city(`items-${items}`, half => {
    say(`${items} items are published`)
    return fillWithItems(half, items)
  })
  const directory = await shelf.city(`tasks-${tasks}-${items}-${posts}`, async half => {
    mustHaveRoom(tasks * bytesATask + 2e9)
    say(`${tasks} open tasks are loaded`)
    await fill(itemsAt, half)
  })
  const city = await openAt(directory, systemClock(), true, false)
  try {
    execFileSync('sync')
    const desks = await asSuperuser(city, readDesks)
    const postmaster = city.storage.server?.pid()
    if (postmaster === undefined) throw new Error('the bench measures the embedded server')
    const issuer = await openIssuer({ mode: 'test', dataDirectory: directory, clock: city.clock })
    const gate = await makeGate(city, { issuer })
    const url = await gate.listen({ host: '127.0.0.1', port: 0 })
    const client = makeClient(url, clients)
    city.sequencer.start()
    const [counted] = await city.db.query<{
      open: number
      posts: number
      busiest: number
      items: number
      places: number
    }>(
      `with place as materialized (select distinct item, left(region, 6) from kernel.tasks where item like 'synthetic-%')
       select sum(n)::int as open, count(*)::int as posts, max(n)::int as busiest,
         (select count(distinct item)::int from place) as items, (select count(*)::int from place) as places
       from (select count(*) as n from kernel.tasks group by organ, post) one`,
    )
    const samples = await readSamples(city.db)
    const tokens = await Promise.all(
      desks.map(({ person, organ, post }) =>
        issuer.mint({ sub: person, post: `${organ}/${post}`, scope: 'cases.read', client: 'plumbline-simulator' }),
      ),
    )
    const busy = await city.db.query<{ desk: string }>(
      `select organ || '/' || post as desk from kernel.tasks group by 1 order by count(*) desc limit 10`,
    )
    const busiest = busy.map(({ desk }) => desks.findIndex(({ organ, post }) => `${organ}/${post}` === desk))

    const random = chance(11)
    const spent = new Map<string, number[]>()
    const filled = new Map<string, number>()
    let [rows, pages, named, empty] = [0, 0, 0, 0]
    const ask = async (kind: Kind, at: number, sample: number, after?: string): Promise<string | null> => {
      const desk = desks[at]!
      const ofDesk = samples.get(`${desk.organ}/${desk.post}`)
      if (!ofDesk) throw new Error(`nothing with an alarm lies at ${desk.organ}/${desk.post}`)
      const query = new URLSearchParams({
        ...narrowed(kinds[kind], ofDesk[sample % ofDesk.length]!),
        limit: String(pageSize),
        ...(after !== undefined && { after }),
      })
      const began = performance.now()
      const { status, body } = await client.send('GET', `/api/inbox?${query}`, { token: tokens[at]! })
      const name = after === undefined ? kind : 'further pages'
      spent.set(name, [...(spent.get(name) ?? []), performance.now() - began])
      if (status !== 200) throw new Error(`the inbox answered ${status}: ${JSON.stringify(body)}`)
      const found = body['items'] as readonly { readonly subject: unknown; readonly stage: string }[]
      pages++
      rows += found.length
      filled.set(name, (filled.get(name) ?? 0) + found.length)
      // Every page is narrowed to what a task of that desk says of itself: that one at least is there.
      if (found.length === 0 && after === undefined) empty++
      named += found.filter(({ subject }) => subject !== null).length
      return body['next'] as string | null
    }
    const names = Object.keys(kinds) as Kind[]
    const one = async (index: number): Promise<void> => {
      // One request in five is asked at one of the ten busiest desks, as one task in five lies there.
      const at = index % 5 === 0 ? random.pick(busiest) : random.below(desks.length)
      const kind = names[index % names.length]!
      const sample = random.below(1_000)
      const next = await ask(kind, at, sample)
      if (next !== null && random.below(4) === 0) await ask(kind, at, sample, next)
    }
    say('warming up')
    await inParallel(Math.min(requests, 500), clients, one)
    await pause(500)
    spent.clear()
    filled.clear()
    ;[rows, pages, named, empty] = [0, 0, 0, 0]
    const before = { own: ownSeconds(), server: treeSeconds(postmaster) }
    await inParallel(requests, clients, one)
    const spentOn = (seconds: number) => rounded((seconds * 1_000) / pages)
    const cpuMs = { own: spentOn(ownSeconds() - before.own), server: spentOn(treeSeconds(postmaster) - before.server) }
    client.close()
    await gate.close()
    await city.sequencer.stop()
    const all = [...spent.values()].flat()
    const busyDesks = busiest.map(at => desks[at]!)
    const narrowings = Object.fromEntries(
      await Promise.all(
        names
          .filter(kind => kinds[kind].length > 0)
          .map(async kind => [kind, await narrowing(city.db, busyDesks, samples, kinds[kind])] as const),
      ),
    )
    const rowsByKind = new Map([...filled].map(([kind, found]) => [kind, rounded(found / spent.get(kind)!.length, 1)]))
    const figures = {
      p95ms: rounded(percentile(all, 0.95)),
      medianMs: rounded(percentile(all, 0.5)),
      worstKindP95ms: rounded(Math.max(...[...spent.values()].map(times => percentile(times, 0.95)))),
      byKind: Object.fromEntries([...spent].map(([kind, times]) => [kind, rounded(percentile(times, 0.95))])),
      ...{ openTasks: counted!.open, items: counted!.items, posts: counted!.posts, busiestPost: counted!.busiest },
      // Items by districts in which they have an open task.
      places: counted!.places,
      // Of this process, its clients among it, and of the server.
      cpuMsAPage: cpuMs,
      rowsAPage: rounded(rows / pages, 1),
      rowsByKind: Object.fromEntries(rowsByKind),
      emptyPages: empty,
      // Rows at the busiest desks: with all three filters, and with each of them left out.
      narrowings,
      named: rounded(named / rows, 3),
      ...{ requests: pages, clients },
    }
    const loaded =
      figures.openTasks >= tasks &&
      figures.items >= items &&
      figures.posts >= posts &&
      figures.places >= districtsOfCity * items
    const narrow = Object.values(narrowings).every(({ all: three, without }) =>
      Object.values(without).every(two => two > three && three > 0),
    )
    const full = (rowsByKind.get('no filter') ?? 0) >= 0.9 * pageSize && (filled.get('further pages') ?? 0) > 0
    // Pages without names would be pages without the permissions.
    const ok = loaded && narrow && full && empty === 0 && figures.p95ms < limit && figures.named > 0.99
    conclude('inbox', ok, figures, values.json)
  } finally {
    await city.close()
  }
} finally {
  shelf.close()
}
