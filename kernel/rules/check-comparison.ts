import { sharedUnit } from './check-arithmetic.ts'
import { fault, faults, type Span } from './fault.ts'
import type { CompareOperator, Syntax, SyntaxTest } from './syntax.ts'
import { isNumeric, type NumericTree, type NumericType, type Quotient, type Tree } from './tree.ts'
import { divideUnits } from './unit.ts'

type Check = (syntax: Syntax) => Tree

const boolean = { kind: 'boolean' } as const

const differ = (left: Tree, right: Tree, at: Span) =>
  fault(
    faults.type,
    at,
    `a ${left.type.kind} is compared with a ${right.type.kind}`,
    left.type.kind === 'date' || right.type.kind === 'date'
      ? 'compare a date with a date, written date("2026-01-31")'
      : 'compare values of one type',
  )

/** A literal must be one of the values the field can have: a slip of the pen would otherwise never match. */
function knownValue(field: Tree, literal: Tree): void {
  if (field.type.kind !== 'string' || !field.type.values || literal.kind !== 'string') return
  if (!field.type.values.includes(literal.value))
    throw fault(
      faults.value,
      literal.at,
      `"${literal.value}" is never the value here`,
      `use one of: ${field.type.values.join(', ')}`,
    )
}

function compareTrees(op: CompareOperator, left: Tree, right: Tree, at: Span): Tree {
  if (isNumeric(left) && isNumeric(right)) {
    if (left.type.kind !== right.type.kind) throw differ(left, right, at)
    sharedUnit(left.type, right.type, at)
    return { kind: 'compare', op, left, right, type: boolean, at }
  }
  if (left.type.kind !== right.type.kind) throw differ(left, right, at)
  if ((left.type.kind === 'string' || left.type.kind === 'boolean') && op !== '=' && op !== '!=')
    throw fault(
      faults.type,
      at,
      `a ${left.type.kind} has no order`,
      'compare it by = or !=, or list its values with in',
    )
  knownValue(left, right)
  knownValue(right, left)
  return { kind: 'compare', op, left, right, type: boolean, at }
}

/** One side of a comparison: a value, or a division of two values. */
interface Side {
  readonly tree: Tree | null
  readonly quotient: Quotient | null
}

function pureNumber(tree: Tree): NumericTree {
  if (!isNumeric(tree) || tree.type.kind !== 'number')
    throw fault(faults.type, tree.at, `a ${tree.type.kind} is divided`, 'divide numbers by numbers')
  return tree
}

function readSide(syntax: Syntax, check: Check): Side {
  if (syntax.kind !== 'arithmetic' || syntax.op !== '/') return { tree: check(syntax), quotient: null }
  return { tree: null, quotient: { over: pureNumber(check(syntax.left)), under: pureNumber(check(syntax.right)) } }
}

function quotientType({ over, under }: Quotient): NumericType {
  if (!under) return over.type
  const unit = divideUnits(over.type.unit, under.type.unit)
  const { unit: _, ...rest } = over.type
  return { ...rest, free: over.type.free && under.type.free, ...(unit !== undefined && { unit }) }
}

function compareSides(op: CompareOperator, left: Side, right: Side, at: Span): Tree {
  if (left.tree && right.tree) return compareTrees(op, left.tree, right.tree, at)
  const whole = (side: Side): Quotient => side.quotient ?? { over: pureNumber(side.tree!), under: null }
  const [first, second] = [whole(left), whole(right)]
  sharedUnit(quotientType(first), quotientType(second), at)
  return { kind: 'ratio', op, left: first, right: second, type: boolean, at }
}

/** `a = b`, `a / b <= c`, and the one place null may be written: `a = null`, `a != null`. */
export function checkComparison(op: CompareOperator, left: Syntax, right: Syntax, at: Span, check: Check): Tree {
  if (left.kind === 'null' || right.kind === 'null') {
    if (op !== '=' && op !== '!=')
      throw fault(faults.type, at, `${op} null is always unknown`, 'compare with null by = or != only')
    const other = left.kind === 'null' ? right : left
    if (other.kind === 'null') return { kind: 'boolean', value: op === '=', type: boolean, at }
    return { kind: 'isNull', operand: check(other), negated: op === '!=', type: boolean, at }
  }
  return compareSides(op, readSide(left, check), readSide(right, check), at)
}

function testTree(operand: Syntax, side: () => Side, test: SyntaxTest, check: Check): Tree {
  if (test.kind === 'compare') {
    if (test.value.kind === 'null') return checkComparison(test.op, operand, test.value, test.at, check)
    return compareSides(test.op, side(), readSide(test.value, check), test.at)
  }
  const low = compareSides(test.lowIncluded ? '>=' : '>', side(), readSide(test.low, check), test.at)
  const high = compareSides(test.highIncluded ? '<=' : '<', side(), readSide(test.high, check), test.at)
  return { kind: 'and', operands: [low, high], type: boolean, at: test.at }
}

/** `x in (1, [3..5], > 9)`: the tests joined by or, each an ordinary comparison. */
export function checkTests(operand: Syntax, tests: readonly SyntaxTest[], at: Span, check: Check): Tree {
  let read: Side | undefined
  const side = () => {
    read ??= readSide(operand, check)
    return read
  }
  const operands = tests.map(test => testTree(operand, side, test, check))
  return operands.length === 1 ? operands[0]! : { kind: 'or', operands, type: boolean, at }
}
