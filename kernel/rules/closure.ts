import { emitArithmetic, emitNegate, emitNumber, emitRescale } from './closure-arithmetic.ts'
import { emitCompare, emitRatio } from './closure-comparison.ts'
import { emitDaysBetween, emitShift } from './closure-date.ts'
import { emitChain, emitIf, emitIsNull, emitNot, emitQuantified } from './closure-logic.ts'
import type { PreparedFacts } from './facts.ts'
import type { FeelFunction } from './function.ts'
import type { Tree } from './tree.ts'
import type { Value } from './value.ts'

/** A compiled expression: reads facts by name, and the row at hand inside `some` and `every`. */
export type Run = (facts: PreparedFacts, row: PreparedFacts) => Value

/** Turns a tree into a function. */
export type Emit = (tree: Tree) => Run

const readName =
  (name: string): Run =>
  facts =>
    (facts[name] as Value | undefined) ?? null

function emitCall(apply: FeelFunction['apply'], given: readonly Run[]): Run {
  const [first, second] = given
  if (given.length === 1)
    return (facts, row) => {
      const value = first!(facts, row)
      return value === null ? null : apply(value)
    }
  if (given.length === 2)
    return (facts, row) => {
      const a = first!(facts, row)
      if (a === null) return null
      const b = second!(facts, row)
      return b === null ? null : apply(a, b)
    }
  return (facts, row) => {
    const values: Exclude<Value, null>[] = []
    for (const run of given) {
      const value = run(facts, row)
      if (value === null) return null
      values.push(value)
    }
    return apply(...values)
  }
}

/** 闭包 The emitter for this process: the tree as nested functions. The SQL emitters read the same tree. */
export function makeEmit(functions: Readonly<Record<string, FeelFunction>>): Emit {
  const emit: Emit = tree => {
    switch (tree.kind) {
      case 'boolean':
      case 'string': {
        const { value } = tree
        return () => value
      }
      case 'null':
        return () => null
      case 'date': {
        const { day } = tree
        return () => day
      }
      case 'number':
        return emitNumber(tree.scaled)
      case 'name':
        return readName(tree.name)
      case 'field': {
        const { name } = tree
        return (_, row) => (row[name] as Value | undefined) ?? null
      }
      case 'not':
        return emitNot(tree.operand, emit)
      case 'and':
      case 'or':
        return emitChain(tree.kind, tree.operands, emit)
      case 'isNull':
        return emitIsNull(tree.operand, tree.negated, emit)
      case 'if':
        return emitIf(tree.condition, tree.yes, tree.no, emit)
      case 'quantified':
        return emitQuantified(tree.quantifier, tree.relation, tree.body, emit)
      case 'compare':
        return emitCompare(tree, emit)
      case 'ratio':
        return emitRatio(tree, emit)
      case 'add':
      case 'subtract':
      case 'multiply':
        return emitArithmetic(tree, emit)
      case 'negate':
        return emitNegate(tree.operand, emit)
      case 'rescale':
        return emitRescale(tree.operand, tree.type.scale, emit)
      case 'shift':
        return emitShift(tree, emit)
      case 'daysBetween':
        return emitDaysBetween(tree.from, tree.to, emit)
      case 'call':
        return emitCall(functions[tree.name]!.apply, tree.given.map(emit))
    }
  }
  return emit
}
