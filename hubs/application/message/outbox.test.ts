import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { manualClock } from '#kernel/clock'
import { makeKeyring } from '#kernel/party'
import { openTestDatabase, type TestDatabase } from '../../../test/harness/database.ts'
import { simulateGateway } from './gateway-simulator.ts'
import { makeLetters } from './letter.ts'
import type { MessageWay } from './message.ts'
import { type MessageWanted, makeMessages, type Settled } from './outbox.ts'
import { simulatePost } from './post-simulator.ts'
import { makeShortMessages } from './short-message.ts'
import { keepMessages } from './simulator.ts'

const clock = manualClock('2026-03-02T09:00:00+08:00')
const log = { warn: () => {} }
let folder: string
let database: TestDatabase
let running = 0
const idOf = (nth: number): string => `00000000-0000-8000-a000-${String(nth).padStart(12, '0')}`
const addresses = { sms: '13800000001', post: '沈阳市和平区示例路1号 示例公民 收' }

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-outbox-'))
  database = await openTestDatabase()
})
after(async () => {
  await database?.close()
  await rm(folder, { recursive: true, force: true })
})

suite('待发 queued with what it tells of, sent once', () => {
  const cause = () => `${idOf(++running)}:7`
  const wanted = (more: Partial<MessageWanted> = {}): MessageWanted => ({
    ...{ way: 'sms', cause: cause(), kind: 'decided', caseId: idOf(1), party: idOf(2) },
    ...{ to: addresses.sms, subject: '办件有新消息', text: '请登录查看。' },
    ...more,
  })
  const houseOf = (ways: readonly MessageWay[], settled?: (one: Settled) => void) =>
    makeMessages({
      ...{ db: database.app, clock, log, ways },
      keyring: makeKeyring({ kekFile: join(folder, 'key') }),
      settled: async (_, one) => settled?.(one),
    })
  const stateOf = async (of: string) =>
    (
      await database.migrator.query<{ state: string; answer: string; attempts: number; sealed: unknown }>(
        'select state, answer, attempts, sealed from application.outgoing where cause = $1',
        [of],
      )
    )[0]

  test('what is rolled back is never sent, what is committed is sent once, and its words are gone', async () => {
    const kept = keepMessages('sms')
    const house = houseOf([kept])
    const one = wanted()
    await assert.rejects(
      database.app.transaction(async sql => {
        await house.queue(sql, one)
        throw new Error('the step fails')
      }),
    )
    assert.equal(await house.sendDue(), 0)
    for (const fresh of [true, false])
      assert.equal(await database.app.transaction(sql => house.queue(sql, one)), fresh, 'queued twice, there once')
    const { sealed } = (await stateOf(one.cause))!
    assert.ok(!(sealed as Buffer).includes(addresses.sms))
    await Promise.all([house.sendDue(), house.sendDue()])
    assert.deepEqual(
      kept.kept.map(({ to }) => to),
      [addresses.sms],
    )
    assert.deepEqual(await stateOf(one.cause), { state: 'sent', answer: 'SIMULATED', attempts: 1, sealed: null })
  })

  test('a worker killed between sending and writing down: the next one hands over the same id, and it goes once', async () => {
    const gateway = await simulateGateway()
    const real = makeShortMessages({ url: gateway.url })
    let handed = () => {}
    const gone = new Promise<void>(resolve => {
      handed = resolve
    })
    const dying: MessageWay = {
      way: 'sms',
      async send(message, signal) {
        await real.send(message, signal)
        handed()
        return new Promise(() => {})
      },
    }
    const one = wanted()
    await database.app.transaction(sql => houseOf([dying]).queue(sql, one))
    void houseOf([dying]).sendDue()
    await gone
    const next = houseOf([real])
    assert.equal(await next.sendDue(), 0, 'somebody has it in hand')
    clock.advance({ minutes: 3 })
    assert.equal(await next.sendDue(), 1)
    assert.equal(gateway.heard.length, 2)
    assert.equal(gateway.left.length, 1)
    assert.equal((await stateOf(one.cause))!.answer, 'HTTP_409')
    await next.collect()
    assert.equal((await stateOf(one.cause))!.state, 'arrived')
    await gateway.close()
  })

  test('again, later and later; then undelivered, and whoever serves papers by it hears so once', async () => {
    const told: Settled[] = []
    const down: MessageWay = { way: 'sms', send: async () => ({ kind: 'later', proof: 'BUSY' }) }
    const house = houseOf([down], one => void told.push(one))
    const one = wanted({ delivery: idOf(3) })
    await database.app.transaction(sql => house.queue(sql, one))
    let [tries, hours] = [0, 0]
    for (; hours < 48 && (await stateOf(one.cause))!.state === 'waiting'; hours++) {
      tries += await house.sendDue()
      clock.advance({ hours: 1 })
    }
    assert.equal((await stateOf(one.cause))!.state, 'undelivered')
    assert.ok(tries >= 5 && tries <= 7 && hours >= 20, `${tries} tries in ${hours} hours`)
    assert.deepEqual(told, [{ delivery: idOf(3), kind: 'undelivered', proof: 'BUSY' }])
    // A way that nobody has set up, and an address that is none: for good, at once.
    const none = wanted({ way: 'mail' })
    await database.app.transaction(sql => house.queue(sql, none))
    await house.sendDue()
    assert.deepEqual([house.has('mail'), (await stateOf(none.cause))!.answer], [false, 'NO_SUCH_WAY'])
  })

  test('a letter that comes back is undelivered although it was sent; a report told twice changes nothing', async () => {
    const place = join(folder, 'returned')
    const office = simulatePost(place, { faults: ['bounced', 'duplicate'] })
    const told: Settled[] = []
    const house = houseOf([makeLetters(place)], one => void told.push(one))
    const paper = { name: 'decision.pdf', bytes: Buffer.from('%PDF-1.7 sample') }
    const letters = [4, 5].map(nth => wanted({ way: 'post', to: addresses.post, paper, delivery: idOf(nth) }))
    for (const one of letters) {
      await database.app.transaction(sql => house.queue(sql, one))
      await house.sendDue()
      await office.round()
    }
    await house.collect()
    await house.collect()
    assert.deepEqual(
      [(await stateOf(letters[0]!.cause))!.state, (await stateOf(letters[1]!.cause))!.state],
      ['undelivered', 'arrived'],
    )
    assert.deepEqual(
      told.map(({ delivery, kind, on }) => [delivery, kind, on]),
      [
        [idOf(4), 'sent', undefined],
        [idOf(5), 'sent', undefined],
        [idOf(4), 'returned', '2026-03-04'],
        [idOf(5), 'arrived', '2026-03-04'],
      ],
    )
  })
})
