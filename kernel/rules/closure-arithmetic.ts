import type { Emit, Run } from './closure.ts'
import { exactDigits } from './feel-type.ts'
import type { NumericTree } from './tree.ts'
import { addScaled, multiply, type Numeric, negate, normal, rescale } from './value.ts'

export function emitNumber(scaled: string): Run {
  const value = normal(BigInt(scaled))
  return () => value
}

type Arithmetic = NumericTree & { readonly kind: 'add' | 'subtract' | 'multiply' }

/** Whether the static bounds prove that plain Number arithmetic is exact here, operands aligned. */
function isExact(tree: Arithmetic): boolean {
  const { left, right } = tree
  if (tree.kind === 'multiply') return left.type.digits + right.type.digits <= exactDigits
  const widest = Math.max(...[left, right].map(({ type }) => type.digits + tree.type.scale - type.scale))
  return widest < exactDigits
}

export function emitArithmetic(tree: Arithmetic, emit: Emit): Run {
  const [left, right] = [emit(tree.left), emit(tree.right)]
  const exact = isExact(tree)
  const both = (apply: (a: Numeric, b: Numeric) => Numeric | null): Run => {
    return (facts, row) => {
      const a = left(facts, row) as Numeric | null
      if (a === null) return null
      const b = right(facts, row) as Numeric | null
      return b === null ? null : apply(a, b)
    }
  }
  if (tree.kind === 'multiply') return both(exact ? (a, b) => (a as number) * (b as number) + 0 : multiply)
  const leftPower = tree.type.scale - tree.left.type.scale
  const rightPower = tree.type.scale - tree.right.type.scale
  const sign = tree.kind === 'add' ? 1 : -1
  if (exact) {
    const [leftFactor, rightFactor] = [10 ** leftPower, sign * 10 ** rightPower]
    return both((a, b) => (a as number) * leftFactor + (b as number) * rightFactor + 0)
  }
  if (sign === 1) return both((a, b) => addScaled(a, leftPower, b, rightPower))
  return both((a, b) => addScaled(a, leftPower, negate(b), rightPower))
}

export function emitNegate(operand: NumericTree, emit: Emit): Run {
  const run = emit(operand)
  return (facts, row) => {
    const value = run(facts, row) as Numeric | null
    return value === null ? null : negate(value)
  }
}

export function emitRescale(operand: NumericTree, scale: number, emit: Emit): Run {
  const run = emit(operand)
  const power = scale - operand.type.scale
  return (facts, row) => {
    const value = run(facts, row) as Numeric | null
    return value === null ? null : rescale(value, power)
  }
}
