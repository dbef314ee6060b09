import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import { evidenceOf } from '#hubs/data/comparison'
import { readExchanges, signAnswer } from '#hubs/data/exchange'
import { uuidv7 } from '#kernel/clock'
import { codes } from '../../test/harness/city.ts'
import { openDepartment, say } from '../../test/harness/department.ts'
import { openingOf, openTestGate, type TestGate } from '../../test/harness/gate.ts'

const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString().trim().replaceAll('\n', '\n    ')
const organ = '210102-approval-bureau'

suite('外部系统 a city that asks a department over HTTP', () => {
  let gate: TestGate
  let window: string
  let department: Awaited<ReturnType<typeof openDepartment>>
  let court: typeof department
  const registered = (status: string) => {
    department.state.counter = ({ body }, response) =>
      say(response, { data: { status, ticket: JSON.parse(body).ticket } })
  }

  before(async () => {
    department = await openDepartment((_, response) => say(response, {}, 503))
    court = await openDepartment(() => {})
    const declaredExchanges = readExchanges(
      'exchanges.yaml',
      Buffer.from(`
market:
  name: { zh: 市场主体登记系统, en: Register of enterprises }
  organ: 210100-market-regulation-bureau
  url: ${department.url}
  within: 1000
  questions:
    enterprise.isActive:
      with: { code: uscc, ticket: $request }
      answer: boolean
      value: { at: data.status, means: { 存续: true, 注销: false } }
      echo: data.ticket
court:
  name: { zh: 法院立案系统, en: Docket of the court }
  organ: 210100-natural-resources-bureau
  url: ${court.url}
  within: 50
  publicKey: |
    ${pem}
  questions:
    court.hasCaseOnParcel: { with: { parcel: parcel }, answer: boolean }
`),
    )
    assert.deepEqual(declaredExchanges.findings, [])
    gate = await openTestGate({ declaredExchanges })
    window = await gate.officer(`acceptance@${organ}`)
  })
  after(() => gate?.close())

  const opened = async () => {
    const firm = await gate.house.firm()
    const { number, caseId } = (await gate.ask('/api/cases', { token: window, body: openingOf(firm) })).json()
    return { number: number as string, caseId: caseId as string, code: codes.get(firm)! }
  }
  const accept = (number: string, body: object = {}) =>
    gate.ask(`/api/cases/${number}/acts/accept`, { token: window, body })
  const kept = async (caseId: string) =>
    (await gate.house.city.exchange.evidenceOf(caseId)).map(({ value, fault, source }) => [value, fault, source])

  test('the department answers: the step goes through, on evidence that is there once', async () => {
    registered('存续')
    const { number, caseId, code } = await opened()
    assert.equal((await accept(number)).statusCode, 200)
    assert.equal(JSON.parse(department.state.heard.at(-1)!.body).code, code)
    assert.deepEqual(await kept(caseId), [[true, null, 'market']])
  })

  test('it is away, or says otherwise: a named person decides as the item says, and the case goes on', async () => {
    for (const counter of [
      () => registered('注销'),
      () => (department.state.counter = (_, response) => say(response, {}, 503)),
    ]) {
      counter()
      const { number } = await opened()
      const asked = (await accept(number)).json()
      assert.deepEqual([asked.code, asked.reasons?.[0]?.rule], ['HUMAN_JUDGEMENT_NEEDED', 'comparison.firm-active'])
      assert.equal((await accept(number, { judgements: { 'firm-active': '已核对营业执照' } })).statusCode, 200)
    }
  })

  test('what a department brings by itself, later than anybody waited, is taken once, by its signature only, and counts', async () => {
    const { exchange, clock } = gate.house.city
    const caseId = uuidv7(clock)
    const ask = () => exchange.ask('court.hasCaseOnParcel', { parcel: '7' }, { caseId, purpose: 'land-dispute' })
    assert.equal((await ask()).fault, 'EXCHANGE_SILENT')
    const { request, question } = JSON.parse(court.state.heard[0]!.body)
    const bare = {
      ...{ request, question, value: false, source: '立案庭' },
      obtained: clock.now().toString(),
      validUntil: clock.now().add({ hours: 1 }).toString(),
    }
    const bring = async (body: object, system = 'court') => {
      const answer = await gate.ask(`/api/exchanges/${system}/answers`, { body })
      return answer.json().code ?? answer.json().kept
    }
    const answer = signAnswer(bare, privateKey)
    assert.equal(await bring(bare), 'EXCHANGE_ANSWER_UNSIGNED')
    assert.equal(await bring({ ...answer, value: true }), 'EXCHANGE_ANSWER_UNSIGNED')
    assert.equal(await bring(answer, 'market'), 'EXCHANGE_ANSWER_UNSIGNED')
    assert.equal(await bring(answer, 'nobody'), 'EXCHANGE_ANSWER_UNSIGNED')
    assert.equal(await bring(signAnswer({ ...bare, request: uuidv7(clock) }, privateKey)), 'EXCHANGE_ANSWER_UNASKED')
    assert.equal(await bring({ ...answer, more: 1 }), 'BODY_INVALID')
    assert.deepEqual([await bring(answer), await bring(answer)], [true, false])
    assert.deepEqual(await kept(caseId), [[false, null, '立案庭']])
    assert.equal((await ask()).value, false)
    assert.equal(court.state.heard.length, 1)
  })

  test('with the main party of an ended case goes what was said of it, in the open or sealed; what comes later is not kept', async () => {
    registered('存续')
    const { city, database } = gate.house
    const firm = await gate.house.firm()
    const { number, caseId } = (await gate.ask('/api/cases', { token: window, body: openingOf(firm) })).json()
    assert.equal((await accept(number)).statusCode, 200)
    const other = await opened()
    assert.equal((await accept(other.number)).statusCode, 200)
    const compared = async (of: string) =>
      (await evidenceOf(city.db, city.keyring, of)).map(({ value, source }) => [value, source])
    assert.deepEqual(await compared(caseId), [[true, 'system:market:market']])
    // Beside it one of before, in the open.
    const [{ request } = { request: '' }] = await city.exchange.evidenceOf(caseId)
    await database.migrator.query(
      `alter table data.exchange_answers drop constraint exchange_answers_sealed;
       insert into data.exchange_answers (request, digest, value, source, obtained_at, valid_until, received_at, late)
         select request, sha256('before'), 'true', '张三', obtained_at, valid_until, received_at, true from data.exchange_answers where request = '${request}';
       alter table data.exchange_answers add constraint exchange_answers_sealed check (value is null and source is null and signature is null) not valid`,
    )
    await city.cases.act({ caseId, verb: 'withdraw', body: {}, actor: { kind: 'party', party: firm, account: firm } })
    const basis = { law: '个人信息保护法', articles: ['47'] }
    const by = { kind: 'system', name: 'test' } as const
    await city.db.transaction(sql => city.parties.erase(sql, firm, basis, by))
    assert.deepEqual(await kept(caseId), [
      [null, 'EXCHANGE_ERASED', null],
      [null, null, null],
    ])
    const left = await compared(caseId)
    assert.ok(left.length > 0 && left.every(([value, source]) => value === null && source === ''))
    const rows = await city.db.query<{ text: string; keys: number }>(
      `select a::text as text, (a.wrapped is not null)::int + (a.digest = sha256('before'))::int as keys from data.exchange_answers a where a.request = '${request}'`,
    )
    assert.ok(rows.length === 2 && rows.every(({ text, keys }) => keys === 0 && !/张三|true/.test(text)))
    const late = {
      ...{ request, question: 'enterprise.isActive', value: true, source: 'market' },
      obtained: city.clock.now().toString(),
      validUntil: city.clock.now().add({ hours: 1 }).toString(),
    }
    await assert.rejects(city.exchange.receive('market', late), { code: 'EXCHANGE_ANSWER_UNASKED' })
    assert.deepEqual(await kept(other.caseId), [[true, null, 'market']], 'nobody else’s')
    assert.deepEqual(await compared(other.caseId), [[true, 'system:market:market']])
  })

  test('administrators see how it is, supervision has one alarm, nobody else sees it; it is asked again when it is back', async () => {
    department.state.counter = (_, response) => say(response, {}, 503)
    const { number, caseId } = await opened()
    for (let tries = 0; tries < 6; tries++) await accept(number)
    const directory = await gate.house.city.identity.directory()
    const shown = async (sub: string, administrator: 'system' | 'security' | 'audit') => {
      const person = directory.personByNumber(sub)!.id
      const token = await gate.issuer.mint({ sub: person, administrator, scope: 'administer' })
      return gate.ask('/api/administration/exchanges', { token })
    }
    const [market, second] = (await shown('SYD-9001', 'system')).json().items
    assert.equal(second.system, 'court')
    assert.deepEqual(
      [market.system, market.name.zh, market.state, market.fault, market.questions],
      ['market', '市场主体登记系统', 'away', 'it answered 503', ['enterprise.isActive']],
    )
    assert.ok(market.lastDay.asked >= 2 && market.awaySince)
    assert.equal((await shown('SYD-9003', 'audit')).statusCode, 200)
    assert.equal((await shown('SYD-9002', 'security')).statusCode, 403)
    assert.equal((await gate.ask('/api/administration/exchanges', { token: window })).statusCode, 403)
    const alarms = await gate.house.city.db.query<{ alarm: string }>(
      `select alarm from governance.alarms where alarm = 'exchange-away'`,
    )
    assert.equal(alarms.length, 1)
    assert.deepEqual(await kept(caseId), [[null, null, null]])
  })
})
