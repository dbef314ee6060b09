import assert from 'node:assert/strict'
import { createHash, createHmac, generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { manualClock, uuidv7 } from '#kernel/clock'
import type { Verdict } from '#kernel/refusal'
import { openTestDatabase, type TestDatabase } from '../../../test/harness/database.ts'
import { market, openDepartment, say } from '../../../test/harness/department.ts'
import { openTestKeyring } from '../../../test/harness/keyring.ts'
import { type Comparison, comparisonVerdict, makeComparisons } from '../comparison/index.ts'
import { type Exchange, makeExchange } from './exchange.ts'
import { makeHealth, makeSimulator, openAdapters, readExchanges, type SimulatedFault } from './index.ts'

const clock = manualClock('2026-03-02T09:00:00+08:00')
const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString().trim().replaceAll('\n', '\n    ')
const question = 'court.hasCaseOnParcel'
const signed = (url: string) => `
court:
  name: { zh: 法院立案系统, en: Docket of the court }
  organ: 210100-natural-resources-bureau
  url: ${url}
  within: 400
  proof: { header: x-api-key, secret: court }
  publicKey: |
    ${pem}
  questions:
    ${question}: { with: { parcel: parcel }, answer: boolean }
`
const secrets = mkdtempSync(join(tmpdir(), 'plumbline-secrets-'))
writeFileSync(join(secrets, 'court'), 'a secret of the court\n', { mode: 0o600 })
after(() => rmSync(secrets, { recursive: true }))

let database: TestDatabase
before(async () => {
  database = await openTestDatabase()
})
after(() => database?.close())
const keyring = openTestKeyring()
const tag = (text: string) => createHmac('sha256', 'test').update(text).digest()

/** The exchange of a city whose `exchanges.yaml` says this. */
function cityOf(yaml: string, away: (system: string, since: string) => Promise<void> = async () => {}) {
  const health = makeHealth({ db: database.app, clock, away })
  const declared = readExchanges('exchanges.yaml', Buffer.from(yaml))
  assert.deepEqual(declared.findings, [])
  const { connected, findings } = openAdapters(declared, { clock, health, secrets })
  assert.deepEqual(findings, [])
  const adapters = connected.map(({ adapter }) => adapter)
  const exchange = makeExchange({ db: database.app, clock, adapters, keyring, tag })
  return { exchange, health, outside: connected[0]!.adapter.outside }
}

/** A court that answers over HTTP as the simulator does, faults and all. */
async function court(faults: SimulatedFault[]) {
  let exchange: Exchange
  const department = await openDepartment(() => {})
  const city = cityOf(signed(department.url))
  ;({ exchange } = city)
  const simulator = makeSimulator({
    outside: city.outside,
    clock,
    know: () => false,
    key: privateKey,
    faults,
    slow: 1_000,
    deliver: (system, payload) => exchange.receive(system, payload),
  })
  department.state.counter = async ({ body }, response, signal) =>
    say(response, await simulator.ask(JSON.parse(body), signal))
  return { ...city, department, caseId: uuidv7(clock) }
}

const declared: Comparison = {
  id: 'not-in-court',
  at: ['accept'],
  ask: question,
  with: { parcel: 'land.parcel' },
  expect: false,
  else: 'human',
  unknown: 'human',
  basis: { law: '土地权属争议调查处理办法', articles: [] },
}
const told = (verdict: Verdict) => (verdict.granted ? 'granted' : `${verdict.outcome} ${verdict.reasons[0]?.code}`)

suite('HTTP 交换 a department asked over HTTP', () => {
  test('every one of eleven faults: unknown waits, goes to a human or is refused as the item says; evidence once each', async () => {
    const nothing = ['human COMPARISON_UNKNOWN', 'refuse COMPARISON_AWAITED', 'refuse COMPARISON_UNKNOWN']
    const fine = ['granted', 'granted', 'granted']
    const faults: [SimulatedFault, string[], rows: number][] = [
      ['slow', nothing, 1],
      ['silent', nothing, 0],
      ['away', nothing, 0],
      ['wrong-type', nothing, 1],
      ['garbage', nothing, 1],
      ['duplicate', fine, 1],
      ['contradictory', ['human COMPARISON_UNKNOWN', 'human COMPARISON_UNKNOWN', 'refuse COMPARISON_UNKNOWN'], 2],
      ['out-of-order', nothing, 0],
      ['unsigned', nothing, 1],
      ['stale', nothing, 1],
      ['from-the-future', nothing, 1],
    ]
    for (const [fault, expected, rows] of faults) {
      const { exchange, department, caseId } = await court([fault])
      const { compare } = makeComparisons({
        ...{ db: database.app, clock, keyring, tag, outside: exchange },
        ask: async () => null,
      })
      const put = async () => {
        const wanted = { caseId, definition: { definition: { item: 'land-dispute' } }, comparisons: [declared] }
        const facts = { value: () => '210102-0007', test: () => true }
        return (await compare({ ...wanted, facts } as unknown as Parameters<typeof compare>[0]))[0]
      }
      const evidence = await put()
      const verdicts = (['human', 'wait', 'refuse'] as const).map(unknown =>
        told(comparisonVerdict({ ...declared, unknown }, evidence, clock.now())),
      )
      assert.deepEqual(verdicts, expected, fault)
      if (fault === 'slow') await pause(1_200)
      const kept = (await exchange.evidenceOf(caseId)).filter(({ late }) => late !== null)
      assert.equal(kept.length, rows, fault)
      // The department is well again: the same step goes on, and nothing was lost.
      clock.advance('PT31M')
      assert.equal(told(comparisonVerdict(declared, await put(), clock.now())), 'granted', fault)
      await department.close()
    }
  })

  test('one that stays away waits no case for ever: after three days a named person decides, also where the item waits', async () => {
    const { exchange, department, caseId } = await court([])
    await department.close()
    const ask = () => exchange.ask(question, { parcel: '7' }, { caseId, purpose: 'land-dispute' })
    const first = await ask()
    assert.deepEqual([first.value, first.fault, first.toHuman], [null, 'EXCHANGE_AWAY', undefined])
    clock.advance('P2DT23H')
    assert.equal((await ask()).toHuman, undefined)
    clock.advance('PT1H')
    assert.equal((await ask()).toHuman, true)
    const answer = {
      value: null,
      obtained: clock.now().toString(),
      validUntil: clock.now().add({ hours: 1 }).toString(),
    }
    const waits: Comparison = { ...declared, unknown: 'wait' }
    assert.equal(told(comparisonVerdict(waits, { ...answer, toHuman: true }, clock.now())), 'human COMPARISON_UNKNOWN')
  })

  test('what is no answer at all: a page, a redirect, an error, too much, half of it, a word that is no UTF-8', async () => {
    const { exchange, department, caseId } = await court([])
    const ask = () => exchange.ask(question, { parcel: '7' }, { caseId, purpose: 'land-dispute' })
    const counters: [Parameters<typeof say>[1], number, string][] = [
      ['<h1>登录</h1>', 200, 'EXCHANGE_ANSWER_INVALID'],
      ['', 200, 'EXCHANGE_ANSWER_INVALID'],
      ['{}', 302, 'EXCHANGE_AWAY'],
      ['{}', 500, 'EXCHANGE_AWAY'],
      [`"${'x'.repeat(70_000)}"`, 200, 'EXCHANGE_AWAY'],
    ]
    for (const [body, status, fault] of counters) {
      clock.advance('PT1H')
      department.state.counter = (_, response) => {
        response.setHeader('location', `${department.url}/elsewhere`)
        say(response, body, status)
      }
      assert.equal((await ask()).fault, fault, `${status} ${String(body).slice(0, 10)}`)
      department.state.counter = (_, response) => say(response, {})
      await ask()
    }
    assert.ok(
      department.state.heard.every(({ url }) => url === '/'),
      'no redirect was followed',
    )
    for (const broken of [
      (response: Parameters<typeof say>[0]) => {
        response.writeHead(200, { 'content-length': 100 }).write('{"request":')
        setTimeout(() => response.destroy(), 10)
      },
      (response: Parameters<typeof say>[0]) => response.end(Buffer.from([0x22, 0xff, 0xfe, 0x22])),
    ]) {
      clock.advance('PT1H')
      department.state.counter = (_, response) => void broken(response)
      assert.equal((await ask()).fault, 'EXCHANGE_AWAY')
    }
    await department.close()
  })

  test('the secret goes along and the facts it needs, nothing else', async () => {
    const { exchange, department, caseId } = await court([])
    await exchange.ask(question, { parcel: '7', name: '张三' }, { caseId, purpose: 'land-dispute' })
    const [heard] = department.state.heard
    assert.equal(heard?.headers['x-api-key'], 'a secret of the court')
    assert.deepEqual(JSON.parse(heard!.body).with, { parcel: '7' })
    assert.doesNotMatch(heard!.body, /张三/)
    await department.close()
  })
})

suite('字段对照 a department with words of its own', () => {
  test('is asked in its words, signed, and its words become an answer with source and times', async () => {
    const department = await openDepartment(() => {})
    const { exchange } = cityOf(market(department.url))
    const answers: Record<string, unknown> = { status: '存续', office: '沈阳市市场监督管理局' }
    department.state.counter = ({ body }, response) => {
      const time = clock.now().toZonedDateTimeISO('Asia/Shanghai').toPlainDateTime().toString().slice(0, 19)
      say(response, { code: 0, data: { ...answers, ticket: JSON.parse(body).ticket, time: time.replace('T', ' ') } })
    }
    const caseId = uuidv7(clock)
    const ask = (uscc: string) => exchange.ask('enterprise.isActive', { uscc }, { caseId, purpose: 'energy-review' })
    const active = await ask('91210102MA0UQ4XK0Y')
    assert.deepEqual(
      [active.value, active.fault, active.source, active.obtained],
      [true, null, 'system:market:沈阳市市场监督管理局', clock.now().toString()],
    )
    const [heard] = department.state.heard
    assert.equal(heard?.url, '/gateway/v1/status')
    const { ticket, ...rest } = JSON.parse(heard!.body)
    assert.match(ticket, /^[0-9a-f-]{36}$/)
    assert.deepEqual(rest, { query: { creditCode: '91210102MA0UQ4XK0Y' }, reason: 'energy-review' })
    const digest = createHash('sha256').update(heard!.body).digest('hex')
    const text = `${heard!.headers['x-time']}\nPOST\n/gateway/v1/status\n${digest}`
    const expected = createHmac('sha256', 'a secret of the court').update(text).digest('hex')
    assert.deepEqual([heard!.headers['x-signature'], heard!.headers['x-app']], [expected, 'plumbline'])

    answers['status'] = '吊销'
    assert.equal((await ask('2')).value, false)
    answers['status'] = '查无'
    assert.deepEqual((({ value, fault }) => [value, fault])(await ask('3')), [null, null])
    // A word nobody declared is never guessed; the answer to another ticket is none.
    answers['status'] = '迁出'
    assert.equal((await ask('4')).fault, 'EXCHANGE_ANSWER_INVALID')
    department.state.counter = (_, response) =>
      say(response, { data: { status: '存续', office: 'x', ticket: uuidv7(clock), time: clock.now().toString() } })
    assert.deepEqual((({ value, fault }) => [value, fault])(await ask('5')), [null, 'EXCHANGE_AWAY'])
    await department.close()
  })

  test('one that fails again and again is left alone, told of once, and asked again when it is back', async () => {
    const department = await openDepartment((_, response) => say(response, {}, 503))
    const gone: string[] = []
    const { exchange, health } = cityOf(market(department.url).replace('market:', 'market-two:'), async system => {
      gone.push(system)
    })
    const ask = () =>
      exchange.ask('enterprise.isActive', { uscc: '9' }, { caseId: uuidv7(clock), purpose: 'energy-review' })
    for (let tries = 0; tries < 12; tries++) assert.equal((await ask()).fault, 'EXCHANGE_AWAY')
    assert.equal(department.state.heard.length, 5)
    assert.deepEqual(gone, ['market-two'])
    const [seen] = await health.read(['market-two'])
    assert.deepEqual(
      [seen?.state, seen?.fault, seen?.lastDay.asked, seen?.lastDay.unanswered],
      ['away', 'it answered 503', 12, 12],
    )
    assert.equal((await health.read(['nobody']))[0]?.state, 'never-asked')
    await health.told('market-two', undefined)
    assert.deepEqual([(await health.read(['market-two']))[0]?.state], ['well'])
    await department.close()
  })
})
