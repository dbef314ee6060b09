import { civilOf } from '#kernel/calendar'
import { faults } from './fault.ts'
import type { FeelType, RelationType, ScalarType, Scope } from './feel-type.ts'
import { readDate, readDecimal, readDuration } from './literal.ts'
import { rangeOf } from './scope.ts'
import { type Numeric, normal, type Value } from './value.ts'

/** 事实 Facts in internal form, by name: what closures read. Made once by `prepareFacts`, read by many expressions. */
export interface PreparedFacts {
  [name: string]: Value | readonly PreparedFacts[]
}

export type RawFacts = Readonly<Record<string, unknown>>

/** Names the field and what it should be, never the value: it may be somebody's. */
const invalid = (name: string, wanted: string) =>
  faults.fact({ detail: `${name} is not ${wanted}`, remedy: `give ${wanted}, or null where it is not known` })

type Convert = (raw: unknown, name: string) => Value | readonly PreparedFacts[]

function integer(raw: unknown, name: string): bigint {
  if (typeof raw === 'bigint') return raw
  if (typeof raw === 'number' && Number.isInteger(raw)) {
    if (!Number.isSafeInteger(raw) && Math.abs(raw) < 1e18) throw invalid(name, 'an exact integer')
    return BigInt(raw)
  }
  if (typeof raw === 'string' && /^-?\d{1,40}$/.test(raw)) return BigInt(raw)
  throw invalid(name, 'an integer')
}

function decimal(raw: unknown, name: string, scale: number): bigint {
  if (typeof raw === 'bigint') return raw * 10n ** BigInt(scale)
  if (typeof raw === 'number' && Math.abs(raw) >= 1e18 && Number.isFinite(raw))
    return BigInt(raw) * 10n ** BigInt(scale)
  const wanted = `a decimal with at most ${scale} digits after the point`
  if (typeof raw !== 'number' && typeof raw !== 'string') throw invalid(name, wanted)
  const read = String(raw).length <= 60 ? readDecimal(String(raw)) : null
  if (!read || read.scale > scale) throw invalid(name, wanted)
  return BigInt(read.scaled) * 10n ** BigInt(scale - read.scale)
}

function duration(raw: unknown, name: string, kind: 'days' | 'months'): bigint {
  const read = typeof raw === 'string' ? readDuration(raw) : null
  if (read) {
    if (read.kind === kind) return BigInt(read.value)
    throw invalid(name, `a duration in ${kind}`)
  }
  return integer(raw, name)
}

/** Beyond its declared range, or beyond 10^18−1, a number is unknown: the arithmetic that follows relies on it. */
function numeric(type: ScalarType, read: (raw: unknown, name: string) => bigint): Convert {
  const range = rangeOf(type)
  return (raw, name): Numeric | null => {
    const value = read(raw, name)
    return range && (value < range.min || value > range.max) ? null : normal(value)
  }
}

/** Safe integers, the commonest fact, skip BigInt. */
function integers(type: ScalarType): Convert {
  const range = rangeOf(type)
  const slow = numeric(type, integer)
  if (range) return slow
  return (raw, name) => (typeof raw === 'number' && Number.isSafeInteger(raw) ? raw + 0 : slow(raw, name))
}

const converters = new WeakMap<FeelType, Convert>()

/** The converter of a type, made once: scopes come and go with items and cases, their types are the same few. */
function converterOf(type: FeelType): Convert {
  const known = converters.get(type) ?? makeConverter(type)
  converters.set(type, known)
  return known
}

function makeConverter(type: FeelType): Convert {
  switch (type.kind) {
    case 'boolean':
      return (raw, name) => {
        if (typeof raw !== 'boolean') throw invalid(name, 'true or false')
        return raw
      }
    case 'string':
      return (raw, name) => {
        if (typeof raw !== 'string') throw invalid(name, 'a text')
        return raw
      }
    case 'integer':
      return integers(type)
    case 'decimal':
      return numeric(type, (raw, name) => decimal(raw, name, type.scale ?? 0))
    case 'date':
      return (raw, name) => {
        const day = readDate(raw instanceof Temporal.PlainDate ? raw.toString() : typeof raw === 'string' ? raw : '')
        if (day === null) throw invalid(name, 'a date written YYYY-MM-DD')
        return day
      }
    case 'days':
    case 'months': {
      const { kind } = type
      return numeric(type, (raw, name) => duration(raw, name, kind))
    }
    case 'relation':
      return rows(type)
  }
}

function rows(type: RelationType): Convert {
  const prepare = preparerOf(type.fields)
  return (raw, name) => {
    if (!Array.isArray(raw)) throw invalid(name, 'a list of rows')
    return raw.map((row: unknown) => {
      if (typeof row !== 'object' || row === null) throw invalid(name, 'a list of rows')
      return prepare(row as RawFacts)
    })
  }
}

type Prepare = (raw: RawFacts) => PreparedFacts

const preparers = new WeakMap<Scope, { readonly prepare: Prepare; readonly names: number }>()

/** The converter of a scope, made once per scope object, and again when names were added to it. */
function preparerOf(scope: Scope): Prepare {
  const known = preparers.get(scope)
  const names = Object.keys(scope).length
  if (known?.names === names) return known.prepare
  const named = Object.entries(scope).map(([name, type]) => ({ name, convert: converterOf(type) }))
  const unknown: PreparedFacts = Object.fromEntries(named.map(({ name }) => [name, null]))
  const prepare: Prepare = raw => {
    // most of a scope is unknown most of the time
    const facts = { ...unknown }
    for (const { name, convert } of named) {
      const value = raw[name]
      if (value !== undefined && value !== null && Object.hasOwn(raw, name)) facts[name] = convert(value, name)
    }
    return facts
  }
  preparers.set(scope, { prepare, names })
  return prepare
}

/**
 * Converts raw facts once for many expressions: decimals to scaled integers, dates to days; what is absent is null (unknown),
 * what the scope does not declare is left out. @throws RULE_FACT_INVALID for a value of another type.
 */
export const prepareFacts = (scope: Scope, raw: RawFacts): PreparedFacts => preparerOf(scope)(raw)

/** Converts one raw value of a declared scalar type. */
export const internalOf = (type: ScalarType, raw: unknown, name: string): Value =>
  raw === null || raw === undefined ? null : (converterOf(type)(raw, name) as Value)

/** YYYY-MM-DD of an epoch day within the years 1–9999. */
function writtenDate(epochDay: number): string {
  const { year, month, day } = civilOf(epochDay)
  const early = year < 1000 ? String(year).padStart(4, '0') : year
  return `${early}-${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}`
}

/** The outside form of an internal value: decimals as text with their full scale, dates as YYYY-MM-DD. */
export function externalOf(type: ScalarType, value: Value): boolean | string | number | bigint | null {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (type.kind === 'date') return writtenDate(Number(value))
  const scale = type.kind === 'decimal' ? (type.scale ?? 0) : 0
  if (scale === 0) return type.kind === 'decimal' ? String(value) : value
  const negative = value < 0
  const digits = String(negative ? -value : value).padStart(scale + 1, '0')
  return `${negative ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}
