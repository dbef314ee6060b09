import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { composeCitizen } from '#kernel/code'
import { openTestGate, type TestGate } from '../harness/gate.ts'
import { openPerson, password } from '../harness/person.ts'
import { openVisitor } from '../harness/visitor.ts'

const away = /国家网络身份认证暂时连接不上，这次没有认证[\s\S]*换一种证明[\s\S]*到窗口办理/
let gate: TestGate

before(async () => {
  gate = await openTestGate()
})
after(() => gate?.close())

suite('网络身份认证连不上 the national service does not answer', () => {
  test('registering: no account, what was typed stays, other ways on are named, and it counts as nobody’s failure', async () => {
    const number = composeCitizen('210102', '19900307', '940')
    const visitor = openVisitor(gate.app)
    await visitor.get('/sign-in/register')
    const typed = { name: '示例公民', number, password, again: password }
    for (let tries = 0; tries < 15; tries++) {
      const page = await visitor.send('/sign-in/register', { ...typed, credential: 'off' })
      assert.equal(page.statusCode, 503, `${tries}: ${page.body}`)
      assert.match(page.body, away)
      assert.ok(page.body.includes(`value="${number}"`) && !page.body.includes(password))
    }
    assert.deepEqual(await gate.house.city.parties.find(gate.house.city.db, 'citizen', number), [])
    const done = await visitor.send('/sign-in/register', { ...typed, credential: number.slice(-6) })
    assert.equal(done.statusCode, 200, done.body)
  })

  test('getting an account back: not proved, and another proof goes on in the same browser', async () => {
    const { number, codes } = await openPerson(gate, '13800009001')
    const visitor = openVisitor(gate.app)
    await visitor.get('/sign-in/recover')
    await visitor.send('/sign-in/recover', { number })
    const network = { kind: 'network', name: '示例公民', identity: number }
    const page = await visitor.send('/sign-in/recover/proof', { number, ...network, credential: 'off' })
    assert.match(page.body, away)
    assert.match(page.body, /<h1>第一项证明<\/h1>/)
    await visitor.send('/sign-in/recover/proof', { number, kind: 'printed', code: codes[0]! })
    const second = await visitor.send('/sign-in/recover/proof', {
      ...{ number, given: 'printed', ...network },
      credential: number.slice(-6),
    })
    assert.match(second.body, /<h1>用开通码启用账户<\/h1>/)
  })
})
