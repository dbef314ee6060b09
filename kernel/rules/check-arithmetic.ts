import { fault, faults, type Span } from './fault.ts'
import { maxDigits } from './feel-type.ts'
import type { Scaled } from './literal.ts'
import type { Syntax } from './syntax.ts'
import { isNumeric, type NumericTree, type NumericType, type Tree } from './tree.ts'
import { multiplyUnits } from './unit.ts'

type Check = (syntax: Syntax) => Tree

/** A number written in the source: it takes the unit of whatever it meets. */
export const numberTree = ({ scaled, scale }: Scaled, at: Span): NumericTree => ({
  kind: 'number',
  scaled,
  type: { kind: 'number', scale, digits: scaled.replace('-', '').length, free: true },
  at,
})

const mixed = (at: Span, detail: string) => fault(faults.type, at, detail, 'add and subtract values of one type')

/** Refuses two different declared units; answers the unit both have. */
export function sharedUnit(left: NumericType, right: NumericType, at: Span): { readonly unit?: string } {
  if (!left.free && !right.free && left.unit !== right.unit)
    throw fault(
      faults.unit,
      at,
      `${left.unit ?? 'a number without unit'} meets ${right.unit ?? 'a number without unit'}`,
      'convert one side, or declare the unit it has',
    )
  const unit = left.free ? right.unit : left.unit
  return unit === undefined ? {} : { unit }
}

function sum(kind: 'add' | 'subtract', left: NumericTree, right: NumericTree, at: Span): NumericTree {
  if (left.type.kind !== right.type.kind) throw mixed(at, `${left.type.kind} and ${right.type.kind} do not add up`)
  const scale = Math.max(left.type.scale, right.type.scale)
  const widen = (type: NumericType) => type.digits + scale - type.scale
  const raw = Math.max(widen(left.type), widen(right.type)) + 1
  const type: NumericType = {
    kind: left.type.kind,
    scale,
    digits: Math.min(raw, maxDigits),
    free: left.type.free && right.type.free,
    ...sharedUnit(left.type, right.type, at),
  }
  return { kind, left, right, guard: raw > maxDigits, type, at }
}

function product(left: NumericTree, right: NumericTree, at: Span): NumericTree {
  if (left.type.kind !== 'number' && right.type.kind !== 'number')
    throw mixed(at, `${left.type.kind} and ${right.type.kind} cannot be multiplied`)
  const kind = left.type.kind === 'number' ? right.type.kind : left.type.kind
  const scale = left.type.scale + right.type.scale
  if (kind !== 'number' && scale > 0) throw mixed(at, `${kind} are multiplied by whole numbers only`)
  if (scale > maxDigits)
    throw fault(faults.large, at, `the product has ${scale} digits after the point`, 'multiply coarser numbers')
  const raw = left.type.digits + right.type.digits
  const unit = kind === 'number' ? multiplyUnits(left.type.unit, right.type.unit) : undefined
  const type: NumericType = {
    kind,
    scale,
    digits: Math.min(raw, maxDigits),
    free: left.type.free && right.type.free,
    ...(unit !== undefined && { unit }),
  }
  return { kind: 'multiply', left, right, guard: raw > maxDigits, type, at }
}

function dates(op: string, left: Tree, right: Tree, at: Span): Tree | null {
  const by = (tree: Tree): NumericTree | null =>
    isNumeric(tree) && (tree.type.kind === 'days' || tree.type.kind === 'months') ? tree : null
  if (left.type.kind === 'date' && right.type.kind === 'date' && op === '-')
    return { kind: 'daysBetween', from: right, to: left, type: { kind: 'days', scale: 0, digits: 7, free: false }, at }
  const [date, amount] = left.type.kind === 'date' ? [left, by(right)] : [right, by(left)]
  if (date.type.kind !== 'date') return null
  if (!amount || (op === '-' && date !== left) || op === '*')
    throw mixed(at, 'a date takes days or months added or subtracted, or another date subtracted')
  return { kind: 'shift', date, by: amount, back: op === '-', type: { kind: 'date' }, at }
}

/** `+ - *` on numbers, days and months; dates with durations. Division is for comparisons only. */
export function checkArithmetic(syntax: Syntax & { readonly kind: 'arithmetic' }, check: Check): Tree {
  const { op, at } = syntax
  if (op === '/')
    throw fault(
      faults.outside,
      at,
      'a division stands where it is not one whole side of a comparison',
      'write a / b <= c, and a * c / b instead of a / b * c',
    )
  const [left, right] = [check(syntax.left), check(syntax.right)]
  const dated = dates(op, left, right, at)
  if (dated) return dated
  if (!isNumeric(left) || !isNumeric(right))
    throw mixed(at, `${op} does not join a ${left.type.kind} and a ${right.type.kind}`)
  return op === '*' ? product(left, right, at) : sum(op === '+' ? 'add' : 'subtract', left, right, at)
}

export function checkNegate(operand: Tree, at: Span): Tree {
  if (!isNumeric(operand)) throw mixed(at, `a ${operand.type.kind} has no negative`)
  if (operand.kind === 'number') {
    const { scaled } = operand
    const turned = scaled.startsWith('-') ? scaled.slice(1) : scaled === '0' ? scaled : `-${scaled}`
    return { ...operand, scaled: turned, at }
  }
  return { kind: 'negate', operand, type: operand.type, at }
}
