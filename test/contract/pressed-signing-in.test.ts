import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import { routesIn } from '../../drill/access/table.ts'
import { differences, digestOf } from '../../drill/fuzz/digest.ts'
import { makeAuthenticator } from '../harness/authenticator.ts'
import { openTestGate, type TestGate } from '../harness/gate.ts'
import { codeOf, codesIn, knownPerson, openOfficer, openPerson, password, signInBy } from '../harness/person.ts'
import { openRelyingParties, type RelyingParties } from '../harness/relying-parties.ts'
import { openVisitor, type Visitor } from '../harness/visitor.ts'

const site = 'http://city.test'
const fresh = '绿水长流青山 2027'
let gate: TestGate
let house: RelyingParties
let routes: readonly { readonly path: string; readonly form: RegExp }[]
const pressed = new Set<string>()

before(async () => {
  house = await openRelyingParties()
  gate = await openTestGate()
  routes = routesIn(gate.app.printRoutes({ commonPrefix: false }))
    .filter(({ method, path }) => method === 'POST' && /^\/(?:sign-|setup)/.test(path))
    .map(({ path }) => ({ path, form: new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`) }))
})
after(async () => {
  await gate?.close()
  await house?.gate.close()
})

/** Presses a button twice, in one browser: the second press is answered as the first, and changes not a row. */
async function twice(
  visitor: Visitor,
  path: string,
  fields: Readonly<Record<string, string>> = {},
  at: Pick<TestGate, 'app' | 'house'> = gate,
) {
  const sent = { ...fields, key: randomUUID() }
  const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const press = () =>
    at.app.inject({
      method: 'POST',
      url: path,
      remoteAddress: '192.0.2.10',
      headers: {
        ...{ host: 'city.test', accept: 'text/html', origin: site, cookie },
        'content-type': 'application/x-www-form-urlencoded',
        'user-agent': 'Mozilla/5.0 (Windows NT 10.0) Chrome/153.0',
      },
      payload: new URLSearchParams({ ...sent, csrf: visitor.token }).toString(),
    })
  const saidBy = ({ statusCode, headers, body }: Awaited<ReturnType<typeof press>>) => ({
    ...{ statusCode, body, to: headers.location, cookies: headers['set-cookie'] },
  })
  // An impatient hand does not wait for the first answer.
  const [first, other] = await Promise.all([press(), press()])
  assert.ok(first.statusCode < 400, `${path}: ${first.statusCode} ${first.body}`)
  assert.deepEqual(saidBy(other), saidBy(first), `${path}, at once`)
  await at.house.city.signIn.close()
  const rows = await digestOf(at.house.city.migrator)
  const second = await press()
  assert.deepEqual(saidBy(second), saidBy(first), path)
  await at.house.city.signIn.close()
  assert.deepEqual(differences(rows, await digestOf(at.house.city.migrator), /^application\.oidc/), [], path)
  pressed.add(routes.find(({ form }) => form.test(path))!.path)
  // Once more in the browser itself, which goes on from there.
  return visitor.send(path, sent)
}
const codesSent = async (to: string) => {
  await gate.house.city.signIn.close()
  return gate.house.city.phones!.sent.filter(sent => sent.kind === 'code' && sent.to === to)
}
const sixDigits = (text: string) => /\d{6}/.exec(text)![0]

suite('登录各表单连按两次 every form of the sign-in, pressed twice', () => {
  test('启用、登录 an account opened: the codes that are shown once are shown to whoever pressed twice', async () => {
    const { number, party } = await knownPerson(gate)
    const token = await gate.officer('acceptance@210102-approval-bureau')
    const { code } = (
      await gate.ask('/api/accounts', {
        token,
        body: { party, number, phone: '13800007001', document: 'identity-card' },
      })
    ).json()
    const visitor = openVisitor(gate.app)
    await visitor.get('/sign-in/activate')
    const opened = await twice(visitor, '/sign-in/activate', { number, code, password, again: password })
    const codes = codesIn(opened.body)
    assert.equal(codes.length, 10, opened.body)
    await visitor.get('/sign-in')
    await twice(visitor, '/sign-in', { name: number, password })
    await twice(visitor, '/sign-in/message')
    assert.equal((await codesSent('13800007001')).length, 1, 'one message for two presses')
    const arrived = await twice(visitor, '/sign-in/code', { code: codes[0]! })
    assert.match(arrived.body, /登录与安全/)
    gate.house.clock.advance({ minutes: 31 })
    await visitor.get('/sign-in/prove')
    await twice(visitor, '/sign-in/prove', { password, code: codes[1]! })
    await visitor.get('/sign-in/own')
    const printed = codesIn((await twice(visitor, '/sign-in/own/print')).body)
    assert.equal(printed.length, 10)
    await visitor.get('/sign-in/own')
    await twice(visitor, '/sign-out')
    assert.match((await signInBy(openVisitor(gate.app), number, printed[0]!)).body, /登录与安全/, 'those count')
  })

  test('过几分钟 what was shown once is not shown again to whoever comes later', async () => {
    const { number, codes } = await openPerson(gate)
    const visitor = openVisitor(gate.app)
    await signInBy(visitor, number, codes[0]!)
    await visitor.get('/sign-in/own')
    const key = randomUUID()
    const csrf = visitor.token
    const first = codesIn((await visitor.send('/sign-in/own/print', { key }, { csrf })).body)
    assert.deepEqual(codesIn((await visitor.send('/sign-in/own/print', { key }, { csrf })).body), first)
    gate.house.clock.advance({ minutes: 6 })
    const later = codesIn((await visitor.send('/sign-in/own/print', { key }, { csrf })).body)
    assert.ok(later.every(code => !first.includes(code)))
    const kept = await gate.house.city.migrator.query<{ answer: unknown }>('select answer from power.idempotency')
    const sealed = kept.map(({ answer }) => JSON.stringify(answer)).join('\n')
    assert.ok(sealed.length > 0 && first.every(code => !sealed.includes(code)), 'kept under a key that is not kept')
  })

  test('注册 registering by network identity', async () => {
    const { number } = await knownPerson(gate)
    const visitor = openVisitor(gate.app)
    await visitor.get('/sign-in/register')
    const typed = { name: '示例公民', number, credential: number.slice(-6), password, again: password }
    const registered = await twice(visitor, '/sign-in/register', typed)
    assert.equal(codesIn(registered.body).length, 10)
  })

  test('登录方式 factors, sessions and the telephone of one’s own', async () => {
    const { number, codes } = await openPerson(gate)
    const visitor = openVisitor(gate.app)
    const other = openVisitor(gate.app)
    await signInBy(other, number, codes[0]!)
    await signInBy(visitor, number, codes[1]!)
    const page = await twice(visitor, '/sign-in/own/authenticator')
    const secret = /<code>([A-Z2-7 ]+)<\/code>/.exec(page.body)![1]!.replaceAll(' ', '')
    const confirmed = await twice(visitor, '/sign-in/own/confirm', { code: codeOf(gate, secret) })
    const session = /name="session" value="([^"]+)"/.exec(confirmed.body)![1]!
    const shown = await twice(visitor, '/sign-in/own/end', { session })
    const factor = /name="factor" value="([^"]+)"/.exec(shown.body)![1]!
    await twice(visitor, '/sign-in/own/end-factor', { factor })
    await twice(visitor, '/sign-in/own/end-others')
    await visitor.get('/sign-in/own/phone')
    await twice(visitor, '/sign-in/own/phone', { phone: '13800007002' })
    const [message, ...more] = await codesSent('13800007002')
    assert.deepEqual(more, [])
    await twice(visitor, '/sign-in/own/phone/confirm', { code: sixDigits(message!.text) })
  })

  test('通行密钥 added, signed in by, and proved by', async () => {
    const { number, codes } = await openPerson(gate)
    const visitor = openVisitor(gate.app)
    await signInBy(visitor, number, codes[0]!)
    await visitor.get('/sign-in/own')
    const authenticator = makeAuthenticator(site)
    const made = (await visitor.send('/sign-in/own/passkey/options', { name: '手机' })).json()
    await twice(visitor, '/sign-in/own/passkey', { name: '手机', answer: authenticator.create(made) })
    const elsewhere = openVisitor(gate.app)
    await elsewhere.get('/sign-in')
    const asked = (await elsewhere.send('/sign-in/passkey/options', {})).json()
    const arrived = await twice(elsewhere, '/sign-in/passkey', { answer: authenticator.get(asked) })
    assert.match(arrived.body, /登录与安全/)
    gate.house.clock.advance({ minutes: 31 })
    await elsewhere.get('/sign-in/prove')
    const again = (await elsewhere.send('/sign-in/prove/passkey/options', {})).json()
    await twice(elsewhere, '/sign-in/prove/passkey', { answer: authenticator.get(again) })
  })

  test('恢复 recovery, and taking it back', async () => {
    const { number, codes } = await openPerson(gate, '13800007003')
    const visitor = openVisitor(gate.app)
    await visitor.get('/sign-in/recover')
    await twice(visitor, '/sign-in/recover', { number })
    const second = await twice(visitor, '/sign-in/recover/proof', { number, kind: 'printed', code: codes[0]! })
    assert.match(second.body, /<h1>第二项证明<\/h1>/)
    await twice(visitor, '/sign-in/recover/message', { number, given: 'printed' })
    const [message, ...more] = await codesSent('13800007003')
    assert.deepEqual(more, [])
    const proof = { number, given: 'printed', kind: 'phone', code: sixDigits(message!.text) }
    const page = await twice(visitor, '/sign-in/recover/proof', proof)
    const code = /name="code"[^>]* value="([a-z2-9-]{17})"/.exec(page.body)![1]!
    await visitor.send('/sign-in/activate', { number, code, password: fresh, again: fresh })
    await gate.house.city.signIn.close()
    const notice = gate.house.city.phones!.sent.findLast(({ to, kind }) => to === '13800007003' && kind === 'notice')
    const back = /撤销码 ([a-z2-9-]{17})/.exec(notice!.text)![1]!
    const owner = openVisitor(gate.app)
    await owner.get('/sign-in/recover/cancel')
    await twice(owner, '/sign-in/recover/cancel', { number, code: back })
  })

  test('上岗、为其他系统登录、首次启动 a post taken, going on to another system, the first start', async () => {
    const officer = await openOfficer(gate, 'acceptance@210102-approval-bureau')
    const visitor = openVisitor(gate.app)
    await signInBy(visitor, officer.number, codeOf(gate, officer.secret))
    await twice(visitor, '/sign-in/post', { post: '210102-approval-bureau/acceptance' })

    const { config } = await house.system()
    const person = await house.signedIn()
    const { answer } = await house.asked(person.visitor, config)
    const way = house.pathOf(answer.headers.location)
    await person.visitor.get(way)
    const gone = await twice(person.visitor, way, { go: 'yes' }, house.gate)
    assert.equal(gone.statusCode, 303)

    await using city = await openTestGate({ setUp: true })
    const code = (await city.house.city.signIn.setup.firstCode())!
    const first = openVisitor(city.app)
    await first.get('/setup')
    const named = { 'system-name': '示例系统员', 'security-name': '示例安全员', 'audit-name': '示例审计员' }
    const numbers = { 'system-number': 'ADM-1', 'security-number': 'ADM-2', 'audit-number': 'ADM-3' }
    const given = await twice(first, '/setup', { ...named, ...numbers, code }, city)
    assert.equal(new Set(given.body.match(/<code>[a-z2-9-]{17}<\/code>/g)).size, 3, given.body)
  })

  test('no form of the sign-in was left out', () => {
    // A challenge is offered anew each time, and only the last one counts: asked twice, nothing is done.
    const offered = routes.map(({ path }) => path).filter(path => path.endsWith('/options'))
    assert.deepEqual(
      routes
        .map(({ path }) => path)
        .filter(path => !pressed.has(path))
        .sort(),
      offered.sort(),
    )
  })
})
