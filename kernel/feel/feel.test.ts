import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { Refusal } from '#kernel/refusal'
import {
  type Evaluation,
  evaluate,
  type FeelValue,
  feelNames,
  feelScope,
  inScope,
  makeEvaluation,
  makeNames,
  parseExpression,
  parseUnaryTests,
  passes,
  written,
} from './index.ts'

const now = { kind: 'date and time', day: 20_454, nanos: 0n, offset: 0 } as const

function run(source: string, known: Readonly<Record<string, FeelValue>> = {}): [FeelValue, Evaluation] {
  const evaluation = makeEvaluation(now, { steps: 200_000 })
  const names = makeNames(Object.keys(known), feelNames)
  const scope = inScope(new Map(Object.entries(known)), feelScope)
  return [evaluate(parseExpression(source, names), scope, evaluation), evaluation]
}

const said = (source: string, known?: Readonly<Record<string, FeelValue>>) => written(run(source, known)[0])
const numberOf = (text: string) => run(text)[0]

function all(expected: Readonly<Record<string, string>>): void {
  for (const [source, value] of Object.entries(expected)) assert.equal(said(source), value, source)
}

suite('FEEL', () => {
  test('numbers are decimals of 34 digits, and never floats', () => {
    all({
      '0.1 + 0.2': '0.3',
      '9007199254740992 + 1': '9007199254740993',
      '1/3': '0.3333333333333333333333333333333333',
      '-3 ** 2': '9',
      '2 ** -1': '0.5',
      '2 ** 0.5': '1.414213562373095048801688724209698',
      'exp(1)': '2.718281828459045235360287471352662',
      'log(10)': '2.302585092994045684017991454684364',
      'sqrt(16)': '4',
      '1e6144 * 10': 'null',
      'decimal(1/3, 2)': '0.33',
      'decimal(2.5, 0)': '2',
      'round half up(-2.5, 0)': '-3',
      'round half down(2.5, 0)': '2',
      'modulo(-12, 5)': '3',
      '1 / 0': 'null',
      'number("1 234,5", " ", ",")': '1234.5',
    })
  })

  test('addition and multiplication agree with whole numbers of any size below 34 digits', () => {
    const units = fc.bigInt({ min: -(10n ** 16n), max: 10n ** 16n })
    fc.assert(
      fc.property(units, units, (a, b) => {
        assert.equal(said(`(${a}) + (${b})`), String(a + b))
        assert.equal(said(`(${a}) * (${b})`), String(a * b))
        assert.equal(said('(a < b) = (b > a)', { a: numberOf(`${a}`), b: numberOf(`${b}`) }), 'true')
      }),
    )
  })

  test('names hold spaces and signs, and the longest wins', () => {
    const known = { 'Monthly Income': numberOf('5'), 'a-b': numberOf('7'), a: numberOf('1'), b: numberOf('2') }
    assert.equal(said('Monthly  Income + 1', known), '6')
    assert.equal(said('a-b', known), '7')
    assert.equal(said('b-a', known), '1')
    assert.equal(said('{net pay: 3, twice: net pay * 2}.twice'), '6')
  })

  test('in binds tighter than and; ranges, tests and lists after it', () => {
    all({
      '3 in [1..5] and false': 'false',
      '5 in (1..5)': 'false',
      '5 in ]1..5]': 'true',
      '1 in [1..10[': 'true',
      '4 in (< 2, > 3)': 'true',
      '4 in [[1..2], [3..5]]': 'true',
    })
  })

  test('lists, filters, loops and functions', () => {
    all({
      '[1, 2, 3][item > 1]': '[2, 3]',
      '[1, 2, 3][-1]': '3',
      '[{a: 1}, {a: 2}][a > 1].a': '[2]',
      'for i in 1..4 return if i < 3 then i else partial[-1] * 2': '[1, 2, 4, 8]',
      'for i in 3..1 return i': '[3, 2, 1]',
      'every x in [1, 2] satisfies x > 0': 'true',
      'some x in [1, 2], y in [2, 3] satisfies x = y': 'true',
      'sort([3, 1, 2], function(x, y) x < y)': '[1, 2, 3]',
      '(function(n: number) n + 1)("a")': 'null',
      'flatten([[1, [2]], 3])': '[1, 2, 3]',
      'list replace([1, 2, 3], function(item, newItem) item = 2, 9)': '[1, 9, 3]',
      'context put({a: 1, b: {c: 1}}, ["b", "c"], 2)': '{a: 1, b: {c: 2}}',
    })
  })

  test('dates, times and durations', () => {
    all({
      'date("2020-02-29") + duration("P1Y")': '2021-02-28',
      'date("2026-01-31") + duration("P1M")': '2026-02-28',
      'date("2026-03-01") - date("2026-02-01")': 'P28D',
      'date("-999999999-12-31")': '-999999999-12-31',
      'time("23:00:00") + duration("PT2H")': '01:00:00',
      'date and time("2026-07-01T12:00:00@Europe/Paris").time offset': 'PT2H',
      '@"2026-01-01T08:00:00+08:00" = @"2026-01-01T00:00:00Z"': 'true',
      'week of year(date("2027-01-01"))': '53',
      'day of week(date("2026-07-30"))': 'Thursday',
      'years and months duration(date("2025-08-31"), date("2026-07-30"))': 'P10M',
      'duration("P1D") / duration("PT1H")': '24',
      'date("2026-02-30")': 'null',
      'time("10:00:00@Nowhere/Land")': 'null',
    })
  })

  test('patterns are those of XPath', () => {
    all({
      'matches("foobar", "^fo*b")': 'true',
      'matches("helloworld", "hello world", "x")': 'true',
      'matches("q", "[a-z-[aeiou]]")': 'true',
      'matches("e", "[a-z-[aeiou]]")': 'false',
      'matches("a", "(?=a)")': 'null',
      'matches("a", "\\p{Isconstructor}")': 'null',
      'matches("事", "\\p{IsCJKUnifiedIdeographs}")': 'true',
      'replace("abcd", "(ab)|(a)", "[1=$1][2=$2]")': '[1=ab][2=]cd',
      'split("John Doe", "\\\\s")': '["John", "Doe"]',
      'substring("🐎ab", 2)': 'ab',
    })
  })

  test('a mistake is null, and the reason is kept', () => {
    for (const [source, kind] of [
      ['nobody', 'unknownName'],
      ['nobody()', 'unknownName'],
      ['1 + "a"', 'type'],
      ['substring("a")', 'arguments'],
      ['substring(text: "a", start position: 1)', 'arguments'],
      ['date("tomorrow")', 'value'],
      ['{a: 1, a: 2}', 'value'],
    ] as const) {
      const [value, { problems }] = run(source)
      assert.equal(value, null, source)
      assert.equal(problems[0]?.kind, kind, source)
    }
  })

  test('cells: values, comparisons, ranges, negation, and tests of ?', () => {
    const cell = (text: string, value: string) =>
      passes(run(value)[0], parseUnaryTests(text, feelNames), feelScope, makeEvaluation(now))
    assert.equal(cell('-', 'null'), true)
    assert.equal(cell('"a", "b"', '"b"'), true)
    assert.equal(cell('not("a", "b")', '"b"'), false)
    assert.equal(cell('[1..3), > 10', '11'), true)
    assert.equal(cell('? > 3 and ? < 5', '4'), true)
    assert.equal(cell('contains(?, "x")', '"yxz"'), true)
    assert.equal(cell('false', 'false'), true)
  })

  test('what has no end is stopped, and what does not parse is refused with its place', () => {
    const refused = (source: string): string => {
      try {
        run(source)
      } catch (fault) {
        assert.ok(fault instanceof Refusal && fault.remedy, String(fault))
        return fault.code
      }
      return 'ran'
    }
    assert.equal(refused('{f: function(n) f(n + 1), r: f(1)}.r'), 'FEEL_TOO_DEEP')
    assert.equal(refused('for i in 1..1000, j in 1..1000 return i'), 'FEEL_TOO_LONG')
    assert.equal(refused(`${'('.repeat(400)}1${')'.repeat(400)}`), 'FEEL_TOO_LARGE')
    assert.equal(refused(`"${'a'.repeat(200_000)}"`), 'FEEL_TOO_LARGE')
    assert.equal(refused('1 +\n + 2'), 'FEEL_SYNTAX')
    assert.throws(() => run('1 +\n  %'), /line 2, column 3/)
  })
})
