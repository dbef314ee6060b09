import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { openTestGate, type TestGate } from '../harness/gate.ts'
import { codeOf, codesIn, knownPerson, openPerson, password, signInBy } from '../harness/person.ts'
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
const counter = () => gate.officer('acceptance@210102-approval-bureau')
const sessionOf = ({ cookies }: Visitor) =>
  gate.house.city.signIn.sessions.of([...cookies].map(([name, value]) => `${name}=${value}`).join('; '))

suite('我的登录 one’s own sign-ins', () => {
  test('each device has its row; its owner ends it, nobody else does', async () => {
    const [mine, others] = [await opened(), await opened()]
    const [desk, phone, stranger] = [
      openVisitor(gate.app),
      openVisitor(gate.app, { agent: 'iPhone Safari/605' }),
      openVisitor(gate.app),
    ]
    await signIn(desk, mine.number, mine.codes[0]!)
    await signIn(phone, mine.number, mine.codes[1]!)
    await signIn(stranger, others.number, others.codes[0]!)
    const page = await desk.get('/sign-in/own')
    assert.match(page.body, /Safari · iOS/)
    const { id } = (await sessionOf(phone))!
    await stranger.send('/sign-in/own/end', { session: id })
    assert.ok(await sessionOf(phone))
    await desk.get('/sign-in/own')
    await desk.send('/sign-in/own/end', { session: id })
    assert.equal(await sessionOf(phone), undefined)
  })

  test('an authenticator is added with its first code, and its codes are good once', async () => {
    const { number, codes } = await opened()
    const visitor = openVisitor(gate.app)
    await signIn(visitor, number, codes[0]!)
    const page = await visitor.send('/sign-in/own/authenticator', {})
    const secret = /<code>([A-Z2-7 ]+)<\/code>/.exec(page.body)![1]!.replaceAll(' ', '')
    assert.match((await visitor.send('/sign-in/own/confirm', { code: '000000' })).body, /六位数字不对/)
    await visitor.send('/sign-in/own/confirm', { code: codeOf(gate, secret) })
    const code = codeOf(gate, secret)
    assert.match((await signIn(openVisitor(gate.app), number, code)).body, /登录与安全/)
    assert.match((await signIn(openVisitor(gate.app), number, code)).body, wrong)
  })

  test('recovered at the counter: everything before ends, nothing sensitive for three days, and the old phone hears of it', async () => {
    const { number, party, codes } = await opened('13800005678')
    const before = openVisitor(gate.app)
    await signIn(before, number, codes[0]!)
    const body = { party, number, document: 'identity-card', phone: '13900009999' }
    const { code, purpose } = (await gate.ask('/api/accounts', { token: await counter(), body })).json()
    assert.equal(purpose, 'recover')
    const visitor = openVisitor(gate.app)
    await visitor.get('/sign-in/activate')
    const fresh = '绿水长流青山 2027'
    const recovered = await visitor.send('/sign-in/activate', { number, code, password: fresh, again: fresh })
    const printed = codesIn(recovered.body)
    assert.equal(await sessionOf(before), undefined)
    assert.match(
      (await signIn(openVisitor(gate.app), number, codes[1]!, fresh)).body,
      wrong,
      'old printed codes are void',
    )
    await signIn(visitor, number, printed[0]!, fresh)
    assert.equal((await sessionOf(visitor))!.acr, 1)
    assert.match((await visitor.get('/sign-in/own')).body, /账户刚刚恢复过/)
    await gate.house.city.signIn.close()
    assert.ok(
      gate.house.city.phones!.sent.some(
        ({ to, kind, text }) => to === '13800005678' && kind === 'notice' && /更换手机号/.test(text),
      ),
    )
    for (const phone of ['13800005678', '13900009999'])
      assert.ok(
        gate.house.city.phones!.sent.some(({ to, text }) => to === phone && /已凭窗口核验恢复/.test(text)),
        phone,
      )
    gate.house.clock.advance({ hours: 73 })
    const later = openVisitor(gate.app)
    await signIn(later, number, printed[1]!, fresh)
    assert.equal((await sessionOf(later))!.acr, 2)
  })

  test('the counter opens no account under another’s number, and an officer none for himself', async () => {
    const [one, other] = [await person(), await person()]
    const refused = {
      token: await counter(),
      body: { party: one.party, number: other.number, document: 'identity-card' },
    }
    await gate.refused('/api/accounts', refused, 403, 'ENROLMENT_NOT_YOURS')
    const token = await gate.party(one.party, { scope: 'parties.write' })
    await gate.refused(
      '/api/accounts',
      { token, body: { party: one.party, number: one.number, document: 'identity-card' } },
      403,
      'SCOPE_LACKING',
    )
  })

  test('the tables hold no number, no password, no code, no token', async () => {
    const { number, codes } = await opened('13800007777')
    const visitor = openVisitor(gate.app)
    await signIn(visitor, number, codes[0]!)
    const { database } = gate.house
    const tables = await database.migrator.query<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = 'application'`,
    )
    for (const { name } of tables) {
      const rows = await database.migrator.query<{ row: string }>(
        `select row(t.*)::text as row from application."${name}" t`,
      )
      const text = rows.map(({ row }) => row).join('\n')
      for (const secret of [
        number,
        '13800007777',
        password,
        codes[1]!,
        codes[1]!.replace('-', ''),
        ...visitor.cookies.values(),
      ])
        assert.ok(
          !text.includes(secret) && !text.includes(Buffer.from(secret).toString('hex')),
          `${name} holds a secret`,
        )
    }
  })
})
