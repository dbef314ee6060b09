import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { openTestDatabase } from '../../test/harness/database.ts'
import { planRegisters, type RegisterDeclaration, readDeclaration, releaseRegisters } from './index.ts'

const base: RegisterDeclaration = readDeclaration({
  register: 'test-stall',
  version: 1,
  name: '摊位台账',
  kind: 'base',
  key: ['code'],
  basis: [{ law: '城市市容条例', articles: [1] }],
  fields: {
    code: { type: 'uscc', label: '编号' },
    area: { type: 'decimal(2)', label: '面积', unit: 'm2' },
    kind: { type: 'choice', label: '种类', options: ['food', 'goods'] },
    seats: { type: 'integer', label: '座位' },
  },
  feed: { from: 'street-office', every: 'day' },
})
const changed = (fields: Record<string, unknown>, more: object = {}): RegisterDeclaration =>
  ({ ...base, ...more, fields: { ...base.fields, ...fields } }) as RegisterDeclaration

suite('台账变更 changing a register', () => {
  test('就地只能加可空字段或放宽 in place: a nullable field, a wider type, a further option, unknown allowed', async () => {
    await using database = await openTestDatabase()
    await releaseRegisters(database.migrator, [base])
    const set = (values: object, entry: string) =>
      database.app.query(
        `select registers.test_stall_set($1, $2, '2026-01-01', null, $3, '2026-01-02T00:00:00Z') as written`,
        [entry, values, { organ: 'o', feed: 'street-office' }],
      )
    const entry = (n: number) => `00000000-0000-7000-8000-00000000000${n}`
    await set({ code: 'A', area: '1.25', kind: 'food', seats: 4 }, entry(1))
    const next = changed(
      {
        area: { type: 'decimal(3)', label: '面积', unit: 'm2' },
        kind: { type: 'choice', label: '种类', options: ['food', 'goods', 'books'] },
        seats: { type: 'decimal(1)', label: '座位', nullable: true },
        phone: { type: 'phone', label: '电话', personal: true },
        note: { type: 'text', label: '备注', nullable: true },
      },
      { version: 2 },
    )
    assert.deepEqual((await releaseRegisters(database.migrator, [next])).changed, ['test-stall'])
    await set({ code: 'B', area: '1.255', kind: 'books', note: '新' }, entry(2))
    const rows = await database.app.query<{ code: string; area: string }>(
      'select code, area from registers.test_stall order by code',
    )
    assert.deepEqual(
      rows.map(row => `${row.code} ${row.area}`),
      ['A 1.250', 'B 1.255'],
    )
    // 来源重复报送同一内容，不产生新记录 A feed that repeats itself records nothing new.
    const [again] = await set({ code: 'B', area: '1.255', kind: 'books', note: '新' }, entry(3))
    assert.deepEqual(again, { written: false })
  })

  const refused: [string, RegisterDeclaration, RegExp][] = [
    ['the key changes', changed({}, { key: ['code', 'kind'] }), /the key changes/],
    [
      'a field disappears',
      { ...base, fields: { code: base.fields.code!, area: base.fields.area!, kind: base.fields.kind! } },
      /seats disappears/,
    ],
    [
      'narrower',
      changed({ area: { type: 'decimal(1)', label: '面积', unit: 'm2' } }),
      /from decimal\(2\) to decimal\(1\)/,
    ],
    ['another kind of value', changed({ seats: { type: 'boolean', label: '座位' } }), /from integer to boolean/],
    ['another unit', changed({ area: { type: 'decimal(2)', label: '面积', unit: 'mu' } }), /unit/],
    ['an option is lost', changed({ kind: { type: 'choice', label: '种类', options: ['food'] } }), /loses an option/],
    ['a new field nobody has filled', changed({ floor: { type: 'integer', label: '楼层' } }), /not nullable/],
    ['it becomes personal', changed({ seats: { type: 'integer', label: '座位', personal: true } }), /personal/],
  ]
  for (const [title, next, reason] of refused)
    test(`拒绝 refused with a remedy: ${title}`, () => {
      assert.throws(
        () => planRegisters([next], [base]),
        (error: { code: string; message: string; remedy: string }) => {
          assert.equal(error.code, 'REGISTER_CHANGE_REFUSED')
          assert.match(error.message, reason)
          assert.match(error.remedy, /new table version/)
          return true
        },
      )
    })

  test('不再声明的台账保留 a register no longer declared is kept and named', () => {
    const plan = planRegisters([], [base])
    assert.deepEqual(plan.undeclared, ['test-stall'])
    assert.deepEqual(plan.statements, [])
  })

  test('声明有错即拒绝 faulty declarations are refused by field', () => {
    const bad = (more: object) => () => readDeclaration({ ...base, ...more })
    assert.throws(
      bad({ fields: { ...base.fields, citizen: { type: 'citizen', label: '身份证号' } } }),
      /must say personal/,
    )
    assert.throws(bad({ fields: { ...base.fields, valid: { type: 'date', label: '有效' } } }), /keeps this name/)
    assert.throws(bad({ key: ['nothing'] }), /not a field/)
    assert.throws(bad({ feed: undefined }), /names its feed/)
    assert.throws(bad({ colour: 'red' }), /REGISTER|register|colour|additional|test-stall/i)
  })
})
