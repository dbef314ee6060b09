import type { RawFacts } from './facts.ts'
import type { ScalarType, Scope } from './feel-type.ts'
import { builtInFunctions, type FeelFunction } from './function.ts'
import type { CompareOperator } from './syntax.ts'
import { isNumeric, type Quotient, type Tree } from './tree.ts'

/** An exact fraction, the denominator positive. */
interface Rational {
  readonly top: bigint
  readonly bottom: bigint
}

type OracleValue = boolean | string | Rational | Temporal.PlainDate | null

const size = (value: bigint) => (value < 0n ? -value : value)
const whole = (value: bigint): Rational => ({ top: value, bottom: 1n })
const sum = (a: Rational, b: Rational): Rational => ({
  top: a.top * b.bottom + b.top * a.bottom,
  bottom: a.bottom * b.bottom,
})
const times = (a: Rational, b: Rational): Rational => ({ top: a.top * b.top, bottom: a.bottom * b.bottom })
const minus = (a: Rational): Rational => ({ top: -a.top, bottom: a.bottom })

/** A value whose scaled integer passes 10^18−1 is unknown. */
function bounded(value: Rational, scale: number): Rational | null {
  const scaled = (value.top * 10n ** BigInt(scale)) / value.bottom
  return size(scaled) < 10n ** 18n ? value : null
}

function order(a: Rational, b: Rational): number {
  const difference = a.top * b.bottom - b.top * a.bottom
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

const holds = (op: CompareOperator, sign: number): boolean =>
  ({ '=': sign === 0, '!=': sign !== 0, '<': sign < 0, '<=': sign <= 0, '>': sign > 0, '>=': sign >= 0 })[op]

function rationalOf(text: string): Rational {
  const [before = '0', after = ''] = text.split('.')
  return { top: BigInt(`${before}${after}`), bottom: 10n ** BigInt(after.length) }
}

/** A raw fact as the oracle sees it; it shares no code with `prepareFacts`. */
function factOf(raw: unknown, type: ScalarType): OracleValue {
  if (raw === null || raw === undefined) return null
  if (type.kind === 'boolean' || type.kind === 'string') return raw as boolean | string
  if (type.kind === 'date') return Temporal.PlainDate.from(String(raw))
  const value = rationalOf(String(raw))
  const within =
    type.min === undefined ||
    type.max === undefined ||
    (order(value, rationalOf(String(type.min))) >= 0 && order(value, rationalOf(String(type.max))) <= 0)
  return within ? bounded(value, type.kind === 'decimal' ? (type.scale ?? 0) : 0) : null
}

interface World {
  readonly scope: Scope
  readonly facts: RawFacts
  readonly row?: { readonly fields: Scope; readonly facts: RawFacts }
  readonly functions: Readonly<Record<string, FeelFunction>>
}

const scalar = (scope: Scope, name: string): ScalarType => scope[name] as ScalarType

function quotient({ over, under }: Quotient, world: World): Rational | null {
  const [top, bottom] = [number(over, world), under ? number(under, world) : whole(1n)]
  if (top === null || bottom === null || bottom.top === 0n) return null
  const turned = times(top, { top: bottom.bottom, bottom: size(bottom.top) })
  return bottom.top < 0n ? minus(turned) : turned
}

const number = (tree: Tree, world: World) => interpret(tree, world) as Rational | null

function compare(tree: Tree & { readonly kind: 'compare' }, world: World): boolean | null {
  const [a, b] = [interpret(tree.left, world), interpret(tree.right, world)]
  if (a === null || b === null) return null
  if (a instanceof Temporal.PlainDate) return holds(tree.op, Temporal.PlainDate.compare(a, b as Temporal.PlainDate))
  if (typeof a === 'object') return holds(tree.op, order(a, b as Rational))
  return holds(tree.op, a === b ? 0 : 1)
}

function quantified(tree: Tree & { readonly kind: 'quantified' }, world: World): boolean | null {
  const type = world.scope[tree.relation]
  const rows = world.facts[tree.relation] as readonly RawFacts[] | null | undefined
  if (type?.kind !== 'relation' || rows === null || rows === undefined) return null
  const answers = rows.map(facts => interpret(tree.body, { ...world, row: { fields: type.fields, facts } }))
  const decides = tree.quantifier === 'some'
  return answers.includes(decides) ? decides : answers.includes(null) ? null : !decides
}

function shift(tree: Tree & { readonly kind: 'shift' }, world: World): Temporal.PlainDate | null {
  const date = interpret(tree.date, world) as Temporal.PlainDate | null
  const by = number(tree.by, world)
  if (date === null || by === null) return null
  const count = Number(by.top / by.bottom) * (tree.back ? -1 : 1)
  // Far outside the years 1–9999 whatever the date; Temporal itself would refuse.
  if (Math.abs(count) > (tree.by.type.kind === 'months' ? 130_000 : 4_000_000)) return null
  const reached = date.add(tree.by.type.kind === 'months' ? { months: count } : { days: count })
  return reached.year >= 1 && reached.year <= 9999 ? reached : null
}

function arithmetic(tree: Tree & { readonly kind: 'add' | 'subtract' | 'multiply' }, world: World): Rational | null {
  const [a, b] = [number(tree.left, world), number(tree.right, world)]
  if (a === null || b === null) return null
  const result = tree.kind === 'multiply' ? times(a, b) : sum(a, tree.kind === 'add' ? b : minus(b))
  return bounded(result, tree.type.scale)
}

/** Arguments and results of functions are internal values: scaled integers and epoch days. */
function call(tree: Tree & { readonly kind: 'call' }, world: World): OracleValue {
  const given = tree.given.map(part => {
    const value = interpret(part, world)
    if (value === null || typeof value !== 'object') return value
    if (value instanceof Temporal.PlainDate) return Temporal.PlainDate.from('1970-01-01').until(value).days
    return Number((value.top * 10n ** BigInt(isNumeric(part) ? part.type.scale : 0)) / value.bottom)
  })
  if (given.some(value => value === null)) return null
  const result = world.functions[tree.name]!.apply(...(given as (boolean | string | number)[]))
  if (tree.type.kind === 'date' && result !== null)
    return Temporal.PlainDate.from('1970-01-01').add({ days: Number(result) })
  if (!isNumeric(tree) || result === null) return result as OracleValue
  return { top: BigInt(result as number), bottom: 10n ** BigInt(tree.type.scale) }
}

function interpret(tree: Tree, world: World): OracleValue {
  switch (tree.kind) {
    case 'boolean':
    case 'string':
      return tree.value
    case 'null':
      return null
    case 'date':
      return Temporal.PlainDate.from('1970-01-01').add({ days: tree.day })
    case 'number':
      return { top: BigInt(tree.scaled), bottom: 10n ** BigInt(tree.type.scale) }
    case 'name':
      return factOf(world.facts[tree.name], scalar(world.scope, tree.name))
    case 'field':
      return world.row ? factOf(world.row.facts[tree.name], scalar(world.row.fields, tree.name)) : null
    case 'not': {
      const value = interpret(tree.operand, world)
      return value === null ? null : value === false
    }
    case 'and':
    case 'or': {
      const answers = tree.operands.map(operand => interpret(operand, world))
      const decides = tree.kind === 'or'
      return answers.includes(decides) ? decides : answers.includes(null) ? null : !decides
    }
    case 'isNull':
      return (interpret(tree.operand, world) === null) !== tree.negated
    case 'if': {
      const condition = interpret(tree.condition, world)
      return condition === null ? null : interpret(condition ? tree.yes : tree.no, world)
    }
    case 'compare':
      return compare(tree, world)
    case 'ratio': {
      const [a, b] = [quotient(tree.left, world), quotient(tree.right, world)]
      return a === null || b === null ? null : holds(tree.op, order(a, b))
    }
    case 'quantified':
      return quantified(tree, world)
    case 'add':
    case 'subtract':
    case 'multiply':
      return arithmetic(tree, world)
    case 'negate': {
      const value = number(tree.operand, world)
      return value === null ? null : minus(value)
    }
    case 'rescale': {
      const value = number(tree.operand, world)
      return value === null ? null : bounded(value, tree.type.scale)
    }
    case 'shift':
      return shift(tree, world)
    case 'daysBetween': {
      const [from, to] = [interpret(tree.from, world), interpret(tree.to, world)] as (Temporal.PlainDate | null)[]
      return !from || !to ? null : whole(BigInt(from.until(to, { largestUnit: 'days' }).days))
    }
    case 'call':
      return call(tree, world)
  }
}

/**
 * 准 The exact reading of a tree: fractions, no floats, no shared shortcuts. Slow, for tests: every emitter must agree with it.
 * Answers in outside form, decimals with the scale of the tree's type.
 */
export function consultOracle(
  tree: Tree,
  scope: Scope,
  facts: RawFacts,
  functions: Readonly<Record<string, FeelFunction>> = {},
): boolean | string | null {
  const value = interpret(tree, { scope, facts, functions: { ...functions, ...builtInFunctions } })
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (value instanceof Temporal.PlainDate) return value.toString()
  const scale = isNumeric(tree) ? tree.type.scale : 0
  const scaled = (value.top * 10n ** BigInt(scale)) / value.bottom
  const digits = size(scaled)
    .toString()
    .padStart(scale + 1, '0')
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`
  return scaled < 0n ? `-${text}` : text
}
