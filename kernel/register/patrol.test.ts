import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { manualClock } from '#kernel/clock'
import { openTestDatabase } from '../../test/harness/database.ts'
import { makeRegisters, patrolQuery, readDeclaration, releasedRegisters, releaseRegisters } from './index.ts'

const grants = readDeclaration({
  register: 'test-grant',
  version: 1,
  name: '试验资金台账',
  kind: 'outcome',
  key: ['projectCode'],
  basis: [{ law: '预算法', articles: [57] }],
  fields: {
    projectCode: { type: 'string', label: '项目' },
    paid: { type: 'money', label: '已付', nullable: true },
    due: { type: 'date', label: '应完成', nullable: true },
    verified: { type: 'boolean', label: '已验收', nullable: true },
    note: { type: 'string', label: '说明', nullable: true },
  },
  writtenBy: [{ item: 'test-item', outcome: 'grant' }],
})
const uuid = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`

const rows = [
  { projectCode: 'late', paid: 500_000, due: '2026-02-28', verified: false, note: null },
  { projectCode: 'done', paid: 500_000, due: '2026-02-28', verified: true, note: null },
  { projectCode: 'in-time', paid: 500_000, due: '2026-12-31', verified: false, note: null },
  { projectCode: 'not-said', paid: 500_000, due: '2026-02-28', verified: null, note: null },
  { projectCode: 'small', paid: 1, due: '2026-02-28', verified: false, note: null },
  { projectCode: 'pardoned', paid: 500_000, due: '2026-02-28', verified: false, note: "'; 不可抗力" },
]

suite('轮巡 a patrol’s question over a register', () => {
  test('finds what is wrong, leaves out what is in order, and shows what nobody can tell', async () => {
    await using database = await openTestDatabase()
    await releaseRegisters(database.migrator, [grants])
    const registers = makeRegisters({
      db: database.app,
      clock: manualClock('2026-03-02T09:00:00+08:00'),
      declarations: await releasedRegisters(database.app),
    })
    const source = { organ: 'bureau', case: uuid(1), seq: 7, item: 'test-item', outcome: 'grant' } as const
    for (const [index, values] of rows.entries())
      await registers.set(database.app, 'test-grant', { entry: uuid(100 + index), values, from: '2026-01-01', source })
    const { text, parameters } = patrolQuery(
      grants,
      {
        find: 'not(verified) and paid >= 100000 and due + duration("P1M") < date("2026-04-01")',
        exempt: 'note != null and starts with(note, "\'; 不可抗")',
      },
      '2026-03-02',
    )
    const found = await database.app.query<{ project_code: string; found: boolean | null }>(text, parameters)
    assert.deepEqual(
      found.map(row => [row.project_code, row.found]),
      [
        ['late', true],
        ['not-said', null],
      ],
    )
    assert.doesNotMatch(text, /不可抗/)
    const before = await database.app.query(text, ['2025-12-31', ...parameters.slice(1)])
    assert.deepEqual(before, [], 'no row held on that day')
  })

  test('refuses a question about what the register does not have', () => {
    assert.throws(() => patrolQuery(grants, { find: 'verifed = true' }, '2026-03-02'), { code: 'RULE_UNKNOWN_NAME' })
    assert.throws(() => patrolQuery(grants, { find: 'paid' }, '2026-03-02'), { code: 'RULE_TYPE_MISMATCH' })
  })
})
