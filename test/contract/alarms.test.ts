import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { uuidv7 } from '#kernel/clock'
import { encodeLeaf } from '#kernel/trail'
import { openTestGate, type TestGate } from '../harness/gate.ts'
import { permitFields, permitMaterials } from '../harness/stories.ts'
import { commit } from '../harness/trail-house.ts'

const organ = '210102-approval-bureau'
interface Row {
  readonly id: string
  readonly alarm: string
  readonly level: string
  readonly acknowledgedAt: string | null
}

let gate: TestGate
before(async () => {
  gate = await openTestGate()
})
after(() => gate?.close())

const alarmsOf = async (token: string): Promise<readonly Row[]> =>
  (await gate.ask('/api/alarms?limit=200', { token })).json().items
const act = (token: string, id: string, what: string, body?: object) =>
  gate.ask(`/api/alarms/${id}/${what}`, { method: 'POST', token, ...(body && { body }) })

suite('预警处置 what becomes of an alarm', () => {
  test('whom it reached says that he saw it; those above dismiss it with a reason; a stranger finds none', async () => {
    const { house } = gate
    const { city } = house
    await house.open({
      item: 'energy-review',
      organ,
      parties: [{ role: 'subject', party: await house.firm(), unit: 'firm' }],
      by: `acceptance@${organ}`,
      body: { fields: permitFields, materials: permitMaterials },
    })
    house.clock.set('2026-03-06T09:00:00+08:00')
    await city.cases.fireDue()
    await city.sequencer.drain()
    while ((await city.subscriptions.runOnce()) > 0);

    const head = await gate.officer(`bureau-head@${organ}`)
    const clerk = await gate.officer(`acceptance@${organ}`)
    const found = (await alarmsOf(head)).find(({ level }) => level !== 'red')!
    assert.ok(found, 'a limit is near')
    const { id } = found
    const elsewhere = await gate.officer('bureau-head@210103-approval-bureau')
    await gate.refused(
      `/api/alarms/${id}/dismiss`,
      { token: elsewhere, body: { reason: '误报' } },
      404,
      'ALARM_UNKNOWN',
    )
    assert.equal((await act(clerk, id, 'acknowledge')).statusCode, 204)
    assert.ok((await alarmsOf(head)).find(one => one.id === id)?.acknowledgedAt)
    await gate.refused(`/api/alarms/${id}/dismiss`, { token: clerk, body: { reason: '误报' } }, 403, 'ALARM_NOT_YOURS')
    await gate.refused(`/api/alarms/${id}/dismiss`, { token: head, body: { reason: ' ' } }, 422, 'ALARM_REASON_MISSING')
    assert.equal((await act(head, id, 'dismiss', { reason: '已补正' })).statusCode, 204)
    assert.equal((await act(head, id, 'dismiss', { reason: '再次' })).statusCode, 204)
    assert.ok(!(await alarmsOf(head)).some(one => one.id === id))
  })

  test('a leaf that waits for its predecessor is an alarm to supervision, once, and red', async () => {
    const { city, clock } = gate.house
    const subject = uuidv7(clock)
    const leaf = encodeLeaf({ kind: 'act', verb: 'decide', at: clock.now(), commit, from: 7, to: 7 })
    await city.db.query('insert into kernel.trail_outbox (subject, first_seq, last_seq, leaf) values ($1, 7, 7, $2)', [
      subject,
      leaf,
    ])
    await city.sequencer.runOnce()
    clock.set('2026-03-06T09:05:00+08:00')
    await city.sequencer.runOnce()
    await city.sequencer.runOnce()
    const token = await gate.officer('acceptance@210103-approval-bureau', { scope: 'supervise' })
    let found: readonly Row[] = []
    // It is told beside the sequencer's work, so it may be a moment later.
    for (let tries = 0; tries < 100 && !found.some(({ alarm }) => alarm === 'trail-gap'); tries++)
      found = await alarmsOf(token)
    assert.deepEqual(
      found.filter(({ alarm }) => alarm === 'trail-gap').map(({ level, id }) => [level, id]),
      [['red', `trail.gap:${subject}:7`]],
    )
  })
})
