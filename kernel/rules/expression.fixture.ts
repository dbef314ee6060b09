import fc from 'fast-check'
import type { Scope } from './feel-type.ts'

/** Random well-typed expressions over this scope, each written with as few and with all possible parentheses. */
export const generatedScope = {
  small: { kind: 'integer', min: 0, max: 999 },
  tiny: { kind: 'decimal', scale: 1, min: '-9.9', max: '9.9' },
  count: { kind: 'integer' },
  money: { kind: 'decimal', scale: 2 },
  rate: { kind: 'decimal', scale: 4 },
  open: { kind: 'boolean' },
  'case.urgent': { kind: 'boolean' },
  status: { kind: 'string', values: ['new', 'done', '驳回'] },
  name: { kind: 'string' },
  born: { kind: 'date' },
  'case.filed': { kind: 'date' },
  wait: { kind: 'days' },
  term: { kind: 'months' },
  payments: {
    kind: 'relation',
    fields: {
      amount: { kind: 'integer' },
      price: { kind: 'decimal', scale: 2 },
      paid: { kind: 'boolean' },
      kind: { kind: 'string' },
      on: { kind: 'date' },
    },
  },
} as const satisfies Scope

export interface Written {
  readonly text: string
  readonly full: string
  /** How tightly the text binds: 0 if, some, every · 1 or · 2 and · 3 comparison · 4 sum · 5 product · 6 minus · 7 value. */
  readonly binds: number
}

const value = (text: string): Written => ({ text, full: text, binds: 7 })
const wrap = (part: Written, least: number) => (part.binds >= least ? part.text : `(${part.text})`)

const binary =
  (op: string, binds: number) =>
  (left: Written, right: Written): Written => ({
    text: `${wrap(left, binds)} ${op} ${wrap(right, binds + 1)}`,
    full: `((${left.full}) ${op} (${right.full}))`,
    binds,
  })

const comparison = (op: string, left: Written, right: Written): Written => ({
  text: `${wrap(left, 4)} ${op} ${wrap(right, 4)}`,
  full: `((${left.full}) ${op} (${right.full}))`,
  binds: 3,
})

const within = (left: Written, list: (part: (of: Written) => string) => string): Written => ({
  text: `${wrap(left, 4)} ${list(part => wrap(part, 4))}`,
  full: `((${left.full}) ${list(part => `(${part.full})`)})`,
  binds: 3,
})

const called = (name: string, ...given: Written[]): Written => ({
  text: `${name}(${given.map(part => part.text).join(', ')})`,
  full: `${name}(${given.map(part => part.full).join(', ')})`,
  binds: 7,
})

const branch = ([test, yes, no]: readonly [Written, Written, Written]): Written => ({
  text: `if ${test.text} then ${yes.text} else ${no.text}`,
  full: `(if (${test.full}) then (${yes.full}) else (${no.full}))`,
  binds: 0,
})

const negated = (part: Written): Written => ({ text: `-${wrap(part, 7)}`, full: `(-(${part.full}))`, binds: 6 })

const orderOperators = fc.constantFrom('=', '!=', '<', '<=', '>', '>=')
const equalityOperators = fc.constantFrom('=', '!=')
const names = (...all: string[]) => fc.constantFrom(...all).map(value)
const numberLiteral = fc
  .oneof(
    fc.integer({ min: 0, max: 20 }).map(String),
    fc.constantFrom('0.5', '1.25', '10.00', '0.0001', '100000', '999999999999', '123456789012345678'),
  )
  .map(value)
const dateLiteral = fc
  .constantFrom('2026-01-31', '2024-02-29', '2026-08-31', '1999-12-31', '0001-01-01', '9999-12-31')
  .map(iso => value(`date("${iso}")`))
const dayLiteral = fc
  .constantFrom('P0D', 'P5D', '-P1D', 'P365D', 'P999999999D')
  .map(text => value(`duration("${text}")`))
const monthLiteral = fc
  .constantFrom('P1M', '-P2M', 'P1Y', 'P1Y6M', 'P999999999M')
  .map(text => value(`duration("${text}")`))
const stringLiteral = fc.constantFrom('new', 'done', '驳回').map(text => value(`"${text}"`))
const nameLiteral = fc.constantFrom('', 'a', 'ab', '张', '𠮷').map(text => value(`"${text}"`))

interface Kinds {
  truth: Written
  number: Written
  date: Written
  days: Written
  months: Written
  rowTruth: Written
}

export const { truth, number, date, days } = fc.letrec<Kinds>((tie: fc.LetrecTypedTie<Kinds>) => {
  const pair = <A, B>(a: fc.Arbitrary<A>, b: fc.Arbitrary<B>) => fc.tuple(a, b)
  const two = (of: fc.Arbitrary<Written>) => pair(of, of)
  const compared = (op: fc.Arbitrary<string>, of: fc.Arbitrary<Written>) =>
    fc.tuple(op, of, of).map(([sign, left, right]) => comparison(sign, left, right))
  const ratio = two(tie('number')).map(([over, under]) => binary('/', 5)(over, under))
  const side = fc.oneof(tie('number'), ratio)
  const range = (of: fc.Arbitrary<Written>) =>
    fc
      .tuple(of, of, of, fc.constantFrom('[', '('), fc.constantFrom(']', ')'))
      .map(([left, low, high, from, to]) => within(left, show => `in ${from}${show(low)}..${show(high)}${to}`))
  const list = (left: fc.Arbitrary<Written>, of: fc.Arbitrary<Written>) =>
    fc.tuple(left, fc.array(of, { minLength: 1, maxLength: 3 }), fc.boolean()).map(([subject, entries, square]) =>
      within(subject, show => {
        const shown = entries.map(show).join(', ')
        return square ? `in [${shown}]` : `in (${shown})`
      }),
    )
  return {
    truth: fc.oneof(
      { maxDepth: 5, depthSize: 'small' },
      names('open', 'case.urgent', 'true', 'false'),
      compared(orderOperators, tie('number')),
      compared(orderOperators, tie('date')),
      compared(orderOperators, tie('days')),
      compared(orderOperators, tie('months')),
      compared(orderOperators, side),
      compared(equalityOperators, fc.oneof(names('status'), stringLiteral)),
      fc
        .tuple(equalityOperators, names('count', 'money', 'open', 'status', 'born', 'wait'))
        .map(([op, left]) => comparison(op, left, value('null'))),
      range(tie('number')),
      range(tie('date')),
      fc
        .tuple(tie('number'), tie('number'), tie('number'))
        .map(([left, low, high]) => within(left, show => `between ${show(low)} and ${show(high)}`)),
      list(tie('number'), tie('number')),
      list(names('status'), stringLiteral),
      fc.tuple(names('name'), nameLiteral).map(([text, start]) => called('starts with', text, start)),
      tie('truth').map(part => called('not', part)),
      two(tie('truth')).map(([left, right]) => binary('and', 2)(left, right)),
      two(tie('truth')).map(([left, right]) => binary('or', 1)(left, right)),
      fc.tuple(tie('truth'), tie('truth'), tie('truth')).map(branch),
      fc.tuple(fc.constantFrom('some', 'every'), tie('rowTruth')).map(([word, body]) => ({
        text: `${word} row in payments satisfies ${body.text}`,
        full: `(${word} row in payments satisfies (${body.full}))`,
        binds: 0,
      })),
    ),
    rowTruth: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      names('row.paid', 'open'),
      fc
        .tuple(
          orderOperators,
          names('row.amount', 'row.price'),
          fc.oneof(numberLiteral, names('count', 'money', 'row.amount')),
        )
        .map(([op, left, right]) => comparison(op, left, right)),
      fc.tuple(orderOperators, names('row.on'), names('born')).map(([op, left, right]) => comparison(op, left, right)),
      fc
        .tuple(equalityOperators, names('row.kind'), nameLiteral)
        .map(([op, left, right]) => comparison(op, left, right)),
      two(tie('rowTruth')).map(([left, right]) => binary('and', 2)(left, right)),
      two(tie('rowTruth')).map(([left, right]) => binary('or', 1)(left, right)),
    ),
    number: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      names('small', 'tiny', 'count', 'money', 'rate'),
      numberLiteral,
      two(tie('number')).map(([left, right]) => binary('+', 4)(left, right)),
      two(tie('number')).map(([left, right]) => binary('-', 4)(left, right)),
      two(tie('number')).map(([left, right]) => binary('*', 5)(left, right)),
      tie('number').map(negated),
      names('name').map(part => called('string length', part)),
      fc.tuple(tie('truth'), tie('number'), tie('number')).map(branch),
    ),
    date: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      names('born', 'case.filed'),
      dateLiteral,
      pair(tie('date'), tie('days')).map(([left, right]) => binary('+', 4)(left, right)),
      pair(tie('date'), tie('months')).map(([left, right]) => binary('+', 4)(left, right)),
      pair(tie('date'), tie('days')).map(([left, right]) => binary('-', 4)(left, right)),
      pair(tie('date'), tie('months')).map(([left, right]) => binary('-', 4)(left, right)),
    ),
    days: fc.oneof(
      { maxDepth: 2, depthSize: 'small' },
      names('wait'),
      dayLiteral,
      two(tie('date')).map(([left, right]) => binary('-', 4)(left, right)),
      two(tie('days')).map(([left, right]) => binary('+', 4)(left, right)),
      pair(tie('days'), fc.integer({ min: 0, max: 9 })).map(([left, by]) => binary('*', 5)(left, value(String(by)))),
    ),
    months: fc.oneof(
      { maxDepth: 2, depthSize: 'small' },
      names('term'),
      monthLiteral,
      two(tie('months')).map(([left, right]) => binary('+', 4)(left, right)),
      tie('months').map(negated),
    ),
  }
})

const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null, freq: 5 })
const scaled = (scale: number, bound: bigint) =>
  fc.bigInt({ min: -bound, max: bound }).map(raw => {
    const digits = (raw < 0n ? -raw : raw).toString().padStart(scale + 1, '0')
    return `${raw < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
  })
const huge = 2n * 10n ** 18n
const edges = fc.constantFrom(10n ** 18n - 1n, 10n ** 18n, 1n - 10n ** 18n, 2n ** 53n, 2n ** 53n - 1n, 0n)
/** Month ends and leap days as often as all other days. */
const isoDate = fc.oneof(
  fc
    .tuple(
      fc.constantFrom(1, 1900, 1999, 2024, 2026, 9999),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 28 }),
    )
    .map(parts => parts.map((part, index) => String(part).padStart(index === 0 ? 4 : 2, '0')).join('-')),
  fc.constantFrom('2023-02-28', '2024-02-29', '2000-02-29', '1900-02-28', '2026-01-31', '2026-04-30', '2026-12-31'),
)
const integer = fc.oneof(
  fc.integer({ min: -20, max: 20 }),
  fc.maxSafeInteger(),
  fc.bigInt({ min: -huge, max: huge }),
  edges,
)
const decimal = (scale: number) =>
  fc.oneof(
    scaled(scale, 5000n),
    scaled(scale, huge),
    fc.constantFrom('', '-').map(sign => `${sign}${'9'.repeat(18 - scale)}.${'9'.repeat(scale)}`),
    fc.constantFrom('', '-').map(sign => `${sign}1${'0'.repeat(18 - scale)}.${'0'.repeat(scale)}`),
  )

/** Facts of the scope, each sometimes unknown, sometimes beyond its declared range or the bound. */
export const generatedFacts = fc.record({
  small: maybe(fc.integer({ min: -5, max: 1005 })),
  tiny: maybe(scaled(1, 110n)),
  count: maybe(integer),
  money: maybe(decimal(2)),
  rate: maybe(decimal(4)),
  open: maybe(fc.boolean()),
  'case.urgent': maybe(fc.boolean()),
  status: maybe(fc.constantFrom('new', 'done', '驳回')),
  name: maybe(fc.constantFrom('', 'a', 'abc', '张三', '𠮷a')),
  born: maybe(isoDate),
  'case.filed': maybe(isoDate),
  wait: maybe(fc.integer({ min: -400, max: 400 })),
  term: maybe(fc.integer({ min: -30, max: 30 })),
  payments: maybe(
    fc.array(
      fc.record({
        amount: maybe(integer),
        price: maybe(decimal(2)),
        paid: maybe(fc.boolean()),
        kind: maybe(fc.constantFrom('', 'a', '张')),
        on: maybe(isoDate),
      }),
      { maxLength: 3 },
    ),
  ),
})
