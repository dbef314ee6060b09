import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ReadExchanges } from '#hubs/data/exchange'
import type { Calendar } from '#kernel/calendar'
import type { Actor, ActResult, Verb } from '#kernel/case'
import { type ManualClock, manualClock } from '#kernel/clock'
import { type ConfigSources, readConfig } from '#kernel/config'
import { type Officer, partsOfPost } from '#kernel/identity'
import type { Log } from '#kernel/log'
import type { OpenStorage } from '#kernel/storage'
import { replayCity, type StandIn } from '#systems/power'
import { type City, openCity } from '../../main.ts'
import { openTestDatabase, type TestDatabase } from './database.ts'

type Body = Readonly<Record<string, unknown>>

export interface TestCity extends AsyncDisposable {
  readonly city: City
  readonly clock: ManualClock
  readonly database: TestDatabase
  readonly dataDirectory: string
  /** The n-th holder (from 1) of a post: `acceptance@210102-approval-bureau` or its id `210102-approval-bureau/acceptance`. */
  officer(post: string, nth?: number): Promise<Officer>
  /** A synthetic firm with a valid credit code of its own, active and a key energy user. Forms opened for it carry that code. */
  firm(name?: string): Promise<string>
  codeOf(party: string): string
  open(request: TestOpening): Promise<ActResult>
  act(caseId: string, verb: Verb, body?: Body, by?: Actor | string, more?: ActOptions): Promise<ActResult>
  /** Lets the sequencer take everything in, then replays every case. */
  replay(): ReturnType<typeof replayCity>
  close(): Promise<void>
}

export interface ActOptions {
  readonly commandId?: string
  readonly expectedSeq?: number
  readonly madeOn?: string
  readonly urgent?: number
}

export interface TestOpening {
  readonly item: string
  readonly organ: string
  readonly verb?: 'submit' | 'lodge'
  readonly start?: string
  readonly channel?: string
  readonly parties: readonly { role: string; party: string; unit?: string }[]
  readonly body: Body
  readonly by: Actor | string
  readonly caseId?: string
  readonly commandId?: string
  readonly madeOn?: string
  /** Leaves the codes in the form as they are, whoever they belong to. */
  readonly asWritten?: boolean
}

/** The control digit of a credit code (GB 32100). */
function creditCode(running: number): string {
  const letters = '0123456789ABCDEFGHJKLMNPQRTUWXY'
  const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
  const organWeights = [3, 7, 9, 10, 5, 8, 4, 2]
  const eight = `TE${String(running).padStart(6, '0')}`
  const worthOf = (letter: string) => (/\d/.test(letter) ? Number(letter) : letter.charCodeAt(0) - 55)
  const check = 11 - ([...eight].reduce((sum, letter, at) => sum + worthOf(letter) * organWeights[at]!, 0) % 11)
  const body = `91210102${eight}${check === 10 ? 'X' : check === 11 ? '0' : check}`
  const sum = [...body].reduce((total, letter, at) => total + letters.indexOf(letter) * weights[at]!, 0)
  return body + letters[(31 - (sum % 31)) % 31]
}

/** The unified social credit code of every firm made here, by party; parties never repeat. */
export const codes = new Map<string, string>()

/**
 * 试城 The demo city on a database of its own, with a clock that moves only when told to.
 *
 *     await using house = await openTestCity({ now: '2026-03-02T09:00:00+08:00' })
 */
export async function openTestCity({
  now = '2026-03-02T09:00:00+08:00',
  calendars,
  standIn,
  declaredExchanges,
  settings = {},
  log,
}: {
  readonly now?: string
  /** What this city has set up besides. */
  readonly settings?: ConfigSources['given']
  /** Default: it says nothing. */
  readonly log?: Log
  readonly calendars?: () => Calendar
  readonly standIn?: StandIn
  readonly declaredExchanges?: ReadExchanges
} = {}): Promise<TestCity> {
  const database = await openTestDatabase()
  const dataDirectory = mkdtempSync(join(tmpdir(), 'plumbline-city-'))
  const clock = manualClock(now)
  const config = readConfig({
    environment: {},
    given: { mode: 'test', logLevel: 'silent', ...settings, dataDirectory },
  })
  const stop = async () => {}
  const storage: OpenStorage = {
    app: database.app,
    migrator: database.migrator,
    kind: 'external',
    server: undefined,
    stop,
    [Symbol.asyncDispose]: stop,
  }
  const city = await openCity({
    ...{ config, clock, storage, durable: false },
    ...(calendars && { calendars }),
    ...(standIn && { standIn }),
    ...(declaredExchanges && { declaredExchanges }),
    ...(log && { log }),
  })

  /** What the registers say of a firm is what a clean case needs. */
  const enlist = (uscc: string, name: string) =>
    city.db.transaction(sql =>
      city.registers.set(sql, 'enterprise', {
        entry: randomUUID(),
        values: { uscc, name, active: true, keyEnergyUser: true },
        from: '2020-01-01',
        source: { organ: '210100-market-regulation-bureau', feed: 'market-regulation' },
      }),
    )

  /** A form that asks for the main party's code gets the one it has. */
  function withOwnCode(body: Body, party: string | undefined): Body {
    const code = codes.get(party ?? '')
    if (code === undefined || typeof body.fields !== 'object' || body.fields === null) return body
    const fields = Object.entries(body.fields).map(([name, value]) => [name, name.endsWith('.uscc') ? code : value])
    return { ...body, fields: Object.fromEntries(fields) }
  }

  const officer = async (post: string, nth = 1): Promise<Officer> => {
    const id = post.includes('@') ? post.split('@').reverse().join('/') : post
    const { organ, code } = partsOfPost(id)
    const person = (await city.identity.directory()).holdersOf(code, organ, clock.today().toString())[nth - 1]
    if (person === undefined) throw new Error(`nobody holds ${id}`)
    return { kind: 'officer', person, post: id, organ }
  }
  const actorOf = async (by: Actor | string): Promise<Actor> => (typeof by === 'string' ? officer(by) : by)
  let firms = 0
  const close = async () => {
    await city.close()
    await database.close()
    rmSync(dataDirectory, { recursive: true, force: true })
  }

  return {
    city,
    clock,
    database,
    dataDirectory,
    officer,
    async firm(name = '沈阳示例有限公司') {
      const value = creditCode(++firms)
      const { party } = await city.db.transaction(sql =>
        city.parties.register(sql, { kind: 'firm', name, identifiers: [{ scheme: 'uscc', value }] }),
      )
      await enlist(value, name)
      codes.set(party, value)
      return party
    },
    codeOf: party => codes.get(party) ?? '',
    async open({
      item,
      organ,
      verb = 'submit',
      start = 'application',
      channel = 'window',
      parties,
      body,
      by,
      asWritten = false,
      ...more
    }) {
      const today = clock.today().toString()
      const { hash } = await city.definitions.current(item, today)
      const implementation = (await city.implementations.inForce(item, today)).find(row => row.organ === organ)
      const place = { organ, region: organ.slice(0, 6), implementation: implementation?.id ?? null }
      const definition = await city.implementations.implemented(hash, place.implementation)
      return city.cases.open({
        definition,
        place,
        start,
        channel,
        parties,
        verb,
        body: asWritten ? body : withOwnCode(body, parties[0]?.party),
        actor: await actorOf(by),
        ...more,
      })
    },
    act: async (caseId, verb, body = {}, by = 'acceptance@210102-approval-bureau', more = {}) =>
      city.cases.act({ caseId, verb, body, actor: await actorOf(by), ...more }),
    async replay() {
      await city.sequencer.drain()
      return replayCity(city.audit)
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}
