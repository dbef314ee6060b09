import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, suite, test } from 'node:test'
import type { ActResult } from '#kernel/case'
import { uuidv7 } from '#kernel/clock'
import { Refusal } from '#kernel/refusal'
import { openTestCity, type TestCity } from '../../test/harness/city.ts'
import { permitFields, permitMaterials } from '../../test/harness/stories.ts'

const house: TestCity = await openTestCity({ now: '2026-03-02T09:00:00+08:00' })
after(() => house.close())
const organ = '210102-approval-bureau'
const firm = await house.firm()
const counter = await house.officer(`acceptance@${organ}`)
const reviewer = await house.officer(`review@${organ}`)
const permit = (more: object = {}) =>
  house.open({
    item: 'energy-review',
    organ,
    parties: [{ role: 'subject', party: firm, unit: 'firm' }],
    by: counter,
    body: { fields: permitFields, materials: permitMaterials },
    ...more,
  })
const count = async (sql: string, values: readonly unknown[] = []): Promise<number> =>
  (await house.database.migrator.query<{ n: number }>(`select count(*)::int as n from ${sql}`, values))[0]!.n
const events = (caseId: string) => count('kernel.case_events where case_id = $1', [caseId])

/** All at once; what each became: `done`, `again`, or the code of the refusal. Anything else is a bug and thrown. */
async function race(calls: readonly (() => Promise<ActResult>)[]): Promise<string[]> {
  const settled = await Promise.allSettled(calls.map(call => call()))
  return settled.map(one => {
    if (one.status === 'fulfilled') return one.value.repeated ? 'again' : 'done'
    if (one.reason instanceof Refusal && one.reason.status >= 400 && one.reason.status < 500) return one.reason.code
    throw one.reason
  })
}

suite('开办 opening', () => {
  test('a case has a number that can be read out, and is found by it', async () => {
    const { number, caseId } = await permit()
    assert.match(number, /^210102202603020{0,6}\d{1,8}$/)
    assert.equal(await house.city.cases.idOf(number), caseId)
    await assert.rejects(house.city.cases.idOf('210102202603020000000'), { code: 'CASE_NOT_FOUND', status: 404 })
  })
  test('a repeated opening meets the same case; another body or another hand is a conflict', async () => {
    const caseId = uuidv7(house.clock)
    const first = await permit({ caseId })
    const again = await permit({ caseId })
    assert.deepEqual(
      [again.repeated, again.caseId, again.number, again.seq],
      [true, first.caseId, first.number, first.seq],
    )
    await assert.rejects(
      permit({ caseId, body: { fields: { ...permitFields, 'energy.total': 2000 }, materials: permitMaterials } }),
      { code: 'COMMAND_REUSED', status: 409 },
    )
    await assert.rejects(permit({ caseId, by: { kind: 'party', party: firm, account: 'a' } }), {
      code: 'COMMAND_REUSED',
    })
    assert.equal(await events(caseId), first.seq)
  })
  test('twenty at once open one case', async () => {
    const caseId = uuidv7(house.clock)
    const results = await race(Array.from({ length: 20 }, () => () => permit({ caseId })))
    assert.deepEqual(results.filter(result => result === 'done').length, 1)
    assert.deepEqual(results.filter(result => result === 'again').length, 19)
    assert.equal(await count('kernel.case_numbers where case_id = $1', [caseId]), 1)
    assert.equal(await count('kernel.trail_outbox where subject = $1', [caseId]), 1)
  })
  test('a refused opening leaves nothing behind', async () => {
    const before = await count('kernel.cases')
    await assert.rejects(permit({ body: { fields: {} } }), { code: 'BODY_INVALID' })
    await assert.rejects(permit({ parties: [] }), { code: 'BODY_INVALID' })
    await assert.rejects(permit({ parties: [{ role: 'subject', party: firm, unit: 'person' }] }), {
      code: 'BODY_INVALID',
    })
    await assert.rejects(
      permit({
        parties: [
          { role: 'opponent', party: firm },
          { role: 'subject', party: firm },
        ],
      }),
      { code: 'BODY_INVALID' },
    )
    assert.equal(await count('kernel.cases'), before)
  })
  test('冒用他人号码 nobody applies under the number of somebody else', async () => {
    await assert.rejects(permit({ asWritten: true }), (fault: Refusal) => {
      assert.deepEqual(
        fault.reasons.map(({ code }) => code),
        ['IDENTIFIER_OF_ANOTHER'],
      )
      return true
    })
  })
  test('nobody who is unknown or erased is made a party', async () => {
    await assert.rejects(permit({ parties: [{ role: 'subject', party: randomUUID(), unit: 'firm' }] }), {
      code: 'PARTY_UNKNOWN',
    })
  })
})

suite('幂等 the same command once', () => {
  test('a repeat answers and does nothing; another body is a conflict; another hand is another command', async () => {
    const { caseId } = await permit()
    const commandId = randomUUID()
    const first = await house.act(caseId, 'accept', {}, counter, { commandId })
    const again = await house.act(caseId, 'accept', {}, counter, { commandId })
    assert.deepEqual([again.repeated, again.seq, again.events], [true, first.seq, []])
    await assert.rejects(house.act(caseId, 'accept', { judgements: {} }, counter, { commandId }), {
      code: 'COMMAND_REUSED',
      status: 409,
    })
    await assert.rejects(house.act(caseId, 'withdraw', {}, counter, { commandId }), { code: 'COMMAND_REUSED' })
    await assert.rejects(house.act(caseId, 'accept', {}, reviewer, { commandId }), { code: 'ACT_OUT_OF_ORDER' })
  })
  test('also long after, when the case has ended', async () => {
    const { caseId } = await permit()
    const commandId = randomUUID()
    await house.act(caseId, 'withdraw', {}, { kind: 'party', party: firm, account: 'a' }, { commandId })
    assert.equal(
      (await house.act(caseId, 'withdraw', {}, { kind: 'party', party: firm, account: 'a' }, { commandId })).repeated,
      true,
    )
  })
  test('a refused command may be tried again when it has become possible', async () => {
    const { caseId } = await permit()
    const commandId = randomUUID()
    await assert.rejects(house.act(caseId, 'suspend', { for: 'expert', notice: true }, reviewer, { commandId }))
    await house.act(caseId, 'accept', {}, counter)
    assert.equal(
      (await house.act(caseId, 'suspend', { for: 'expert', notice: true }, reviewer, { commandId })).repeated,
      false,
    )
  })
})

suite('并发 at the same instant', () => {
  test('two officers accept at once: one does, the other is told', async () => {
    for (let round = 0; round < 5; round++) {
      const { caseId } = await permit()
      assert.deepEqual(
        (
          await race([() => house.act(caseId, 'accept', {}, counter), () => house.act(caseId, 'accept', {}, counter)])
        ).sort(),
        ['ACT_OUT_OF_ORDER', 'done'],
      )
    }
  })
  test('twenty repeats of one command at once: one effect, twenty answers', async () => {
    for (const verb of ['accept', 'declareAvoidance'] as const) {
      const { caseId } = await permit()
      const commandId = randomUUID()
      const before = await events(caseId)
      const results = await race(
        Array.from(
          { length: 20 },
          () => () => house.act(caseId, verb, verb === 'accept' ? {} : { ground: 'interest' }, counter, { commandId }),
        ),
      )
      assert.deepEqual(
        [results.filter(one => one === 'done').length, results.filter(one => one === 'again').length],
        [1, 19],
        verb,
      )
      const state = await house.city.cases.stateOf(caseId)
      assert.equal(await events(caseId), state.seq)
      assert.ok(state.seq > before)
      assert.equal(await count('kernel.case_steps where case_id = $1 and command_id = $2', [caseId, commandId]), 1)
    }
  })
  test('who read the case earlier is told that it has moved on', async () => {
    const { caseId, seq } = await permit()
    const results = await race(
      [1, 2, 3].map(
        () => () => house.act(caseId, 'declareAvoidance', { ground: 'interest' }, counter, { expectedSeq: seq }),
      ),
    )
    assert.deepEqual(results.sort(), ['CASE_STALE', 'CASE_STALE', 'done'])
    await assert.rejects(house.act(caseId, 'accept', {}, counter, { expectedSeq: 99 }), {
      code: 'CASE_STALE',
      status: 412,
    })
  })
  test('different acts on one case queue up and are numbered without a gap', async () => {
    const { caseId } = await permit()
    await house.act(caseId, 'accept', {}, counter)
    await race(
      Array.from(
        { length: 12 },
        (_, nth) => () =>
          nth % 2
            ? house.act(caseId, 'claim', { stage: 'expert' }, reviewer)
            : house.act(caseId, 'unclaim', { stage: 'expert' }, reviewer),
      ),
    )
    const numbers = (
      await house.city.db.query<{ seq: number }>('select seq from kernel.case_events where case_id = $1 order by seq', [
        caseId,
      ])
    ).map(({ seq }) => seq)
    assert.deepEqual(
      numbers,
      numbers.map((_, at) => at + 1),
    )
  })
  test('many cases at once do not stand in each other’s way', async () => {
    const opened = await Promise.all(Array.from({ length: 12 }, () => permit()))
    assert.deepEqual(new Set(opened.map(({ number }) => number)).size, 12)
    assert.deepEqual(
      await race(
        opened.map(
          ({ caseId }) =>
            () =>
              house.act(caseId, 'accept', {}, counter),
        ),
      ),
      Array.from({ length: 12 }, () => 'done'),
    )
  })
})

suite('不写 what is refused writes nothing', () => {
  test('no event, no row, no leaf', async () => {
    const { caseId } = await permit()
    const rows = async () => [
      await events(caseId),
      await count('kernel.tasks where case_id = $1', [caseId]),
      await count('kernel.clocks where case_id = $1', [caseId]),
      await count('kernel.trail_outbox where subject = $1', [caseId]),
    ]
    const before = await rows()
    await assert.rejects(house.act(caseId, 'accept', {}, reviewer), { code: 'AUTHORITY_LACKING', status: 403 })
    await assert.rejects(house.act(caseId, 'decide', { outcome: 'grant' }, counter), {
      code: 'ACT_OUT_OF_ORDER',
      status: 409,
    })
    await assert.rejects(house.act(randomUUID(), 'accept', {}, counter), { code: 'CASE_NOT_FOUND', status: 404 })
    assert.deepEqual(await rows(), before)
  })
})

suite('到点 the clock worker', () => {
  test('fires what is due once, however many workers', async () => {
    const { caseId } = await permit()
    house.clock.set('2026-03-10T09:00:00+08:00')
    const before = await events(caseId)
    await Promise.all(Array.from({ length: 6 }, () => house.city.cases.fire(caseId)))
    const state = await house.city.cases.stateOf(caseId)
    assert.equal(state.stages['accept']?.status, 'done')
    assert.equal(
      await count(
        `kernel.case_events where case_id = $1 and type = 'clock.expired' and data ->> 'clock' = 'supplement'`,
        [caseId],
      ),
      1,
    )
    assert.equal(
      await count(`kernel.case_events where case_id = $1 and type = 'clock.rung' and data ->> 'clock' = 'supplement'`, [
        caseId,
      ]),
      2,
    )
    assert.ok((await events(caseId)) > before)
    assert.equal(await house.city.cases.fire(caseId), 0)
    assert.equal(await house.city.cases.fire(randomUUID()).catch((fault: Refusal) => fault.code), 'CASE_NOT_FOUND')
  })
  test('a round takes the cases that are due, and none that are not', async () => {
    while ((await house.city.cases.fireDue()) > 0);
    assert.equal(await count('kernel.clocks where next_at <= $1', [house.clock.now().toString()]), 0)
    const { caseId } = await permit()
    assert.equal(await house.city.cases.fireDue(), 0)
    const before = await events(caseId)
    house.clock.set('2026-03-20T09:00:00+08:00')
    assert.ok((await house.city.cases.fireDue()) > 0)
    assert.ok((await events(caseId)) > before)
  })
  test('a limit that waits for a calendar does nothing by itself, and is looked at when one arrives', async () => {
    house.clock.set('2026-12-30T09:00:00+08:00')
    while ((await house.city.cases.fireDue()) > 0);
    const { caseId } = await permit()
    const clock = (await house.city.cases.stateOf(caseId)).clocks['supplement']
    assert.equal(clock?.provisional, true)
    house.clock.set('2027-02-01T09:00:00+08:00')
    while ((await house.city.cases.fireDue()) > 0);
    assert.ok((await house.city.cases.recount()) >= 1)
    assert.equal((await house.city.cases.stateOf(caseId)).clocks['supplement']?.status, 'running')
  })
})
