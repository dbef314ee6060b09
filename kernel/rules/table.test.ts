import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { parse } from 'yaml'
import { compileTable, type DecisionTable, type Scope } from '#kernel/rules'

const scope = {
  degree: { kind: 'string', values: ['轻微', '一般', '严重'] },
  gain: { kind: 'integer', unit: 'fen' },
  corrected: { kind: 'boolean' },
  on: { kind: 'date' },
} as const satisfies Scope

const bands = `
name: fine-bands
hit: unique
inputs: [{ name: degree }, { name: gain }]
outputs:
  - { name: lower, type: { kind: integer, unit: fen } }
  - { name: band, type: { kind: string } }
rules:
  - { id: light,  when: ['"轻微"', '-'], then: [0, '"不予处罚"'] }
  - { id: middle, when: ['"一般"', '[0..100000)'], then: [100000, '"较低"'] }
  - { id: high,   when: ['"一般"', '>= 100000'], then: [500000, '"较高"'] }
  - { id: worst,  when: ['not("轻微", "一般")', '-'], then: [gain, '"最高"'] }
`

const table = (text: string): DecisionTable => parse(text) as DecisionTable
const evaluate = (source: DecisionTable, facts: Record<string, unknown>) => compileTable(source, scope).evaluate(facts)
const withHit = (hit: string, extra: object = {}): DecisionTable => ({
  ...table(levels),
  hit: hit as DecisionTable['hit'],
  ...extra,
})

const levels = `
name: levels
hit: collect
inputs: [{ name: gain }]
outputs: [{ name: fee, type: { kind: decimal, scale: 2 }, values: ['3.5', '1', '2'] }]
rules:
  - { id: a, when: ['> 10'], then: ['2'] }
  - { id: b, when: ['> 5'], then: ['1'] }
  - { id: c, when: ['< 0'], then: ['3.50'] }
  - { id: d, when: ['[6..20]'], then: ['1.00'] }
`

suite('决策表 decision tables', () => {
  test('unique: one rule decides and is named', () => {
    const answer = evaluate(table(bands), { degree: '一般', gain: 99_999 })
    assert.deepEqual(answer?.matched, ['middle'])
    assert.deepEqual(answer?.outputs, { lower: 100_000, band: '较低' })
    assert.equal(evaluate(table(bands), { degree: '一般', gain: 100_000 })?.outputs.band, '较高')
    assert.equal(evaluate(table(bands), { degree: '严重', gain: 7 })?.outputs.lower, 7)
  })
  test('what is unknown leaves the decision to a human', () => {
    const compiled = compileTable(table(bands), scope)
    assert.equal(compiled.evaluate({ gain: 5 }), null)
    assert.equal(compiled.evaluate({ degree: '一般' }), null)
    const verdict = compiled.judge({ degree: '一般', gain: null })
    assert.ok(verdict.outcome === 'unknown')
    assert.deepEqual(
      [verdict.reason, verdict.because.map(({ rule }) => rule), verdict.missing],
      ['factUnknown', ['middle', 'high'], ['gain']],
    )
    assert.equal(compiled.evaluate({ degree: '严重' }), null)
    assert.deepEqual(compiled.evaluate({ degree: '轻微' })?.matched, ['light'])
    assert.deepEqual(compiled.names, ['degree', 'gain'])
  })
  test('no rule: unknown, with that reason and every row; of a list the empty list', () => {
    const verdict = compileTable(table(bands), scope).judge({ degree: '一般', gain: -1 })
    assert.ok(verdict.outcome === 'unknown')
    assert.deepEqual([verdict.reason, verdict.because.length, verdict.missing], ['noRule', 4, []])
    for (const hit of ['first', 'any', 'priority']) assert.equal(evaluate(withHit(hit), { gain: 3 }), null, hit)
    for (const hit of ['collect', 'rule order', 'output order'])
      assert.deepEqual(evaluate(withHit(hit), { gain: 3 })?.rows, [], hit)
  })
  test('unique with two rules is a fault of the table, told as the reason, never thrown', () => {
    const both = compileTable(withHit('unique'), scope)
    assert.equal(both.evaluate({ gain: 12 }), null)
    const verdict = both.judge({ gain: 12 })
    assert.ok(verdict.outcome === 'unknown')
    assert.deepEqual([verdict.reason, verdict.because.map(({ rule }) => rule)], ['severalRules', ['a', 'b', 'd']])
  })
  test('a verdict names the row, its article and the facts it read', () => {
    const source = table(bands)
    const cited: DecisionTable = {
      ...source,
      basis: { law: '行政处罚法', articles: [34] },
      rules: source.rules.map(rule =>
        rule.id === 'middle' ? { ...rule, basis: { law: '食品安全法', articles: [126] } } : rule,
      ),
    }
    const because = (facts: Record<string, unknown>) => compileTable(cited, scope).evaluate(facts)?.because
    assert.deepEqual(because({ degree: '一般', gain: 5 }), [
      { rule: 'middle', basis: { law: '食品安全法', articles: [126] }, facts: { degree: '一般', gain: 5 } },
    ])
    assert.deepEqual(because({ degree: '轻微' }), [
      { rule: 'light', basis: { law: '行政处罚法', articles: [34] }, facts: { degree: '轻微' } },
    ])
  })
  test('a sum beyond 10^18−1 is unknown, and says so', () => {
    const huge = table(`
name: huge
hit: collect
aggregate: sum
inputs: [{ name: corrected }]
outputs: [{ name: total, type: { kind: integer } }]
rules:
  - { id: a, when: ['-'], then: ['999999999999999999'] }
  - { id: b, when: [true], then: [1] }
`)
    const verdict = compileTable(huge, scope).judge({ corrected: true })
    assert.ok(verdict.outcome === 'unknown')
    assert.equal(verdict.reason, 'beyondBound')
  })
  test('first: the first that holds; an earlier unknown stops it', () => {
    assert.deepEqual(evaluate(withHit('first'), { gain: 12 })?.matched, ['a'])
    const mixed = table(bands)
    const ordered = { ...mixed, hit: 'first' } as const
    assert.deepEqual(evaluate(ordered, { degree: '轻微' })?.matched, ['light'])
    assert.equal(evaluate(ordered, { degree: '一般' }), null)
  })
  test('any: equal answers agree, different ones conflict', () => {
    assert.deepEqual(evaluate(withHit('any'), { gain: 7 })?.matched, ['b', 'd'])
    const differ = compileTable(withHit('any'), scope).judge({ gain: 12 })
    assert.ok(differ.outcome === 'unknown')
    assert.equal(differ.reason, 'rulesDisagree')
  })
  test('priority and output order follow the declared values', () => {
    assert.deepEqual(evaluate(withHit('priority'), { gain: 12 })?.matched, ['b'])
    assert.deepEqual(evaluate(withHit('output order'), { gain: 12 })?.matched, ['b', 'd', 'a'])
    assert.deepEqual(evaluate(withHit('rule order'), { gain: 12 })?.matched, ['a', 'b', 'd'])
  })
  test('collect: rows, sum, min, max, count', () => {
    const rows = evaluate(withHit('collect'), { gain: 12 })?.rows
    assert.deepEqual(rows, [{ fee: '2.00' }, { fee: '1.00' }, { fee: '1.00' }])
    const told = (aggregate: string, gain: number) => evaluate(withHit('collect', { aggregate }), { gain })?.outputs.fee
    assert.deepEqual(
      ['sum', 'min', 'max', 'count'].map(aggregate => told(aggregate, 12)),
      ['4.00', '1.00', '2.00', 3],
    )
    assert.deepEqual(
      ['sum', 'min', 'count'].map(aggregate => told(aggregate, 3)),
      [undefined, undefined, 0],
    )
  })
  test('an input may be an expression; dates and booleans are tested too', () => {
    const dated = table(`
name: dated
hit: first
inputs: [{ expression: gain * 2 }, { name: corrected }, { name: on }]
outputs: [{ name: days, type: { kind: days } }]
rules:
  - { id: early, when: ['<= 10', true, '< date("2026-07-01")'], then: ['duration("P5D")'] }
  - { id: late, when: ['-', '-', '[date("2026-07-01")..date("2026-12-31")]'], then: ['duration("P9D")'] }
`)
    assert.equal(evaluate(dated, { gain: 5, corrected: true, on: '2026-06-30' })?.outputs.days, 5)
    assert.equal(evaluate(dated, { gain: 5, corrected: true, on: '2026-07-01' })?.outputs.days, 9)
  })
  const faults: readonly (readonly [string, DecisionTable, string])[] = [
    ['an undeclared input', table(bands.replace('{ name: gain }', '{ name: gian }')), 'RULE_UNKNOWN_NAME'],
    ['a test of another type', table(bands.replace("'>= 100000'", `'"many"'`)), 'RULE_TYPE_MISMATCH'],
    ['a value the field never has', table(bands.replace(`'"轻微"'`, `'"轻"'`)), 'RULE_UNKNOWN_VALUE'],
    ['a result of another type', table(bands.replace('[500000,', "['true',")), 'RULE_TYPE_MISMATCH'],
    ['a missing test', table(bands.replace(`['"轻微"', '-']`, `['"轻微"']`)), 'RULE_TABLE_INVALID'],
    ['a rule id twice', table(bands.replace('id: high', 'id: light')), 'RULE_TABLE_INVALID'],
    ['an unknown hit policy', withHit('sometimes'), 'RULE_TABLE_INVALID'],
    ['priority without an order', { ...table(bands), hit: 'priority' }, 'RULE_TABLE_INVALID'],
    ['a sum over two outputs', { ...table(bands), hit: 'collect', aggregate: 'sum' }, 'RULE_TABLE_INVALID'],
    ['an unparsable cell', table(bands.replace("'>= 100000'", "'>= '")), 'RULE_SYNTAX'],
  ]
  for (const [what, broken, code] of faults)
    test(`refuses ${what}`, () => assert.throws(() => compileTable(broken, scope), { code, status: 422 }))
  test('a refused cell names its rule and column', () => {
    const broken = table(bands.replace("'>= 100000'", "'>= energy'"))
    assert.throws(() => compileTable(broken, scope), { message: /^fine-bands, rule high, input 2: line 1, column 4/ })
  })
})
