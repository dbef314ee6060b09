import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { manualClock } from '#kernel/clock'
import { openTestDatabase, type TestDatabase } from '../../test/harness/database.ts'
import { makeRegisters, readDeclaration, releasedRegisters, releaseRegisters, tryRegisters } from './index.ts'

const clock = manualClock('2026-03-02T09:00:00+08:00')
const first = {
  register: 'test-permit',
  version: 1,
  name: '试验许可',
  kind: 'outcome',
  key: ['code'],
  fields: {
    code: { type: 'string', label: '编号' },
    grade: { type: 'string', label: '等级' },
    remark: { type: 'string', label: '备注', nullable: true },
    area: { type: 'decimal(2)', label: '面积', unit: 'm2' },
  },
  writtenBy: [{ item: 'test-item', outcome: 'grant' }],
}
const { remark, grade, ...rest } = first.fields
const second = {
  ...first,
  version: 2,
  fields: {
    ...rest,
    level: { type: 'integer', label: '等级' },
    state: { type: 'choice', label: '状态', options: ['open', 'shut'] },
  },
  change: { from: 1, fields: { level: 'grade' }, fill: { state: 'open' }, drop: ['remark'] },
}
const third = {
  ...second,
  version: 3,
  fields: { ...second.fields, surface: second.fields.area, area: undefined },
  change: { from: 2, fields: { surface: 'area' } },
}
const declared = (raw: object) => [readDeclaration(JSON.parse(JSON.stringify(raw)))]
const source = { organ: 'bureau', case: crypto.randomUUID(), seq: 1, item: 'test-item', outcome: 'grant' }
let database: TestDatabase

const house = async () =>
  makeRegisters({ db: database.app, clock, declarations: await releasedRegisters(database.app) })
async function set(values: Record<string, unknown>, from = '2026-01-01') {
  clock.advance('PT1S')
  await (await house()).set(database.app, 'test-permit', { entry: crypto.randomUUID(), values, from, source })
}
const rows = (of: string, columns: string) =>
  database.app.query(
    `select row_id, ${columns}, valid_from, valid_to, recorded_from, recorded_to, entry, by_case, ended_entry from registers.${of} order by row_id`,
  )

suite('台账换版 a register’s new table version', () => {
  before(async () => {
    database = await openTestDatabase()
    await releaseRegisters(database.migrator, declared(first))
    await set({ code: 'A', grade: '1', area: '10.50' })
    await set({ code: 'A', grade: '2', area: '11' }, '2026-02-01')
    await set({ code: 'B', grade: '3', remark: '留', area: '0.01' })
    await (await house()).end(database.app, 'test-permit', {
      entry: crypto.randomUUID(),
      values: { code: 'A' },
      from: '2026-06-01',
      source,
    })
  })
  after(() => database.close())

  test('a field that holds something is not given up, a value that would not come back is not changed; all stays', async () => {
    const old = await rows('test_permit', 'code, grade, remark, area')
    const lost = { code: 'REGISTER_BACKFILL_REFUSED', message: /remark: \d+ rows would lose it/ }
    await assert.rejects(tryRegisters(database.migrator, declared(second)), lost)
    await assert.rejects(releaseRegisters(database.migrator, declared(second)), lost)
    const integers = {
      ...second,
      fields: { ...second.fields, area: { type: 'integer', label: '面积', unit: 'm2' }, remark },
      change: { ...second.change, drop: [] },
    }
    await assert.rejects(releaseRegisters(database.migrator, declared(integers)), {
      code: 'REGISTER_BACKFILL_REFUSED',
      message: /area: \d+ rows would not keep their value/,
    })
    const dates = {
      ...integers,
      fields: { ...integers.fields, area: first.fields.area, level: { type: 'date', label: '等级' } },
    }
    await assert.rejects(releaseRegisters(database.migrator, declared(dates)), { code: 'REGISTER_BACKFILL_REFUSED' })
    assert.deepEqual(await rows('test_permit', 'code, grade, remark, area'), old)
    assert.equal((await releasedRegisters(database.app)).at(-1)?.version, 1)
  })

  test('what the declaration leaves open is refused before anything is tried', async () => {
    const refused = (change: object | undefined, message: RegExp) =>
      assert.rejects(releaseRegisters(database.migrator, declared({ ...second, change })), {
        code: 'REGISTER_CHANGE_REFUSED',
        message,
      })
    await refused(undefined, /field grade disappears/)
    await refused({ from: 1, fields: { level: 'grade' }, drop: ['remark'] }, /state is not nullable/)
    await refused({ from: 1, fill: { state: 'open', level: 1 }, drop: ['remark'] }, /grade disappears/)
    await refused(
      { from: 1, fields: { level: 'nothing' }, fill: { state: 'open' }, drop: ['remark', 'grade'] },
      /nothing/,
    )
    await refused({ from: 7, fields: { level: 'grade' }, fill: { state: 'open' }, drop: ['remark'] }, /disappears/)
  })

  test('every row comes over with its times and provenance; the old shape is still read, after a second change too', async () => {
    const kept = {
      ...second,
      fields: { ...second.fields, note: remark },
      change: { from: 1, fields: { level: 'grade', note: 'remark' }, fill: { state: 'open' } },
    }
    const old = await rows('test_permit', 'code, grade, remark, area')
    const tried = await tryRegisters(database.migrator, declared(kept))
    assert.deepEqual([tried.renewed, (await releasedRegisters(database.app)).at(-1)?.version], [['test-permit'], 1])
    const plan = await releaseRegisters(database.migrator, declared(kept))
    assert.deepEqual(plan.renewed, ['test-permit'])
    assert.deepEqual(await rows('test_permit_as_v1', 'code, grade, remark, area'), old)
    const registers = await house()
    assert.deepEqual((await registers.asOf('test-permit', { code: 'A' }, '2026-03-01'))?.values, {
      code: 'A',
      area: '11.00',
      level: 2,
      state: 'open',
      note: null,
    })
    await set({ code: 'C', level: 7, state: 'shut', area: '1' })
    assert.equal((await rows('test_permit_as_v1', 'code, grade')).at(-1)?.['grade'], '7')
    const before = await rows('test_permit_as_v1', 'code, grade, remark, area')
    const next = { ...third, fields: { ...third.fields, note: remark } }
    await releaseRegisters(database.migrator, declared(next))
    assert.deepEqual(await rows('test_permit_as_v1', 'code, grade, remark, area'), before)
    assert.equal((await rows('test_permit_as_v2', 'level, area')).length, before.length)
    // Widened in place, with the views standing on it; and again with nothing to do.
    const wider = { ...next, fields: { ...next.fields, surface: { ...first.fields.area, type: 'decimal(4)' } } }
    assert.deepEqual((await releaseRegisters(database.migrator, declared(wider))).changed, ['test-permit'])
    assert.deepEqual(await rows('test_permit_as_v1', 'code, grade, remark, area'), before)
    assert.deepEqual((await releaseRegisters(database.migrator, declared(wider))).statements, [])
    await set({ code: 'A', level: 9, state: 'open', surface: '2.0001' }, '2026-07-01')
    await assert.rejects(
      database.app.query('insert into registers.test_permit_as_v1 default values'),
      /permission denied/,
    )
  })
})
