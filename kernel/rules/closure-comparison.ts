import type { Emit, Run } from './closure.ts'
import type { CompareOperator } from './syntax.ts'
import { isNumeric, type Quotient, type Tree } from './tree.ts'
import { compareProducts, compareScaled, type Numeric, normal, type Value } from './value.ts'

/** Direct comparison of two known values of one normal form: numbers and BigInts compare exactly, also with each other. */
const direct: Readonly<Record<CompareOperator, (a: never, b: never) => boolean>> = {
  '=': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
}

const bySign: Readonly<Record<CompareOperator, (sign: number) => boolean>> = {
  '=': sign => sign === 0,
  '!=': sign => sign !== 0,
  '<': sign => sign < 0,
  '<=': sign => sign <= 0,
  '>': sign => sign > 0,
  '>=': sign => sign >= 0,
}

/** The value of a literal, brought to `scale`; undefined for anything else or where it does not fit. */
function literalAt(tree: Tree, scale: number): Exclude<Value, null> | undefined {
  if (tree.kind === 'string' || tree.kind === 'boolean') return tree.value
  if (tree.kind === 'date') return tree.day
  if (tree.kind !== 'number' || tree.type.scale > scale) return undefined
  return normal(BigInt(tree.scaled) * 10n ** BigInt(scale - tree.type.scale)) ?? undefined
}

/** The commonest test, `name op literal`, reads its fact without another call. */
function nameWithLiteral(op: CompareOperator, name: string, literal: Exclude<Value, null>): Run {
  const b = literal as number
  const read = (facts: Parameters<Run>[0]) => facts[name] as number | null | undefined
  switch (op) {
    case '=':
      return facts => {
        const a = read(facts)
        return a === null || a === undefined ? null : a === b
      }
    case '!=':
      return facts => {
        const a = read(facts)
        return a === null || a === undefined ? null : a !== b
      }
    case '<':
      return facts => {
        const a = read(facts)
        return a === null || a === undefined ? null : a < b
      }
    case '<=':
      return facts => {
        const a = read(facts)
        return a === null || a === undefined ? null : a <= b
      }
    case '>':
      return facts => {
        const a = read(facts)
        return a === null || a === undefined ? null : a > b
      }
    case '>=':
      return facts => {
        const a = read(facts)
        return a === null || a === undefined ? null : a >= b
      }
  }
}

const pair = (left: Run, right: Run, test: (a: Exclude<Value, null>, b: Exclude<Value, null>) => boolean): Run => {
  return (facts, row) => {
    const a = left(facts, row)
    if (a === null) return null
    const b = right(facts, row)
    return b === null ? null : test(a, b)
  }
}

export function emitCompare(tree: Tree & { readonly kind: 'compare' }, emit: Emit): Run {
  const { op, left, right } = tree
  const scale = isNumeric(left) ? left.type.scale : 0
  const literal = literalAt(right, scale)
  if (left.kind === 'name' && literal !== undefined) return nameWithLiteral(op, left.name, literal)
  if (isNumeric(left) && isNumeric(right) && left.type.scale !== right.type.scale) {
    const wide = Math.max(left.type.scale, right.type.scale)
    const [leftPower, rightPower] = [wide - left.type.scale, wide - right.type.scale]
    const holds = bySign[op]
    return pair(emit(left), emit(right), (a, b) =>
      holds(compareScaled(a as Numeric, leftPower, b as Numeric, rightPower)),
    )
  }
  return pair(emit(left), emit(right), direct[op] as (a: unknown, b: unknown) => boolean)
}

const one: Run = () => 1

function parts({ over, under }: Quotient, emit: Emit) {
  return {
    over: emit(over),
    under: under ? emit(under) : one,
    overScale: over.type.scale,
    underScale: under ? under.type.scale : 0,
  }
}

/**
 * a/b op c/d as a·d op c·b, exactly. The powers of ten align a/10^s ÷ b/10^t with c/10^u ÷ d/10^v; each negative divisor turns
 * the comparison round; a divisor of zero makes it unknown.
 */
export function emitRatio(tree: Tree & { readonly kind: 'ratio' }, emit: Emit): Run {
  const [left, right] = [parts(tree.left, emit), parts(tree.right, emit)]
  const leftPower = left.underScale + right.overScale
  const rightPower = left.overScale + right.underScale
  const shared = Math.min(leftPower, rightPower)
  const holds = bySign[tree.op]
  return (facts, row) => {
    const a = left.over(facts, row) as Numeric | null
    const b = left.under(facts, row) as Numeric | null
    const c = right.over(facts, row) as Numeric | null
    const d = right.under(facts, row) as Numeric | null
    if (a === null || b === null || c === null || d === null || b === 0 || d === 0) return null
    const sign = compareProducts(a, d, leftPower - shared, c, b, rightPower - shared)
    return holds(b < 0 === d < 0 ? sign : -sign)
  }
}
