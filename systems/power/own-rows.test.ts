import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Caller } from '#hubs/application/access'
import { manualClock } from '#kernel/clock'
import { makeOwnRows, type OwnRowsNeeds } from './own-rows.ts'

const [own, other] = ['019b0000-0000-7000-8000-000000000001', '019b0000-0000-7000-8000-000000000002']
const clock = manualClock('2026-03-02T09:00:00+08:00')
const declared = {
  register: 'grant',
  key: ['holder'],
  name: '示例台账',
  fields: {
    holder: { type: 'citizen', label: '号码' },
    level: { type: 'string', label: '等级' },
    reason: { type: 'string', label: '缘由', personal: true },
  },
}
const row = (party: string | null) => ({
  ...{ row: 1, party, validFrom: '2026-01-01', validTo: null, recordedFrom: '2026-01-02T01:00:00Z', recordedTo: null },
  ...{ organ: 'somebody', by: { feed: 'source' }, values: { holder: '1', level: '甲' } },
})
const actor = { kind: 'party', party: own, account: own } as const
const caller = { actor, scopes: new Set(), acr: 1, client: 'test' } as unknown as Caller

/** What is shown of a row about this party, and what was put on record first. */
async function heldOf(party: string | null) {
  const said: unknown[] = []
  const needs = {
    clock,
    db: { transaction: (work: (sql: unknown) => unknown) => work({}) },
    registers: {
      declarations: new Map([['grant', declared]]),
      declaration: () => declared,
      current: async () => ({ rows: [row(party)] }),
      async personal() {
        said.push('opened')
        return '只有他自己知道'
      },
    },
    reads: {
      recordRead: async (_: unknown, { fields, subjects }: object & Record<string, unknown>) =>
        said.push([fields, subjects]),
    },
    directory: async () => ({ organ: () => ({ name: '示例机关' }) }),
  } as unknown as OwnRowsNeeds
  const [held] = await makeOwnRows(needs)(caller, own!, { identifiers: [{ scheme: 'citizen', value: '1' }] })
  return { held, said }
}

suite('本人的登记 what registers say of oneself', () => {
  test('a sealed field of a row about oneself is opened, on record first, with who answers for it and since when', async () => {
    const { held, said } = await heldOf(own!)
    assert.deepEqual(said, [[['grant.reason'], [own]], 'opened'])
    assert.deepEqual(
      held?.fields.map(({ name, value }) => [name, value]),
      [
        ['holder', '1'],
        ['level', '甲'],
        ['reason', '只有他自己知道'],
      ],
    )
    assert.deepEqual([held?.organ, held?.since, held?.recorded], ['示例机关', '2026-01-01', '2026-01-02T01:00:00Z'])
  })

  test('a row about somebody else under the same key stays sealed, and nothing is recorded', async () => {
    for (const party of [other!, null]) {
      const { held, said } = await heldOf(party)
      assert.deepEqual([said, held?.fields.map(({ name }) => name)], [[], ['holder', 'level']])
    }
  })
})
