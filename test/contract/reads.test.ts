import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { openTestGate, type TestGate } from '../harness/gate.ts'

let gate: TestGate
let firm: string
let stranger: string

interface ReadRow {
  readonly post: string
  readonly groundName: string
  readonly fields: readonly string[]
  readonly subjects: number
}
const recorded = () =>
  gate.house.city.db.query<ReadRow>(
    'select post, ground_name as "groundName", fields, cardinality(subjects) as subjects from kernel.reads order by id',
  )

before(async () => {
  gate = await openTestGate()
  firm = await gate.house.firm()
  stranger = await gate.officer('acceptance@210103-approval-bureau')
})
after(() => gate?.close())

suite('凡问必记 whoever asks is on record', () => {
  test('a search by number is recorded, whether anybody has it or not', async () => {
    for (const value of [gate.house.codeOf(firm), '91210102MA0UQ4XK0Y']) {
      const answer = await gate.ask('/api/cases/search', { token: stranger, body: { scheme: 'uscc', value } })
      assert.deepEqual(answer.json(), { items: [], next: null })
    }
    const post = '210103-approval-bureau/acceptance'
    const common = { post, groundName: 'case-search', fields: ['identifiers.known'] }
    assert.deepEqual(await recorded(), [
      { ...common, subjects: 1 },
      { ...common, subjects: 0 },
    ])
  })

  test('a registration that finds who is known already is recorded; one that puts somebody on record reads nobody', async () => {
    const before = (await recorded()).length
    const register = async (name: string, value: string) => {
      const body = { kind: 'firm', name, identifiers: [{ scheme: 'uscc', value }] }
      return (await gate.ask('/api/parties', { token: stranger, body })).json().party
    }
    assert.equal(await register('别的名字', gate.house.codeOf(firm)), firm)
    const [read, ...more] = (await recorded()).slice(before)
    assert.deepEqual([read?.groundName, read?.subjects, more], ['registration', 1, []])
    await register('沈阳另一示例有限公司', '91210102MA0UQ4XK0Y')
    assert.equal((await recorded()).length, before + 1)
  })
})
