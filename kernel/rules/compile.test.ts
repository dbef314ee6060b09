import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { compile, compileTest, externalOf, internalOf, prepareFacts, type Scope } from '#kernel/rules'

const scope = {
  'energy.total': { kind: 'decimal', scale: 2, unit: 'tce/a' },
  'energy.power': { kind: 'integer', unit: 'kWh/a' },
  'project.twoHigh': { kind: 'boolean' },
  'applicant.income': { kind: 'integer', unit: 'fen' },
  'applicant.household': { kind: 'integer' },
  standard: { kind: 'integer', unit: 'fen' },
  area: { kind: 'decimal', scale: 2, unit: 'm2' },
  price: { kind: 'integer', unit: 'fen/m2' },
  outcome: { kind: 'string', values: ['grant', 'refuse'] },
  name: { kind: 'string' },
  filed: { kind: 'date' },
  served: { kind: 'date' },
  wait: { kind: 'days' },
  payments: {
    kind: 'relation',
    key: ['uscc'],
    fields: { amount: { kind: 'integer', unit: 'fen' }, paid: { kind: 'boolean' } },
  },
} as const satisfies Scope

const facts = {
  'energy.total': '1200.50',
  'energy.power': 5_000_000,
  'project.twoHigh': false,
  'applicant.income': 300_000,
  'applicant.household': 3,
  standard: 100_000,
  area: '12.50',
  price: 8_000,
  outcome: 'refuse',
  name: '张三',
  filed: '2026-01-31',
  served: '2026-03-02',
  wait: 5,
  payments: [
    { amount: 500, paid: true },
    { amount: 1_500, paid: false },
  ],
}

const answer = (source: string, given: Record<string, unknown> = facts) => compile(source, scope).evaluate(given)

suite('准绳 FEEL 1: what rules say', () => {
  const told: readonly (readonly [string, unknown])[] = [
    ['energy.total >= 1000 or energy.power >= 5000000', true],
    ['energy.total < 5000 and energy.power < 25000000 and not(project.twoHigh)', true],
    ['outcome = "refuse"', true],
    ['outcome in ("grant", "refuse")', true],
    ['energy.total between 1200.5 and 1200.50', true],
    ['energy.total in (1200.50..2000]', false],
    ['10 * energy.total > 11 * 1091.36', true],
    ['applicant.income / applicant.household <= standard', true],
    ['applicant.income / applicant.household < standard', false],
    ['applicant.income / 0 < standard', null],
    ['applicant.income / (applicant.household - 4) < standard', true],
    ['area * price = 100000', true],
    ['served - filed', 30],
    ['served - filed > duration("P29D")', true],
    ['filed + duration("P1M")', '2026-02-28'],
    ['filed - duration("P1M")', '2025-12-31'],
    ['filed + wait < date("2026-02-06")', true],
    ['some payment in payments satisfies payment.amount > 1000 and not(payment.paid)', true],
    ['every payment in payments satisfies payment.paid', false],
    ['string length("𠮷田") = 2 and starts with(name, "张")', true],
    ['if project.twoHigh then 1 else 2.50', '2.5'],
    ['-energy.total + 0.5', '-1200.00'],
    ['name = null', false],
    ['name != null', true],
  ]
  for (const [source, expected] of told) test(source, () => assert.equal(answer(source), expected))
})

suite('未知 unknown is neither yes nor no', () => {
  const told: readonly (readonly [string, unknown])[] = [
    ['energy.total >= 1000', null],
    ['outcome = "refuse"', null],
    ['outcome != "refuse"', null],
    ['energy.total = null', true],
    ['energy.total != null', false],
    ['project.twoHigh', null],
    ['not(project.twoHigh)', null],
    ['project.twoHigh or true', true],
    ['project.twoHigh and false', false],
    ['project.twoHigh or false', null],
    ['if project.twoHigh then "refuse" else "grant"', null],
    ['filed + wait > served', null],
    ['some payment in payments satisfies payment.paid', null],
    ['string length(name) > 0', null],
  ]
  for (const [source, expected] of told) test(`${source} of nothing`, () => assert.equal(answer(source, {}), expected))
  test('an empty relation is known: some is false, every is true', () => {
    assert.equal(answer('some payment in payments satisfies payment.paid', { payments: [] }), false)
    assert.equal(answer('every payment in payments satisfies payment.paid', { payments: [] }), true)
    assert.equal(answer('some payment in payments satisfies payment.paid', { payments: [{}, { paid: true }] }), true)
    assert.equal(answer('every payment in payments satisfies payment.paid', { payments: [{}, { paid: true }] }), null)
  })
  test('beyond 10^18−1 a value is unknown, below it stays exact', () => {
    const power = (value: bigint) => ({ 'energy.power': value })
    assert.equal(answer('energy.power + 1', power(10n ** 18n - 2n)), 10n ** 18n - 1n)
    assert.equal(answer('energy.power + 1', power(10n ** 18n - 1n)), null)
    assert.equal(answer('energy.power > 0', power(10n ** 18n)), null)
    assert.equal(answer('energy.power * 3 = 27021597764222973', power(9_007_199_254_740_991n)), true)
    assert.equal(answer('energy.power * energy.power / 1 > 0', power(10n ** 10n)), null)
    assert.equal(answer('energy.power / 1000000000 > 999999999', power(10n ** 18n - 1n)), true)
  })
  test('0.1 + 0.2 is 0.3', () => assert.equal(answer('0.1 + 0.2 = 0.3'), true))
  test('a declared range is kept: outside it the fact is unknown', () => {
    const small = { size: { kind: 'integer', min: 0, max: 99 } } as const satisfies Scope
    assert.equal(compile('size > 5', small).evaluate({ size: 100 }), null)
    assert.equal(compile('size > 5', small).evaluate({ size: 99 }), true)
  })
})

suite('拒绝 refused before it can run, with place and remedy', () => {
  const refused: readonly (readonly [string, string, number, number])[] = [
    ['', 'RULE_SYNTAX', 1, 1],
    ['energy.total > ', 'RULE_SYNTAX', 1, 16],
    ['project.twoHigh; drop table cases', 'RULE_SYNTAX', 1, 16],
    ['(project.twoHigh', 'RULE_SYNTAX', 1, 17],
    ['"a" = \'b\'', 'RULE_SYNTAX', 1, 7],
    ['energy.totel > 1', 'RULE_UNKNOWN_NAME', 1, 1],
    ['project.twoHigh\n  and missing', 'RULE_UNKNOWN_NAME', 2, 7],
    ['constructor = null', 'RULE_UNKNOWN_NAME', 1, 1],
    ['energy.total > energy.power', 'RULE_UNIT_MISMATCH', 1, 1],
    ['energy.total + energy.power > 1', 'RULE_UNIT_MISMATCH', 1, 1],
    ['applicant.income > applicant.household', 'RULE_UNIT_MISMATCH', 1, 1],
    ['applicant.income / area <= standard', 'RULE_UNIT_MISMATCH', 1, 1],
    ['energy.total = "1000"', 'RULE_TYPE_MISMATCH', 1, 1],
    ['filed > "2026-01-01"', 'RULE_TYPE_MISMATCH', 1, 1],
    ['filed + 5 > served', 'RULE_TYPE_MISMATCH', 1, 1],
    ['wait > duration("P1M")', 'RULE_TYPE_MISMATCH', 1, 1],
    ['name < "b"', 'RULE_TYPE_MISMATCH', 1, 1],
    ['not(name)', 'RULE_TYPE_MISMATCH', 1, 5],
    ['energy.total > null', 'RULE_TYPE_MISMATCH', 1, 1],
    ['payments = null', 'RULE_TYPE_MISMATCH', 1, 1],
    ['outcome = "refsue"', 'RULE_UNKNOWN_VALUE', 1, 11],
    ['years(filed) > 3', 'RULE_UNKNOWN_FUNCTION', 1, 1],
    ['string length(name, name) > 3', 'RULE_TYPE_MISMATCH', 1, 1],
    ['energy.power / 3', 'RULE_OUTSIDE_SUBSET', 1, 1],
    ['energy.power / 3 + 1 > 2', 'RULE_OUTSIDE_SUBSET', 1, 1],
    ['energy.power ** 2 > 1', 'RULE_OUTSIDE_SUBSET', 1, 14],
    ['energy.power > 1e3', 'RULE_OUTSIDE_SUBSET', 1, 16],
    ['1 < energy.power < 3', 'RULE_OUTSIDE_SUBSET', 1, 1],
    ['for x in payments return x', 'RULE_OUTSIDE_SUBSET', 1, 1],
    ['payments[1]', 'RULE_OUTSIDE_SUBSET', 1, 1],
    ['{ a: 1 }', 'RULE_OUTSIDE_SUBSET', 1, 1],
    ['[1, 2]', 'RULE_OUTSIDE_SUBSET', 1, 1],
    ['name instance of string', 'RULE_OUTSIDE_SUBSET', 1, 1],
    ['date(name) > filed', 'RULE_OUTSIDE_SUBSET', 1, 1],
    ['filed > date("2026-02-30")', 'RULE_OUTSIDE_SUBSET', 1, 9],
    ['wait > duration("PT5H")', 'RULE_OUTSIDE_SUBSET', 1, 8],
    ['wait > duration("P1M5D")', 'RULE_OUTSIDE_SUBSET', 1, 8],
    ['@"2026-01-01" > filed', 'RULE_OUTSIDE_SUBSET', 1, 1],
    ['名称 = "a"', 'RULE_OUTSIDE_SUBSET', 1, 1],
    ['not project.twoHigh', 'RULE_OUTSIDE_SUBSET', 1, 1],
    ['project.twoHigh // sure', 'RULE_OUTSIDE_SUBSET', 1, 17],
    ['some a in payments satisfies some b in payments satisfies a.paid', 'RULE_OUTSIDE_SUBSET', 1, 30],
    ['name = "\\u0000"', 'RULE_OUTSIDE_SUBSET', 1, 8],
    ['some x in payment satisfies x.paid', 'RULE_UNKNOWN_NAME', 1, 11],
    ['some x in name satisfies true', 'RULE_TYPE_MISMATCH', 1, 11],
    ['some name in payments satisfies true', 'RULE_OUTSIDE_SUBSET', 1, 1],
    ['some x in payments satisfies x.sum > 1', 'RULE_UNKNOWN_NAME', 1, 30],
    ['energy.power > 1234567890123456789', 'RULE_OUTSIDE_SUBSET', 1, 16],
    ['name = "\\q"', 'RULE_OUTSIDE_SUBSET', 1, 8],
    ['if project.twoHigh then null else null', 'RULE_TYPE_MISMATCH', 1, 1],
    ['if project.twoHigh then 1 else "a"', 'RULE_TYPE_MISMATCH', 1, 32],
    ['if project.twoHigh then energy.total else energy.power', 'RULE_UNIT_MISMATCH', 1, 43],
    ['served * 2 > filed', 'RULE_TYPE_MISMATCH', 1, 1],
    ['project.twoHigh in (energy.total > 1)', 'RULE_OUTSIDE_SUBSET', 1, 20],
    [`${'('.repeat(300)}true${')'.repeat(300)}`, 'RULE_TOO_LARGE', 1, 201],
    [`name = "${'长'.repeat(9_000)}"`, 'RULE_TOO_LARGE', 1, 1],
  ]
  for (const [source, code, line, column] of refused)
    test(`${code}: ${source.slice(0, 60)}`, () => {
      assert.throws(
        () => compile(source, scope),
        (error: { code: string; status: number; facts: { line: number; column: number }; remedy: string }) => {
          assert.deepEqual([error.code, error.status, error.facts.line, error.facts.column], [code, 422, line, column])
          assert.ok(error.remedy.length > 0)
          return true
        },
      )
    })
  test('a near name is suggested', () => {
    assert.throws(() => compile('energy.totel > 1', scope), { remedy: 'did you mean energy.total?' })
  })
  test('a condition must be a condition', () => {
    assert.throws(() => compileTest('energy.total + 1', scope), { code: 'RULE_TYPE_MISMATCH' })
    assert.equal(compileTest('project.twoHigh', scope).evaluate(facts), false)
  })
  test('declarations are checked too', () => {
    const wrong: readonly Scope[] = [
      { 名称: { kind: 'string' } },
      { 'a.B': { kind: 'string' } },
      { size: { kind: 'decimal', scale: 12 } },
      { size: { kind: 'integer', min: 5, max: 1 } },
      { rows: { kind: 'relation', fields: { inner: { kind: 'relation', fields: {} } } } },
    ]
    for (const bad of wrong) assert.throws(() => compile('true', bad), { code: 'RULE_SCOPE_INVALID' })
  })
})

suite('事实 facts', () => {
  test('a value of another type is refused by name, without the value', () => {
    const wrong: readonly (readonly [string, unknown])[] = [
      ['energy.total', '12.505'],
      ['energy.total', 'x'],
      ['energy.power', 1.5],
      ['energy.power', '1.5'],
      ['energy.power', Number.NaN],
      ['project.twoHigh', '是'],
      ['name', 5],
      ['filed', '2026-02-30'],
      ['filed', '20260101'],
      ['wait', 'P1M'],
      ['payments', {}],
      ['payments', ['张三']],
    ]
    for (const [field, value] of wrong)
      assert.throws(
        () => prepareFacts(scope, { [field]: value }),
        (error: { code: string; message: string }) =>
          error.code === 'RULE_FACT_INVALID' &&
          error.message.startsWith(field) &&
          !error.message.includes(String(value)),
        `${field} ${String(value)}`,
      )
  })
  test('what the scope does not declare is left out; prepared facts serve many rules', () => {
    const prepared = prepareFacts(scope, { ...facts, secret: 'x' })
    assert.ok(!('secret' in prepared))
    assert.equal(prepared['energy.total'], 120_050)
    assert.equal(compile('energy.total > 1000', scope).run(prepared), true)
  })
  test('values come out as they went in', () => {
    for (const [type, value] of [
      [{ kind: 'decimal', scale: 2 }, '-0.05'],
      [{ kind: 'decimal', scale: 2 }, '9999999999999999.99'],
      [{ kind: 'integer' }, 42],
      [{ kind: 'date' }, '2024-02-29'],
      [{ kind: 'boolean' }, true],
      [{ kind: 'string' }, '驳回'],
    ] as const)
      assert.equal(externalOf(type, internalOf(type, value, 'field')), value)
    assert.equal(internalOf({ kind: 'decimal', scale: 2 }, 12.5, 'field'), 1250)
    assert.equal(internalOf({ kind: 'days' }, 'P5D', 'field'), 5)
    assert.equal(internalOf({ kind: 'date' }, Temporal.PlainDate.from('1970-01-02'), 'field'), 1)
  })
  test('a rule says which facts it reads and what it gives', () => {
    const rule = compile('energy.total > 5 and some p in payments satisfies p.amount > applicant.income', scope)
    assert.deepEqual(rule.names, ['applicant.income', 'energy.total', 'payments'])
    assert.deepEqual(compile('area * price', scope).type, { kind: 'decimal', scale: 2, unit: 'fen' })
    assert.deepEqual(compile('served - filed', scope).type, { kind: 'days' })
    assert.deepEqual(JSON.parse(JSON.stringify(rule.tree)), rule.tree)
  })
  test('declared functions take coarser numbers at their own scale, and no finer ones', () => {
    const functions = {
      middle: {
        parameters: [
          { kind: 'decimal', scale: 2 },
          { kind: 'decimal', scale: 2 },
          { kind: 'decimal', scale: 2 },
        ],
        result: { kind: 'decimal', scale: 2 },
        apply: (...given: readonly unknown[]) => given.map(Number).sort((a, b) => a - b)[1]!,
      },
    } as const
    const middle = (source: string) => compile(source, scope, { functions })
    assert.equal(middle('middle(1, 3.5, 2.25)').evaluate(facts), '2.25')
    assert.equal(middle('middle(1, area, energy.power)').evaluate({}), null)
    assert.throws(() => middle('middle(1, 2, 0.125)'), { code: 'RULE_TYPE_MISMATCH' })
  })
  test('declared functions are strict', () => {
    const functions = {
      'year of': {
        parameters: [{ kind: 'date' }],
        result: { kind: 'integer', min: 1, max: 9999 },
        apply: (day: unknown) => Temporal.PlainDate.from('1970-01-01').add({ days: Number(day) }).year,
      },
    } as const
    const rule = compile('year of(filed) = 2026', scope, { functions })
    assert.equal(rule.evaluate(facts), true)
    assert.equal(rule.evaluate({}), null)
  })
})
