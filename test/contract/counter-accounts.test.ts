import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { openTestGate, type TestGate } from '../harness/gate.ts'
import { mandatesAt, reasonsIn, requestOf, self } from '../harness/mandates.ts'
import { codesIn, knownPerson, password, signInBy } from '../harness/person.ts'
import { openVisitor } from '../harness/visitor.ts'

const post = 'acceptance@210102-approval-bureau'
let gate: TestGate
before(async () => {
  gate = await openTestGate()
})
after(() => gate?.close())

const opening = async (body: object) => gate.ask('/api/accounts', { token: await gate.officer(post), body })

suite('窗口开户的规矩 who gets an account at the counter, and by whom', () => {
  test('without a document that was seen nobody gets a code', async () => {
    const { party, number } = await knownPerson(gate)
    const told = (await opening({ party, number })).json()
    assert.deepEqual([told.status, told.code], [400, 'BODY_INVALID'], JSON.stringify(told))
    assert.equal((await opening({ party, number, document: 'a smile' })).statusCode, 400)
  })

  test('回避 an officer neither opens nor recovers his own account; a colleague does', async () => {
    const { city, officer } = gate.house
    const by = await officer(post)
    const { name } = (await city.identity.directory()).person(by.person)!
    const { party, number } = await mandatesAt(gate).person(name)
    const body = { party, number, document: 'identity-card' }
    const token = await gate.officer(post)
    await gate.refused('/api/accounts', { token, body }, 403, 'ENROLMENT_OWN')
    const told = (await gate.ask('/api/accounts', { token, body })).json()
    assert.match(told.remedy, /Another officer/)
    const colleague = await gate.officer('acceptance@210103-approval-bureau')
    assert.equal((await gate.ask('/api/accounts', { token: colleague, body })).statusCode, 200)
    await gate.refused('/api/accounts', { token, body }, 403, 'ENROLMENT_OWN')
  })

  test('窗口岗位 only a post at a counter opens accounts and records mandates; whoever sits behind it does not', async () => {
    const { party, number } = await knownPerson(gate)
    const body = { party, number, document: 'identity-card' }
    for (const behind of ['review@210102-approval-bureau', 'investigator@210102-energy-bureau']) {
      const token = await gate.officer(behind)
      await gate.refused('/api/accounts', { token, body }, 403, 'SCOPE_LACKING')
      await gate.refused('/api/mandates', { token, body: {} }, 403, 'SCOPE_LACKING')
    }
    // Nobody is given it by his token either.
    const scope = 'cases.act cases.read counter'
    const token = await gate.officer('review@210102-approval-bureau', { scope })
    await gate.refused('/api/accounts', { token, body }, 403, 'SCOPE_LACKING')
    assert.equal((await opening(body)).statusCode, 200)
  })

  test('外国人、港澳台居民 whoever has a passport or pass gets an account by it, and signs in with its number', async () => {
    const { db, parties } = gate.house.city
    const number = 'E1234567'
    const identifiers = [{ scheme: 'passport', value: number }] as const
    const { party } = await db.transaction(sql =>
      parties.register(sql, { kind: 'person', name: 'JANE SAMPLE', identifiers }),
    )
    const given = await opening({ party, number: 'e 1234567', document: 'passport' })
    assert.equal(given.statusCode, 200, given.body)
    const other = await opening({ party: (await knownPerson(gate)).party, number, document: 'passport' })
    assert.equal(other.json().code, 'ENROLMENT_NOT_YOURS')
    const visitor = openVisitor(gate.app)
    await visitor.get('/sign-in/activate')
    const { code } = given.json()
    const activated = await visitor.send('/sign-in/activate', { number, code, password, again: password })
    const [first] = codesIn(activated.body)
    await signInBy(visitor, number, first!, password)
    assert.match((await visitor.get('/sign-in/own')).body, /登录与安全/)
  })

  test('a mandate is given to whoever has a passport, by its number, and taken up by him alone', async () => {
    const { db, parties, mandates, clock } = gate.house.city
    const giver = await mandatesAt(gate).person('示例委托人')
    const [name, number] = ['JOHN SAMPLE', 'K98765432']
    const identifiers = [{ scheme: 'passport', value: number }] as const
    const { party } = await db.transaction(sql => parties.register(sql, { kind: 'person', name, identifiers }))
    const terms = { items: ['information-request'], scopes: ['apply'] as const, from: clock.today().toString() }
    const give = (to: string) =>
      db.transaction(sql =>
        mandates.give(sql, self(giver), {
          ...{ principal: giver.party, to: { name, number: to }, ...terms, until: '2026-06-30' },
        }),
      )
    const id = await give('k-98765432')
    await assert.rejects(give('210102195003071'), { code: 'MANDATE_INVALID' }, 'a citizen number with a digit missing')
    const own = [{ number, name }]
    await db.transaction(sql => mandates.accept(sql, self({ party }), id, party, own))
    const token = await gate.party(party, { mandate: id })
    const opened = await gate.ask('/api/cases', { token, body: requestOf(giver.party) })
    assert.equal(opened.statusCode, 201, `${opened.body} ${reasonsIn(opened)}`)
  })
})
