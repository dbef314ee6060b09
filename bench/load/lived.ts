import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Clock, legalDate, manualClock } from '#kernel/clock'
import { readConfig } from '#kernel/config'
import { silentLog } from '#kernel/log'
import { openPool } from '#kernel/storage'
import { runSimulation } from '#systems/simulation'
import { houseOf, openDoor } from '../../commands/house.ts'
import { type City, openCity } from '../../main.ts'
import { prepareOurs, steps } from '../case/ours.ts'

/** 样板城市 What is multiplied: cases that people and officers have lived over HTTP, and six-step approvals ended and under way. */
export interface Lived {
  /** Where its clock stands. */
  readonly at: string
  readonly simulated: readonly string[]
  readonly ended: readonly string[]
  /** Under way, at each of the steps after acceptance. */
  readonly open: readonly string[]
  readonly party: string
}

const file = (directory: string): string => join(directory, 'lived.json')
export const readLived = (directory: string): Lived => JSON.parse(readFileSync(file(directory), 'utf8')) as Lived

/** A clock that begins where a city's stands and goes on from there. */
export function clockFrom(start: string): Clock {
  const [from, began] = [Temporal.Instant.from(start), performance.now()]
  const { zone } = manualClock(start)
  const now = () => from.add({ milliseconds: Math.floor(performance.now() - began) })
  return { zone, now, today: () => legalDate(now()) }
}

export const openAt = (directory: string, clock: Clock, durable: boolean, content: string | false): Promise<City> =>
  openCity({
    config: readConfig({
      environment: {},
      given: { mode: 'test', dataDirectory: directory, logLevel: 'silent', poolSize: 20 },
    }),
    clock,
    log: silentLog(),
    durable,
    content,
  })

/** Asks the server as its superuser: a bulk load is no work of the program's own role. */
export async function asSuperuser<T>(city: City, work: (db: ReturnType<typeof openPool>) => Promise<T>): Promise<T> {
  const { server } = city.storage
  if (!server) throw new Error('the bench measures the embedded server')
  const db = openPool({ url: server.url('superuser', 'plumbline'), size: 2, statementTimeout: 0, report: () => {} })
  try {
    return await work(db)
  } finally {
    await db.close()
  }
}

/** Lives a few days of a city in a directory and closes it; the same seed lives the same days. */
export async function live(directory: string, simulated: number): Promise<void> {
  chmodSync(directory, 0o711)
  const clock = manualClock('2026-03-02T08:00:00+08:00')
  const city = await openAt(directory, clock, false, 'shenyang')
  try {
    const door = await openDoor(city)
    const { figures, text } = await runSimulation(houseOf(city, door, clock), {
      days: 3,
      cases: simulated,
      seed: '1',
      given: [],
      say: () => {},
    })
    await door.close()
    // Whether every wrong was caught is the simulation's own question; here the cases must be whole.
    if (!figures.verified || !figures.replayed) throw new Error(`the days that are multiplied are not whole: ${text}`)
    await city.jobs.runOnce()
    const ids = await city.db.query<{ id: string }>("select id from kernel.cases where status = 'ended' order by id")
    const bench = await prepareOurs(city)
    const ended: string[] = []
    const open: string[] = []
    for (let index = 0; index < 7; index++) ended.push(await bench.run(index))
    // One in four is none of this organ's business and ends at the counter.
    for (let index = 0; index < 2; index++) {
      const caseId = await bench.runUntil(index, 0)
      await city.cases.act({
        caseId,
        verb: 'refuseAcceptance',
        body: { ground: 'not-this-organ', referTo: '省级主管部门', reason: '超过本级权限' },
        actor: bench.officer('acceptance'),
        commandId: crypto.randomUUID(),
      })
      ended.push(caseId)
    }
    // Twice at the countersignature for once elsewhere: from there the bench carries stored cases on.
    for (const count of [1, 2, 2, 2, 3, 4]) open.push(await bench.runUntil(open.length, Math.min(count, steps.length)))
    await city.sequencer.drain()
    clock.advance({ minutes: 5 })
    const lived: Lived = {
      at: clock.now().toString(),
      simulated: ids.map(({ id }) => id),
      ended,
      open,
      party: bench.party,
    }
    writeFileSync(file(directory), JSON.stringify(lived))
    // What a load writes into tables it has made itself need not be in the journal twice.
    await asSuperuser(city, async db => {
      await db.query("alter system set wal_level = 'minimal'")
      await db.query('alter system set max_wal_senders = 0')
    })
  } finally {
    await city.close()
  }
}

/** The same city once more, with its owner and modes. */
export function copyCity(from: string, to: string): void {
  if (!existsSync(join(from, 'postgres')))
    throw new Error('the database lies elsewhere, since its account cannot enter this folder: run without --keep')
  execFileSync('cp', ['-a', `${from}/.`, to])
}
