// 测速 npm run bench -- case [--rounds 5] [--cases 400] [--clients 16] [--quick] [--force] [--json]
// The price of a step with everything on, against the least a database must do, and against other engines, round by round.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { systemClock } from '#kernel/clock'
import { readConfig } from '#kernel/config'
import { silentLog } from '#kernel/log'
import { openCity } from '../main.ts'
import { machineSeconds, othersNow, ownSeconds } from './case/cpu.ts'
import { openHttpRounds } from './case/http.ts'
import { mustBeWhole, prepareOurs, steps } from './case/ours.ts'
import { installPeers, openPeer } from './case/peers.ts'
import { cpuOf, inParallel, measured, median, type Round, rounded } from './case/round.ts'
import { measureTrail } from './case/trail.ts'
import { openYardstick } from './case/yardstick.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    cases: { type: 'string', default: '400' },
    clients: { type: 'string', default: '16' },
    quick: { type: 'boolean', default: false },
    force: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})
const rounds = values.quick ? 1 : Number(values.rounds)
const cases = values.quick ? 40 : Number(values.cases)
const clients = Number(values.clients)
const say = (line: string): void => void process.stderr.write(`${line}\n`)

/** Others may keep this many cores busy before figures mean nothing. */
const disturbed = 0.4
/** Unmeasured rounds first, the same for everybody: a server runs for months, and Node compiles what is used often for minutes. */
const warming = values.quick ? 1 : 4
const limits = {
  cpuMsPerCase: 6,
  yardstick: 0.6,
  dbos: 5,
  'bpmn-engine': 10,
  trailCpuMsPerCase: 1,
  cpuMicrosPerLeaf: 60,
} as const
const contenders = ['ours', 'yardstick', 'dbos', 'bpmn-engine', 'http'] as const
type Contender = (typeof contenders)[number]

function leaveBusy(others: number): never {
  say(`others keep ${others.toFixed(1)} cores busy: figures would mean nothing (--force measures all the same)`)
  process.exit(2)
}

const before = await othersNow()
if (before > disturbed && !values.force) leaveBusy(before)
await installPeers(say)

const dataDirectory = mkdtempSync(join(tmpdir(), 'plumbline-bench-'))
chmodSync(dataDirectory, 0o711)
const config = readConfig({
  environment: {},
  given: { mode: 'test', dataDirectory, logLevel: 'silent', poolSize: clients + 4 },
})
say('opening the city')
const city = await openCity({ config, clock: systemClock(), log: silentLog() })
try {
  const { server } = city.storage
  const postmaster = server?.pid()
  if (!server || postmaster === undefined) throw new Error('the bench measures the embedded server')
  for (const name of ['yardstick', 'dbos', 'bpmn']) await createPlain(server.url('superuser', 'postgres'), name)
  const bench = await prepareOurs(city)
  const yardstick = await openYardstick(server.url('superuser', 'yardstick'), clients)
  const dbos = await openPeer('dbos', server.url('superuser', 'dbos'))
  const bpmn = await openPeer('bpmn', server.url('superuser', 'bpmn'))
  const http = await openHttpRounds(city, bench)
  const done: string[] = []
  const { sequencer } = city

  /** Ours with the log being written beside it, as in the running city. */
  const withSequencer = async (work: () => Promise<Round>): Promise<Round> => {
    sequencer.start()
    try {
      return await work()
    } finally {
      await sequencer.stop()
    }
  }
  const least = (share: number) => Math.max(clients, Math.round(cases * share))
  const run: Readonly<Record<Contender, (many?: number) => Promise<Round>>> = {
    ours: (many = cases) =>
      withSequencer(() =>
        measured(
          many,
          postmaster,
          () => inParallel(many, clients, async index => void done.push(await bench.run(index))),
          () => sequencer.drain(),
        ),
      ),
    yardstick: (many = cases) =>
      measured(many, postmaster, () => inParallel(many, clients, index => yardstick.run(index, bench.opening(index)))),
    dbos: (many = least(0.4)) => dbos.round(many, clients, postmaster),
    'bpmn-engine': (many = least(0.2)) => bpmn.round(many, clients, postmaster),
    http: (many = least(0.6)) => withSequencer(() => http.round(many, clients, postmaster)),
  }

  say('warming up')
  for (let round = 0; round < warming; round++)
    for (const contender of contenders) {
      await pause(1_000)
      await run[contender](values.quick ? clients : undefined)
    }
  done.length = 0
  const machine = { busy: machineSeconds(), began: performance.now() }
  const results = new Map<Contender, Round[]>(contenders.map(name => [name, []]))
  for (let round = 0; round < rounds; round++) {
    // Each round begins with another contender: nobody is always first after a checkpoint.
    const order = contenders.map((_, index) => contenders[(index + round) % contenders.length]!)
    for (const contender of order) {
      // The server has room for one contender's connections at a time: those of the last one end, the next one's are made unmeasured.
      await pause(1_000)
      await run[contender](clients)
      const result = await run[contender]()
      results.get(contender)!.push(result)
      say(
        `round ${round + 1} ${contender.padEnd(11)} ${rounded(result.casesPerSecond, 1)} cases/s, ${rounded(cpuOf(result))} ms CPU/case (${rounded(result.ownMsPerCase)} + ${rounded(result.serverMsPerCase)} PostgreSQL)`,
      )
    }
  }
  say('looking whether nothing was left out')
  await mustBeWhole(city, bench, done)
  const trail = await measureTrail(city, postmaster, values.quick ? 500 : 8_000, clients)

  const of = (contender: Contender, figure: (round: Round) => number) => median(results.get(contender)!.map(figure))
  const speed = (contender: Contender) => of(contender, ({ casesPerSecond }) => casesPerSecond)
  const cpu = (contender: Contender) => of(contender, cpuOf)
  /** Median over the rounds of ours ÷ theirs in the same round. */
  const ratioTo = (contender: Contender, figure: (ours: Round, theirs: Round) => number) =>
    rounded(median(results.get('ours')!.map((ours, index) => figure(ours, results.get(contender)![index]!))))
  const faster = (contender: Contender) =>
    ratioTo(contender, (ours, theirs) => ours.casesPerSecond / theirs.casesPerSecond)
  const cheaper = (contender: Contender) => ratioTo(contender, (ours, theirs) => cpuOf(theirs) / cpuOf(ours))
  const acts = steps.length + 1
  const figures = {
    casesPerSecond: rounded(speed('ours'), 1),
    cpuMsPerCase: rounded(cpu('ours')),
    httpCasesPerSecond: rounded(speed('http'), 1),
    httpCpuMsPerCase: rounded(cpu('http')),
    trailCpuMsPerCase: rounded((acts * (trail.cpuMicrosPerLeaf + trail.cpuMicrosInStep)) / 1_000),
    cpuMicrosPerLeaf: rounded(trail.cpuMicrosPerLeaf, 1),
    cpuMicrosOfLeafInStep: rounded(trail.cpuMicrosInStep, 1),
    ratio: { yardstick: faster('yardstick'), dbos: faster('dbos'), 'bpmn-engine': faster('bpmn-engine') },
    cpuRatio: { yardstick: cheaper('yardstick'), dbos: cheaper('dbos'), 'bpmn-engine': cheaper('bpmn-engine') },
    rounds,
    cases,
    clients,
    peers: Object.fromEntries(
      (['yardstick', 'dbos', 'bpmn-engine'] as const).map(name => [
        name,
        { casesPerSecond: rounded(speed(name), 1), cpuMsPerCase: rounded(cpu(name)) },
      ]),
    ),
  }
  await Promise.all([yardstick.close(), dbos.close(), bpmn.close(), http.close()])

  const elapsed = (performance.now() - machine.began) / 1_000
  say(
    `the machine was busy with ${rounded((machineSeconds() - machine.busy) / elapsed, 1)} cores, ${rounded(ownSeconds(), 0)} s of them this process`,
  )
  const { ratio } = figures
  const ok =
    figures.cpuMsPerCase <= limits.cpuMsPerCase &&
    ratio.yardstick >= limits.yardstick &&
    ratio.dbos >= limits.dbos &&
    ratio['bpmn-engine'] >= limits['bpmn-engine'] &&
    figures.trailCpuMsPerCase <= limits.trailCpuMsPerCase &&
    figures.cpuMicrosPerLeaf <= limits.cpuMicrosPerLeaf
  const after = await othersNow()
  if (after > disturbed && !values.force) leaveBusy(after)
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ name: 'case', ok, figures })}\n`
      : `case: ${ok ? 'holds' : 'DOES NOT HOLD'}\n${JSON.stringify(figures, null, 2)}\n`,
  )
  process.exitCode = ok ? 0 : 1
} finally {
  await city.close()
  rmSync(dataDirectory, { recursive: true, force: true })
}

async function createPlain(url: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`create database ${name} template template0 encoding 'UTF8'`)
  await client.end()
}
