import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { manualClock } from '#kernel/clock'
import { openTestDatabase, type TestDatabase } from '../../test/harness/database.ts'
import { makeRegisters, type Registers, readDeclaration, releasedRegisters, releaseRegisters } from './index.ts'

const firms = readDeclaration({
  register: 'test-firm',
  version: 1,
  name: '试验名录',
  kind: 'outcome',
  key: ['code'],
  fields: {
    code: { type: 'string', label: '代码' },
    active: { type: 'boolean', label: '存续' },
  },
  writtenBy: [{ item: 'test-item' }],
})
const visits = readDeclaration({
  register: 'test-visit',
  version: 1,
  name: '试验检查',
  kind: 'outcome',
  key: ['code', 'year', 'turn'],
  fields: {
    code: { type: 'string', label: '代码' },
    year: { type: 'integer', label: '年度' },
    turn: { type: 'integer', label: '次' },
  },
  writtenBy: [{ item: 'test-item' }],
})
const uuid = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`
const source = { organ: 'bureau', case: uuid(1), seq: 1, item: 'test-item' } as const
const clock = manualClock('2026-03-02T09:00:00+08:00')
let database: TestDatabase
let registers: Registers
let entries = 0
const set = (register: string, values: Record<string, unknown>, from = '2026-01-01') =>
  registers.set(database.app, register, { entry: uuid(++entries), values, from, source })

before(async () => {
  database = await openTestDatabase()
  await releaseRegisters(database.migrator, [firms, visits])
  registers = makeRegisters({ db: database.app, clock, declarations: await releasedRegisters(database.app) })
  for (const code of ['C', 'A', 'B', 'D']) await set('test-firm', { code, active: code !== 'D' })
})
after(() => database?.close())

suite('名录库 the population of a draw', () => {
  const asked = (more: object = {}) => ({
    register: 'test-firm',
    on: '2026-03-02',
    recordedAt: clock.now().toString(),
    where: { active: true },
    ...more,
  })
  test('in order, and only what the filter says', async () => {
    assert.deepEqual(await registers.population(asked()), ['A', 'B', 'C'])
    assert.deepEqual(await registers.population(asked({ where: {} })), ['A', 'B', 'C', 'D'])
    assert.deepEqual(await registers.population(asked({ on: '2025-12-31' })), [])
  })
  test('frozen: what is recorded later changes nothing, neither a new row nor one that ended', async () => {
    const frozen = asked()
    clock.advance({ hours: 1 })
    await set('test-firm', { code: 'E', active: true })
    await set('test-firm', { code: 'A', active: false })
    assert.deepEqual(await registers.population(frozen), ['A', 'B', 'C'])
    assert.deepEqual(await registers.population(asked()), ['B', 'C', 'E'])
  })
  test('who had so many turns is left out; another year counts for itself', async () => {
    await set('test-visit', { code: 'B', year: 2026, turn: 1 })
    await set('test-visit', { code: 'B', year: 2026, turn: 2 })
    await set('test-visit', { code: 'C', year: 2026, turn: 1 })
    const except = (year: number) => ({ register: 'test-visit', by: 'code', where: { year }, atLeast: 2 })
    assert.deepEqual(await registers.population(asked({ except: except(2026) })), ['C', 'E'])
    assert.deepEqual(await registers.population(asked({ except: except(2025) })), ['B', 'C', 'E'])
  })
  test('a key of several fields is one line, and can be read back', async () => {
    const keys = await registers.population(asked({ register: 'test-visit', where: { year: 2026 } }))
    assert.deepEqual(keys, ['["B",2026,1]', '["B",2026,2]', '["C",2026,1]'])
  })
  test('a field that is not there is refused', async () => {
    await assert.rejects(registers.population(asked({ where: { colour: 'red' } })), { code: 'REGISTER_VALUE_INVALID' })
    await assert.rejects(registers.population(asked({ register: 'nothing' })), { code: 'REGISTER_UNKNOWN' })
  })
})
