import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { composeCitizen } from '#kernel/code'
import { makeAuthenticator } from '../harness/authenticator.ts'
import { takeAsLong } from '../harness/equal-time.ts'
import { openTestGate, type TestGate } from '../harness/gate.ts'
import { codeOf, codesIn, openOfficer, openPerson, password, signInBy } from '../harness/person.ts'
import { openVisitor, type Visitor } from '../harness/visitor.ts'

const fresh = '绿水长流青山 2027'
const failed = /号码和两项证明对不上/
let gate: TestGate

before(async () => {
  gate = await openTestGate()
})
after(() => gate?.close())

const sessionOf = ({ cookies }: Visitor) =>
  gate.house.city.signIn.sessions.of([...cookies].map(([name, value]) => `${name}=${value}`).join('; '))

type Proof = Readonly<Record<string, string>> & { readonly kind: string }
const printed = (code: string): Proof => ({ kind: 'printed', code })
const phone = (code: string): Proof => ({ kind: 'phone', code })
const network = (number: string, credential = number.slice(-6)): Proof => ({
  ...{ kind: 'network', name: '示例公民', identity: number, credential },
})

/** Number and first proof, in a browser nobody knows. */
async function begun(number: string, first: Proof) {
  const visitor = openVisitor(gate.app)
  await visitor.get('/sign-in/recover')
  const asked = await visitor.send('/sign-in/recover', { number })
  assert.match(asked.body, /<h1>第一项证明<\/h1>/)
  const second = await visitor.send('/sign-in/recover/proof', { number, ...first })
  assert.match(second.body, /<h1>第二项证明<\/h1>/)
  const give = (proof: Proof) => visitor.send('/sign-in/recover/proof', { number, given: first.kind, ...proof })
  return { visitor, give, second }
}
/** The new password, with the code that the second proof brought. */
async function taken(visitor: Visitor, page: { readonly body: string }, number: string) {
  const code = /name="code"[^>]* value="([a-z2-9-]{17})"/.exec(page.body)?.[1]
  assert.ok(code, page.body)
  const done = await visitor.send('/sign-in/activate', { number, code, password: fresh, again: fresh })
  assert.equal(done.statusCode, 200, done.body)
  return codesIn(done.body)
}
const noticesTo = async (to: string) => {
  await gate.house.city.signIn.close()
  return gate.house.city.phones!.sent.filter(message => message.to === to)
}

suite('网上恢复 recovery by two proofs', () => {
  test('printed code and network identity: a new password, everything else set aside, three days of nothing sensitive, the old phone told', async () => {
    const { number, codes, party } = await openPerson(gate, '13800003001')
    const { db, deliveries, messages, ways } = gate.house.city
    const by = { kind: 'party', party, account: party } as const
    const contact = { mail: 'someone@people.example', phone: '13800003001' }
    const confirmed = { party, caseId: null, electronic: false, signed: 'online', contact } as const
    await db.transaction(sql => deliveries.confirmations.give(sql, by, confirmed))
    const old = openVisitor(gate.app)
    await signInBy(old, number, codes[0]!)
    const { visitor, give } = await begun(number, printed(codes[1]!))
    const page = await give(network(number))
    assert.match(page.body, /<h1>用开通码启用账户<\/h1>/)
    assert.ok(await sessionOf(old), 'nothing has changed yet')
    const own = await taken(visitor, page, number)
    assert.equal(own.length, 10)
    assert.equal(await sessionOf(old), undefined)
    assert.match((await signInBy(openVisitor(gate.app), number, codes[2]!, fresh)).body, /不对/, 'old printed codes')
    assert.match((await signInBy(visitor, number, own[0]!, fresh)).body, /账户刚刚恢复过/)
    assert.equal((await sessionOf(visitor))!.acr, 1)
    assert.equal((await visitor.send('/sign-in/own/print', {})).statusCode, 403, 'nor is the way of signing in changed')
    const [notice] = await noticesTo('13800003001')
    assert.match(notice!.text, /撤销码 [a-z2-9-]{17}/)
    // Every address he gave is told; the telephone that was told is not told twice.
    await messages.sendDue()
    const kept = (of: string) =>
      (ways.find(({ way }) => way === of) as unknown as { kept: { to: string; text: string }[] }).kept
    assert.deepEqual(
      kept('mail').map(({ to, text }) => [to, text]),
      [[contact.mail, notice!.text]],
    )
    assert.deepEqual(kept('sms'), [])
    gate.house.clock.advance({ hours: 73 })
    const later = openVisitor(gate.app)
    await signInBy(later, number, own[1]!, fresh)
    assert.equal((await sessionOf(later))!.acr, 2)
  })

  test('a passkey and a message to the phone; the message goes only after a first proof that was good', async () => {
    const { number, codes } = await openPerson(gate, '13800003002')
    const owner = openVisitor(gate.app)
    await signInBy(owner, number, codes[0]!)
    await owner.get('/sign-in/own')
    const authenticator = makeAuthenticator('http://city.test')
    const made = (await owner.send('/sign-in/own/passkey/options', { name: '手机' })).json()
    await owner.send('/sign-in/own/passkey', { name: '手机', answer: authenticator.create(made) })

    const bad = await begun(number, printed('aaaaa-aaaaa'))
    await bad.visitor.send('/sign-in/recover/message', { number, given: 'printed' })
    const codesSent = async () => (await noticesTo('13800003002')).filter(({ kind }) => kind === 'code')
    assert.deepEqual(await codesSent(), [])

    const visitor = openVisitor(gate.app)
    await visitor.get('/sign-in/recover')
    await visitor.send('/sign-in/recover', { number })
    const options = (await visitor.send('/sign-in/passkey/options', {})).json()
    const first = { number, kind: 'passkey', answer: authenticator.get(options) }
    const second = await visitor.send('/sign-in/recover/proof', first)
    assert.doesNotMatch(second.body, /data-passkey/, 'of another kind')
    const sent = await visitor.send('/sign-in/recover/message', { number, given: 'passkey' })
    assert.match(sent.body, /短信已经发出/)
    const [message] = await codesSent()
    const code = /\d{6}/.exec(message!.text)![0]
    const page = await visitor.send('/sign-in/recover/proof', { number, given: 'passkey', ...phone(code) })
    await taken(visitor, page, number)
  })

  test('two of one kind, a wrong first, a wrong second, another’s identity: all fail alike, and nothing is recovered', async () => {
    const [{ number, codes }, other] = [await openPerson(gate), await openPerson(gate)]
    for (const [what, first, second] of [
      ['twice printed', printed(codes[0]!), printed(codes[1]!)],
      ['wrong first', printed('aaaaa-aaaaa'), network(number)],
      ['wrong second', network(number), printed('aaaaa-aaaaa')],
      ['wrong credential', printed(codes[2]!), network(number, '000000')],
      ['another’s identity', printed(codes[3]!), network(other.number)],
      ['another’s code', network(number), printed(other.codes[0]!)],
    ] as const) {
      const { give } = await begun(number, first)
      const answer = await give(second)
      assert.deepEqual([answer.statusCode, failed.test(answer.body)], [401, true], what)
    }
    assert.match((await signInBy(openVisitor(gate.app), number, codes[5]!)).body, /登录与安全/)
  })

  test('who has no account is answered like who has: text, status, and time', async () => {
    const { number } = await openPerson(gate)
    const absent = composeCitizen('210102', '19900307', '980')
    const walk = async (name: string) => {
      const { visitor, give, second } = await begun(name, printed('aaaaa-aaaaa'))
      const sent = await visitor.send('/sign-in/recover/message', { number: name, given: 'printed' })
      const answer = await give(network(name))
      const cancel = await visitor.send('/sign-in/recover/cancel', { number: name, code: 'a'.repeat(15) })
      return [second, sent, answer, cancel].map(({ statusCode, body }) => [
        statusCode,
        body
          .replaceAll(name, '…')
          .replaceAll(/value="(?:[A-Za-z0-9_-]{43}|[0-9a-f-]{36})"/g, '')
          .replaceAll(/nonce="[^"]+"/g, ''),
      ])
    }
    assert.deepEqual(await walk(absent), await walk(number))
    const took = async (name: string) => {
      const begin = performance.now()
      const { give } = await begun(name, printed('aaaaa-aaaaa'))
      await give(phone('000000'))
      return performance.now() - begin
    }
    const later = (name: string) => () => {
      gate.house.clock.advance({ hours: 2 })
      return took(name)
    }
    await takeAsLong([later(number), later(absent)], { rounds: 9, least: 15, share: 0.5 })
  })

  test('whoever was told takes it back: the old password and factors return, and only the counter recovers from then on', async () => {
    const { number, codes, party } = await openPerson(gate, '13800003003')
    const { visitor, give } = await begun(number, printed(codes[0]!))
    const own = await taken(visitor, await give(network(number)), number)
    await signInBy(visitor, number, own[0]!, fresh)
    const [notice] = await noticesTo('13800003003')
    const code = /撤销码 ([a-z2-9-]{17})/.exec(notice!.text)![1]!
    const owner = openVisitor(gate.app)
    await owner.get('/sign-in/recover/cancel')
    assert.match((await owner.send('/sign-in/recover/cancel', { number, code: 'a'.repeat(15) })).body, /撤销码对不上/)
    assert.match((await owner.send('/sign-in/recover/cancel', { number, code })).body, /<h1>已经撤销<\/h1>/)
    assert.equal(await sessionOf(visitor), undefined, 'whoever took it is out')
    assert.match((await signInBy(visitor, number, own[1]!, fresh)).body, /不对/)
    await signInBy(owner, number, codes[1]!, password)
    assert.equal((await sessionOf(owner))!.acr, 2, 'as it was')
    assert.match((await owner.get('/sign-in/own')).body, /撤销恢复/)
    const again = await begun(number, printed(codes[2]!))
    assert.match((await again.give(network(number))).body, failed)
    const token = await gate.officer('acceptance@210102-approval-bureau')
    const { code: opening } = (
      await gate.ask('/api/accounts', { token, body: { party, number, document: 'identity-card' } })
    ).json()
    await owner.send('/sign-out', {})
    await owner.get('/sign-in/activate')
    const shown = await owner.send('/sign-in/activate', { number, code: opening, password: fresh, again: fresh })
    const [first, second] = codesIn(shown.body)
    const soon = await (await begun(number, printed(first!))).give(network(number))
    assert.match(soon.body, failed, 'what can still be taken back is not buried under another recovery')
    gate.house.clock.advance({ hours: 73 })
    const anew = await begun(number, printed(second!))
    assert.match((await anew.give(network(number))).body, /用开通码启用账户/)
  })

  test('at the counter in another’s name: the old phone and mail are told, and take it back with the phone itself; a printed code does not', async () => {
    const { number, codes, party } = await openPerson(gate, '13800003011')
    const { db, deliveries, messages, ways } = gate.house.city
    const contact = { mail: 'counter@people.example', phone: '13800003011' }
    const confirmed = { party, caseId: null, electronic: false, signed: 'online', contact } as const
    const self = { kind: 'party', party, account: party } as const
    await db.transaction(sql => deliveries.confirmations.give(sql, self, confirmed))
    const token = await gate.officer('acceptance@210102-approval-bureau')
    const body = { party, number, document: 'identity-card', phone: '13900003011' }
    const { code: opening } = (await gate.ask('/api/accounts', { token, body })).json()
    gate.house.clock.advance({ hours: 2 })
    const thief = openVisitor(gate.app)
    await thief.get('/sign-in/activate')
    await thief.send('/sign-in/activate', { number, code: opening, password: fresh, again: fresh })
    const told = (await noticesTo('13800003011')).map(({ text }) => text)
    const notice = told.find(text => /已凭窗口核验恢复/.test(text))
    assert.ok(notice, told.join())
    await messages.sendDue()
    const mailed = (ways.find(({ way }) => way === 'mail') as unknown as { kept: { to: string; text: string }[] }).kept
    assert.ok(mailed.some(({ to, text }) => to === contact.mail && text === notice))

    const owner = openVisitor(gate.app)
    await owner.get('/sign-in/recover/cancel')
    assert.match((await owner.send('/sign-in/recover/cancel', { number, code: codes[0]! })).body, /撤销码对不上/)
    const code = /撤销码 ([a-z2-9-]{17})/.exec(notice)![1]!
    assert.match((await owner.send('/sign-in/recover/cancel', { number, code })).body, /<h1>已经撤销<\/h1>/)
    assert.match((await signInBy(thief, number, codes[1]!, fresh)).body, /不对/)
    await owner.get('/sign-in')
    await owner.send('/sign-in', { name: number, password })
    await owner.send('/sign-in/message', {})
    const [message] = (await noticesTo('13800003011')).filter(({ kind }) => kind === 'code')
    await owner.send('/sign-in/code', { code: /\d{6}/.exec(message!.text)![0] })
    assert.equal((await sessionOf(owner))!.acr, 2, 'as it was, the telephone too')
    assert.deepEqual(
      (await noticesTo('13900003011')).filter(({ kind }) => kind === 'code'),
      [],
    )
  })

  test('without a phone, a printed code from before takes it back; after three days nothing does', async () => {
    const one = await openPerson(gate)
    const first = await begun(one.number, printed(one.codes[0]!))
    await taken(first.visitor, await first.give(network(one.number)), one.number)
    const owner = openVisitor(gate.app)
    await owner.get('/sign-in/recover/cancel')
    const cancelled = await owner.send('/sign-in/recover/cancel', { number: one.number, code: one.codes[1]! })
    assert.match(cancelled.body, /<h1>已经撤销<\/h1>/)
    const two = await openPerson(gate)
    const second = await begun(two.number, printed(two.codes[0]!))
    await taken(second.visitor, await second.give(network(two.number)), two.number)
    gate.house.clock.advance({ hours: 73 })
    await owner.get('/sign-in/recover/cancel')
    const late = await owner.send('/sign-in/recover/cancel', { number: two.number, code: two.codes[1]! })
    assert.match(late.body, /撤销码对不上/)
  })

  test('an officer is not recovered online; six tries, then from the beginning; another browser has no part in it', async () => {
    const officer = await openOfficer(gate, 'review@210103-approval-bureau')
    const { give } = await begun(officer.number, phone(codeOf(gate, officer.secret)))
    assert.match((await give(network(officer.number))).body, failed)
    const { number } = await openPerson(gate)
    const { give: guess } = await begun(number, printed('aaaaa-aaaaa'))
    for (let time = 0; time < 5; time++) await guess(network(number, '000000'))
    assert.match((await guess(network(number))).body, /请从头再来/)
    const other = openVisitor(gate.app)
    await other.get('/sign-in/recover')
    const answer = await other.send('/sign-in/recover/proof', { number, ...network(number) })
    assert.deepEqual([answer.statusCode, /请从头再来/.test(answer.body)], [409, true])
  })
})
