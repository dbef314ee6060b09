import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { readConfig } from '#kernel/config'
import { openCity } from '../../main.ts'
import { browsing, testSessions } from '../harness/citizen.ts'
import { openTestGate } from '../harness/gate.ts'

suite('草稿留三十天 drafts, and what was typed in a form and not sent, are kept thirty days', () => {
  test('a worker forgets what nobody touched for longer, answers and key together, and nothing younger', async () => {
    await using gate = await openTestGate({ now: '2026-03-02T09:00:00+08:00', sessions: testSessions })
    const { house } = gate
    const firm = await house.firm()
    const begin = async () => {
      const token = await gate.party(firm)
      const body = { item: 'energy-review', organ: '210102-approval-bureau' }
      return (await gate.ask('/api/drafts', { token, body })).json().caseId as string
    }
    const old = await begin()
    const typed = await browsing(gate, firm).send('/mine/consents', { step: 'typed', post: '沈阳市和平区' })
    assert.equal(typed.status, 204)
    house.clock.set('2026-03-20T09:00:00+08:00')
    const young = await begin()
    house.clock.set('2026-04-02T09:00:00+08:00')
    const given = { mode: 'test', dataDirectory: house.dataDirectory, logLevel: 'silent' } as const
    const { storage } = house.city
    const config = readConfig({ environment: {}, given: { ...given, roles: ['worker'] } })
    const worker = await openCity({ config, clock: house.clock, storage, content: false })
    await worker.start()
    await worker.close()
    const left = await house.city.db.query<{ id: string }>('select case_id as id from power.drafts')
    assert.deepEqual(left, [{ id: young }])
    assert.ok(old !== undefined && young !== undefined && old !== young)
  })
})
