import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { openTestGate, type TestGate } from '../harness/gate.ts'
import { permitFields, permitMaterials } from '../harness/stories.ts'

const organ = '210102-approval-bureau'

let gate: TestGate
before(async () => {
  gate = await openTestGate()
})
after(() => gate?.close())

suite('待办 the inbox', () => {
  test('a second signer finds his task though he holds another post, page by page, and once', async () => {
    const { house } = gate
    const counter = await house.officer(`acceptance@${organ}`)
    const reviewer = await house.officer(`review@${organ}`)
    const party = await house.firm()
    const { caseId, number } = await house.open({
      item: 'energy-review',
      organ,
      parties: [{ role: 'subject', party, unit: 'firm' }],
      by: counter,
      body: { fields: permitFields, materials: permitMaterials },
    })
    await house.act(caseId, 'accept', {}, counter)
    await house.act(caseId, 'complete', { stage: 'expert', materials: { expertOpinion: 'original' } }, reviewer)
    const inbox = async (query = '') => {
      const token = await gate.officer(`acceptance@${organ}`)
      return (await gate.ask(`/api/inbox${query}`, { token })).json()
    }
    assert.deepEqual((await inbox()).items, [])

    await house.act(caseId, 'addSigner', { stage: 'review', to: counter.person, reason: '会签' }, reviewer)
    const { items } = await inbox()
    assert.deepEqual(
      items.map((row: { number: string; stage: string; claimed: boolean }) => [row.number, row.stage, row.claimed]),
      [[number, 'review', true]],
    )
    assert.deepEqual((await inbox('?stage=accept')).items, [])
    assert.equal((await inbox('?limit=1')).next, null)

    const elsewhere = await gate.officer('acceptance@210103-approval-bureau')
    assert.deepEqual((await gate.ask('/api/inbox', { token: elsewhere })).json().items, [])
  })
})
