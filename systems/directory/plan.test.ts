import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { noDivisions } from '#kernel/code'
import { faultsOfCode, regionIn, schemeByForm } from './codes.ts'
import { digestOf, type Entry } from './entry.ts'
import { drawerOf, levelsOf, readList } from './list.ts'
import { type PlanGround, planImport } from './plan.ts'
import { writeList } from './write-list.ts'

const context = { today: Temporal.PlainDate.from('2026-03-02'), divisions: noDivisions }
const bare: PlanGround = { context, reasons: new Map(), items: [], known: [], home: '210100' }
const plain = (key: string): string =>
  ({ department: 'authority', 事项名称: 'name', 事项类型: 'kind', 实施主体: 'authority' })[key] ?? key

/** What would be known after a plan was carried out. */
const afterwards = ({ versions }: ReturnType<typeof planImport>): readonly Entry[] =>
  versions.map(({ id, version, said }) => ({
    ...said,
    ...{ id, version, sourceFile: 'x', sourceRow: null, batch: 'b', from: '2026-03-02', to: null },
    ...{ withdrawnBecause: null, digest: digestOf(said), recordedAt: '', recordedBy: '' },
  }))

const text = fc.string({ unit: 'grapheme', maxLength: 8 })
const listed = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record(
        { name: text, kind: fc.constantFrom('行政许可', '公共服务', '无此类'), code: text, department: text },
        { requiredKeys: [] },
      ),
    },
    fc.constantFrom(null, 7, 'x', []),
  ),
  { maxLength: 12 },
)

suite('导入清单 a list is taken in', () => {
  test('every row is accounted for, and the same list again is nothing new', () => {
    fc.assert(
      fc.property(listed, rows => {
        const list = readList({ items: rows }, plain)
        const first = planImport(list, bare)
        assert.equal(first.entries + first.refused, first.rows)
        assert.equal(first.versions.length, first.new)
        const again = planImport(list, { ...bare, known: afterwards(first) })
        assert.deepEqual(
          [again.new, again.changed, again.unchanged, again.refused],
          [0, 0, first.entries, first.refused],
        )
        for (const { row, taken } of first.faulty) assert.ok(row >= 0 && typeof taken === 'boolean')
      }),
    )
  })

  test('what is given out is taken in again as it was, and given out the same', () => {
    fc.assert(
      fc.property(listed, rows => {
        const known = afterwards(planImport(readList({ items: rows }, plain), bare))
        const out = writeList('x', known)
        const again = planImport(readList(JSON.parse(out), plain), { ...bare, known })
        assert.deepEqual([again.unchanged, again.new, again.changed], [known.length, 0, 0])
        assert.equal(writeList('x', known), out)
      }),
    )
  })

  test('a code without a scheme is known by its form, and one that does not hold is told so', () => {
    assert.equal(schemeByForm('511A0138600000-511602000000-000-115113010833722043-1-00'), 'local')
    assert.equal(schemeByForm('000104002000'), 'gb39554.basic')
    assert.equal(schemeByForm('XK-0042'), 'own')
    const [fault] = faultsOfCode({ scheme: 'local', value: 'H-000185-001-4444444444' }, context)
    assert.deepEqual([fault?.code, fault?.text.zh], ['CODE_UNSOUND', '实施主体“4444444444”是占位代码'])
    assert.deepEqual(faultsOfCode({ scheme: '本市编码', value: '随便写' }, context), [])
    assert.equal(
      regionIn({ scheme: 'local', value: '511A0138600000-511602000000-000-115113010833722043-1-00' }),
      '511602',
    )
  })

  test('kinds and levels are read as lists write them', () => {
    assert.deepEqual(['行政许可', '公共服务', '其他行政权力', '20', '天知道'].map(drawerOf), [
      'permit',
      'service',
      'other',
      'service',
      undefined,
    ])
    assert.deepEqual(levelsOf({ level: '市级、县级' }, '210100'), ['city', 'county'])
    assert.deepEqual([levelsOf({}, '210100'), levelsOf({}, '210102'), levelsOf({}, '210102001')].flat(), [
      'city',
      'county',
      'street',
    ])
  })

  test('a table is read by its columns: a row without a name is named, a code twice is not taken twice', () => {
    const columns = ['事项名称', '事项类型', '实施主体', '本市编码']
    const rows = [
      ['甲事项', '行政许可', '某局', 'SY-1'],
      ['', '行政处罚', '某局', ''],
      ['乙事项', '没有的类别', '', 'SY-2'],
      ['丙事项', '公共服务', '某局', 'SY-2'],
    ]
    const plan = planImport(readList({ columns, rows }, plain), bare)
    assert.deepEqual([plan.rows, plan.entries, plan.refused], [4, 2, 2])
    assert.deepEqual(
      plan.faulty.map(({ row, code, taken }) => [row, code, taken]),
      [
        [2, 'ROW_UNUSABLE', false],
        [3, 'ROW_INCOMPLETE', true],
        [3, 'ROW_INCOMPLETE', true],
        [4, 'ROW_REPEATED', false],
      ],
    )
    assert.deepEqual(plan.versions[0]?.said.codes, [{ scheme: '本市编码', value: 'SY-1' }])
  })

  test('an item that runs is known by its code before its name, and the count a list says of itself is held against its rows', () => {
    const items = [
      { item: 'energy-review', name: '固定资产投资项目节能审查', codes: { 'gb39554.basic': '000104002000' } },
    ]
    const rows = [
      { name: '节能审查（改名）', kind: '行政许可', code: '000104002000', department: '甲' },
      { name: '固定资产投资项目节能审查', kind: '行政许可', department: '乙' },
    ]
    const plan = planImport(readList({ count: 3, items: rows }, plain), { ...bare, items })
    assert.deepEqual(
      plan.versions.map(({ said }) => said.item),
      ['energy-review', 'energy-review'],
    )
    assert.equal(plan.runs, 2)
    assert.equal(plan.faulty[0]?.code, 'LIST_COUNT')
  })
})
