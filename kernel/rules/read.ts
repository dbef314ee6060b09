import { makeMemory } from '#kernel/memory'
import { fault, faults } from './fault.ts'
import { childrenOf, compareOperator, type LezerNode, outside, parsed, type Reading, spanOf, textOf } from './lezer.ts'
import { stringLiteral } from './literal.ts'
import { readLogic } from './read-logic.ts'
import { readTests } from './read-tests.ts'
import type { Syntax, SyntaxCell } from './syntax.ts'

const maxDepth = 200

/** Reads one expression. @throws Fault RULE_SYNTAX, RULE_OUTSIDE_SUBSET, RULE_TOO_LARGE. */
export function readExpression(source: string): Syntax {
  return expressions(source, () => readAnew(source))
}

/** Items of one kind ask the same things: what was read is kept by its text. A syntax tree is never changed. */
const expressions = makeMemory<Syntax>(5_000)
const cells = makeMemory<SyntaxCell>(5_000)

function readAnew(source: string): Syntax {
  const root = parsed(source, 'Expression')
  const [only, second] = childrenOf(root)
  if (!only || second)
    throw fault(faults.syntax, spanOf(second ?? root), 'one expression is expected', 'join conditions with and, or')
  return readNode(only, { source, depth: 0 })
}

/** Reads one cell of a decision table: `-`, `< 5`, `[1..3)`, `"a", "b"`, `not("a")`; kept as expressions are. */
export function readCell(source: string): SyntaxCell {
  return cells(source, () => readCellAnew(source))
}

function readCellAnew(source: string): SyntaxCell {
  const root = parsed(source, 'UnaryTests')
  const children = childrenOf(root)
  const at = spanOf(root)
  const list = children.find(child => child.name === 'PositiveUnaryTests')
  if (children[0]?.name === 'Wildcard') return { any: true, negated: false, tests: [], at }
  if (!list) throw outside(root, 'this is no test', 'write -, a value, a comparison, a range or a list of them')
  return {
    any: false,
    negated: children[0]?.name === 'not',
    tests: readTests(list, { source, depth: 0 }, readNode),
    at,
  }
}

function readName(node: LezerNode, reading: Reading): Syntax {
  const path = textOf(reading, node).replace(/\s*\.\s*/g, '.')
  if (!/^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*)*$/.test(path))
    throw outside(
      node,
      `${path} is not a name`,
      path.startsWith('not ') ? 'write not(…)' : 'names are camelCase Latin letters and digits; text stands in quotes',
    )
  return { kind: 'name', path, at: spanOf(node) }
}

function readComparison(node: LezerNode, reading: Reading): Syntax {
  const [first, middle, ...rest] = childrenOf(node)
  if (middle?.name === 'in') return readLogic(node, reading, readNode)
  if (!first || !middle) throw outside(node, 'this is no comparison', 'compare two values')
  const at = spanOf(node)
  if (first.name === 'Comparison')
    throw outside(node, 'comparisons stand in a row', 'join them with and: a < b and b < c')
  const operand = readNode(first, reading)
  if (middle.name === 'between') {
    const [low, , high] = rest
    const range = {
      kind: 'range' as const,
      low: readNode(low!, reading),
      lowIncluded: true,
      high: readNode(high!, reading),
      highIncluded: true,
      at,
    }
    return { kind: 'in', operand, tests: [range], at }
  }
  return {
    kind: 'compare',
    op: compareOperator(middle, reading),
    left: operand,
    right: readNode(rest[0]!, reading),
    at,
  }
}

function readArithmetic(node: LezerNode, reading: Reading): Syntax {
  const children = childrenOf(node)
  const at = spanOf(node)
  if (children.length === 2) return { kind: 'negate', operand: readNode(children[1]!, reading), at }
  const [left, sign, right] = children
  const op = textOf(reading, sign!)
  if (op !== '+' && op !== '-' && op !== '*' && op !== '/')
    throw outside(sign!, `${op} is not in the subset`, 'use + - * and, inside a comparison, /')
  return { kind: 'arithmetic', op, left: readNode(left!, reading), right: readNode(right!, reading), at }
}

function positional(node: LezerNode): LezerNode[] {
  const list = childrenOf(node).find(child => child.name.endsWith('Parameters'))
  if (list?.name === 'NamedParameters') throw outside(list, 'parameters are named', 'give them by position')
  return list ? childrenOf(list) : []
}

function readCall(node: LezerNode, reading: Reading): Syntax {
  const name = textOf(reading, node.firstChild!).replace(/\s+/g, ' ')
  const given = positional(node).map(parameter => readNode(parameter, reading))
  const at = spanOf(node)
  if (name !== 'not') return { kind: 'call', name, given, at }
  const [operand, second] = given
  if (!operand || second) throw outside(node, 'not takes one condition', 'write not(condition)')
  return { kind: 'not', operand, at }
}

function readDateTime(node: LezerNode, reading: Reading): Syntax {
  const opening = node.firstChild!
  const word = textOf(reading, opening).replace(/\s+/g, ' ')
  const [text, second] = positional(node)
  if ((word !== 'date' && word !== 'duration') || text?.name !== 'StringLiteral' || second)
    throw outside(node, `${textOf(reading, node)} is not in the subset`, 'write date("2026-01-31") or duration("P5D")')
  return { kind: word, text: stringLiteral(textOf(reading, text), spanOf(text)), at: spanOf(node) }
}

function readQuantified(node: LezerNode, reading: Reading): Syntax {
  const [word, list, , body] = childrenOf(node)
  const [entry, second] = childrenOf(list!)
  if (!entry || second) throw outside(list!, 'some and every look into one relation', 'name one relation')
  const [variable, , context] = childrenOf(entry)
  const [source, other] = childrenOf(context!)
  const relation = source && !other ? readNode(source, reading) : undefined
  if (relation?.kind !== 'name')
    throw outside(context!, 'some and every look into a declared relation', 'write some x in relation satisfies …')
  const name = readName(variable!, reading)
  if (name.kind !== 'name' || name.path.includes('.')) throw outside(variable!, 'this is no row name', 'write one word')
  const quantifier = textOf(reading, word!) === 'some' ? 'some' : 'every'
  return {
    kind: 'quantified',
    quantifier,
    variable: name.path,
    relation,
    body: readNode(body!, reading),
    at: spanOf(node),
  }
}

type Reader = (node: LezerNode, reading: Reading) => Syntax

const readers: Readonly<Record<string, Reader>> = {
  ParenthesizedExpression: (node, reading) => readNode(childrenOf(node)[1]!, reading),
  Disjunction: (node, reading) => readLogic(node, reading, readNode),
  Conjunction: (node, reading) => readLogic(node, reading, readNode),
  Comparison: readComparison,
  ArithmeticExpression: readArithmetic,
  VariableName: readName,
  PathExpression: readName,
  Name: readName,
  FunctionInvocation: readCall,
  DateTimeLiteral: readDateTime,
  QuantifiedExpression: readQuantified,
  NumericLiteral: (node, reading) => ({
    kind: 'number',
    text: textOf(reading, node).replace(/\s+/g, ''),
    at: spanOf(node),
  }),
  StringLiteral: (node, reading) => ({
    kind: 'string',
    value: stringLiteral(textOf(reading, node), spanOf(node)),
    at: spanOf(node),
  }),
  BooleanLiteral: (node, reading) => ({ kind: 'boolean', value: textOf(reading, node) === 'true', at: spanOf(node) }),
  null: node => ({ kind: 'null', at: spanOf(node) }),
  IfExpression: (node, reading) => {
    const [, condition, , yes, , no] = childrenOf(node)
    return {
      kind: 'if',
      condition: readNode(condition!, reading),
      yes: readNode(yes!, reading),
      no: readNode(no!, reading),
      at: spanOf(node),
    }
  },
}

export function readNode(node: LezerNode, reading: Reading): Syntax {
  const depth = reading.depth + 1
  if (depth > maxDepth) throw fault(faults.large, spanOf(node), 'the expression is nested too deep', 'name its parts')
  const reader = readers[node.name]
  if (!reader || !Object.hasOwn(readers, node.name))
    throw outside(node, `${node.name} is not in the compiled subset`, 'see the list of what the subset has')
  return reader(node, { source: reading.source, depth })
}
