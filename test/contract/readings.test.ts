import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import type { LightMyRequestResponse } from 'fastify'
import { addressOf } from '../../drill/access/addresses.ts'
import type { Things } from '../../drill/access/asking.ts'
import { absentThings, askerOf } from '../../drill/access/people.ts'
import { type Route, routesIn } from '../../drill/access/table.ts'
import { differences, digestOf } from '../../drill/fuzz/digest.ts'
import { scan } from '../harness/citizen.ts'
import { cityStories } from '../harness/city-stories.ts'
import { seat } from '../harness/desk.ts'
import { openTestGate, type TestGate } from '../harness/gate.ts'
import { administratorOf } from '../harness/person.ts'

let gate: TestGate
let own: Things
const askers: Record<string, Readonly<Record<string, string>>> = { nobody: {} }
/** Every address that answers a question, as the program’s own table has it. */
let routes: readonly Route[]

before(async () => {
  gate = await openTestGate()
  const { house, issuer } = gate
  const { city } = house
  const caseId = await (await cityStories(house)).grantedPermit()
  const { parties } = await city.cases.stateOf(caseId)
  const party = parties[0]!.party
  const person = await askerOf(city, issuer, { party })
  const [row] = await city.db.query<{ number: string }>('select number from kernel.cases where id = $1', [caseId])
  const headers = { authorization: `Bearer ${person.token}` }
  const draft = await gate.ask('/api/drafts', {
    token: person.token!,
    body: { item: 'information-request', organ: '210100-city-government' },
  })
  const file = await gate.app.inject({
    method: 'POST',
    url: '/api/files',
    headers: { ...headers, 'idempotency-key': randomUUID(), 'content-type': 'application/pdf' },
    payload: scan,
  })
  own = { ...absentThings(), case: row!.number, draft: draft.json().caseId, file: file.json().file }
  askers['person'] = { cookie: person.cookie! }
  askers['officer'] = { ...(await cookieOf('acceptance@210102-approval-bureau')) }
  askers['program'] = { authorization: `Bearer ${await gate.officer('acceptance@210102-approval-bureau')}` }
  askers['head'] = await cookieOf('bureau-head@210102-approval-bureau')
  askers['supervisor'] = await cookieOf('supervision@210100-supervision')
  const audit = { sub: await administratorOf(gate, 'audit'), administrator: 'audit', acr: 2 } as const
  askers['audit'] = { authorization: `Bearer ${await issuer.mint({ ...audit, scope: 'administer audit cases.read' })}` }
  routes = routesIn(gate.app.printRoutes({ commonPrefix: false })).filter(({ method }) => method === 'GET')
  // The keys of the sign-in for other systems are made when it is first asked.
  await gate.app.inject('/sign-in/for/nobody')
  await city.sequencer.drain()
  while ((await city.subscriptions.runOnce()) > 0);
})
after(() => gate?.close())

async function cookieOf(post: string) {
  const { cookie, csrf } = await seat(gate, post)
  return { cookie, 'x-csrf': csrf }
}
const get = (who: string, url: string): Promise<LightMyRequestResponse> =>
  gate.app.inject({
    url,
    headers: { host: 'city.test', ...(url.startsWith('/api/') ? {} : { accept: 'text/html' }), ...askers[who] },
  })

/** Whoever reads what others said is on record (个人信息保护法), and his session has been used; a paper is made when it is first asked for (ADR 0030). */
const records = /^(?:kernel\.(?:reads|trail_outbox)|application\.sessions)/
const leastShown: Readonly<Record<string, number>> = {
  nobody: 1,
  person: 1,
  officer: 1,
  program: 1,
  head: 1,
  supervisor: 1,
  audit: 1,
}
const paperMade = /^(?:application\.(?:papers|paper_numbers|voucher_series)|kernel\.(?:files|file_keys|trail_outbox))/

suite('读取 whoever only reads', () => {
  test('changes not a row but the record of his reading, at no address of the program', async () => {
    assert.ok(routes.length > 110, `${routes.length} addresses`)
    const { migrator } = gate.house.city
    for (const who of Object.keys(askers)) {
      let before = await digestOf(migrator)
      const changed = async (allowed: RegExp) => {
        const now = await digestOf(migrator)
        const found = differences(before, now, allowed)
        before = now
        return found
      }
      const shown: string[] = []
      for (const { path } of routes) {
        if (path.startsWith('/oidc') || path === '/(wildcard)' || path.includes('/papers/:paper')) continue
        const address = addressOf(path, own)
        const { statusCode } = await get(who, address)
        assert.ok(statusCode < 500, address)
        if (statusCode === 200) shown.push(path)
      }
      assert.deepEqual(await changed(records), [], who)
      assert.ok(shown.length >= leastShown[who]!, `${who} is shown ${shown.length} pages`)
    }
  })

  test('文书 a paper is made when its reader first asks for it (ADR 0030); from then on nobody changes anything by reading it', async () => {
    const { migrator } = gate.house.city
    const addresses = routes.filter(({ path }) => path.includes('/papers/:paper')).map(({ path }) => path)
    assert.equal(addresses.length, 2, addresses.join(' '))
    const token = await gate.officer('acceptance@210102-approval-bureau')
    const { items } = (await gate.ask(`/api/cases/${own.case}/papers`, { token })).json()
    const papers = (items as { paper: string }[]).map(({ paper }) => paper)
    assert.ok(papers.length >= 3, papers.join(' '))
    const read = async (who: string) => {
      const statuses: number[] = []
      for (const address of addresses)
        for (const paper of papers)
          statuses.push((await get(who, addressOf(address, { ...own, also: { ...own.also, paper } }))).statusCode)
      return statuses
    }
    let before = await digestOf(migrator)
    const statusesOf = async (who: string, allowed: RegExp) => {
      const statuses = await read(who)
      const now = await digestOf(migrator)
      assert.deepEqual(differences(before, now, allowed), [], who)
      before = now
      return statuses.filter(status => status === 200).length
    }
    assert.equal(await statusesOf('nobody', records), 0)
    const made = new RegExp(`${records.source}|${paperMade.source}`)
    assert.equal(await statusesOf('person', made), papers.length)
    for (const who of Object.keys(askers)) await statusesOf(who, records)
    const [{ made: count } = { made: 0 }] = await migrator.query<{ made: number }>(
      'select count(*)::int as made from application.papers',
    )
    assert.equal(count, papers.length, 'each is made once, whoever asks')
  })
})

/** What a policy allows, by directive. */
const policyOf = ({ headers }: LightMyRequestResponse): ReadonlyMap<string, readonly string[]> =>
  new Map(
    String(headers['content-security-policy'])
      .split(';')
      .map(part => part.trim().split(' '))
      .map(([name = '', ...values]) => [name, values] as const),
  )
const fromHere = /^'self'$|^'nonce-[A-Za-z0-9+/=_-]{22,}'$/

suite('内容安全策略 what a page may run and load', () => {
  test('every answer of every address: nothing but our own, nothing inline, never framed; files run nothing at all', async () => {
    const nonces: string[] = []
    let pages = 0
    for (const who of Object.keys(askers))
      for (const { path } of [...routes, { path: '/nothing-of-ours' }, { path: '/items/%zz' }]) {
        const answer = await get(who, addressOf(path, own))
        const { headers, body } = answer
        const at = `${who} ${path}`
        assert.equal(headers['x-content-type-options'], 'nosniff', at)
        assert.match(String(headers['x-frame-options']), /^(?:DENY|SAMEORIGIN)$/, at)
        const policy = policyOf(answer)
        if (String(headers['content-disposition'] ?? '').startsWith('attachment')) {
          assert.deepEqual([...policy.keys()], ['sandbox', 'default-src'], at)
          assert.deepEqual(policy.get('sandbox'), [], at)
          continue
        }
        assert.deepEqual(policy.get('default-src'), ["'none'"], at)
        assert.deepEqual(policy.get('frame-ancestors'), ["'none'"], at)
        assert.deepEqual(policy.get('base-uri'), ["'none'"], at)
        for (const directive of ['script-src', 'style-src'])
          for (const source of policy.get(directive) ?? []) assert.match(source, fromHere, `${at}: ${directive}`)
        const nonce = /'nonce-([^']+)'/.exec(String(headers['content-security-policy']))?.[1]
        if (nonce !== undefined) nonces.push(nonce)
        if (!/^text\/html/.test(String(headers['content-type']))) continue
        pages++
        const allowed = policy.get('script-src') ?? []
        for (const [tag] of body.matchAll(/<(?:script|style)\b[^>]*>/g)) {
          const worn = /\bnonce="([^"]+)"/.exec(tag)?.[1]
          assert.ok(worn !== undefined && allowed.includes(`'nonce-${worn}'`), `${at}: ${tag}`)
        }
        assert.doesNotMatch(body, /<[^>]*\s(?:style|on[a-z]+)="/, at)
      }
    assert.ok(pages > 100, `${pages} pages`)
    assert.ok(nonces.length > 1 && new Set(nonces).size === nonces.length, 'each page has a word of its own')
  })
})
