import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { openingOf, openTestGate, type TestGate } from '../../test/harness/gate.ts'

const organ = '210102-approval-bureau'

suite('消息 messages over the relay', () => {
  let gate: TestGate
  before(async () => {
    gate = await openTestGate()
  })
  after(() => gate.close())

  test('an applicant learns once that something is missing, wherever the worker dies, and the job quotes nothing', async () => {
    const { city, database } = gate.house
    const firm = await gate.house.firm()
    const token = await gate.officer(`acceptance@${organ}`)
    const { number } = (await gate.ask('/api/cases', { token, body: openingOf(firm) })).json()
    const body = { materials: ['report'], note: '缺少签字页' }
    const asked = await gate.ask(`/api/cases/${number}/acts/requestSupplement`, { token, body })
    assert.equal(asked.statusCode, 200, asked.body)
    const relay = async () => {
      await city.sequencer.drain()
      while ((await city.subscriptions.runOnce()) > 0);
    }
    const jobs = () =>
      database.migrator.query<{ row: string; key: string }>(
        'select row(j.*)::text as row, key from graphile_worker._private_jobs j',
      )
    const told = async () => {
      const answer = await gate.ask('/api/messages', { token: await gate.party(firm) })
      assert.equal(answer.statusCode, 200, answer.body)
      return (answer.json().items as { kind: string; number: string }[]).map(one => [one.kind, one.number])
    }
    /** The worker died after the job was added and before its cursor was known to have moved. */
    const crash = () =>
      database.migrator.query(`update kernel.subscriptions set leaf_index = 0 where name = 'power.messages'`)

    await relay()
    await crash()
    await relay()
    const waiting = await jobs()
    assert.equal(waiting.length, 1)
    assert.match(waiting[0]!.key, /^[0-9a-f-]{36}:\d+$/)
    assert.doesNotMatch(waiting[0]!.row, /[\u4e00-\u9fff]/)
    assert.deepEqual(await told(), [])
    await city.jobs.runOnce()
    assert.deepEqual(await told(), [['supplement-asked', number]])
    // And after the job was done: it is added and done again, and says nothing new.
    await crash()
    await relay()
    await city.jobs.runOnce()
    assert.deepEqual(await told(), [['supplement-asked', number]])
    assert.deepEqual(await jobs(), [])

    assert.equal((await gate.ask('/api/messages', { token })).json().code, 'PARTIES_ONLY')
    const stranger = await gate.party(await gate.house.firm('别家公司'))
    assert.deepEqual((await gate.ask('/api/messages', { token: stranger })).json().items, [])
  })

  test('the worker takes jobs by itself from the start', async () => {
    const { city } = gate.house
    await city.jobs.start()
    await city.jobs.stop()
  })
})
