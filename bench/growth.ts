// 增长 npm run bench -- growth [--cases 2000000] [--small 10000] [--rounds 5] [--keep] [--force] [--json]
// What a step costs in a city that has stored two million cases, against one that has stored ten thousand, round by round.
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { City } from '../main.ts'
import { type Bench, mustBeWhole, prepareOurs, steps } from './case/ours.ts'
import { cpuOf, inParallel, measured, median, type Round, rounded } from './case/round.ts'
import { conclude, mustBeIdle, say } from './house.ts'
import { asSuperuser, clockFrom, copyCity, openAt, readLived } from './load/lived.ts'
import { multiply } from './load/multiply.ts'
import { livedCity, mustHaveRoom, openShelf } from './load/shelf.ts'

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '2000000' },
    small: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '5' },
    keep: { type: 'boolean', default: false },
    force: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})
const [many, few, rounds] = [Number(values.cases), Number(values.small), Number(values.rounds)]
const limit = 1.3
const clients = 8
const warming = 3
/** Cases a round: opened and carried to their end, and stored ones carried on from the countersignature. */
const work = { fresh: 240, stored: 80 } as const
type Work = keyof typeof work
const bytesACase = 26_000

interface Contender {
  readonly city: City
  readonly bench: Bench
  readonly directory: string
  readonly run: Readonly<Record<Work, () => Promise<Round>>>
  readonly done: readonly string[]
  readonly stored: number
  readonly bytes: number
}

/** Opens a filled city as it would be run, and finds stored cases that wait for their countersignature, from everywhere in it. */
async function open(directory: string): Promise<Contender> {
  const clock = clockFrom(readLived(directory).at)
  const city = await openAt(directory, clock, true, false)
  const postmaster = city.storage.server?.pid()
  if (postmaster === undefined) throw new Error('the bench measures the embedded server')
  const bench = await prepareOurs(city)
  const waiting = await city.db.query<{ id: string }>(
    `select case_id as id from kernel.tasks where item = $1 and stage = 'countersign' order by md5(case_id::text) limit $2`,
    [bench.item, (rounds + warming) * work.stored],
  )
  const [found] = await city.migrator.query<{ stored: number; bytes: number }>(
    'select count(*)::int as stored, pg_database_size(current_database())::float8 as bytes from kernel.case_numbers',
  )
  // A small city has few that wait: they are shared out among the rounds.
  const each = Math.min(work.stored, Math.floor(waiting.length / (rounds + warming)))
  if (each < clients) throw new Error(`${waiting.length} stored cases are too few to carry on`)
  const done: string[] = []
  const { sequencer } = city
  const settle = () => sequencer.drain()
  const left = steps.slice(2)
  const withSequencer = async (job: () => Promise<Round>): Promise<Round> => {
    sequencer.start()
    try {
      return await job()
    } finally {
      await sequencer.stop()
    }
  }
  const finish = async (caseId: string) => {
    for (const { verb, post, body } of left)
      await city.cases.act({ caseId, verb, body, actor: bench.officer(post), commandId: crypto.randomUUID() })
  }
  return {
    ...{ city, bench, directory, done },
    ...found!,
    run: {
      fresh: () =>
        withSequencer(() =>
          measured(
            work.fresh,
            postmaster,
            () => inParallel(work.fresh, clients, async index => void done.push(await bench.run(index))),
            settle,
          ),
        ),
      stored: () => {
        const ids = waiting.splice(0, each)
        return withSequencer(() =>
          measured(
            ids.length,
            postmaster,
            () => inParallel(ids.length, clients, index => finish(ids[index]!.id)),
            settle,
          ),
        )
      },
    },
  }
}

await mustBeIdle(values.force)
const shelf = openShelf(values.keep)
const began = performance.now()
const contenders: Contender[] = []
try {
  const lived = await livedCity(shelf)
  const filled = (count: number, again: boolean) =>
    shelf.city(
      `cases-${count}`,
      async directory => {
        mustHaveRoom(count * bytesACase + 3e9)
        say(`${count} cases are loaded`)
        copyCity(lived, directory)
        await multiply(directory, count, say)
      },
      again,
    )
  const large = await filled(many, false)
  const small = await filled(few, true)
  // The load did not wait for the disk; what it left to write must not be written while others wait for theirs.
  execFileSync('sync')
  const loaded = (performance.now() - began) / 1_000
  const big = await open(large)
  contenders.push(big)
  const little = await open(small)
  contenders.push(little)

  const results = new Map<string, Round[]>()
  for (let round = -warming; round < rounds; round++)
    for (const kind of Object.keys(work) as readonly Work[])
      for (const one of round % 2 === 0 ? [big, little] : [little, big]) {
        // Behind a checkpoint the first step on a page writes it whole. Ten thousand cases have few pages, all written before the
        // first round is over, two million never: so that both pay for it as a city does, each run begins behind one.
        await asSuperuser(one.city, db => db.query('checkpoint'))
        await pause(300)
        const result = await one.run[kind]()
        if (round < 0) continue
        const name = `${kind} ${one === big ? 'many' : 'few'}`
        results.set(name, [...(results.get(name) ?? []), result])
        say(
          `round ${round + 1} ${name.padEnd(11)} ${rounded(cpuOf(result))} ms CPU/case, ${rounded(1_000 / result.casesPerSecond)} ms a case`,
        )
      }
  say('looking whether nothing was left out')
  for (const { city, bench, done } of contenders) await mustBeWhole(city, bench, done)

  const ratioOf = (kind: Work, figure: (round: Round) => number) =>
    rounded(
      median(results.get(`${kind} many`)!.map((round, at) => figure(round) / figure(results.get(`${kind} few`)![at]!))),
    )
  const figureOf = (kind: Work, which: 'many' | 'few') => {
    const of = (figure: (round: Round) => number) => rounded(median(results.get(`${kind} ${which}`)!.map(figure)))
    return {
      cpuMs: of(cpuOf),
      serverMs: of(round => round.serverMsPerCase),
      wallMs: of(one => 1_000 / one.casesPerSecond),
    }
  }
  const ratios = {
    freshCpu: ratioOf('fresh', cpuOf),
    freshWall: ratioOf('fresh', ({ casesPerSecond }) => 1 / casesPerSecond),
    storedCpu: ratioOf('stored', cpuOf),
    storedWall: ratioOf('stored', ({ casesPerSecond }) => 1 / casesPerSecond),
  }
  const figures = {
    ratio: Math.max(...Object.values(ratios)),
    ...ratios,
    stored: { many: big.stored, few: little.stored },
    gigabytes: { many: rounded(big.bytes / 1e9, 1), few: rounded(little.bytes / 1e9) },
    perCase: {
      fresh: { many: figureOf('fresh', 'many'), few: figureOf('fresh', 'few') },
      stored: { many: figureOf('stored', 'many'), few: figureOf('stored', 'few') },
    },
    rounds,
    loadSeconds: Math.round(loaded),
  }
  conclude('growth', figures.ratio <= limit, figures, values.json)
} finally {
  for (const { city, directory } of contenders) {
    // Where its clock goes on when it is opened again.
    const lived = { ...readLived(directory), at: city.clock.now().add({ seconds: 1 }).toString() }
    writeFileSync(join(directory, 'lived.json'), JSON.stringify(lived))
    await city.close()
  }
  shelf.close()
}
