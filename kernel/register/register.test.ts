import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import fc from 'fast-check'
import { manualClock } from '#kernel/clock'
import { openTestDatabase, type TestDatabase } from '../../test/harness/database.ts'
import {
  makeRegisters,
  makeSetEffect,
  type RegisterDeclaration,
  type RegisterRun,
  type Registers,
  readDeclaration,
  readRegisters,
  releasedRegisters,
  releaseRegisters,
} from './index.ts'

const uuid = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`
const meter: RegisterDeclaration = readDeclaration({
  register: 'test-licence',
  version: 1,
  name: '试验许可台账',
  kind: 'outcome',
  key: ['code'],
  basis: [{ law: '行政许可法', articles: [40] }],
  fields: {
    code: { type: 'string', label: '编号' },
    level: { type: 'integer', label: '等级' },
    state: { type: 'choice', label: '状态', options: ['open', 'shut'], nullable: true },
    holder: { type: 'string', label: '持有人', personal: true, nullable: true },
  },
  writtenBy: [{ item: 'test-item', outcome: 'grant' }],
  questions: {
    isOpen: { with: ['code'], answer: 'state = "open"', none: false },
    level: { with: ['code'], answer: 'level' },
  },
})
const source = { organ: 'bureau', case: uuid(1), seq: 7, item: 'test-item', outcome: 'grant' } as const
const clock = manualClock('2026-03-02T09:00:00+08:00')
let database: TestDatabase
let registers: Registers
let entries = 100
const entry = () => uuid(++entries)
const set = (values: Record<string, unknown>, from: string, to?: string, id = entry()) =>
  registers.set(database.app, 'test-licence', { entry: id, values, from, source, ...(to && { to }) })

suite('台账 registers', () => {
  before(async () => {
    database = await openTestDatabase()
    await releaseRegisters(database.migrator, [meter])
    registers = makeRegisters({
      db: database.app,
      clock,
      declarations: await releasedRegisters(database.app),
      sealer: {
        seal: async (_, party, text) => Buffer.from([...Buffer.from(`${party[35]}${text}`)].map(byte => byte ^ 0x5a)),
        open: async (_, __, sealed) =>
          Buffer.from([...sealed].map(byte => byte ^ 0x5a))
            .toString()
            .slice(1),
      },
    })
  })
  after(() => database.close())

  test('城市自己的台账声明都能发布 the city’s own declarations can be released, and releasing again does nothing', async () => {
    const declarations = [meter, ...(await readRegisters(join(import.meta.dirname, '../../content/registers')))]
    const first = await releaseRegisters(database.migrator, declarations)
    assert.equal(first.made.length, declarations.length - 1)
    assert.deepEqual((await releaseRegisters(database.migrator, declarations)).statements, [])
  })

  test('应用角色不能直接改写 the program cannot insert, change, delete or call the owner’s functions by hand', async () => {
    for (const text of [
      `insert into registers.test_licence (code, level, valid_from, recorded_from, entry, by_organ, by_feed) values ('x', 1, '2026-01-01', now(), '${uuid(9)}', 'o', 'f')`,
      `update registers.test_licence set level = 2`,
      `delete from registers.test_licence`,
      `truncate registers.test_licence`,
      `update registers.declared set version = 2`,
      `create table registers.mine (a int)`,
      `select registers.check_source('test-licence', '{}')`,
    ])
      await assert.rejects(database.app.query(text), /permission denied/, text)
  })

  test('只有声明的事项和来源可以写 only the declared item, outcome or feed may write, and every row says whence it came', async () => {
    const write = (bad: object) =>
      registers.set(database.app, 'test-licence', {
        entry: entry(),
        values: { code: 'W', level: 1 },
        from: '2026-01-01',
        source: { ...source, ...bad },
      })
    await assert.rejects(write({ item: 'other-item' }), /not written by item other-item/)
    await assert.rejects(write({ outcome: 'refuse' }), /not written by item/)
    await assert.rejects(write({ case: undefined }), /names its case and event/)
    await assert.rejects(write({ organ: undefined }), /names the organ/)
    await assert.rejects(
      registers.set(database.app, 'test-licence', {
        entry: entry(),
        values: { code: 'W', level: 1 },
        from: '2026-01-01',
        source: { organ: 'o', feed: 'gossip' },
      }),
      /not written by feed/,
    )
  })

  test('更正不抹去从前的认识 a correction is recorded beside what was believed before', async () => {
    await set({ code: 'A', level: 1, state: 'open' }, '2026-01-01')
    const before = clock.now().toString()
    clock.advance({ days: 10 })
    await set({ code: 'A', level: 2, state: 'open' }, '2026-01-01', '2026-02-01')
    const level = async (on: string, at?: string) =>
      (await registers.asOf('test-licence', { code: 'A' }, on, at))?.values.level
    assert.equal(await level('2026-01-15'), 2)
    assert.equal(await level('2026-02-01'), 1)
    assert.equal(await level('2026-01-15', before), 1)
    assert.equal(await level('2025-12-31'), undefined)
    const row = await registers.asOf('test-licence', { code: 'A' }, '2026-03-01')
    assert.deepEqual(row?.by, { case: uuid(1), seq: 7 })
    assert.equal(row?.organ, 'bureau')
  })

  test('同一效果重复执行无害 the same effect twice writes once', async () => {
    assert.equal(await set({ code: 'B', level: 1 }, '2026-01-01', undefined, uuid(50)), true)
    assert.equal(await set({ code: 'B', level: 9 }, '2026-01-01', undefined, uuid(50)), false)
    assert.equal((await registers.asOf('test-licence', { code: 'B' }, '2026-05-01'))?.values.level, 1)
    const end = () =>
      registers.end(database.app, 'test-licence', {
        entry: uuid(51),
        values: { code: 'B' },
        from: '2026-06-01',
        source,
      })
    assert.equal(await end(), 1)
    assert.equal(await end(), 0)
    assert.equal((await registers.asOf('test-licence', { code: 'B' }, '2026-05-31'))?.validTo, '2026-06-01')
    assert.equal(await registers.asOf('test-licence', { code: 'B' }, '2026-06-01'), undefined)
  })

  test('同时登记一个键，有效期永不重叠 concurrent writes of one key never overlap', async () => {
    await Promise.all(Array.from({ length: 12 }, (_, n) => set({ code: 'C', level: n }, `2026-0${(n % 3) + 1}-01`)))
    for (const on of ['2026-01-10', '2026-02-10', '2026-03-10']) {
      const rows = await database.app.query(
        `select 1 from registers.test_licence where code = 'C' and recorded_to is null and valid_from <= $1 and (valid_to is null or valid_to > $1)`,
        [on],
      )
      assert.equal(rows.length, 1)
    }
  })

  test('任意顺序的登记等于逐日模型 any sequence of writes equals a day-by-day model, also as once believed', async () => {
    const day = fc.integer({ min: 0, max: 20 })
    const date = (n: number) => Temporal.PlainDate.from('2026-01-01').add({ days: n }).toString()
    const act = fc.record({
      from: day,
      length: fc.option(fc.integer({ min: 1, max: 10 })),
      level: fc.integer({ min: 0, max: 99 }),
      end: fc.boolean(),
    })
    let run = 0
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 5 }), async acts => {
        const code = `P${++run}`
        const model: (number | undefined)[] = Array.from({ length: 35 })
        const beliefs: { at: string; model: (number | undefined)[] }[] = []
        for (const { from, length, level, end } of acts) {
          clock.advance({ seconds: 1 })
          if (end) {
            await registers.end(database.app, 'test-licence', {
              entry: entry(),
              values: { code },
              from: date(from),
              source,
            })
            model.fill(undefined, from)
          } else {
            await set({ code, level }, date(from), length === null ? undefined : date(from + length))
            model.fill(level, from, length === null ? undefined : from + length)
          }
          beliefs.push({ at: clock.now().toString(), model: [...model] })
        }
        for (const { at, model: believed } of beliefs)
          for (const n of [0, 7, 13, 20, 34])
            assert.equal((await registers.asOf('test-licence', { code }, date(n), at))?.values.level, believed[n])
      }),
      { numRuns: 15 },
    )
  })

  test('个人信息只能加密存放 a personal field is sealed under its party or refused', async () => {
    await assert.rejects(set({ code: 'D', level: 1, holder: '张三' }, '2026-01-01'), {
      code: 'REGISTER_PERSONAL_IN_PLAIN',
    })
    await registers.set(database.app, 'test-licence', {
      entry: entry(),
      values: { code: 'D', level: 1, holder: '张三' },
      from: '2026-01-01',
      source,
      party: uuid(3),
    })
    const row = await registers.asOf('test-licence', { code: 'D' }, '2026-02-01')
    assert.ok(row)
    assert.equal('holder' in row.values, false)
    const [raw] = await database.app.query<{ text: string }>(
      `select t::text as text from registers.test_licence t where code = 'D'`,
    )
    assert.ok(!raw!.text.includes(Buffer.from('张三').toString('hex')))
    assert.equal(await registers.personal('test-licence', row, 'holder'), '张三')
    assert.throws(() => registers.current('test-licence', { holder: '张三' }), { code: 'REGISTER_PERSONAL_IN_PLAIN' })
  })

  test('核验只答是、否或未知 a question answers yes, no or unknown', async () => {
    await set({ code: 'Q1', level: 3, state: 'open' }, '2026-01-01')
    await set({ code: 'Q2', level: 3 }, '2026-01-01')
    assert.equal(await registers.ask('test-licence.isOpen', { code: 'Q1' }), true)
    assert.equal(await registers.ask('test-licence.isOpen', { code: 'Q2' }), null)
    assert.equal(await registers.ask('test-licence.isOpen', { code: 'nobody' }), false)
    assert.equal(await registers.ask('test-licence.level', { code: 'nobody' }), null)
    assert.equal(await registers.ask('test-licence.level', { code: 'Q1' }), 3)
    assert.equal(await registers.ask('test-licence.isOpen', {}), null)
    await assert.rejects(registers.ask('test-licence.gossip', {}), { code: 'REGISTER_UNKNOWN' })
  })

  test('翻页不重不漏 paging meets every row once', async () => {
    for (let n = 0; n < 7; n++) await set({ code: `Z${n}`, level: 700_077 }, '2026-01-01')
    const met: unknown[] = []
    let after: string | undefined
    do {
      const page = await registers.current('test-licence', { level: 700_077 }, { limit: 3, ...(after && { after }) })
      met.push(...page.rows.map(row => row.values.code))
      after = page.next
    } while (after)
    assert.deepEqual(met, ['Z0', 'Z1', 'Z2', 'Z3', 'Z4', 'Z5', 'Z6'])
    for (const place of [[7], [null], [{}], 'x', ['a', 'b', 'c']]) {
      const after = Buffer.from(JSON.stringify(place)).toString('base64url')
      await assert.rejects(registers.current('test-licence', {}, { after }), { code: 'REGISTER_VALUE_INVALID' })
    }
    await assert.rejects(registers.current('test-licence', {}, { after: 'nonsense' }), {
      code: 'REGISTER_VALUE_INVALID',
    })
  })

  test('结果写台账 an outcome’s effect writes the row until its validity ends, and refuses when a value is unknown', async () => {
    const effect = makeSetEffect(registers, (_, __, field) => `form.${field}`)
    const run: RegisterRun = {
      id: entry(),
      caseId: uuid(1),
      seq: 9,
      item: 'test-item',
      itemHash: 'h',
      organ: 'bureau',
      outcome: 'grant',
      on: '2026-03-31',
      parties: [],
      facts: { 'form.code': 'E' },
      value: expression => (expression === 'the.level' ? 5 : null),
      effect: { register: 'test-licence', set: { level: 'the.level' } },
      validity: { value: 6, unit: 'month' },
    }
    await effect(database.app, run)
    const row = await registers.asOf('test-licence', { code: 'E' }, '2026-09-30')
    assert.equal(row?.values.level, 5)
    assert.equal(row?.validTo, '2026-10-01')
    await assert.rejects(effect(database.app, { ...run, id: entry(), value: () => null }), {
      code: 'REGISTER_VALUE_UNKNOWN',
    })
    await effect(database.app, {
      ...run,
      id: entry(),
      on: '2026-05-01',
      effect: { register: 'test-licence', end: true },
    })
    assert.equal(await registers.asOf('test-licence', { code: 'E' }, '2026-05-01'), undefined)
  })

  test('值不合类型即拒绝 values of the wrong type, fields nobody declared', async () => {
    for (const values of [
      { level: 1.5 },
      { level: '1e3' },
      { level: 1, state: 'ajar' },
      { level: 1, colour: 'red' },
      { level: true },
    ])
      await assert.rejects(set({ code: 'V', ...values }, '2026-01-01'), { code: 'REGISTER_VALUE_INVALID' })
    await assert.rejects(set({ level: 1 }, '2026-01-01'), { code: 'REGISTER_KEY_MISSING' })
  })
})
