/** A scaled integer: Number while safe, BigInt beyond; normalised, so `===` and `<` compare exactly. */
export type Numeric = number | bigint

/** 值 An internal value: scaled integers, days since 1970-01-01 for dates, null for unknown. */
export type Value = boolean | string | Numeric | null

const limit = 10n ** 18n
const safe = Number.MAX_SAFE_INTEGER

/** Powers of ten. As Number they are inexact past 22, but then no product with them is a safe integer, zero apart. */
const ten = Array.from({ length: 64 }, (_, power) => 10 ** power)
const bigTen = Array.from({ length: 64 }, (_, power) => 10n ** BigInt(power))

/** The normal form of a scaled integer; null beyond ±(10^18−1). */
export function normal(value: bigint): Numeric | null {
  if (value >= limit || value <= -limit) return null
  return value <= safe && value >= -safe ? Number(value) : value
}

/*
 * Number arithmetic is used only where it proves itself exact: rounding is monotone, so a product or sum of safe integers that
 * comes out safe is the true one; anything else is done again in BigInt.
 */

export function addScaled(a: Numeric, aPower: number, b: Numeric, bPower: number): Numeric | null {
  if (typeof a === 'number' && typeof b === 'number') {
    const [left, right] = [a * ten[aPower]!, b * ten[bPower]!]
    const sum = left + right
    if (Number.isSafeInteger(left) && Number.isSafeInteger(right) && Number.isSafeInteger(sum)) return sum
  }
  return normal(BigInt(a) * bigTen[aPower]! + BigInt(b) * bigTen[bPower]!)
}

export function multiply(a: Numeric, b: Numeric): Numeric | null {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b
    if (Number.isSafeInteger(product)) return product === 0 ? 0 : product
  }
  return normal(BigInt(a) * BigInt(b))
}

/** The sign of a·10^aPower − b·10^bPower, exactly and without bound. */
export function compareScaled(a: Numeric, aPower: number, b: Numeric, bPower: number): number {
  if (typeof a === 'number' && typeof b === 'number') {
    const [left, right] = [a * ten[aPower]!, b * ten[bPower]!]
    if (Number.isSafeInteger(left) && Number.isSafeInteger(right)) return left < right ? -1 : left > right ? 1 : 0
  }
  const [left, right] = [BigInt(a) * bigTen[aPower]!, BigInt(b) * bigTen[bPower]!]
  return left < right ? -1 : left > right ? 1 : 0
}

/** The sign of a·b·10^leftPower − c·d·10^rightPower, exactly and without bound. */
export function compareProducts(
  a: Numeric,
  b: Numeric,
  leftPower: number,
  c: Numeric,
  d: Numeric,
  rightPower: number,
): number {
  if (typeof a === 'number' && typeof b === 'number' && typeof c === 'number' && typeof d === 'number') {
    const [left, right] = [a * b * ten[leftPower]!, c * d * ten[rightPower]!]
    const exact = Number.isSafeInteger(a * b) && Number.isSafeInteger(c * d)
    if (exact && Number.isSafeInteger(left) && Number.isSafeInteger(right))
      return left < right ? -1 : left > right ? 1 : 0
  }
  const left = BigInt(a) * BigInt(b) * bigTen[leftPower]!
  const right = BigInt(c) * BigInt(d) * bigTen[rightPower]!
  return left < right ? -1 : left > right ? 1 : 0
}

/** The same value with `power` more digits after the point. */
export const rescale = (value: Numeric, power: number): Numeric | null => addScaled(value, power, 0, 0)

export const negate = (value: Numeric): Numeric => (value === 0 ? 0 : -value)
