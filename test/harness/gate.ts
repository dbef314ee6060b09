import { randomUUID } from 'node:crypto'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { type Issuer, openIssuer, type TokenWanted } from '#hubs/application/issuer'
import { giveReadingGrants } from '#systems/power'
import { indexAll } from '#systems/service'
import { type GateOptions, makeGate } from '../../gate.ts'
import { openTestCity, type TestCity } from './city.ts'

const everyScope = 'cases.act cases.read parties.write registers.read alarms.read'

export interface Asked {
  readonly method?: string
  readonly token?: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface TestGate extends AsyncDisposable {
  readonly house: TestCity
  readonly app: FastifyInstance
  readonly issuer: Issuer
  /** A token of the holder of a post: `acceptance@210102-approval-bureau`. */
  officer(post: string, extra?: Partial<TokenWanted>): Promise<string>
  party(party: string, extra?: Partial<TokenWanted>): Promise<string>
  /** One request; a write carries a new key unless it brings one. */
  ask(path: string, asked?: Asked): Promise<LightMyRequestResponse>
  close(): Promise<void>
}

/** 试门 The demo city behind its gate, with an issuer of its own. */
export async function openTestGate(options: GateOptions & { readonly now?: string } = {}): Promise<TestGate> {
  const house = await openTestCity(options.now === undefined ? {} : { now: options.now })
  const { city, clock, dataDirectory } = house
  const issuer = await openIssuer({
    mode: 'test',
    dataDirectory,
    clock,
    accounts: options.issuer
      ? []
      : [{ account: 'citizen', title: '示例公民', sub: 'citizen', party: randomUUID(), scope: everyScope }],
  })
  const directory = await city.definitions.directory()
  const items = await Promise.all(directory.allInForce(clock.today()).map(({ hash }) => city.definitions.byHash(hash)))
  await giveReadingGrants(city, items)
  await indexAll(city.db, city.definitions, clock.today())
  const app = await makeGate(city, { issuer, ...options })
  const close = async () => {
    await app.close()
    await house.close()
  }
  return {
    house,
    app,
    issuer,
    async officer(post, extra = {}) {
      const { person, post: id } = await house.officer(post)
      return issuer.mint({ sub: person, post: id, scope: everyScope, ...extra })
    },
    party: (party, extra = {}) =>
      issuer.mint({ sub: `account-${party}`, party, scope: 'cases.act cases.read', ...extra }),
    ask(path, { method, token, body, headers = {} } = {}) {
      const verb = method ?? (body === undefined ? 'GET' : 'POST')
      return app.inject({
        method: verb as 'GET',
        url: path,
        headers: {
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(verb !== 'GET' && { 'idempotency-key': randomUUID() }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && {
          payload: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
        }),
      })
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}
