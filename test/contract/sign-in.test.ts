import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { composeCitizen } from '#kernel/code'
import { makeAuthenticator } from '../harness/authenticator.ts'
import { takeAsLong } from '../harness/equal-time.ts'
import { openTestGate, type TestGate } from '../harness/gate.ts'
import { codesIn, knownPerson, openPerson, password, signInBy } from '../harness/person.ts'
import { openVisitor, type Visitor } from '../harness/visitor.ts'

const wrong = /账户、口令或一次性码不对/
let gate: TestGate

before(async () => {
  gate = await openTestGate()
})
after(() => gate?.close())

const person = () => knownPerson(gate)
const opened = (phone?: string) => openPerson(gate, phone)
const signIn = signInBy
const sessionOf = ({ cookies }: Visitor) =>
  gate.house.city.signIn.sessions.of([...cookies].map(([name, value]) => `${name}=${value}`).join('; '))

suite('登录 signing in, without script', () => {
  test('from the counter’s code to a session: whose it is, for whom it acts, how well it is proved', async () => {
    const { number, party, codes } = await opened()
    assert.equal(codes.length, 10)
    const visitor = openVisitor(gate.app)
    const own = await signIn(visitor, number, codes[0]!)
    assert.match(own.body, /<h1>登录与安全<\/h1>/)
    const signedIn = (await sessionOf(visitor))!
    assert.deepEqual([signedIn.subject, signedIn.actsAs, signedIn.acr], [{ kind: 'person', id: party }, party, 2])
    gate.house.clock.advance({ minutes: 31 })
    assert.equal((await sessionOf(visitor))!.acr, 1, 'a proof of half an hour ago is none for what matters')
    const proved = await visitor.get('/sign-in/prove')
    assert.match(proved.body, /请再次证明是您本人/)
    const before = visitor.cookies.get('plumbline')
    await visitor.send('/sign-in/prove', { password, code: codes[1]! })
    assert.equal((await sessionOf(visitor))!.acr, 2)
    assert.notEqual(visitor.cookies.get('plumbline'), before, 'a new token')
    gate.house.clock.advance({ minutes: 61 })
    assert.equal(await sessionOf(visitor), undefined, 'left alone for an hour')
  })

  test('a code is good once; a wrong password does not use it up', async () => {
    const { number, codes } = await opened()
    const first = openVisitor(gate.app)
    assert.match((await signIn(first, number, codes[0]!, '别的口令 2026')).body, wrong)
    assert.match((await signIn(first, number, codes[0]!.toUpperCase().replace('-', ' '))).body, /登录与安全/)
    assert.match((await signIn(openVisitor(gate.app), number, codes[0]!)).body, wrong)
  })

  test('who has no account is answered like who has: same pages, same words, same status, same questions to the database', async () => {
    const { number } = await opened()
    const absent = composeCitizen('210102', '19900307', '990')
    const walk = async (name: string) => {
      const visitor = openVisitor(gate.app)
      await visitor.get('/sign-in')
      const second = await visitor.send('/sign-in', { name, password: '别的口令 2026' })
      const message = await visitor.send('/sign-in/message', {})
      const third = await visitor.send('/sign-in/code', { code: '123456' })
      const activate = await visitor.send('/sign-in/activate', {
        number: name,
        code: 'a'.repeat(15),
        password,
        again: password,
      })
      return [second, message, third, activate].map(({ statusCode, body }) => [
        statusCode,
        body.replaceAll(name, '…').replaceAll(/value="(?:[A-Za-z0-9_-]{43}|[0-9a-f-]{36})"/g, ''),
      ])
    }
    assert.deepEqual(await walk(absent), await walk(number))
  })

  test('it takes as long for a number that nobody has', async () => {
    const { number } = await opened()
    const absent = composeCitizen('210102', '19900307', '991')
    const took = async (name: string) => {
      const visitor = openVisitor(gate.app, { address: '198.51.100.9' })
      await visitor.get('/sign-in')
      const begun = performance.now()
      await visitor.send('/sign-in', { name, password: 'wrong word 1' })
      await visitor.send('/sign-in/code', { code: 'a'.repeat(10) })
      return performance.now() - begun
    }
    await takeAsLong([() => took(number), () => took(absent)], { rounds: 15, least: 8, share: 0.35 })
  })

  test('a code by message goes to the registered phone, only when the password was right, and once', async () => {
    const { phones } = gate.house.city
    const { number } = await opened('13800001234')
    const visitor = openVisitor(gate.app)
    await visitor.get('/sign-in')
    await visitor.send('/sign-in', { name: number, password: '别的口令 2026' })
    await visitor.send('/sign-in/message', {})
    await gate.house.city.signIn.close()
    assert.equal(phones!.sent.filter(({ kind }) => kind === 'code').length, 0)
    await visitor.send('/sign-in', { name: number, password })
    assert.match((await visitor.send('/sign-in/message', {})).body, /登记了手机号的，短信已经发出/)
    await gate.house.city.signIn.close()
    const [message] = phones!.sent.filter(({ kind }) => kind === 'code')
    assert.equal(message!.to, '13800001234')
    const code = /\d{6}/.exec(message!.text)![0]
    assert.match((await visitor.send('/sign-in/code', { code })).body, /登录与安全/)
    assert.match((await signIn(openVisitor(gate.app), number, code)).body, wrong)
  })

  test('registering online by the national network identity opens the same account as the counter', async () => {
    const { number, party } = await person()
    const visitor = openVisitor(gate.app)
    await visitor.get('/sign-in/register')
    const fields = { name: '示例公民', number, credential: '000000', password, again: password }
    assert.match((await visitor.send('/sign-in/register', fields)).body, /与网络身份认证凭证对不上/)
    const registered = await visitor.send('/sign-in/register', { ...fields, credential: number.slice(-6) })
    const codes = codesIn(registered.body)
    assert.equal(codes.length, 10, registered.body)
    const again = await visitor.send('/sign-in/register', { ...fields, credential: number.slice(-6) })
    assert.match(again.body, /您已经有账户了/)
    const down = await visitor.send('/sign-in/register', { ...fields, credential: 'off' })
    assert.match(down.body, /暂时连接不上/)
    await signIn(visitor, number, codes[3]!)
    assert.equal((await sessionOf(visitor))!.actsAs, party)
  })
})

suite('谁也锁不住谁 throttles', () => {
  test('a stranger who guesses is slowed down; the owner signs in from his own device, and elsewhere by a printed code', async () => {
    const { number, codes } = await opened()
    const own = openVisitor(gate.app, { address: '203.0.113.5' })
    await signIn(own, number, codes[0]!)
    await own.send('/sign-out', {})
    let slowed = false
    for (let device = 0; device < 8 && !slowed; device++) {
      const stranger = openVisitor(gate.app, { address: `203.0.113.${100 + device}` })
      await stranger.get('/sign-in')
      await stranger.send('/sign-in', { name: number, password: 'guess guess 1' })
      for (let guess = 0; guess < 4 && !slowed; guess++)
        slowed = (await stranger.send('/sign-in/code', { code: String(guess).padStart(6, '0') })).statusCode === 429
    }
    assert.ok(slowed, 'somebody who guesses six digits from many devices is slowed down')
    assert.match((await signIn(own, number, codes[1]!)).body, /登录与安全/)
    const elsewhere = openVisitor(gate.app, { address: '203.0.113.77' })
    assert.match((await signIn(elsewhere, number, codes[2]!)).body, /登录与安全/)
  })

  test('strangers behind the same address use up its tries: a device that signed in before, and a passkey, are not kept waiting', async () => {
    const address = '198.51.100.9'
    const { number, codes } = await opened()
    const own = openVisitor(gate.app, { address })
    await signIn(own, number, codes[0]!)
    await own.get('/sign-in/own')
    const authenticator = makeAuthenticator('http://city.test')
    const made = (await own.send('/sign-in/own/passkey/options', { name: '手机' })).json()
    await own.send('/sign-in/own/passkey', { name: '手机', answer: authenticator.create(made) })
    await own.get('/sign-in/own')
    await own.send('/sign-out', {})
    const guessing = async (nth: number) => {
      const stranger = openVisitor(gate.app, { address })
      await stranger.get('/sign-in')
      const begun = await stranger.send('/sign-in', {
        name: composeCitizen('210102', '19700101', String(100 + nth)),
        password: 'guess 1',
      })
      const answers = [begun.statusCode]
      for (let guess = 0; guess < 5; guess++)
        answers.push((await stranger.send('/sign-in/code', { code: `00000${guess}` })).statusCode)
      return answers.includes(429)
    }
    let slowed = false
    for (let nth = 0; nth < 40 && !slowed; nth++) slowed = await guessing(nth)
    assert.ok(slowed, 'the address is used up')
    const newcomer = openVisitor(gate.app, { address })
    await newcomer.get('/sign-in')
    assert.equal((await newcomer.send('/sign-in', { name: number, password })).statusCode, 429)
    assert.match((await signIn(own, number, codes[1]!)).body, /登录与安全/)
    const elsewhere = openVisitor(gate.app, { address })
    await elsewhere.get('/sign-in')
    const options = (await elsewhere.send('/sign-in/passkey/options', {})).json()
    await elsewhere.send('/sign-in/passkey', { answer: authenticator.get(options) })
    assert.equal((await sessionOf(elsewhere))!.acr, 2)
  })

  test('five tries with one code page, then from the beginning; one device has ten, then waits', async () => {
    const { number } = await opened()
    const visitor = openVisitor(gate.app, { address: '203.0.113.201' })
    await visitor.get('/sign-in')
    await visitor.send('/sign-in', { name: number, password })
    for (let guess = 0; guess < 5; guess++)
      assert.match((await visitor.send('/sign-in/code', { code: `00000${guess}` })).body, wrong)
    assert.match((await visitor.send('/sign-in/code', { code: '000009' })).body, /请从头再来/)
    await visitor.send('/sign-in', { name: number, password })
    const answers: number[] = []
    for (let guess = 0; guess < 5; guess++)
      answers.push((await visitor.send('/sign-in/code', { code: 'a'.repeat(10) })).statusCode)
    await visitor.send('/sign-in', { name: number, password })
    assert.equal((await visitor.send('/sign-in', { name: number, password })).statusCode, 429)
  })
})

suite('表单 forms', () => {
  test('a form of another site, without its token, or with another’s, does nothing', async () => {
    const { number, codes } = await opened()
    const visitor = openVisitor(gate.app)
    await signIn(visitor, number, codes[0]!)
    const page = await visitor.get('/sign-in/own')
    assert.match(page.body, /退出登录/)
    const foreign = await visitor.send('/sign-out', {}, { headers: { origin: 'http://evil.test' } })
    assert.equal(foreign.statusCode, 403)
    const nothing = await visitor.send('/sign-out', {}, { headers: { origin: 'null' } })
    assert.equal(nothing.statusCode, 403)
    const other = openVisitor(gate.app)
    await other.get('/sign-in')
    assert.equal((await visitor.send('/sign-out', {}, { csrf: other.token })).statusCode, 409)
    assert.ok(await sessionOf(visitor), 'still signed in')
    await visitor.send('/sign-out', {})
    assert.equal(await sessionOf(visitor), undefined)
    assert.equal(visitor.cookies.has('plumbline'), false)
  })

  test('what is missing is named, what was typed stays, and never a password', async () => {
    const visitor = openVisitor(gate.app)
    await visitor.get('/sign-in')
    const page = await visitor.send('/sign-in', { name: '210102 <b>', password: '' })
    assert.equal(page.statusCode, 422)
    assert.match(page.body, /<a href="#password">请输入口令<\/a>/)
    assert.match(page.body, /value="210102 &lt;b&gt;"/)
    const differ = await visitor.send('/sign-in/activate', {
      number: 'a',
      code: 'b',
      password: 'SECRET-word-1',
      again: 'x',
    })
    assert.match(differ.body, /两次输入的口令不一样/)
    assert.doesNotMatch(differ.body, /SECRET-word-1/)
  })

  test('looking changes nothing, and after signing in one goes where one wanted, nowhere else', async () => {
    const { number, codes } = await opened()
    const visitor = openVisitor(gate.app)
    const tables = ['sign_in_accounts', 'sessions', 'factors', 'sign_in_attempts', 'throttles', 'sign_in_records']
    const state = async () =>
      (
        await gate.house.city.db.query(
          `select ${tables.map(one => `(select count(*) from application.${one}) as ${one}`).join(', ')}`,
        )
      )[0]
    const before = await state()
    for (const path of [
      '/sign-in',
      '/sign-in/code',
      '/sign-in/activate',
      '/sign-in/register',
      '/sign-in/own',
      '/sign-in/prove',
    ])
      assert.ok((await visitor.get(path)).statusCode < 400, path)
    assert.deepEqual(await state(), before)
    await visitor.get('/sign-in')
    await visitor.send('/sign-in', { name: number, password, to: '/items/energy-review' })
    const arrived = await visitor.send('/sign-in/code', { code: codes[0]!, to: '/items/energy-review' })
    assert.match(arrived.body, /固定资产投资项目节能审查/)
    for (const to of ['//evil.test', '/\\evil.test', 'https://evil.test', 'javascript:alert(1)']) {
      const page = await openVisitor(gate.app).get(`/sign-in?to=${encodeURIComponent(to)}`)
      assert.doesNotMatch(page.body, /evil|alert/, to)
    }
  })
})
