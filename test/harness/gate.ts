import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { type DemoAccount, type Issuer, openIssuer, type TokenWanted } from '#hubs/application/issuer'
import type { ReadExchanges } from '#hubs/data/exchange'
import type { ConfigSources } from '#kernel/config'
import type { Log } from '#kernel/log'
import { type GateOptions, makeGate } from '../../gate.ts'
import { codes, openTestCity, type TestCity } from './city.ts'

const counted = ['kernel.case_events', 'kernel.cases', 'kernel.parties', 'power.drafts', 'power.idempotency']
  .map((table, at) => `${at === 0 ? 'select ' : ''}(select count(*) from ${table}) as n${at}`)
  .join(', ')
const everyScope = 'cases.act cases.read parties.write registers.read alarms.read'

/** Answers of the energy review's form that fit it. */
export const formAnswers = {
  'applicant.uscc': '91210102MA0UQ4XK0Y',
  'applicant.name': '沈阳示例热力有限公司',
  'project.code': '2601-210102-04-01-123456',
  'project.name': '余热回收改造',
  'contact.name': '示例联系人',
  'contact.phone': '13800000001',
  'energy.total': 1200,
  'energy.power': 0,
  'project.twoHigh': false,
  'project.stateApproved': false,
  'project.crossDepartment': false,
} as const

/** The body of an opening at the counter of Heping, for this firm. */
export const openingOf = (firm: string, more: object = {}): object => ({
  item: 'energy-review',
  organ: '210102-approval-bureau',
  verb: 'submit',
  start: 'application',
  channel: 'window',
  parties: [{ role: 'subject', party: firm }],
  body: {
    fields: { ...formAnswers, 'applicant.uscc': codes.get(firm) ?? formAnswers['applicant.uscc'] },
    materials: { application: 'original', report: 'original' },
  },
  ...more,
})

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
  /** Asks, expects this refusal as a problem document, and that nothing has changed. */
  refused(path: string, asked: Asked, status: number, code: string): Promise<void>
  close(): Promise<void>
}

/** 试门 The demo city behind its gate, with an issuer of its own. */
export async function openTestGate(
  options: GateOptions & {
    readonly now?: string
    readonly declaredExchanges?: ReadExchanges
    readonly settings?: ConfigSources['given']
    readonly log?: Log
    /** Accounts that are shown besides the citizen's and the counter's. */
    readonly shown?: (house: TestCity) => Promise<readonly DemoAccount[]>
  } = {},
): Promise<TestGate> {
  const { now, declaredExchanges, settings, log, shown } = options
  const house = await openTestCity({
    ...(now !== undefined && { now }),
    ...(declaredExchanges && { declaredExchanges }),
    ...(settings && { settings }),
    ...(log && { log }),
  })
  const { city, clock, dataDirectory } = house
  const counter = await house.officer('acceptance@210102-approval-bureau')
  const issuer = await openIssuer({
    mode: 'test',
    dataDirectory,
    clock,
    accounts: options.issuer
      ? []
      : [
          { account: 'citizen', title: '示例公民', sub: 'citizen', party: randomUUID(), scope: everyScope },
          { account: 'window', title: '示例受理岗', sub: counter.person, post: counter.post, scope: everyScope },
          ...((await shown?.(house)) ?? []),
        ],
  })
  const app = await makeGate(city, { issuer, ...options })
  const close = async () => {
    await app.close()
    await house.close()
  }
  const ask: TestGate['ask'] = (path, { method, token, body, headers = {} } = {}) => {
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
  }
  const everything = async () => (await city.db.query(counted))[0]

  return {
    house,
    ask,
    async refused(path, asked, status, code) {
      const before = await everything()
      const answer = await ask(path, asked)
      assert.deepEqual([answer.statusCode, answer.json().code], [status, code], answer.body)
      assert.match(String(answer.headers['content-type']), /^application\/problem\+json/)
      assert.deepEqual(await everything(), before)
    },
    app,
    issuer,
    async officer(post, extra = {}) {
      const { person, post: id } = await house.officer(post)
      return issuer.mint({ sub: person, post: id, scope: everyScope, ...extra })
    },
    party: (party, extra = {}) =>
      issuer.mint({ sub: `account-${party}`, party, scope: 'cases.act cases.read', ...extra }),
    close,
    [Symbol.asyncDispose]: close,
  }
}
