import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { seat } from '../harness/desk.ts'
import { openingOf, openTestGate, type TestGate } from '../harness/gate.ts'

const organ = '210102-approval-bureau'
const host = 'plumbline.test'
const origin = `http://${host}`
let gate: TestGate
let number: string
let own: Awaited<ReturnType<typeof seat>>

before(async () => {
  gate = await openTestGate()
  const token = await gate.officer(`acceptance@${organ}`)
  const firm = await gate.house.firm()
  ;({ number } = (await gate.ask('/api/cases', { token, body: openingOf(firm) })).json())
  own = await seat(gate, `acceptance@${organ}`)
})
after(() => gate?.close())

interface Sent {
  readonly method?: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string | undefined>>
  readonly body?: object
}

/** What the desk sends from its page, but for what the test leaves out or changes. */
function ask(url: string, { method = 'GET', headers = {}, body }: Sent = {}) {
  const given = {
    host,
    cookie: own.cookie,
    'x-csrf': own.csrf,
    'sec-fetch-site': 'same-origin',
    ...(method === 'POST' && { origin, 'idempotency-key': randomUUID(), 'content-type': 'application/json' }),
    ...headers,
  }
  const sent = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  return gate.app.inject({
    method,
    url,
    headers: sent as Record<string, string>,
    ...(body && { payload: JSON.stringify(body) }),
  })
}
const events = async () =>
  (await gate.house.city.db.query<{ n: string }>('select count(*) as n from kernel.case_events'))[0]!.n

suite('坐席会话 the desk asks the same addresses as everybody, by the officer’s session', () => {
  test('session, token and origin together are an officer in his post', async () => {
    const inbox = await ask('/api/inbox')
    assert.equal(inbox.statusCode, 200, inbox.body)
    assert.ok(inbox.json().items.some((one: { number: string }) => one.number === number))
    const claimed = await ask(`/api/cases/${number}/acts/claim`, { method: 'POST', body: {} })
    assert.equal(claimed.statusCode, 200, claimed.body)
    const back = await ask(`/api/cases/${number}/acts/unclaim`, { method: 'POST', body: {} })
    assert.equal(back.statusCode, 200, back.body)
  })

  test('a cookie alone, another session’s token, another site’s page: nothing is told and nothing done', async () => {
    const other = await seat(gate, `review@${organ}`)
    const before = await events()
    const wrong: readonly Sent['headers'][] = [
      { 'x-csrf': undefined },
      { 'x-csrf': '' },
      { 'x-csrf': other.csrf },
      { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      { origin: 'null' },
    ]
    for (const headers of wrong)
      for (const [url, method] of [
        ['/api/inbox', 'GET'],
        [`/api/cases/${number}/acts/claim`, 'POST'],
      ] as const) {
        const answer = await ask(url, { method, headers: headers!, ...(method === 'POST' && { body: {} }) })
        assert.deepEqual([answer.statusCode, answer.json().code], [403, 'REQUEST_FOREIGN'], JSON.stringify(headers))
      }
    const silent = await ask(`/api/cases/${number}/acts/claim`, {
      method: 'POST',
      headers: { origin: undefined },
      body: {},
    })
    assert.equal(silent.json().code, 'REQUEST_FOREIGN')
    const linked = await ask('/api/inbox', { headers: { 'sec-fetch-site': 'cross-site' } })
    assert.equal(linked.json().code, 'REQUEST_FOREIGN')
    assert.equal(await events(), before)
  })

  test('a person’s session opens no address of the officers', async () => {
    const { db, signIn } = gate.house.city
    const party = await gate.house.firm()
    const wanted = {
      subject: { kind: 'person', id: party } as const,
      actsAs: party,
      acr: 1 as const,
      agent: '',
      address: '127.0.0.1',
    }
    const { setCookie } = await db.transaction(sql => signIn.sessions.open(sql, wanted))
    const answer = await ask('/api/inbox', { headers: { cookie: setCookie.split(';')[0]! } })
    assert.deepEqual([answer.statusCode, answer.json().code], [401, 'TOKEN_MISSING'])
    const shell = await ask('/office/', { headers: { cookie: setCookie.split(';')[0]! } })
    assert.equal(shell.statusCode, 403, 'told so, and not sent to sign in and back for ever')
    assert.match(shell.body, /<h1>只供工作人员使用<\/h1>[\s\S]*href="\/mine"/)
  })

  test('督察 whoever supervises looks at all, and does nothing in the place of those he looks at, by session as by token', async () => {
    const { cookie, csrf } = await seat(gate, 'supervision@210100-supervision')
    const headers = { cookie, 'x-csrf': csrf }
    for (const url of [`/api/cases/${number}`, '/api/supervision', '/api/alarms', '/api/ratings/unverified'])
      assert.equal((await ask(url, { headers })).statusCode, 200, url)
    const before = await events()
    const people = {
      kind: 'person',
      name: '示例公民',
      identifiers: [{ scheme: 'citizen', value: '210102199003070017' }],
    }
    const refused: readonly (readonly [string, object?])[] = [
      [`/api/cases/${number}/acts/claim`, {}],
      [`/api/cases/${number}/acts/declareAvoidance`, { ground: 'interest' }],
      ['/api/parties', people],
      ['/api/drafts', { item: 'energy-review', organ }],
      ['/api/exports'],
      ['/api/exports/waiting'],
      ['/api/ratings/owed'],
      ['/api/register-disputes'],
      ['/api/mandates/unconfirmed'],
    ]
    for (const [url, body] of refused) {
      const answer = await ask(url, { headers, ...(body && { method: 'POST', body }) })
      assert.deepEqual([answer.statusCode, answer.json().code], [403, 'SCOPE_LACKING'], url)
    }
    assert.equal(await events(), before)
  })

  test('who has taken no post takes one first, and then sits at the desk', async () => {
    const { db, signIn } = gate.house.city
    const { person } = await gate.house.officer(`acceptance@${organ}`)
    const subject = { kind: 'officer', id: person } as const
    const wanted = { subject, actsAs: person, acr: 1, agent: '', address: '127.0.0.1' } as const
    const { setCookie } = await db.transaction(sql => signIn.sessions.open(sql, wanted))
    const cookie = setCookie.split(';')[0]!
    const shell = await ask('/office/counter', { headers: { cookie } })
    assert.deepEqual([shell.statusCode, shell.headers.location], [303, '/sign-in/post?to=%2Foffice%2Fcounter'])
    assert.equal((await ask('/api/inbox', { headers: { cookie } })).statusCode, 401)
  })
})

suite('坐席页面 the shell and its files', () => {
  test('whoever is not signed in is asked to and comes back to the same page', async () => {
    const answer = await ask(`/office/cases/${number}`, { headers: { cookie: undefined } })
    assert.deepEqual([answer.statusCode, answer.headers.location], [303, `/sign-in?to=%2Foffice%2Fcases%2F${number}`])
  })

  test('every address below is the same page: scripts by its own nonce, nothing inline, nothing kept', async () => {
    const nonces = new Set<string>()
    for (const url of ['/office/', `/office/cases/${number}`, '/office/nowhere/at/all']) {
      const { statusCode, headers, body } = await ask(url)
      assert.equal(statusCode, 200)
      const policy = String(headers['content-security-policy'])
      const nonce = /script-src 'self' 'nonce-([^']+)'/.exec(policy)![1]!
      nonces.add(nonce)
      assert.doesNotMatch(policy, /unsafe/)
      assert.match(policy, /default-src 'none'/)
      assert.equal(headers['cache-control'], 'no-store')
      for (const [tag] of body.matchAll(/<script[^>]*>/g)) assert.ok(tag.includes(`nonce="${nonce}"`), tag)
      assert.doesNotMatch(body, /\sstyle=|\son\w+=/)
    }
    assert.equal(nonces.size, 3)
  })

  test('the other language is chosen once for this browser', async () => {
    const chosen = await ask('/office/counter?lang=en')
    assert.deepEqual([chosen.statusCode, chosen.headers.location], [303, '/office/counter'])
    const kept = String(chosen.headers['set-cookie']).split(';')[0]!
    const { body } = await ask('/office/counter', { headers: { cookie: `${own.cookie}; ${kept}` } })
    assert.match(body, /<html lang="en"/)
    assert.match(body, /Plumbline desk/)
  })

  test('files are kept for ever under their own names, zipped but for the smallest; a first load is 350 kB at most; absent ones are absent', async () => {
    const { body } = await ask('/office/')
    const names = [...body.matchAll(/"(\/office\/assets\/[^"]+)"/g)].map(([, name]) => name!)
    assert.ok(names.length >= 2, body)
    let size = 0
    for (const name of [...names, '/office/']) {
      const answer = await ask(name, { headers: { 'accept-encoding': 'gzip' } })
      assert.equal(answer.statusCode, 200, name)
      if (name !== '/office/') assert.match(String(answer.headers['cache-control']), /immutable/)
      if (answer.headers['content-encoding'] === undefined) assert.ok(answer.rawPayload.length < 1_400, name)
      else assert.ok(gunzipSync(answer.rawPayload).length > answer.rawPayload.length)
      size += answer.rawPayload.length
    }
    assert.ok(size <= 350_000, `${size} bytes`)
    for (const name of ['absent.js', 'built.json', '..%2Fbuilt.json'])
      assert.equal((await ask(`/office/assets/${name}`)).statusCode, 404, name)
  })
})

suite('可办动作 what can be done in a case, and why the rest cannot', () => {
  interface Act {
    readonly verb: string
    readonly possible: boolean
    readonly refusal: { code: string; reasons: readonly { code: string }[] } | null
    readonly form: { properties: object } | null
    readonly choices: Readonly<Record<string, readonly { value: string; text: unknown }[]>>
  }
  const actsFor = async (post: string, of = number): Promise<readonly Act[]> => {
    const answer = await gate.ask(`/api/cases/${of}/acts`, { token: await gate.officer(post) })
    assert.equal(answer.statusCode, 200, answer.body)
    return answer.json().acts
  }

  test('the counter may accept; the head may not yet decide, and is told where the case is', async () => {
    const before = await events()
    const acts = await actsFor(`acceptance@${organ}`)
    const named = new Map(acts.map(act => [act.verb, act]))
    assert.equal(acts.length, new Set(acts.map(({ verb }) => verb)).size)
    for (const verb of ['accept', 'requestSupplement', 'refuseAcceptance', 'claim'])
      assert.ok(named.get(verb)!.possible && named.get(verb)!.form, verb)
    assert.deepEqual(
      named
        .get('requestSupplement')!
        .choices['materials']!.map(({ value }) => value)
        .sort(),
      ['application', 'report'],
    )
    assert.equal(named.get('decide')!.refusal!.code, 'ACT_OUT_OF_ORDER')
    const head = new Map((await actsFor(`bureau-head@${organ}`)).map(act => [act.verb, act]))
    assert.equal(head.get('accept')!.refusal!.code, 'AUTHORITY_LACKING')
    assert.equal(head.get('accept')!.refusal!.reasons[0]!.code, 'AUTHORITY_WRONG_POST')
    assert.equal(await events(), before)
  })

  test('what has no button does not go through either', async () => {
    const token = await gate.officer(`acceptance@${organ}`)
    for (const { verb, possible } of await actsFor(`acceptance@${organ}`)) {
      if (possible) continue
      const answer = await gate.ask(`/api/cases/${number}/acts/${verb}`, { token, body: {} })
      assert.ok(answer.statusCode >= 400, verb)
    }
  })

  test('another organ’s officer does not learn that there is a case; a party has its own pages', async () => {
    for (const path of ['acts', 'verdicts']) {
      const token = await gate.officer('acceptance@210103-approval-bureau')
      await gate.refused(`/api/cases/${number}/${path}`, { token }, 404, 'CASE_NOT_FOUND')
      await gate.refused(
        `/api/cases/${number}/${path}`,
        { token: await gate.party(randomUUID()) },
        403,
        'OFFICERS_ONLY',
      )
    }
  })

  test('what the controls answered at a step is told with the words and the article of the item', async () => {
    const token = await gate.officer(`acceptance@${organ}`)
    const done = await gate.ask(`/api/cases/${number}/acts/accept`, { token, body: {} })
    assert.equal(done.statusCode, 200, done.body)
    const { items } = (await gate.ask(`/api/cases/${number}/verdicts`, { token })).json()
    const [last] = items as {
      verb: string
      verdicts: { id: string; text: unknown; basis: unknown; answer: string }[]
    }[]
    assert.equal(last!.verb, 'accept')
    assert.ok(last!.verdicts.some(({ text, basis, answer }) => text !== null && basis !== null && answer === 'holds'))
  })
})
