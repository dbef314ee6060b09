import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import * as oidc from 'openid-client'
import { openingOf, type TestGate } from '../harness/gate.ts'
import { codeOf, openOfficer, openPerson, password, signInBy } from '../harness/person.ts'
import { openRelyingParties, type RelyingParties } from '../harness/relying-parties.ts'
import { openVisitor, type Visitor } from '../harness/visitor.ts'

const organ = '210102-approval-bureau'
const resource = 'urn:plumbline:api'
let house: RelyingParties
let gate: TestGate

// The provider keeps the machine's time: the city begins eleven minutes ago, and arrives at now.
before(async () => {
  house = await openRelyingParties({ now: Temporal.Now.instant().subtract({ minutes: 11 }).toString(), stepUp: true })
  gate = house.gate
})
after(() => gate?.close())

const sessionOf = ({ cookies }: Visitor) =>
  gate.house.city.signIn.sessions.of([...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
const decide = (token: string, number: string) =>
  gate.app.inject({
    method: 'POST',
    url: `/api/cases/${number}/acts/decide`,
    headers: { authorization: `Bearer ${token}`, 'idempotency-key': randomUUID() },
    payload: { outcome: 'grant', reason: '符合条件' },
  })
const inbox = (token: string) =>
  gate.app.inject({ url: '/api/inbox', headers: { authorization: `Bearer ${token}`, accept: 'application/json' } })

suite('再次认证 step-up', () => {
  test('a department’s system acts for its officer with our own token: reading at once, deciding only after a fresh proof', async () => {
    const firm = await gate.house.firm()
    const token = await gate.officer(`acceptance@${organ}`)
    const { number } = (await gate.ask('/api/cases', { token, body: openingOf(firm) })).json() as { number: string }
    const { config } = await house.system({ scopes: ['cases.read', 'cases.act', 'alarms.read'] })
    const officer = await openOfficer(gate, `review@${organ}`)
    const visitor = openVisitor(gate.app)
    await signInBy(visitor, officer.number, codeOf(gate, officer.secret))
    assert.equal((await sessionOf(visitor))!.acr, 2)
    gate.house.clock.advance({ minutes: 11 })
    assert.equal((await sessionOf(visitor))!.acr, 1, 'ten minutes for whoever decides about others')

    const wanted = { scope: 'openid cases.read cases.act', resource }
    const gone = await house.goneOn(visitor, config, wanted)
    const weak = (await house.exchange(gone, config, { resource })).access_token
    assert.equal((await inbox(weak)).statusCode, 200)
    const refused = await decide(weak, number)
    assert.deepEqual([refused.statusCode, refused.json().code], [401, 'STEP_UP_NEEDED'])
    assert.match(String(refused.headers['www-authenticate']), /acr_values="2"/)

    const { answer, verifier, state } = await house.asked(visitor, config, { ...wanted, acr_values: '2' })
    const way = house.pathOf(answer.headers.location)
    const prove = await visitor.get(way)
    assert.match(String(prove.headers.location), /^\/sign-in\/prove\?to=/)
    await visitor.get(String(prove.headers.location))
    await visitor.send('/sign-in/prove', { password, code: codeOf(gate, officer.secret), to: way })
    const location = new URL(String((await visitor.send(way, { go: 'yes' })).headers.location))
    const strong = (await house.exchange({ location, verifier, state }, config, { resource })).access_token
    const tried = (await decide(strong, number)).json() as { code: string }
    assert.notEqual(tried.code, 'STEP_UP_NEEDED')
    assert.equal((await inbox(strong)).statusCode, 200)

    await visitor.get('/sign-in/own')
    await visitor.send('/sign-out', {})
    const over = await inbox(strong)
    assert.deepEqual([over.statusCode, over.json().code], [401, 'TOKEN_EXPIRED'], 'it ends with the sign-in it came of')
  })

  test('publishing and lending one’s power ask for a fresh proof as deciding does', async () => {
    const firm = await gate.house.firm()
    const acceptance = await gate.officer(`acceptance@${organ}`)
    const { number } = (await gate.ask('/api/cases', { token: acceptance, body: openingOf(firm) })).json()
    const { person: to } = await gate.house.officer(`bureau-head@${organ}`)
    const lending = { to, items: ['energy-review'], begins: '2099-01-01', ends: '2099-02-01' }
    for (const [path, body] of [
      [`/api/cases/${number}/acts/publish`, {}],
      ['/api/delegations', lending],
    ] as const) {
      const asked = async (acr: number) =>
        (await gate.ask(path, { token: await gate.officer(`review@${organ}`, { acr }), body })).json().code
      assert.equal(await asked(1), 'STEP_UP_NEEDED', path)
      assert.notEqual(await asked(2), 'STEP_UP_NEEDED', path)
    }
  })

  test('a person’s system reads his own cases, and nothing that he did not let it', async () => {
    const { config } = await house.system({ scopes: ['cases.read'] })
    const { visitor } = await house.signedIn()
    const gone = await house.goneOn(visitor, config, { scope: 'openid cases.read cases.act', resource })
    const token = (await house.exchange(gone, config, { resource })).access_token
    const own = await gate.app.inject({ url: '/api/messages', headers: { authorization: `Bearer ${token}` } })
    assert.notEqual(own.statusCode, 401, own.body)
    const act = await decide(token, '2101022026030299999999')
    assert.deepEqual([act.statusCode, act.json().code], [403, 'SCOPE_LACKING'])
  })

  test('a token of the provider for anything but our interfaces opens nothing here', async () => {
    const { config } = await house.system({ scopes: ['cases.read'] })
    const { visitor } = await house.signedIn()
    const tokens = await house.exchange(await house.goneOn(visitor, config), config)
    for (const token of [tokens.access_token, tokens.id_token!, `${tokens.id_token!.slice(0, -4)}AAAA`]) {
      const answer = await inbox(token)
      assert.deepEqual([answer.statusCode, answer.json().code], [401, 'TOKEN_INVALID'])
    }
    await assert.rejects(
      house.asked(visitor, config, { scope: 'openid cases.read', resource: 'urn:other' }).then(({ answer }) => {
        const location = new URL(String(answer.headers.location))
        if (location.searchParams.get('error') === 'invalid_target') throw new oidc.ClientError('invalid_target')
      }),
      /invalid_target/,
    )
  })

  test('a page that needs a proof asks for it, and goes on with what was typed', async () => {
    const person = await openPerson(gate)
    const visitor = openVisitor(gate.app)
    await signInBy(visitor, person.number, person.codes[0]!)
    await visitor.get('/sign-in/own')
    gate.house.clock.advance({ minutes: 31 })
    const asked = await visitor.send('/sign-in/own/print', { note: '甲 & <乙>' })
    assert.equal(asked.statusCode, 403)
    assert.match(asked.body, /您刚才要办的事还在/)
    const fieldsOf = (body: string) =>
      Object.fromEntries(
        [...body.matchAll(/<input type="hidden" name="(going|kept)" value="([^"]*)">/g)].map(([, name, value]) => [
          name!,
          value!.replaceAll('&amp;', '&'),
        ]),
      )
    const kept = fieldsOf(asked.body)
    assert.equal(kept['going'], '/sign-in/own/print')
    const wrong = await visitor.send('/sign-in/prove', { ...kept, password, code: '000000' })
    assert.deepEqual(fieldsOf(wrong.body), kept, 'a mistyped code loses nothing')
    const done = await visitor.send('/sign-in/prove', { ...kept, password, code: person.codes[1]! })
    assert.match(done.body, /<form action="\/sign-in\/own\/print" method="post">/)
    assert.match(done.body, /name="note" value="甲 &amp; &lt;乙&gt;"/)
    assert.doesNotMatch(done.body, /name="(?:password|code)"/)
    assert.match((await visitor.send('/sign-in/own/print', { note: '甲' })).body, /打印或抄下来/)
    const elsewhere = await visitor.send('/sign-in/prove', {
      ...{ going: '//evil.test/x', kept: '' },
      ...{ password, code: person.codes[2]! },
    })
    assert.doesNotMatch(elsewhere.body, /evil/)
  })

  test('a person whose proof has aged authorises nobody until he proves again, and what he typed is still there', async () => {
    const person = await openPerson(gate)
    const visitor = openVisitor(gate.app)
    await signInBy(visitor, person.number, person.codes[0]!)
    await visitor.get('/mine/delegations')
    gate.house.clock.advance({ minutes: 31 })
    const typed = { name: '示例受托人', number: '11010519491231002X', items: '', all: '1', scopes: 'apply', for: '' }
    const asked = await visitor.send('/mine/delegations', { ...typed, from: '', until: '' })
    assert.equal(asked.statusCode, 403)
    assert.match(asked.body, /\/sign-in\/prove/)
    assert.match(asked.body, /value="示例受托人"/)
    assert.deepEqual(await gate.house.city.mandates.given(person.party), [])
  })
})
