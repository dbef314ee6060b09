import { childrenOf, compareOperator, type LezerNode, outside, type Reading, spanOf, textOf } from './lezer.ts'
import type { Syntax, SyntaxTest } from './syntax.ts'

/** Reads any expression node; handed in, since expressions and tests contain each other. */
export type ReadNode = (node: LezerNode, reading: Reading) => Syntax

const conditions: ReadonlySet<string> = new Set(['compare', 'and', 'or', 'not', 'in', 'quantified'])

/** A value to compare with; a condition there would be ambiguous. */
export function readValue(node: LezerNode, reading: Reading, readNode: ReadNode): Syntax {
  const value = readNode(node, reading)
  if (conditions.has(value.kind)) throw outside(node, 'a test is a condition itself', 'write the value to compare with')
  return value
}

function readRange(node: LezerNode, reading: Reading, readNode: ReadNode): SyntaxTest {
  const [open, low, , high, close] = childrenOf(node)
  return {
    kind: 'range',
    low: readValue(low!, reading, readNode),
    lowIncluded: textOf(reading, open!) === '[',
    high: readValue(high!, reading, readNode),
    highIncluded: textOf(reading, close!) === ']',
    at: spanOf(node),
  }
}

/** One entry: a value, a comparison, a range, or a bracketed list of values. */
export function readTest(inner: LezerNode, reading: Reading, readNode: ReadNode): SyntaxTest[] {
  const at = spanOf(inner)
  const children = childrenOf(inner)
  const [first, value] = children
  if (inner.name === 'List')
    return children
      .filter(child => child.name !== '[' && child.name !== ']')
      .map(child => ({ kind: 'compare', op: '=', value: readValue(child, reading, readNode), at: spanOf(child) }))
  if (inner.name === 'ParenthesizedExpression' && (value?.name === 'List' || value?.name === 'SimplePositiveUnaryTest'))
    return readTest(value, reading, readNode)
  if (inner.name !== 'SimplePositiveUnaryTest')
    return [{ kind: 'compare', op: '=', value: readValue(inner, reading, readNode), at }]
  if (first?.name === 'Interval') return [readRange(first, reading, readNode)]
  if (first?.name === 'CompareOp' && value)
    return [{ kind: 'compare', op: compareOperator(first, reading), value: readValue(value, reading, readNode), at }]
  throw outside(inner, 'this is no test', 'write a value, a comparison or a range')
}

/** The entries of an `in` list or of a table's cell; `in [a, b]` is the same as `in (a, b)`. */
export function readTests(list: LezerNode, reading: Reading, readNode: ReadNode): SyntaxTest[] {
  const entries = childrenOf(list).filter(child => child.name === 'PositiveUnaryTest')
  const tests = entries.flatMap(entry => readTest(entry.firstChild!, reading, readNode))
  if (tests.length === 0) throw outside(list, 'the list is empty', 'write at least one value')
  return tests
}
