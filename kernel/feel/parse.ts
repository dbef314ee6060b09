import { type Cursor, makeCursor } from './cursor.ts'
import { canonicalName, makeNames, type Names } from './names.ts'
import { readFor, readFunction, readIf, readList, readNumber, readQuantified, readString } from './parse-parts.ts'
import { readType } from './parse-type.ts'
import type { Comparison, Feel, Operator, UnaryTests } from './syntax.ts'

const comparison = /!=|<=|>=|=|<|>/y
const between = /between(?![\p{L}\p{N}_])/uy
const instanceOf = /instance\s+of(?![\p{L}\p{N}_])/uy

export function readExpression(cursor: Cursor): Feel {
  return cursor.nested(() => readChain(cursor, 'or', () => readChain(cursor, 'and', () => readComparison(cursor))))
}

function readChain(cursor: Cursor, operator: 'or' | 'and', read: () => Feel): Feel {
  let left = read()
  while (cursor.word(operator)) left = { is: 'binary', operator, left, right: read() }
  return left
}

function readComparison(cursor: Cursor): Feel {
  let left = readSum(cursor)
  for (;;) {
    const operator = cursor.matches(comparison)?.[0] as Comparison | undefined
    if (operator) left = { is: 'binary', operator, left, right: readSum(cursor) }
    else if (cursor.matches(between)) {
      const low = readSum(cursor)
      if (!cursor.word('and')) cursor.fail('between needs two ends joined by and')
      left = { is: 'between', value: left, low, high: readSum(cursor) }
    } else if (cursor.word('in')) left = { is: 'in', value: left, tests: readTestsAfterIn(cursor) }
    else return left
  }
}

/** After `in`: one test, or several in parentheses. `(1..5]` is a range and not a list of tests. */
function readTestsAfterIn(cursor: Cursor): readonly Feel[] {
  const before = cursor.at()
  if (!cursor.takes('(')) return [readTest(cursor, () => readSum(cursor))]
  const tests = [readTest(cursor, () => readExpression(cursor))]
  while (cursor.takes(',')) tests.push(readTest(cursor, () => readExpression(cursor)))
  if (cursor.looks('..')) {
    cursor.to(before)
    return [readSum(cursor)]
  }
  cursor.needs(')')
  return tests
}

function readTest(cursor: Cursor, read: () => Feel): Feel {
  const operator = cursor.matches(comparison)?.[0] as Comparison | undefined
  return operator ? { is: 'test', operator, operand: readSum(cursor) } : read()
}

function readLeft(cursor: Cursor, signs: RegExp, read: () => Feel): Feel {
  let left = read()
  for (let found = cursor.matches(signs); found; found = cursor.matches(signs))
    left = { is: 'binary', operator: found[0] as Operator, left, right: read() }
  return left
}

const readSum = (cursor: Cursor): Feel => readLeft(cursor, /[+-]/y, () => readProduct(cursor))
const readProduct = (cursor: Cursor): Feel => readLeft(cursor, /\*(?!\*)|\/(?![/*])/y, () => readPower(cursor))
const readPower = (cursor: Cursor): Feel => readLeft(cursor, /\*\*/y, () => readUnary(cursor))

function readUnary(cursor: Cursor): Feel {
  if (cursor.takes('-')) return cursor.nested(() => ({ is: 'minus', operand: readUnary(cursor) }))
  let value = readPostfix(cursor)
  while (cursor.matches(instanceOf)) value = { is: 'instance', value, type: readType(cursor) }
  return value
}

const parameterName = /(?:[\p{L}_][\p{L}\p{N}_ '.\-+*/]*?)\s*:/uy

function readArguments(cursor: Cursor, callee: Feel): Feel {
  if (cursor.takes(')')) return { is: 'call', callee, values: [] }
  const values: Feel[] = []
  const names: string[] = []
  do {
    const named = cursor.matches(parameterName)
    if (named) names.push(canonicalName(named[0].slice(0, -1)))
    values.push(readExpression(cursor))
  } while (cursor.takes(','))
  cursor.needs(')')
  if (names.length === 0) return { is: 'call', callee, values }
  if (names.length !== values.length) cursor.fail('either every value is named in a call, or none')
  return { is: 'call', callee, values, names }
}

function readPostfix(cursor: Cursor): Feel {
  let value = readPrimary(cursor)
  for (;;) {
    if (cursor.looks('..')) return value
    if (cursor.takes('.')) {
      const name = cursor.name()
      value = name === null ? cursor.fail('a name is missing after the point') : { is: 'path', of: value, name }
    } else if (cursor.takes('(')) value = cursor.nested(() => readArguments(cursor, value))
    else if (cursor.looks('[')) {
      const filter = readFilter(cursor, value)
      if (!filter) return value
      value = filter
    } else return value
  }
}

/** `[` after a value opens a filter; after the end of a range it closes the range (`[1..10[`). */
function readFilter(cursor: Cursor, of: Feel): Feel | null {
  const before = cursor.at()
  if (!insideRange.has(cursor)) {
    cursor.needs('[')
    const by = readExpression(cursor)
    cursor.needs(']')
    return { is: 'filter', of, by }
  }
  try {
    cursor.needs('[')
    const by = outsideRange(cursor, () => readExpression(cursor))
    cursor.needs(']')
    if (['[', ']', ')', '.', '+', '-', '*', '/'].some(sign => cursor.looks(sign))) return { is: 'filter', of, by }
  } catch (fault) {
    if (!(fault instanceof Error && 'code' in fault && fault.code === 'FEEL_SYNTAX')) throw fault
  }
  cursor.to(before)
  return null
}

const insideRange = new WeakSet<Cursor>()

function outsideRange<T>(cursor: Cursor, read: () => T): T {
  insideRange.delete(cursor)
  try {
    return read()
  } finally {
    insideRange.add(cursor)
  }
}

/** The rest of a range, its first end and `..` being read. */
function readRangeEnd(cursor: Cursor, start: Feel, startIncluded: boolean): Feel {
  const outer = insideRange.has(cursor)
  insideRange.add(cursor)
  const end = readSum(cursor)
  if (!outer) insideRange.delete(cursor)
  const endIncluded = cursor.takes(']')
  if (!endIncluded && !cursor.takes(')') && !cursor.takes('[')) cursor.fail('the range is not closed')
  return { is: 'range', start, end, startIncluded, endIncluded }
}

function readParenthesis(cursor: Cursor): Feel {
  const operator = cursor.matches(comparison)?.[0] as Comparison | undefined
  if (operator) {
    const operand = readSum(cursor)
    cursor.needs(')')
    return { is: 'test', operator, operand }
  }
  const value = insideRange.has(cursor) ? outsideRange(cursor, () => readExpression(cursor)) : readExpression(cursor)
  if (cursor.takes('..')) return readRangeEnd(cursor, value, false)
  cursor.needs(')')
  return value
}

const literals = new Map<string, boolean | null>([
  ['true', true],
  ['false', false],
  ['null', null],
])

function readPrimary(cursor: Cursor): Feel {
  cursor.skip()
  const sign = cursor.source[cursor.at()]
  if (sign === undefined) return cursor.fail('the expression ends where a value is missing')
  if (sign === '"') return { is: 'literal', value: readString(cursor) }
  if (/[0-9.]/.test(sign)) return readNumber(cursor)
  if (cursor.takes('@')) return { is: 'at', text: readString(cursor) }
  if (cursor.takes('(')) return readParenthesis(cursor)
  if (cursor.takes('[')) return readList(cursor, start => readRangeEnd(cursor, start, true))
  if (cursor.takes(']')) {
    const start = readSum(cursor)
    cursor.needs('..')
    return readRangeEnd(cursor, start, false)
  }
  if (cursor.takes('{')) return readContext(cursor)
  const known = cursor.name()
  if (known !== null) return { is: 'name', name: known }
  for (const [word, value] of literals) if (cursor.word(word)) return { is: 'literal', value }
  if (cursor.word('if')) return readIf(cursor)
  if (cursor.word('for')) return readFor(cursor)
  if (cursor.word('some')) return readQuantified(cursor, false)
  if (cursor.word('every')) return readQuantified(cursor, true)
  if (cursor.word('function')) return readFunction(cursor)
  return cursor.fail(`${sign} is not expected here`)
}

const key = /[^:{}"[\](),]+/y

function readContext(cursor: Cursor): Feel {
  const entries: { name: string; value: Feel }[] = []
  if (cursor.takes('}')) return { is: 'context', entries }
  do {
    const name = cursor.looks('"') ? readString(cursor) : canonicalName(cursor.matches(key)?.[0] ?? '')
    if (name === '' && entries.length === 0 && !cursor.looks(':')) cursor.fail('the name of an entry is missing')
    cursor.needs(':')
    cursor.names.add(name)
    entries.push({ name, value: readExpression(cursor) })
  } while (cursor.takes(','))
  cursor.needs('}')
  return { is: 'context', entries }
}

/** Reads a whole expression. @throws Refusal 422 FEEL_SYNTAX with line and column, FEEL_TOO_LARGE */
export function parseExpression(source: string, names: Names): Feel {
  const cursor = makeCursor(source, makeNames([], names))
  const value = readExpression(cursor)
  cursor.skip()
  return cursor.at() < source.length ? cursor.fail('the expression should end here') : value
}

/** Reads a cell of a decision table. @throws Refusal 422 FEEL_SYNTAX, FEEL_TOO_LARGE */
export function parseUnaryTests(source: string, names: Names): UnaryTests {
  const cursor = makeCursor(source, makeNames([], names))
  cursor.skip()
  if (/^-?\s*$/.test(source.slice(cursor.at()))) return { any: true, negated: false, tests: [] }
  const readAll = () => {
    const tests = [readTest(cursor, () => readExpression(cursor))]
    while (cursor.takes(',')) tests.push(readTest(cursor, () => readExpression(cursor)))
    return tests
  }
  const ended = () => {
    cursor.skip()
    return cursor.at() >= source.length
  }
  if (/^not\s*\(/.test(source.slice(cursor.at()))) {
    const before = cursor.at()
    cursor.word('not')
    cursor.needs('(')
    const tests = readAll()
    if (cursor.takes(')') && ended()) return { any: false, negated: true, tests }
    cursor.to(before)
  }
  const tests = readAll()
  return ended() ? { any: false, negated: false, tests } : cursor.fail('the tests should end here')
}
