import assert from 'node:assert/strict'
import { createHmac, generateKeyPairSync } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { manualClock, uuidv7 } from '#kernel/clock'
import { openTestDatabase, type TestDatabase } from '../../../test/harness/database.ts'
import { openTestKeyring } from '../../../test/harness/keyring.ts'
import { signAnswer } from './contract.ts'
import {
  type Asked,
  type Exchange,
  makeExchange,
  makeSimulator,
  type OutsideSystem,
  type SimulatedFault,
} from './index.ts'

const clock = manualClock('2026-03-02T09:00:00+08:00')
const keyring = openTestKeyring()
const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const budget: OutsideSystem = {
  system: 'budget',
  within: 300,
  publicKey,
  questions: { hasBalance: { with: ['line', 'amount'], answer: 'boolean' } },
}
const question = 'budget.hasBalance'
const facts = { line: '2110302', amount: 500_000 }
let database: TestDatabase

/** A department that has the money, and answers with these faults. */
function house(faults: SimulatedFault[], know: () => boolean | null = () => true) {
  let exchange: Exchange
  const simulator = makeSimulator({
    outside: budget,
    clock,
    know,
    key: privateKey,
    faults,
    slow: 900,
    deliver: (system, payload) => exchange.receive(system, payload),
  })
  const tag = (text: string) => createHmac('sha256', 'test').update(text).digest()
  exchange = makeExchange({ db: database.app, clock, adapters: [simulator], keyring, tag })
  const caseId = uuidv7(clock)
  const ask = (more: object = {}) =>
    exchange.ask(question, { ...facts, ...more }, { caseId, purpose: 'energy-saving-fund' })
  return { exchange, simulator, ask, caseId, told: async () => (({ value, fault }) => [value, fault])(await ask()) }
}

suite('数据交换 outside answers', () => {
  before(async () => {
    database = await openTestDatabase()
  })
  after(() => database.close())

  test('an answer is stored with source, moment and end before it is used, and asked for once while it counts', async () => {
    const { ask, simulator, exchange, caseId } = house([])
    const answer = await ask()
    assert.deepEqual([answer.value, answer.fault, answer.source], [true, null, 'system:budget:budget-simulator'])
    assert.ok(answer.obtained && answer.validUntil && answer.obtained < answer.validUntil)
    await ask()
    assert.equal(simulator.heard.length, 1)
    const [heard] = simulator.heard
    assert.deepEqual(
      [heard?.question, heard?.with, heard?.purpose, heard?.caseId],
      [question, facts, 'energy-saving-fund', caseId],
    )
    const [stored] = await exchange.evidenceOf(caseId)
    assert.deepEqual([stored?.value, stored?.purpose, stored?.late], [true, 'energy-saving-fund', false])
    clock.advance('PT31M')
    assert.equal((await ask()).value, true)
    assert.equal(simulator.heard.length, 2)
    assert.notEqual(simulator.heard[1]?.request, heard?.request)
  })

  test('silent: unknown within the time one waits, and asked again under the same id', async () => {
    const { told, simulator } = house(['silent'])
    const began = performance.now()
    assert.deepEqual(await told(), [null, 'EXCHANGE_SILENT'])
    assert.ok(performance.now() - began < 2_000)
    assert.deepEqual(await told(), [true, null])
    assert.equal(simulator.heard[0]?.request, simulator.heard[1]?.request)
  })

  test('slow: nobody waits longer; the late answer is kept and counts the next time', async () => {
    const { told, simulator, exchange, caseId } = house(['slow'])
    assert.deepEqual(await told(), [null, 'EXCHANGE_SILENT'])
    clock.advance('PT1S')
    for (let tries = 0; tries < 50 && (await exchange.evidenceOf(caseId))[0]?.source == null; tries++) await pause(20)
    assert.equal((await exchange.evidenceOf(caseId))[0]?.late, true)
    assert.deepEqual(await told(), [true, null])
    assert.equal(simulator.heard.length, 1)
  })

  test('wrong type, garbage, unsigned, from the future: stored as what they are, and never a value', async () => {
    for (const [fault, code] of [
      ['wrong-type', 'EXCHANGE_ANSWER_INVALID'],
      ['garbage', 'EXCHANGE_ANSWER_INVALID'],
      ['unsigned', 'EXCHANGE_SIGNATURE_FALSE'],
      ['from-the-future', 'EXCHANGE_ANSWER_INVALID'],
    ] as const) {
      const { told, exchange, caseId } = house([fault])
      assert.deepEqual(await told(), [null, code], fault)
      const [stored] = await exchange.evidenceOf(caseId)
      assert.deepEqual([stored?.fault, stored?.value], [code, null], fault)
      assert.deepEqual(await told(), [true, null], fault)
    }
  })

  test('whatever comes instead of an answer is kept as one that cannot be used, and stops nobody', async () => {
    const cyclic: Record<string, unknown> = {}
    cyclic['self'] = cyclic
    const trap = Object.defineProperty({}, 'value', { enumerable: true, get: () => assert.fail('it was believed') })
    const nobody = Object.create(null) as object
    const soundTo = ({ request, question: asked }: Asked, more: object) =>
      signAnswer(
        {
          ...{ request, question: asked, value: true, source: 'budget' },
          obtained: clock.now().toString(),
          validUntil: clock.now().add({ minutes: 30 }).toString(),
          ...more,
        },
        privateKey,
      )
    const told = async (ask: (asked: Asked) => unknown) => {
      const tag = (text: string) => createHmac('sha256', 'test').update(text).digest()
      const adapter = { outside: { ...budget, within: 10_000 }, ask: async (asked: Asked) => ask(asked) }
      const exchange = makeExchange({ db: database.app, clock, adapters: [adapter], keyring, tag })
      const caseId = uuidv7(clock)
      const { value, fault } = await exchange.ask(question, facts, { caseId, purpose: 'p' })
      const [stored] = await exchange.evidenceOf(caseId)
      return [value, fault, stored?.fault ?? null]
    }
    const invalid = [null, 'EXCHANGE_ANSWER_INVALID', 'EXCHANGE_ANSWER_INVALID']
    for (const payload of [cyclic, trap, nobody, 10n ** 30n, undefined, () => true, 'x', Number.NaN])
      assert.deepEqual(await told(() => payload), invalid)
    for (const more of [
      { source: 'a\0b' },
      { source: '\ud800' },
      { obtained: '0000-01-01T00:00:00Z' },
      { validUntil: '9999-12-31T23:59:59.9999999Z' },
    ])
      assert.deepEqual(await told(asked => soundTo(asked, more)), invalid, JSON.stringify(more))
    assert.deepEqual(await told(asked => soundTo(asked, { validUntil: '9999-12-31T23:59:59Z' })), [true, null, null])
    for (const thrown of [nobody, undefined, 'x', Symbol('x')])
      assert.deepEqual(
        await told(() => {
          throw thrown
        }),
        [null, 'EXCHANGE_AWAY', null],
      )
  })

  test('stale and away are unknown; a department that does not know says so', async () => {
    assert.deepEqual(await house(['away']).told(), [null, 'EXCHANGE_AWAY'])
    assert.equal((await house(['stale']).ask()).value, null)
    assert.deepEqual(await house([], () => null).told(), [null, null])
  })

  test('twice the same answer is one row', async () => {
    const { told, exchange, caseId } = house(['duplicate'])
    assert.deepEqual(await told(), [true, null])
    assert.equal((await exchange.evidenceOf(caseId)).length, 1)
  })

  test('two answers that contradict each other are both kept, and neither is believed', async () => {
    const { told, exchange, caseId } = house(['contradictory'])
    assert.deepEqual(await told(), [null, 'EXCHANGE_CONTRADICTED'])
    assert.deepEqual((await exchange.evidenceOf(caseId)).map(({ value }) => value).sort(), [false, true])
  })

  test('out of order: what was asked earlier and comes later does not undo the newer answer', async () => {
    const { told, exchange, caseId } = house(['out-of-order'])
    assert.deepEqual(await told(), [null, 'EXCHANGE_SILENT'])
    clock.advance('PT1S')
    assert.deepEqual(await told(), [true, null])
    for (
      let tries = 0;
      tries < 50 && (await exchange.evidenceOf(caseId)).filter(({ source }) => source).length < 2;
      tries++
    )
      await pause(20)
    assert.deepEqual(
      (await exchange.evidenceOf(caseId)).map(({ value }) => value),
      [false, true],
    )
    assert.deepEqual(await told(), [true, null])
  })

  test('an answer nobody asked for is refused; other facts are another question; a missing fact is not sent', async () => {
    const { ask, simulator, exchange } = house([])
    await ask()
    const strange = {
      ...((await simulator.ask(simulator.heard[0]!, AbortSignal.timeout(1_000))) as object),
      request: uuidv7(clock),
    }
    await assert.rejects(exchange.receive('budget', strange), { code: 'EXCHANGE_ANSWER_UNASKED' })
    await assert.rejects(exchange.receive('elsewhere', strange), { code: 'EXCHANGE_ANSWER_UNASKED' })
    const heard = simulator.heard.length
    await ask({ amount: 1 })
    assert.equal(simulator.heard.length, heard + 1)
    assert.equal((await ask({ amount: null })).fault, 'FACT_UNKNOWN')
    assert.equal(simulator.heard.length, heard + 1)
    assert.deepEqual([exchange.answers(question), exchange.answers('budget.other')], [true, false])
  })

  test('no connection is held and nothing is locked while a department thinks', async () => {
    const { exchange, simulator, caseId } = house([])
    const held: number[] = []
    const slow = {
      ...simulator,
      ask: async (...asked: Parameters<typeof simulator.ask>) => {
        await pause(20)
        held.push(database.app.inUse())
        return simulator.ask(...asked)
      },
    }
    const watched = makeExchange({
      db: database.app,
      clock,
      ...{ adapters: [slow], keyring },
      tag: text => createHmac('sha256', 'x').update(text).digest(),
    })
    assert.equal((await watched.ask(question, facts, { caseId, purpose: 'x' })).value, true)
    assert.deepEqual(held, [0])
    assert.equal((await exchange.evidenceOf(caseId)).length, 1)
  })
})
