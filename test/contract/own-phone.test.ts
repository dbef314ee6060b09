import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { openTestGate, type TestGate } from '../harness/gate.ts'
import { codeOf, openOfficer, openPerson, signInBy } from '../harness/person.ts'
import { openVisitor } from '../harness/visitor.ts'

let gate: TestGate

before(async () => {
  gate = await openTestGate()
})
after(() => gate?.close())

const sentTo = async (to: string) => {
  await gate.house.city.signIn.close()
  return gate.house.city.phones!.sent.filter(message => message.to === to)
}
const codeTo = async (to: string): Promise<string> =>
  /验证码 (\d{6})/.exec((await sentTo(to)).findLast(({ kind }) => kind === 'code')!.text)![1]!

async function signedIn(phone?: string) {
  const person = await openPerson(gate, phone)
  const visitor = openVisitor(gate.app)
  await signInBy(visitor, person.number, person.codes[0]!)
  await visitor.get('/sign-in/own/phone')
  return { ...person, visitor }
}

suite('更换手机号 one’s telephone, changed online', () => {
  test('a code to the new number, and only then it is it: the old one and every address hear of it', async () => {
    const { number, party, codes, visitor } = await signedIn('13800008001')
    const { db, deliveries, messages, ways } = gate.house.city
    const by = { kind: 'party', party, account: party } as const
    const contact = { mail: 'owner@people.example' }
    const confirmed = { party, caseId: null, electronic: false, signed: 'online', contact } as const
    await db.transaction(sql => deliveries.confirmations.give(sql, by, confirmed))
    assert.match((await visitor.get('/sign-in/own')).body, /更换手机号/)
    const page = await visitor.get('/sign-in/own/phone')
    assert.match(page.body, /现在的手机号：138\*+8001/)
    const asked = await visitor.send('/sign-in/own/phone', { phone: '139 0000 8002' })
    assert.match(asked.body, /<h1>输入发到新手机号的验证码<\/h1>[\s\S]*139\*+8002/)
    assert.ok(!asked.body.includes('13900008002'))
    const code = await codeTo('13900008002')
    // The code is good for this and nothing else: nobody signs in by it.
    const other = openVisitor(gate.app)
    assert.match((await signInBy(other, number, code)).body, /账户、口令或一次性码不对/)
    assert.match((await visitor.get('/sign-in/own/phone')).body, /138\*+8001/, 'nothing has changed yet')
    const wrong = await visitor.send('/sign-in/own/phone/confirm', { code: code === '000000' ? '111111' : '000000' })
    assert.match(wrong.body, /六位数字不对/)
    const done = await visitor.send('/sign-in/own/phone/confirm', { code })
    assert.match(done.body, /<h1>登录与安全<\/h1>[\s\S]*短信 139\*+8002/)
    assert.ok((await sentTo('13800008001')).some(({ kind, text }) => kind === 'notice' && /更换手机号/.test(text)))
    await messages.sendDue()
    const kept = (ways.find(({ way }) => way === 'mail') as unknown as { kept: { to: string; text: string }[] }).kept
    assert.deepEqual(
      kept.map(({ to, text }) => [to, /更换手机号/.test(text)]),
      [[contact.mail, true]],
    )
    const { items } = (await gate.ask('/api/messages', { token: await gate.party(party) })).json()
    assert.deepEqual(
      items.map(({ kind }: { kind: string }) => kind),
      ['account-phone'],
    )
    // 新号码登录 by a message to the new number.
    const fresh = openVisitor(gate.app)
    await signInBy(fresh, number, codes[1]!)
    const again = await visitor.send('/sign-in/own/phone/confirm', { code })
    assert.match(again.body, /<h1>登录用的手机号<\/h1>|六位数字不对/, 'a code is good once')
  })

  test('whoever has none adds one; a number that is none is told, and stays typed', async () => {
    const { visitor } = await signedIn()
    assert.match((await visitor.get('/sign-in/own')).body, /添加手机号/)
    assert.match((await visitor.get('/sign-in/own/phone')).body, /现在没有登记手机号/)
    const wrong = await visitor.send('/sign-in/own/phone', { phone: '12345' })
    assert.equal(wrong.statusCode, 422)
    assert.match(wrong.body, /这不是手机号码，请核对十一位数字[\s\S]*value="12345"/)
    assert.match((await visitor.send('/sign-in/own/phone', { phone: '' })).body, /请填写手机号码/)
    await visitor.send('/sign-in/own/phone', { phone: '13900008003' })
    const done = await visitor.send('/sign-in/own/phone/confirm', { code: await codeTo('13900008003') })
    assert.match(done.body, /短信 139\*+8003/)
  })

  test('a form that comes with another session’s token, or without its key, stands there again with what was typed', async () => {
    const { visitor } = await signedIn()
    const typed = { phone: '139 0000 8010' }
    const mine = visitor.token
    for (const late of [
      await visitor.send('/sign-in/own/phone', typed, { csrf: 'another' }),
      await visitor.send('/sign-in/own/phone', { ...typed, key: '' }, { csrf: mine }),
    ]) {
      assert.equal(late.statusCode, 409)
      assert.match(late.body, /<h1>登录用的手机号<\/h1>[\s\S]*role="alert"[\s\S]*value="139 0000 8010"/)
    }
    assert.deepEqual(await sentTo('13900008010'), [])
    assert.match((await visitor.send('/sign-in/own/phone', typed)).body, /<h1>输入发到新手机号的验证码<\/h1>/)
  })

  test('a proof that is no longer fresh is asked for again; officers have none; nobody guesses six digits', async () => {
    const { visitor } = await signedIn('13800008004')
    await visitor.send('/sign-in/own/phone', { phone: '13900008005' })
    const good = await codeTo('13900008005')
    let slowed = 0
    for (let tries = 0; tries < 12; tries++)
      if (
        (await visitor.send('/sign-in/own/phone/confirm', { code: good === '123123' ? '321321' : '123123' }))
          .statusCode === 429
      )
        slowed++
    assert.ok(slowed > 0)
    gate.house.clock.advance({ minutes: 31 })
    const stale = await visitor.send('/sign-in/own/phone', { phone: '13900008006' })
    assert.match(stale.body, /<h1>请再次证明是您本人<\/h1>[\s\S]*name="kept" value="phone=13900008006"/)
    assert.deepEqual(await sentTo('13900008006'), [])

    const { number, secret } = await openOfficer(gate, 'review@210102-approval-bureau')
    const officer = openVisitor(gate.app)
    await signInBy(officer, number, codeOf(gate, secret))
    assert.doesNotMatch((await officer.get('/sign-in/own')).body, /手机号/)
    assert.equal((await officer.send('/sign-in/own/phone', { phone: '13900008007' })).statusCode, 409)
    assert.deepEqual(await sentTo('13900008007'), [])
  })
})

suite('恢复观察期 right after a recovery nobody is asked to prove in vain', () => {
  test('an officer whose account was recovered reads since when he may decide again, and who can meanwhile', async () => {
    const before = await openOfficer(gate, 'bureau-head@210102-approval-bureau')
    const again = await openOfficer(gate, 'bureau-head@210102-approval-bureau')
    assert.equal(before.number, again.number)
    const officer = openVisitor(gate.app)
    await signInBy(officer, again.number, codeOf(gate, again.secret))
    const page = await officer.get('/sign-in/prove?to=/office/today')
    assert.equal(page.statusCode, 403)
    assert.match(page.body, /<h1>现在还不能办这件事<\/h1>[\s\S]*2026年3月5日 \d\d:\d\d起[\s\S]*本岗位的其他同事/)
    assert.doesNotMatch(page.body, /name="password"/)
    const own = await officer.get('/sign-in/own')
    assert.match(own.body, /账户刚刚恢复过，2026年3月5日/)
    assert.doesNotMatch(own.body, /href="\/sign-in\/prove/)
    const sent = await officer.send('/sign-in/prove', { password: 'x', code: '123456', to: '/office/today' })
    assert.match(sent.body, /现在还不能办这件事/)
    gate.house.clock.advance({ hours: 73 })
    await signInBy(officer, again.number, codeOf(gate, again.secret))
    assert.match((await officer.get('/sign-in/prove?to=/office/today')).body, /<h1>请再次证明是您本人<\/h1>/)
  })
})
