import type { FastifyInstance } from 'fastify'
import { type DemoAccount, type Issuer, openIssuer } from '#hubs/application/issuer'
import { budgetOf, ledgerSums } from '#hubs/application/ledger'
import type { CaseState } from '#kernel/case'
import { uuidv7 } from '#kernel/clock'
import { replayCity, runExample, verifyCity } from '#systems/power'
import { type Answers, type House, makeAnswers } from '#systems/simulation'
import { makeHealthGate } from '../gate/health.ts'
import { type GateOptions, makeGate } from '../gate.ts'
import type { City } from '../main.ts'
import { toldOfPort } from './fault.ts'

export interface LiveHouse {
  readonly gate: FastifyInstance
  readonly issuer: Issuer | undefined
  readonly url: string
  close(): Promise<void>
}

/** Opens the door of a city: the HTTP application listening, with a local issuer unless it is production. */
export async function openDoor(
  city: City,
  accounts: readonly DemoAccount[] = [],
  port = city.config.port,
  options: Pick<GateOptions, 'isPreparing'> = {},
): Promise<LiveHouse> {
  const { mode, dataDirectory, host } = city.config
  const issuer =
    mode === 'production' ? undefined : await openIssuer({ mode, dataDirectory, clock: city.clock, accounts })
  const gate = await makeGate(city, { ...options, ...(issuer && { issuer }) })
  const url = await gate.listen({ host, port }).catch(async fault => {
    await gate.close()
    throw toldOfPort(fault, host, port)
  })
  return { gate, issuer, url, close: () => gate.close() }
}

/** 便门 The door of a process that answers no requests: how it is, for its supervisor. */
export async function openHealthDoor(city: City): Promise<Pick<LiveHouse, 'url' | 'close'>> {
  const { host, port } = city.config
  const gate = await makeHealthGate(city)
  const url = await gate.listen({ host, port }).catch(async fault => {
    await gate.close()
    throw toldOfPort(fault, host, port)
  })
  return { url, close: () => gate.close() }
}

const openedFrom = `select id, number, state::text as state from kernel.cases
  where item = $1 and state::json ->> 'origin' = $2 order by id`

/** What a simulation needs of a running city; everything people do goes through `url`. */
export function houseOf(
  city: City,
  { url, issuer }: Pick<LiveHouse, 'url' | 'issuer'>,
  clock: House['clock'],
  answers: Answers = makeAnswers(),
): House {
  if (!issuer) throw new Error('only a city with a local issuer can be simulated')
  const settle = async () => {
    await city.sequencer.drain()
    while ((await city.subscriptions.runOnce()) > 0);
  }
  return {
    url,
    clock,
    calendar: city.calendar(),
    db: city.db,
    identity: city.identity,
    implementations: city.implementations,
    registers: city.registers,
    answers,
    items: async on => {
      const { allInForce } = await city.definitions.directory()
      return Promise.all(allInForce(on).map(({ hash }) => city.definitions.byHash(hash)))
    },
    rehearse: (item, example, watch) => runExample(item, example, city.calendar(), watch),
    supplement: (year, times) =>
      city.db.transaction(async sql => {
        for (const { line, available } of await budgetOf(sql, year))
          await city.ledger.budget.appropriate(sql, {
            id: uuidv7(city.clock),
            line,
            year,
            amount: available * times,
            source: '预算调整（模拟）',
          })
      }),
    mint: wanted => issuer.mint(wanted),
    fireDue: () => city.cases.fireDue(500),
    settle,
    openedFrom: async (number, item) => {
      const rows = await city.db.query<{ id: string; number: string; state: string }>(openedFrom, [item, number])
      return rows.map(({ id, number: own, state }) => {
        const { parties, facts, drawn } = JSON.parse(state) as CaseState
        return { id, number: own, parties, facts, persons: drawn?.persons ?? [] }
      })
    },
    deliver: async () => {
      for (let more = true; more; ) {
        more = false
        await city.sequencer.drain()
        while ((await city.subscriptions.runOnce()) > 0) more = true
        await city.jobs.runOnce()
      }
    },
    verify: async () => (await verifyCity(city.audit)).ok,
    replay: async () => {
      const report = await replayCity(city.audit)
      return report.faults.length === 0 && report.equal === report.cases
    },
    ledger: () => ledgerSums(city.db),
  }
}
