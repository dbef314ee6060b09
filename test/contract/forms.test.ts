import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import { addressOf } from '../../drill/access/addresses.ts'
import type { Asker, Things } from '../../drill/access/asking.ts'
import { absentThings, askerOf } from '../../drill/access/people.ts'
import { type Route, routesIn } from '../../drill/access/table.ts'
import { differences, digestOf } from '../../drill/fuzz/digest.ts'
import { seat } from '../harness/desk.ts'
import { openingOf, openTestGate, type TestGate } from '../harness/gate.ts'

const organ = '210102-approval-bureau'
const host = 'city.test'
let gate: TestGate
let own: Things
let person: Asker
let stranger: Asker
let officer: { readonly cookie: string; readonly csrf: string }
/** Every address that takes something in, as the program’s own table has it. */
let writes: readonly Route[]

/**
 * 没有会话的表单 What nobody signs in for has no session that a token could be bound to. It comes from a page of ours all the same; it acts for nobody,
 * and twice is as once.
 */
const unbound: Readonly<Record<string, string>> = {
  '/elder': 'a size of type, kept on the device',
  '/verify': 'a question',
  '/demo/enter': 'demonstration: one press signs in',
  '/demo/tour': 'demonstration: which step is shown',
  '/cases/:number/rating': 'number and code are the proof, once: no cookie stands behind it',
  '/complain/unnamed': 'nobody is to be known by it: no cookie stands behind it; its key makes it once',
}
/** Programs answer here by what they carry themselves, never by a cookie. */
const byProgram = /^\/(?:oidc|\(wildcard\)|demo\/sign-in$|api\/exchanges\/)/

before(async () => {
  gate = await openTestGate()
  const { city } = gate.house
  const firm = await gate.house.firm('沈阳表单有限公司')
  person = await askerOf(city, gate.issuer, { party: firm })
  stranger = await askerOf(city, gate.issuer, { party: await gate.house.firm('沈阳旁人有限公司') })
  officer = await seat(gate, `acceptance@${organ}`)
  const token = await gate.officer(`acceptance@${organ}`)
  const opened = await gate.ask('/api/cases', { token, body: openingOf(firm) })
  const { number } = opened.json()
  await gate.ask(`/api/cases/${number}/acts/requestSupplement`, {
    token,
    body: { materials: ['report'], fields: ['project.name'], note: '请补正' },
  })
  const begun = await gate.ask('/api/drafts', {
    token: person.token!,
    body: { item: 'information-request', organ: '210100-city-government' },
  })
  own = { ...absentThings(), case: number, draft: begun.json().caseId }
  // The keys of the sign-in for other systems are made when it is first asked.
  await gate.app.inject('/sign-in/for/nobody')
  writes = routesIn(gate.app.printRoutes({ commonPrefix: false })).filter(({ method }) => method !== 'GET')
})
after(() => gate?.close())

interface Sent {
  readonly cookie?: string
  readonly origin?: string
  readonly csrf?: string
  readonly key?: string
  readonly site?: string
}
const everything = () => digestOf(gate.house.city.migrator)

/** A form of people, or a request of the desk’s own program. */
function send({ method, path }: Route, { cookie, origin, csrf, key, site }: Sent) {
  const people = !path.startsWith('/api/')
  return gate.app.inject({
    method: method as 'POST',
    url: addressOf(path, own),
    headers: {
      host,
      ...(cookie !== undefined && { cookie }),
      ...(origin !== undefined && { origin }),
      ...(site !== undefined && { 'sec-fetch-site': site }),
      ...(people
        ? { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' }
        : {
            ...(csrf !== undefined && { 'x-csrf': csrf }),
            ...(key !== undefined && { 'idempotency-key': key }),
            ...(method !== 'DELETE' && { 'content-type': 'application/json' }),
          }),
    },
    ...(people && { payload: new URLSearchParams({ ...(csrf !== undefined && { csrf }), key: key ?? '' }).toString() }),
    ...(!people && method !== 'DELETE' && { payload: '{}' }),
  })
}
const here = `http://${host}`

suite('表单来源 every form of the route table', () => {
  test('人的表单 without its token, with another session’s, or from another site it is refused, and not a row changes', async () => {
    const people = writes.filter(({ path }) => !path.startsWith('/api/') && !byProgram.test(path))
    assert.ok(people.length >= 45, `${people.length} forms`)
    const before = await everything()
    for (const route of people) {
      const { cookie = '', csrf = '' } = person
      const at = `${route.method} ${route.path}`
      for (const foreign of [
        { origin: 'https://evil.example' },
        { origin: `https://${host}` },
        { origin: 'null' },
        { site: 'cross-site' },
        {},
      ]) {
        const { statusCode, headers } = await send(route, { cookie, csrf, key: randomUUID(), ...foreign })
        const toSignIn = statusCode === 303 && /^\/sign-in/.test(String(headers.location))
        // Who waits to be signed in for another system is looked for first: nobody does.
        const nobodyWaits = statusCode === 410 && route.path === '/sign-in/for/:uid'
        assert.ok(statusCode === 403 || toSignIn || nobodyWaits, `${at} ${JSON.stringify(foreign)}: ${statusCode}`)
      }
      if (route.path in unbound) continue
      for (const token of [undefined, '', stranger.csrf!, `${csrf}x`]) {
        const sent = { cookie, origin: here, key: randomUUID(), ...(token !== undefined && { csrf: token }) }
        const { statusCode, headers } = await send(route, sent)
        const toSignIn = statusCode === 303 && /^\/sign-in/.test(String(headers.location))
        const refused = (statusCode >= 400 && statusCode < 500) || toSignIn
        assert.ok(refused, `${at} with the token ${token}: ${statusCode}`)
      }
      // The key it was drawn with is missing, cut short or made up: shown once more, and nothing done.
      for (const key of ['', 'again', randomUUID().slice(0, 20)]) {
        const { statusCode, headers } = await send(route, { cookie, csrf, origin: here, key })
        const toSignIn = statusCode === 303 && /^\/sign-in/.test(String(headers.location))
        const refused = (statusCode >= 400 && statusCode < 500) || toSignIn
        assert.ok(refused, `${at} with the key ${key}: ${statusCode}`)
      }
    }
    // That somebody is to sign in first is an answer too, and kept for the same press.
    const kept = /^(?:application\.(?:sessions|sign_in_throttles)|power\.idempotency)/
    assert.deepEqual(differences(before, await everything(), kept), [])
  })

  test('坐席的请求 the desk’s own program: the same, and no write without a key', async () => {
    const acts = writes.filter(({ path }) => path.startsWith('/api/') && !byProgram.test(path))
    assert.ok(acts.length >= 100, `${acts.length} writes`)
    const before = await everything()
    const { cookie, csrf } = officer
    const other = await seat(gate, `review@${organ}`)
    for (const route of acts) {
      const at = `${route.method} ${route.path}`
      for (const sent of [
        { csrf, origin: 'https://evil.example' },
        { csrf, origin: 'null' },
        { csrf },
        { origin: here },
        { origin: here, csrf: other.csrf },
        { origin: here, csrf: person.csrf! },
      ]) {
        const answer = await send(route, { cookie, key: randomUUID(), ...sent })
        assert.ok(answer.statusCode >= 400 && answer.statusCode < 500, `${at}: ${answer.statusCode} ${answer.body}`)
        if (!publicOnes.has(at)) assert.equal(answer.json().code, 'REQUEST_FOREIGN', at)
      }
      for (const key of [undefined, '', '1']) {
        const answer = await send(route, { cookie, csrf, origin: here, ...(key !== undefined && { key }) })
        assert.ok(answer.statusCode >= 400 && answer.statusCode < 500, `${at}: ${answer.statusCode} ${answer.body}`)
      }
    }
    assert.deepEqual(differences(before, await everything(), /^application\.sessions/), [])
  })

  test('办事人没有接口 a person’s cookie opens no address of the interface', async () => {
    for (const route of writes.filter(({ path }) => path.startsWith('/api/') && !byProgram.test(path))) {
      const { cookie = '', csrf = '' } = person
      const { statusCode } = await send(route, { cookie, csrf, origin: here, key: randomUUID() })
      assert.ok(statusCode === 401 || publicOnes.has(`${route.method} ${route.path}`), `${route.path}: ${statusCode}`)
    }
  })
})
/** Open to anybody, and asking only. */
const publicOnes = new Set(['POST /api/vouchers/verify'])

interface Drawn {
  readonly page: string
  readonly action: string
  readonly csrf: string | undefined
  readonly key: string | undefined
}
/** The forms of a page that change something. */
const formsOf = (page: string, html: string): readonly Drawn[] =>
  [...html.matchAll(/<form\b[^>]*>[\s\S]*?<\/form>/g)].flatMap(([form]) => {
    if (!/^<form[^>]*\smethod="post"/.test(form)) return []
    const hidden = (name: string) => new RegExp(`<input[^>]*name="${name}" value="([^"]*)"`).exec(form)?.[1]
    const action = /\saction="([^"?]*)/.exec(form)![1]!
    return [{ page, action, csrf: hidden('csrf'), key: hidden('key') }]
  })
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

suite('页面上的表单 every form that is drawn', () => {
  test('carries the token of its session, and a key of its own by which the same press counts once', async () => {
    const pages = routesIn(gate.app.printRoutes({ commonPrefix: false })).filter(
      // 样式 The samples of /design are forms of nobody.
      ({ method, path }) => method === 'GET' && !/^\/(?:api\/|design$)/.test(path) && !byProgram.test(path),
    )
    const drawn: Drawn[] = []
    for (const who of [{}, person, officer]) {
      const { cookie } = who as Asker
      for (const { path } of pages) {
        const url = addressOf(path, own)
        for (const at of [url, `${url}?organ=${organ}`]) {
          const headers = { host, accept: 'text/html', ...(cookie !== undefined && { cookie }) }
          const { body, headers: answered } = await gate.app.inject({ url: at, headers })
          if (/^text\/html/.test(String(answered['content-type']))) drawn.push(...formsOf(at, body))
        }
      }
    }
    const form = (path: string) => new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`)
    const known = writes.map(({ path }) => ({ path, form: form(path) }))
    const seen = new Set<string>()
    const keys: string[] = []
    for (const { page, action, csrf, key } of drawn) {
      const route = known.find(one => one.form.test(action))?.path
      assert.ok(route, `${page}: ${action} leads nowhere`)
      seen.add(route)
      if (key !== undefined) keys.push(key)
      if (route in unbound) continue
      assert.ok((csrf ?? '').length >= 43, `${page}: ${action} has no token`)
      assert.match(key ?? '', uuid, `${page}: ${action} has no key`)
    }
    assert.equal(new Set(keys).size, keys.length, 'no two forms have one key')
    assert.ok(seen.size >= 25, `${[...seen].sort().join(' ')}`)
  })
})
