import { setTimeout as pause } from 'node:timers/promises'
import { openIssuer } from '#hubs/application/issuer'
import { manualClock, systemClock } from '#kernel/clock'
import { livePermit, openDrillCity, registerFirm, say } from '../house.ts'
import { type Cast, makeClients } from './clients.ts'
import { postmasterOf } from './postmaster.ts'
import { openProcesses, roles } from './processes.ts'

const posts = [
  '210102-approval-bureau/acceptance',
  '210102-approval-bureau/review',
  '210102-approval-bureau/bureau-head',
  '210102-energy-bureau/investigator',
  '210102-energy-bureau/bureau-head',
  '210100-collecting-bank/collector',
]

/** The city as it lay before: firms to act, and cases of last month whose clocks ran out while nobody was at work. */
async function prepare(directory: string, late: number) {
  const now = systemClock()
  const clock = manualClock(
    now
      .now()
      .subtract({ hours: 24 * 40 })
      .toString(),
  )
  const house = await openDrillCity(directory, { clock })
  const firms = await Promise.all(Array.from({ length: 32 }, (_, running) => registerFirm(house.city, running + 1)))
  let left = 0
  // Applied for and never taken up: accepted by law five workdays later, and late for a decision.
  class Left extends Error {}
  for (let running = 1; running <= late; running++)
    await livePermit(house, firms[running % firms.length]!, running, () => {
      left++
      throw new Left()
    }).catch(fault => {
      if (!(fault instanceof Left)) throw fault
    })
  const issuer = await openIssuer({ mode: 'test', dataDirectory: directory, clock: now })
  const ttl = 86_400
  const common = { ttl, acr: 2, client: 'plumbline-simulator', scope: 'cases.act cases.read' }
  const officers = new Map<string, string>()
  for (const post of posts) {
    const { person } = house.officer(post)
    officers.set(post, await issuer.mint({ ...common, sub: person, post }))
  }
  const first = house.officer('210102-energy-bureau/investigator').person
  const second = house.officer('210102-energy-bureau/investigator', [first]).person
  const cast: Cast = {
    officers,
    investigators: [first, second],
    firms: await Promise.all(
      firms.map(async firm => ({
        ...firm,
        token: await issuer.mint({ ...common, sub: firm.party, party: firm.party, account: firm.party }),
      })),
    ),
  }
  await house.city.close()
  return { cast, left }
}

/**
 * 多进程崩溃 Two of each role (or more) of one city under load over HTTP. Each process is killed in turn, every fourth time together with
 * the database; it is started again as a supervisor would, and the clients go on against the web process that is left.
 */
export async function crashMany(directory: string, { kills, processes }: { kills: number; processes: number }) {
  say('preparing the city')
  const { cast, left } = await prepare(directory, Math.min(kills * 4, 400))
  say(`starting ${processes} processes`)
  const house = await openProcesses(directory, processes)
  const clients = makeClients(house.webs, cast, systemClock())
  const living = clients.run(6)
  living.catch(() => {})
  const killed = { web: 0, worker: 0, sequencer: 0, database: 0 }
  for (let index = 0; index < kills; index++) {
    await pause(250 + Math.random() * 900)
    const one = index % processes
    const database = index % 4 === 3 ? postmasterOf(directory) : undefined
    if (database !== undefined) {
      process.kill(database, 'SIGQUIT')
      killed.database++
      await pause(150)
    }
    await house.kill(one)
    killed[house.roleOf(one)]++
    await house.start(one)
    if ((index + 1) % 10 === 0) say(`${index + 1} kills, ${clients.acknowledged.length} acts acknowledged`)
  }
  const settled = await house.settled()
  clients.stop()
  await living
  clients.close()
  const unclean = await house.stop()
  const orphan = postmasterOf(directory) !== undefined
  const { acknowledged, refused } = clients
  // Two of each role run: where one kind was never killed, or always the same one, nothing is shown of it.
  const eachKilled = roles.every(role => killed[role] >= 2)
  return {
    acknowledged,
    ok: eachKilled && refused.length === 0 && house.deaths.length === 0 && settled && unclean === 0 && !orphan,
    figures: {
      processes,
      kills,
      ...killed,
      ...clients.figures,
      left,
      refused: refused.length,
      settled,
      unclean,
      orphan,
      deaths: house.deaths,
      examples: refused.slice(0, 5),
    },
  }
}
