import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { makeAuthenticator } from '../harness/authenticator.ts'
import { openTestGate, type TestGate } from '../harness/gate.ts'
import { administratorOf, codeOf, openOfficer, openOfficerAccount, password, signInBy } from '../harness/person.ts'
import { openVisitor, type Visitor } from '../harness/visitor.ts'

const site = 'http://city.test'
let gate: TestGate

before(async () => {
  gate = await openTestGate()
})
after(() => gate?.close())

const sessionOf = ({ cookies }: Visitor) =>
  gate.house.city.signIn.sessions.of([...cookies].map(([name, value]) => `${name}=${value}`).join('; '))

suite('工作人员 how officers sign in', () => {
  test('the security administrator opens, the officer himself takes: a token at once, a passkey if he likes, never a message or a list', async () => {
    const officer = await openOfficer(gate, 'review@210102-approval-bureau')
    const visitor = openVisitor(gate.app)
    const arrived = await signInBy(visitor, officer.number, codeOf(gate, officer.secret))
    assert.match(arrived.body, /登录与安全/)
    const signedIn = (await sessionOf(visitor))!
    assert.deepEqual([signedIn.post, signedIn.acr], ['210102-approval-bureau/review', 2])
    assert.doesNotMatch(arrived.body, /重新打印/)
    assert.match((await visitor.send('/sign-in/own/print', {})).body, /再次证明是您本人/)
    await visitor.get('/sign-in/own')
    const authenticator = makeAuthenticator(site)
    const options = (await visitor.send('/sign-in/own/passkey/options', { name: '工作电脑' })).json()
    const added = await visitor.send('/sign-in/own/passkey', {
      name: '工作电脑',
      answer: authenticator.create(options),
    })
    const [token] = [...added.body.matchAll(/name="factor" value="([^"]+)"/g)].map(([, id]) => id!)
    await visitor.send('/sign-in/own/end-factor', { factor: token! })
    const elsewhere = openVisitor(gate.app)
    const code = codeOf(gate, officer.secret)
    assert.match((await signInBy(elsewhere, officer.number, code)).body, /账户、口令或一次性码不对/)
    await elsewhere.get('/sign-in')
    const asked = (await elsewhere.send('/sign-in/passkey/options', {})).json()
    await elsewhere.send('/sign-in/passkey', { answer: authenticator.get(asked) })
    assert.equal((await sessionOf(elsewhere))!.post, '210102-approval-bureau/review')
    gate.house.clock.advance({ minutes: 11 })
    assert.equal((await sessionOf(elsewhere))!.acr, 1, 'an officer’s proof is fresh for ten minutes')
  })

  test('nobody opens an account for himself, and no other administrator opens one', async () => {
    const [security, system] = [await administratorOf(gate, 'security'), await administratorOf(gate, 'system')]
    const mint = (sub: string, administrator: 'security' | 'system') =>
      gate.issuer.mint({ sub, administrator, scope: 'administer', acr: 2 })
    const own = { token: await mint(security, 'security'), body: { person: security } }
    await gate.refused('/api/administration/accounts', own, 403, 'ENROLMENT_NOT_YOURS')
    const { person } = await gate.house.officer('review@210103-approval-bureau')
    const other = { token: await mint(system, 'system'), body: { person } }
    await gate.refused('/api/administration/accounts', other, 403, 'ENROLMENT_NOT_YOURS')
  })
})

suite('上岗 taking a post', () => {
  test('who holds several takes one before he goes on, another later, and none that is not his', async () => {
    const officer = await openOfficer(gate, 'acceptance@210102-approval-bureau')
    const visitor = openVisitor(gate.app)
    const code = codeOf(gate, officer.secret)
    await visitor.get('/sign-in')
    await visitor.send('/sign-in', { name: officer.number, password, to: '/items/energy-review' })
    const choosing = await visitor.send('/sign-in/code', { code, to: '/items/energy-review' })
    assert.match(choosing.body, /<h1>上岗<\/h1>/)
    assert.equal((await sessionOf(visitor))!.post, undefined)
    const posts = [...choosing.body.matchAll(/name="post" value="([^"]+)"/g)].map(([, id]) => id!)
    assert.deepEqual(posts.toSorted(), [
      '210102-approval-bureau/acceptance',
      '210102-approval-bureau/hearing-chair',
      '210102-approval-bureau/publicity',
    ])
    const on = await visitor.send('/sign-in/post', { post: posts[0]!, to: '/items/energy-review' })
    assert.match(on.body, /固定资产投资项目节能审查/)
    assert.equal((await sessionOf(visitor))!.post, posts[0])
    assert.match((await visitor.get('/sign-in/own')).body, /<td[^>]*>上岗 210102-approval-bureau/)
    await visitor.get('/sign-in/post')
    await visitor.send('/sign-in/post', { post: posts[1]! })
    assert.equal((await sessionOf(visitor))!.post, posts[1])
    for (const post of ['210103-approval-bureau/acceptance', 'administration/security', '']) {
      await visitor.get('/sign-in/post')
      assert.equal((await visitor.send('/sign-in/post', { post })).statusCode, 403, post)
    }
    assert.equal((await sessionOf(visitor))!.post, posts[1])
  })

  test('an administrator stands in a post of no organ; a person in none', async () => {
    const officer = await openOfficerAccount(gate, await administratorOf(gate, 'audit'))
    const visitor = openVisitor(gate.app)
    await signInBy(visitor, officer.number, codeOf(gate, officer.secret))
    assert.equal((await sessionOf(visitor))!.post, 'administration/audit')
    assert.match((await visitor.get('/sign-in/post')).body, /审计管理员/)
  })
})
