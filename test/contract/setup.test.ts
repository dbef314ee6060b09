import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { makeGate } from '../../gate.ts'
import { openTestGate, type TestGate } from '../harness/gate.ts'
import { codeOf, password, signInBy } from '../harness/person.ts'
import { openVisitor, type Visitor } from '../harness/visitor.ts'

let gate: TestGate
let code: string

before(async () => {
  gate = await openTestGate({ setUp: true })
  code = (await gate.house.city.signIn.setup.firstCode())!
})
after(() => gate?.close())

const sessionOf = ({ cookies }: Visitor) =>
  gate.house.city.signIn.sessions.of([...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
const three = {
  ...{ 'system-number': 'ADM-1', 'system-name': '示例系统员' },
  ...{ 'security-number': 'ADM-2', 'security-name': '示例安全员' },
  ...{ 'audit-number': 'ADM-3', 'audit-name': '示例审计员' },
}
const named = async (fields: Readonly<Record<string, string>>) => {
  const visitor = openVisitor(gate.app)
  await visitor.get('/setup')
  return visitor.send('/setup', fields)
}
const secrets = new Map<string, string>()

suite('首次启动 the first production start', () => {
  test('the code is printed once, and nothing else works', async () => {
    assert.match(code, /^([a-z2-9]{5}-){3}[a-z2-9]{5}$/)
    assert.equal(await gate.house.city.signIn.setup.firstCode(), undefined)
    const token = await gate.officer('acceptance@210102-approval-bureau')
    for (const path of [
      '/',
      '/sign-in',
      '/sign-in/recover',
      '/mine',
      '/oidc/jwks',
      '/api/items',
      '/api/inbox',
      '/demo/sign-in',
    ]) {
      const answer = await gate.ask(path, { token, headers: { accept: 'application/json' } })
      assert.deepEqual([answer.statusCode, answer.body.includes('CITY_NOT_SET_UP')], [503, true], path)
    }
    assert.equal((await gate.ask('/healthz')).statusCode, 200)
    const closed = await openVisitor(gate.app).get('/')
    assert.match(closed.body, /<h1>这座城市还没有启用<\/h1>/)
    assert.match(closed.body, /href="\/setup"/)
    assert.match((await openVisitor(gate.app).get('/setup')).body, /<h1>首次启动<\/h1>/)
  })

  test('a wrong code, one person twice, somebody who holds a post: nobody is named, and what was typed stays', async () => {
    const wrong = await named({ ...three, code: 'aaaaa-aaaaa-aaaaa-aaaaa' })
    assert.deepEqual([wrong.statusCode, /启动码不对/.test(wrong.body)], [401, true])
    assert.match(wrong.body, /value="ADM-2"/)
    assert.doesNotMatch(wrong.body, /aaaaa-aaaaa/)
    for (const number of ['ADM-1', 'adm-1', 'SYD-0018'])
      assert.match((await named({ ...three, code, 'audit-number': number })).body, /三个不同的人/, number)
    const empty = await named({ code, ...three, 'system-name': ' ', 'audit-number': '张三' })
    assert.match(empty.body, /<a href="#audit-number">请填写审计管理员的人员编号/)
    assert.match(empty.body, /<a href="#system-name">请填写系统管理员的姓名/)
    const directory = await gate.house.city.identity.directory()
    assert.equal(directory.personByNumber('ADM-1'), undefined)
  })

  test('three persons are named, each takes a password and a token of his own; with the third the city opens', async () => {
    const given = await named({ ...three, code })
    const codes = [...given.body.matchAll(/<code>([a-z2-9-]{17})<\/code>/g)].map(([, one]) => one!)
    assert.equal(new Set(codes).size, 3, given.body)
    assert.match((await named({ ...three, code })).body, /启动码不对/, 'the setup code is good once')
    for (const [at, number] of ['ADM-1', 'ADM-2', 'ADM-3'].entries()) {
      assert.equal((await gate.ask('/api/items')).statusCode, 503, `${number} has not signed on`)
      const visitor = openVisitor(gate.app)
      await visitor.get('/sign-in/activate')
      const other = { number, code: codes[(at + 1) % 3]!, password, again: password }
      assert.match((await visitor.send('/sign-in/activate', other)).body, /对不上/, 'another’s code')
      const done = await visitor.send('/sign-in/activate', { ...other, code: codes[at]! })
      secrets.set(number, /<code>([A-Z2-7 ]{20,})<\/code>/.exec(done.body)![1]!.replaceAll(' ', ''))
    }
    assert.equal((await gate.ask('/api/items')).statusCode, 200)
    assert.equal((await openVisitor(gate.app).get('/setup')).headers.location, '/')
    assert.equal(await gate.house.city.signIn.setup.anotherCode(), undefined)
  })

  test('each signs in with two factors, in the post of his kind', async () => {
    for (const [number, kind] of [
      ['ADM-1', 'system'],
      ['ADM-2', 'security'],
      ['ADM-3', 'audit'],
    ] as const) {
      const visitor = openVisitor(gate.app)
      await signInBy(visitor, number, codeOf(gate, secrets.get(number)!))
      const { post, acr } = (await sessionOf(visitor))!
      assert.deepEqual([post, acr], [`administration/${kind}`, 2])
      const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      const own = { host: 'city.test', cookie, 'x-csrf': (await sessionOf(visitor))!.csrf }
      const journal = await gate.ask('/api/administration/changes', { headers: own })
      assert.equal(journal.statusCode, kind === 'audit' ? 200 : 403, journal.body)
      assert.equal((await gate.ask('/api/inbox', { headers: own })).json().code, 'SCOPE_LACKING')
    }
  })

  test('none of them reads or decides a case; security gives nothing to himself; audit changes nothing', async () => {
    const directory = await gate.house.city.identity.directory()
    const scope = 'administer cases.act cases.read registers.read alarms.read audit'
    const token = (number: string, administrator: 'system' | 'security' | 'audit') =>
      gate.issuer.mint({ sub: directory.personByNumber(number)!.id, administrator, scope, acr: 2 })
    const tokens = [await token('ADM-1', 'system'), await token('ADM-2', 'security'), await token('ADM-3', 'audit')]
    for (const one of tokens)
      for (const path of ['/api/inbox', '/api/cases/2101022026030299999999', '/api/registers/penalty'])
        assert.equal((await gate.ask(path, { token: one })).json().code, 'SCOPE_LACKING', path)
    const today = gate.house.clock.today().toString()
    const post = '210102-approval-bureau/review'
    const self = { token: tokens[1]!, body: { person: 'ADM-2', post, from: today } }
    await gate.refused('/api/administration/appointments', self, 403, 'IDENTITY_CHANGE_REFUSED')
    const own = { token: tokens[1]!, body: { person: directory.personByNumber('ADM-2')!.id } }
    await gate.refused('/api/administration/accounts', own, 403, 'ENROLMENT_NOT_YOURS')
    assert.equal((await gate.ask('/api/administration/changes', { token: tokens[2]! })).statusCode, 200)
    for (const [path, body] of [
      ['persons', { personnelNumber: 'ADM-9', name: '示例', from: today }],
      ['appointments', { person: 'SYD-0018', post, from: today }],
      ['administrators', { person: 'SYD-0018', kind: 'audit', from: today }],
      ['clients', { id: 'a-system', name: '示例', redirects: ['https://system.example/back'] }],
    ] as const) {
      const answer = await gate.ask(`/api/administration/${path}`, { token: tokens[2]!, body })
      assert.equal(answer.statusCode, 403, `${path}: ${answer.body}`)
    }
  })
})

suite('正式城市 a real city has no demonstration', () => {
  test('no page of it, no press that signs anybody in, no card on any page', async () => {
    const { city } = gate.house
    const config = { ...city.config, mode: 'production', demoAccounts: false, simulators: false } as const
    const real = await makeGate({ ...city, config }, { issuer: gate.issuer, setUp: false })
    const host = 'city.test'
    const page = (app: typeof real, url: string) => app.inject({ url, headers: { host, accept: 'text/html' } })
    const press = (app: typeof real, url: string) =>
      app.inject({
        method: 'POST',
        url,
        headers: { host, origin: `http://${host}`, 'content-type': 'application/x-www-form-urlencoded' },
        payload: 'account=citizen&step=1',
      })
    try {
      for (const url of ['/demo', '/demo/tour', '/demo/enter'])
        assert.equal((await page(real, url)).statusCode, 404, url)
      for (const url of ['/demo/enter', '/demo/tour', '/demo/sign-in']) {
        const { statusCode, headers } = await press(real, url)
        assert.deepEqual([statusCode, headers['set-cookie']], [404, undefined], url)
      }
      for (const url of ['/', '/sign-in', '/items/energy-review', '/open', '/help', '/s/210102'])
        assert.doesNotMatch((await page(real, url)).body, /\/demo\b|class="demo"/, url)
    } finally {
      await real.close()
    }
    // 演示城市 the same addresses where there is a demonstration
    assert.equal((await page(gate.app, '/demo')).statusCode, 200)
    assert.match((await page(gate.app, '/')).body, /href="\/demo"/)
  })
})
