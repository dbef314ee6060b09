import { fault, faults, type Span } from './fault.ts'
import { type FeelType, maxDigits, maxScale, type RelationType, type ScalarType, type Scope } from './feel-type.ts'
import type { FeelFunction } from './function.ts'
import { readDecimal } from './literal.ts'
import type { ValueType } from './tree.ts'
import { canonicalUnit } from './unit.ts'

const nameShape = /^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*)*$/
const nowhere: Span = { from: 0, to: 0 }

const invalid = (name: string, what: string) =>
  fault(faults.scope, nowhere, `${name}: ${what}`, 'correct the declaration of the name')

/** A declared bound as a scaled integer; null when it does not fit the type. */
function bound(value: number | string | undefined, scale: number): bigint | null {
  if (value === undefined) return null
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value) * 10n ** BigInt(scale)
  const read = readDecimal(String(value))
  return read && read.scale <= scale ? BigInt(read.scaled) * 10n ** BigInt(scale - read.scale) : null
}

/** The declared range as scaled integers, where both ends are declared. */
export function rangeOf(type: ScalarType): { readonly min: bigint; readonly max: bigint } | null {
  const scale = type.kind === 'decimal' ? (type.scale ?? 0) : 0
  const [min, max] = [bound(type.min, scale), bound(type.max, scale)]
  return min === null || max === null ? null : { min, max }
}

const digitsOf = (value: bigint) => (value < 0n ? -value : value).toString().length

/** The type a declared scalar has inside an expression. */
export function valueType(type: ScalarType): ValueType {
  if (type.kind === 'boolean' || type.kind === 'date') return { kind: type.kind }
  if (type.kind === 'string') return { kind: 'string', ...(type.values && { values: type.values }) }
  const range = rangeOf(type)
  const digits = range ? Math.min(Math.max(digitsOf(range.min), digitsOf(range.max)), maxDigits) : maxDigits
  const unit = canonicalUnit(type.unit)
  const scale = type.kind === 'decimal' ? (type.scale ?? 0) : 0
  const kind = type.kind === 'days' || type.kind === 'months' ? type.kind : 'number'
  return { kind, scale, digits, free: false, ...(unit !== undefined && { unit }) }
}

const booleans = { kind: 'boolean' } as const
const dates = { kind: 'date' } as const
const strings = { kind: 'string' } as const
const integers = { kind: 'integer' } as const

/** The declared form of an expression's type; the common ones are always the same object, by which they are known again. */
export function declaredType(type: ValueType): ScalarType {
  if (type.kind === 'boolean') return booleans
  if (type.kind === 'date') return dates
  if (type.kind === 'string') return type.values ? { kind: 'string', values: type.values } : strings
  const unit = type.unit === undefined ? {} : { unit: type.unit }
  if (type.kind !== 'number') return { kind: type.kind, ...unit }
  if (type.scale !== 0) return { kind: 'decimal', scale: type.scale, ...unit }
  return type.unit === undefined ? integers : { kind: 'integer', ...unit }
}

const kinds: ReadonlySet<string> = new Set(['boolean', 'string', 'integer', 'decimal', 'date', 'days', 'months'])

function checkScalar(name: string, type: ScalarType): void {
  if (!kinds.has(type.kind)) throw invalid(name, `${String(type.kind)} is not a type`)
  const scale = type.scale ?? 0
  if (!Number.isInteger(scale) || scale < 0 || scale > maxScale)
    throw invalid(name, `scale ${scale} is not 0–${maxScale}`)
  for (const end of [type.min, type.max])
    if (end !== undefined && bound(end, type.kind === 'decimal' ? scale : 0) === null)
      throw invalid(name, `${end} is not a ${type.kind} of that scale`)
  const range = rangeOf(type)
  if (range && range.min > range.max) throw invalid(name, 'its least value is above its greatest')
}

/** Types that were found sound: many names, and the names of many items, have the same one. */
const sound = new WeakSet<FeelType>()

function checkNames(scope: Scope, nested: boolean): void {
  for (const name of Object.keys(scope)) {
    const type = scope[name]!
    if (!nameShape.test(name)) throw invalid(name, 'names are camelCase Latin letters and digits, parts joined by dots')
    if (sound.has(type)) continue
    if (type.kind !== 'relation') checkScalar(name, type)
    else if (nested) throw invalid(name, 'a relation has no relation inside')
    else checkNames(type.fields, true)
    if (type.kind !== 'relation') sound.add(type)
  }
}

const checked = new WeakMap<Scope, number>()

/** @throws Fault RULE_SCOPE_INVALID. Each scope object is checked once, and again when names were added. */
export function checkScope(scope: Scope): Scope {
  const size = Object.keys(scope).length
  if (checked.get(scope) !== size) {
    checkNames(scope, false)
    checked.set(scope, size)
  }
  return scope
}

/** What a name may refer to while an expression is checked. */
export interface Names {
  readonly scope: Scope
  readonly functions: Readonly<Record<string, FeelFunction>>
  readonly row?: { readonly variable: string; readonly name: string; readonly relation: RelationType }
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1))
    row = next
  }
  return row[b.length]!
}

/** "did you mean": the nearest declared name, if one is near. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  const near = candidates
    .map(candidate => ({ candidate, off: distance(name, candidate) }))
    .sort((a, b) => a.off - b.off)[0]
  return near && near.off <= Math.max(2, name.length / 3) ? near.candidate : undefined
}

/** Looks a dotted name up. */
export function declared(
  names: Names,
  path: string,
): { readonly type: FeelType; readonly field: boolean; readonly name: string } | null {
  const row = names.row
  if (row && path.startsWith(`${row.variable}.`)) {
    const name = path.slice(row.variable.length + 1)
    const type = Object.hasOwn(row.relation.fields, name) ? row.relation.fields[name] : undefined
    return type ? { type, field: true, name } : null
  }
  const type = Object.hasOwn(names.scope, path) ? names.scope[path] : undefined
  return type ? { type, field: false, name: path } : null
}
