import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { MandateScope } from '#hubs/application/mandate'
import { browsing, testSessions } from '../harness/citizen.ts'
import { openTestGate, type TestGate } from '../harness/gate.ts'
import { mandatesAt, type Person, self } from '../harness/mandates.ts'
import { verifyPdf } from '../harness/pdf.ts'
import { openPerson } from '../harness/person.ts'
import { openVisitor } from '../harness/visitor.ts'

let gate: TestGate

before(async () => {
  gate = await openTestGate({ sessions: testSessions })
})
after(() => gate?.close())

/** What somebody was told, the first first, and how his page says it. */
async function toldTo(party: string) {
  await gate.house.city.signIn.close()
  const answer = await gate.ask('/api/messages', { token: await gate.party(party) })
  const { items } = answer.json() as { items: { kind: string; number: string | null; item: string | null }[] }
  const page = await browsing(gate, party).get('/mine/messages')
  assert.equal(page.status, 200, page.text)
  assert.doesNotMatch(page.text, /\{\w+\}|undefined|null|tell\./)
  return { kinds: items.map(({ kind }) => kind).reverse(), items, ...page }
}

const terms = (more: object = {}) => ({
  items: null,
  scopes: ['apply'] as readonly MandateScope[],
  from: gate.house.clock.today().toString(),
  until: gate.house.clock.today().add({ days: 10 }).toString(),
  ...more,
})

suite('授权的知会 of a mandate both sides hear, in their own pages', () => {
  const give = (from: Person, to: Pick<Person, 'name' | 'number'>, more: object = {}) => {
    const { db, mandates } = gate.house.city
    return db.transaction(sql =>
      mandates.give(sql, self(from), { principal: from.party, to, ownNumber: from.number, ...terms(more) }),
    )
  }
  const takeUp = (who: Person, id: string) => {
    const { db, mandates } = gate.house.city
    return db.transaction(sql => mandates.accept(sql, self(who), id, who.party, [who]))
  }

  test('offered, taken up, ended: each hears what the other did, no name in it, and nobody else hears', async () => {
    const at = mandatesAt(gate)
    const [mother, daughter, stranger] = [
      await at.person('示例母亲'),
      await at.person('示例女儿', '19780307'),
      await at.person('示例外人'),
    ]
    const id = await give(mother, daughter)
    const offered = await toldTo(daughter.party)
    assert.deepEqual(offered.kinds, ['mandate-offered'])
    assert.match(offered.html, /href="\/mine\/delegations"[^>]*>有人授权您代为办理，请查看是否接受/)
    assert.deepEqual([offered.items[0]!.number, offered.items[0]!.item], [null, null])
    assert.ok(!offered.text.includes(mother.name))
    assert.deepEqual((await toldTo(mother.party)).kinds, [])
    await takeUp(daughter, id)
    await takeUp(daughter, id)
    assert.deepEqual((await toldTo(mother.party)).kinds, ['mandate-taken-up'], 'pressed twice, told once')
    const { db, mandates } = gate.house.city
    await db.transaction(sql => mandates.end(sql, self(mother), id, mother.party))
    assert.deepEqual((await toldTo(daughter.party)).kinds, ['mandate-offered', 'mandate-ended'])
    assert.deepEqual((await toldTo(mother.party)).kinds, ['mandate-taken-up'], 'whoever ended it knows')
    assert.deepEqual((await toldTo(stranger.party)).kinds, [])
  })

  test('run out: both hear once', async () => {
    const at = mandatesAt(gate)
    const [mother, daughter] = [await at.person('示例母亲'), await at.person('示例女儿', '19780307')]
    const id = await give(mother, daughter, { until: gate.house.clock.today().toString() })
    await takeUp(daughter, id)
    const { mandates } = gate.house.city
    await mandates.sweep()
    assert.ok(!(await toldTo(mother.party)).kinds.includes('mandate-expired'), 'it holds through its last day')
    gate.house.clock.advance({ hours: 24 })
    await mandates.sweep()
    await mandates.sweep()
    assert.deepEqual((await toldTo(mother.party)).kinds, ['mandate-taken-up', 'mandate-expired'])
    assert.deepEqual((await toldTo(daughter.party)).kinds, ['mandate-offered', 'mandate-expired'])
  })

  test('a number that nobody has: the same answer, and nobody is told', async () => {
    const mother = await mandatesAt(gate).person('示例母亲')
    const { db } = gate.house.city
    const count = async () => (await db.query<{ n: number }>('select count(*)::int as n from power.messages'))[0]!.n
    const there = await count()
    assert.ok(await give(mother, { name: '没有此人', number: '11010519491231002X' }))
    assert.equal(await count(), there)
  })
})

suite('账户的知会 of an account its owner hears, in his pages, at his telephone, by mail and by letter', () => {
  test('telephone changed and account recovered at the counter: every way out, and one letter that is a signed paper', async () => {
    const { city } = gate.house
    const { number, party } = await openPerson(gate, '13800006001')
    const contact = { mail: 'owner@people.example', post: '沈阳市和平区示例路1号 示例公民 收' }
    const confirmed = { party, caseId: null, electronic: false, signed: 'online', contact } as const
    await city.db.transaction(sql => city.deliveries.confirmations.give(sql, self({ party }), confirmed))
    const token = await gate.officer('acceptance@210102-approval-bureau')
    const given = await gate.ask('/api/accounts', {
      token,
      body: { party, number, document: 'identity-card', phone: '13900006002' },
    })
    const { code } = given.json() as { code: string }
    const password = '绿水长流青山 2027'
    const visitor = openVisitor(gate.app)
    await visitor.get('/sign-in/activate')
    await visitor.send('/sign-in/activate', { number, code, password, again: password })
    const told = await toldTo(party)
    assert.deepEqual(told.kinds, ['account-phone', 'account-recovered-at-counter'])
    assert.match(told.html, /href="\/sign-in\/own"[^>]*>您的账户已在窗口恢复，72小时内不能办理敏感事项/)
    assert.doesNotMatch(
      told.text,
      /[a-z2-9]{5}-[a-z2-9]{5}-[a-z2-9]{5}/,
      'the code is sent, not shown to whoever is in',
    )
    await city.messages.sendDue()
    const kept = (of: string) =>
      (
        city.ways.find(({ way }) => way === of) as unknown as {
          kept: { to: string; text: string; paper?: { bytes: Buffer } }[]
        }
      ).kept
    assert.deepEqual(
      kept('mail').map(({ to, text }) => [to, /更换手机号|撤销码 [a-z2-9-]{17}/.test(text)]),
      [
        [contact.mail, true],
        [contact.mail, true],
      ],
    )
    const [letter, ...more] = kept('post')
    assert.deepEqual([letter?.to, more.length], [contact.post, 0])
    assert.ok(verifyPdf(letter!.paper!.bytes).valid)
    assert.ok(letter!.paper!.bytes.length <= 60_000)
  })
})
