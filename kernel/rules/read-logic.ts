import { childrenOf, compareOperator, type LezerNode, outside, type Reading, spanOf } from './lezer.ts'
import { type ReadNode, readTest, readTests, readValue } from './read-tests.ts'
import type { Syntax, SyntaxTest } from './syntax.ts'

/** Conditions and the words between them, in the order they were written. */
interface Row {
  readonly conditions: readonly Syntax[]
  readonly words: readonly ('and' | 'or')[]
}

const single = (condition: Syntax): Row => ({ conditions: [condition], words: [] })

const isChain = (node: LezerNode) => node.name === 'Conjunction' || node.name === 'Disjunction'

function joined(node: LezerNode, left: (part: LezerNode) => Row, right: (part: LezerNode) => Row): Row {
  const [first, , second] = childrenOf(node)
  if (!first || !second) throw outside(node, 'an operand is missing', 'write two conditions around and, or')
  const [before, after] = [left(first), right(second)]
  const word = node.name === 'Conjunction' ? 'and' : 'or'
  return {
    conditions: [...before.conditions, ...after.conditions],
    words: [...before.words, word, ...after.words],
  }
}

/**
 * The parser lets `x in [1..5] and y` swallow the `and y` into the list, against FEEL's own precedence (DMN 1.5, 10.3.1.2).
 * The leftmost part is the test; what follows it goes back into the row of conditions.
 */
function unswallow(node: LezerNode, reading: Reading, readNode: ReadNode, test: (part: LezerNode) => Syntax): Row {
  if (!isChain(node)) return single(test(node))
  return joined(
    node,
    part => unswallow(part, reading, readNode, test),
    part => rowOf(part, reading, readNode),
  )
}

function inRow(node: LezerNode, reading: Reading, readNode: ReadNode): Row {
  const [first, , ...rest] = childrenOf(node)
  const list = rest.find(child => child.name.startsWith('PositiveUnaryTest'))
  if (!first || !list) throw outside(node, 'a list or range is missing after in', 'write in (1, 2) or in [1..5]')
  const operand = readNode(first, reading)
  const holds = (tests: readonly SyntaxTest[], to: number): Syntax => ({
    kind: 'in',
    operand,
    tests,
    at: { from: node.from, to },
  })
  if (list.name === 'PositiveUnaryTests') return single(holds(readTests(list, reading, readNode), node.to))
  const inner = list.firstChild!
  const [operator, value] = childrenOf(inner)
  if (inner.name === 'SimplePositiveUnaryTest' && operator?.name === 'CompareOp' && value) {
    const op = compareOperator(operator, reading)
    return unswallow(value, reading, readNode, part => {
      const at = { from: operator.from, to: part.to }
      return holds([{ kind: 'compare', op, value: readValue(part, reading, readNode), at }], part.to)
    })
  }
  return unswallow(inner, reading, readNode, part => holds(readTest(part, reading, readNode), part.to))
}

function rowOf(node: LezerNode, reading: Reading, readNode: ReadNode): Row {
  if (isChain(node))
    return joined(
      node,
      part => rowOf(part, reading, readNode),
      part => rowOf(part, reading, readNode),
    )
  const isIn = node.name === 'Comparison' && childrenOf(node)[1]?.name === 'in'
  return isIn ? inRow(node, reading, readNode) : single(readNode(node, reading))
}

/** One flat list, also where parentheses nested it. */
function spanned(kind: 'and' | 'or', operands: readonly Syntax[]): Syntax {
  const flat = operands.flatMap(operand => (operand.kind === kind ? operand.operands : [operand]))
  if (flat.length === 1) return flat[0]!
  return { kind, operands: flat, at: { from: operands[0]!.at.from, to: operands.at(-1)!.at.to } }
}

/** Reads `and`, `or` and `in`: `and` binds tighter, and each chain becomes one flat list. */
export function readLogic(node: LezerNode, reading: Reading, readNode: ReadNode): Syntax {
  const { conditions, words } = rowOf(node, reading, readNode)
  const groups: Syntax[][] = [[]]
  for (const [index, condition] of conditions.entries()) {
    if (words[index - 1] === 'or') groups.push([])
    groups.at(-1)!.push(condition)
  }
  const whole = spanned(
    'or',
    groups.map(group => spanned('and', group)),
  )
  return { ...whole, at: groups.length > 1 || conditions.length > 1 ? spanOf(node) : whole.at }
}
