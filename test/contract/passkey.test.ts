import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { type Authenticator, makeAuthenticator } from '../harness/authenticator.ts'
import { openTestGate, type TestGate } from '../harness/gate.ts'
import { openPerson, password, signInBy } from '../harness/person.ts'
import { openVisitor, type Visitor } from '../harness/visitor.ts'

const site = 'http://city.test'
const own = /<h1>登录与安全<\/h1>/
const refused = /没有认出这个通行密钥/
let gate: TestGate

before(async () => {
  gate = await openTestGate()
})
after(() => gate?.close())

const sessionOf = ({ cookies }: Visitor) =>
  gate.house.city.signIn.sessions.of([...cookies].map(([name, value]) => `${name}=${value}`).join('; '))

/** Somebody signed in by password and code, and how he adds a passkey. */
async function opened() {
  const person = await openPerson(gate)
  const visitor = openVisitor(gate.app)
  await signInBy(visitor, person.number, person.codes[0]!)
  return { ...person, visitor }
}
async function add(visitor: Visitor, name: string, authenticator: Authenticator = makeAuthenticator(site)) {
  await visitor.get('/sign-in/own')
  const options = await visitor.send('/sign-in/own/passkey/options', { name })
  assert.equal(options.statusCode, 200, options.body)
  const answer = authenticator.create(options.json())
  return { authenticator, page: await visitor.send('/sign-in/own/passkey', { name, answer }) }
}
async function asked(visitor: Visitor, path = '/sign-in/passkey/options') {
  const options = await visitor.send(path, {})
  assert.equal(options.statusCode, 200, options.body)
  return options.json() as { challenge: string; allowCredentials?: unknown[]; userVerification: string }
}

suite('通行密钥 passkeys', () => {
  test('added after signing in, under a name, it signs in by itself: two factors, and the record says by what', async () => {
    const { visitor, party } = await opened()
    const { authenticator, page } = await add(visitor, '我的 <b>手机</b>')
    assert.match(page.body, /通行密钥 我的 &lt;b&gt;手机&lt;\/b&gt;/)
    const elsewhere = openVisitor(gate.app)
    const first = await elsewhere.get('/sign-in')
    assert.match(first.body, /<form[^>]* hidden data-passkey="\/sign-in\/passkey\/options">/)
    const options = await asked(elsewhere)
    assert.equal(options.allowCredentials, undefined, 'it tells of nobody')
    assert.equal(options.userVerification, 'required')
    const arrived = await elsewhere.send('/sign-in/passkey', {
      answer: authenticator.get(options),
      to: '/items/energy-review',
    })
    assert.match(arrived.body, /固定资产投资项目节能审查/)
    const { subject, actsAs, acr } = (await sessionOf(elsewhere))!
    assert.deepEqual([subject, actsAs, acr], [{ kind: 'person', id: party }, party, 2])
    const shown = (await elsewhere.get('/sign-in/own')).body
    assert.match(shown, own)
    assert.match(shown, /登录 通行密钥/)
    assert.match(shown, /添加登录方式 通行密钥/)
  })

  test('only with a fresh proof; half an hour later the passkey itself proves again', async () => {
    const { visitor } = await opened()
    const { authenticator } = await add(visitor, '电脑')
    gate.house.clock.advance({ minutes: 31 })
    await visitor.get('/sign-in/own')
    const options = await visitor.send('/sign-in/own/passkey/options', { name: '第二个' })
    assert.equal(options.statusCode, 403)
    await visitor.get('/sign-in/prove')
    const prove = await asked(visitor, '/sign-in/prove/passkey/options')
    assert.equal(prove.allowCredentials?.length, 1)
    await visitor.send('/sign-in/prove/passkey', { answer: authenticator.get(prove) })
    assert.equal((await sessionOf(visitor))!.acr, 2)
    assert.match((await add(visitor, '第二个')).page.body, /通行密钥 第二个/)
  })

  test('another’s passkey proves nothing in my session', async () => {
    const [mine, other] = [await opened(), await opened()]
    await add(mine.visitor, '我的')
    const { authenticator } = await add(other.visitor, '他的')
    gate.house.clock.advance({ minutes: 31 })
    await mine.visitor.get('/sign-in/prove')
    const options = await asked(mine.visitor, '/sign-in/prove/passkey/options')
    assert.match(
      (await mine.visitor.send('/sign-in/prove/passkey', { answer: authenticator.get(options) })).body,
      refused,
    )
    assert.equal((await sessionOf(mine.visitor))!.acr, 1)
  })

  test('what is not verified, of another site, for another, old, or given to another browser, signs nobody in', async () => {
    const [{ visitor }, other] = [await opened(), await opened()]
    const { authenticator } = await add(visitor, '手机')
    const stranger = openVisitor(gate.app)
    await stranger.get('/sign-in')
    const answered = async (make: (options: { challenge: string }) => string) =>
      stranger.send('/sign-in/passkey', { answer: make(await asked(stranger)) })
    const handle = Buffer.from(other.account).toString('base64url')
    for (const [what, make] of [
      ['not verified', options => authenticator.get(options, { unverified: true })],
      ['another site', options => authenticator.get(options, { origin: 'https://city.test' })],
      ['another person', options => authenticator.get(options, { user: handle })],
      ['a challenge of one’s own', () => authenticator.get({ challenge: 'AAAAAAAAAAAAAAAAAAAAAA' })],
      ['an unknown passkey', options => makeAuthenticator(site).get(options)],
      ['no answer', () => '{}'],
      ['no JSON', () => '{'],
      ['an answer without its parts', () => JSON.stringify({ id: 'AAAA', response: null })],
      ['too long', () => `{"id":"${'x'.repeat(20_000)}"}`],
    ] as const satisfies readonly (readonly [string, (options: { challenge: string }) => string])[]) {
      const answer = await answered(make)
      assert.deepEqual([answer.statusCode, refused.test(answer.body)], [401, true], what)
    }
    const late = await asked(stranger)
    gate.house.clock.advance({ minutes: 6 })
    assert.match((await stranger.send('/sign-in/passkey', { answer: authenticator.get(late) })).body, refused)
    const elsewhere = openVisitor(gate.app)
    await elsewhere.get('/sign-in')
    const theirs = await asked(elsewhere)
    assert.match((await stranger.send('/sign-in/passkey', { answer: authenticator.get(theirs) })).body, refused)
    assert.equal(await sessionOf(stranger), undefined)
    const answer = authenticator.get(await asked(stranger))
    assert.match((await stranger.send('/sign-in/passkey', { answer })).body, own)
    await stranger.send('/sign-out', {})
    await stranger.get('/sign-in')
    assert.match((await stranger.send('/sign-in/passkey', { answer })).body, refused, 'an answer is good once')
  })

  test('a counter that goes back is that of a copy: refused, and its owner reads of it; one that does not count is taken', async () => {
    const { visitor } = await opened()
    const { authenticator } = await add(visitor, '旧的')
    const uncounted = (await add(visitor, '不计数', makeAuthenticator(site, { counts: false }))).authenticator
    const elsewhere = openVisitor(gate.app)
    const signIn = async (make: (options: { challenge: string }) => string) => {
      await elsewhere.get('/sign-in')
      return elsewhere.send('/sign-in/passkey', { answer: make(await asked(elsewhere)) })
    }
    assert.match((await signIn(options => authenticator.get(options, { counter: 9 }))).body, own)
    await elsewhere.send('/sign-out', {})
    for (const counter of [9, 8, 0])
      assert.match((await signIn(options => authenticator.get(options, { counter }))).body, refused, String(counter))
    assert.match((await visitor.get('/sign-in/own')).body, /登录未成功 通行密钥/)
    for (let time = 0; time < 2; time++) {
      assert.match((await signIn(options => uncounted.get(options))).body, own)
      await elsewhere.send('/sign-out', {})
    }
  })

  test('removed it is worth nothing, and the last way in stays', async () => {
    const { visitor, codes, number } = await opened()
    const { authenticator, page } = await add(visitor, '要移除的')
    const factors = [...page.body.matchAll(/name="factor" value="([^"]+)"/g)].map(([, id]) => id!)
    assert.equal(factors.length, 2)
    await visitor.send('/sign-in/own/end-factor', { factor: factors[0]! })
    const last = await visitor.send('/sign-in/own/end-factor', { factor: factors[1]! })
    assert.match(last.body, /至少保留一种能用的登录方式/)
    const elsewhere = openVisitor(gate.app)
    assert.match((await signInBy(elsewhere, number, codes[1]!)).body, /不对/, 'printed codes are gone')
    await visitor.send('/sign-in/own/print', {})
    await visitor.get('/sign-in/own')
    await visitor.send('/sign-in/own/end-factor', { factor: factors[1]! })
    await elsewhere.get('/sign-in')
    const answer = authenticator.get(await asked(elsewhere))
    assert.match((await elsewhere.send('/sign-in/passkey', { answer })).body, refused)
  })

  test('an account recovered at the counter has lost its passkeys too', async () => {
    const { visitor, number, party } = await opened()
    const { authenticator } = await add(visitor, '丢了的')
    const token = await gate.officer('acceptance@210102-approval-bureau')
    const { code } = (
      await gate.ask('/api/accounts', { token, body: { party, number, document: 'identity-card' } })
    ).json() as { code: string }
    const counter = openVisitor(gate.app)
    await counter.get('/sign-in/activate')
    await counter.send('/sign-in/activate', { number, code, password, again: password })
    const finder = openVisitor(gate.app)
    await finder.get('/sign-in')
    const answer = authenticator.get(await asked(finder))
    assert.match((await finder.send('/sign-in/passkey', { answer })).body, refused)
  })

  test('asked for by another site or without a token, nothing is offered; an address of numbers offers none', async () => {
    const visitor = openVisitor(gate.app)
    await visitor.get('/sign-in')
    const foreign = { headers: { origin: 'http://evil.test' } }
    assert.ok((await visitor.send('/sign-in/passkey/options', {}, foreign)).statusCode >= 400)
    assert.equal((await visitor.send('/sign-in/passkey/options', {}, { csrf: 'x' })).statusCode, 409)
    const page = await gate.app.inject({ url: '/sign-in', headers: { host: '127.0.0.1:8080', accept: 'text/html' } })
    assert.doesNotMatch(page.body, /data-passkey|<script/)
  })

  test('the one script bears the nonce of the page’s own policy, another each time', async () => {
    const visitor = openVisitor(gate.app)
    const nonces = new Set<string>()
    for (let time = 0; time < 2; time++) {
      const { body, headers } = await visitor.get('/sign-in')
      const [, address, nonce] = /<script src="(\/passkey-[0-9a-f]{12}\.js)" nonce="([^"]+)" defer><\/script>/.exec(
        body,
      )!
      assert.match(
        String(headers['content-security-policy']),
        new RegExp(`script-src 'nonce-${nonce}'; connect-src 'self'`),
      )
      assert.doesNotMatch(String(headers['content-security-policy']), /unsafe|script-src 'self'/)
      assert.match(String((await visitor.get(address!)).headers['content-type']), /^text\/javascript/)
      nonces.add(nonce!)
    }
    assert.equal(nonces.size, 2)
  })
})
