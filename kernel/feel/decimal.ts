/**
 * 数 A number as FEEL means it: decimal128 of IEEE 754, 34 significant digits, half-even. Value = units × 10^-scale.
 * Source: DMN 1.5, 10.3.2.3.1. Arithmetic answers null beyond what 34 digits and exponents of ±6144 can say.
 */
export interface Decimal {
  readonly kind: 'number'
  readonly units: bigint
  readonly scale: number
}

export type Rounding = 'half even' | 'half up' | 'half down' | 'up' | 'down' | 'floor' | 'ceiling'

const precision = 34
const greatestExponent = 6144
const leastScale = 6176

export const power10 = (exponent: number): bigint => 10n ** BigInt(exponent)
const absolute = (value: bigint) => (value < 0n ? -value : value)
export const digitCount = (value: bigint): number => absolute(value).toString().length

/** Divides and rounds as asked; the divisor is positive. */
export function divideRounded(value: bigint, divisor: bigint, rounding: Rounding): bigint {
  const quotient = value / divisor
  const rest = value % divisor
  if (rest === 0n) return quotient
  const away = value < 0n ? -1n : 1n
  const twice = absolute(rest) * 2n
  switch (rounding) {
    case 'down':
      return quotient
    case 'up':
      return quotient + away
    case 'floor':
      return value < 0n ? quotient - 1n : quotient
    case 'ceiling':
      return value < 0n ? quotient : quotient + 1n
    case 'half up':
      return twice >= divisor ? quotient + away : quotient
    case 'half down':
      return twice > divisor ? quotient + away : quotient
    case 'half even':
      return twice > divisor || (twice === divisor && quotient % 2n !== 0n) ? quotient + away : quotient
  }
}

/** Rounds to 34 digits and drops zeros behind the point; null where the exponent cannot be said. */
export function decimal(units: bigint, scale = 0): Decimal | null {
  let digits = digitCount(units)
  if (digits > precision) {
    const surplus = digits - precision
    units = divideRounded(units, power10(surplus), 'half even')
    scale -= surplus
    digits = digitCount(units)
  }
  if (units === 0n) return { kind: 'number', units: 0n, scale: 0 }
  if (digits - scale - 1 > greatestExponent) return null
  if (scale > leastScale) return decimal(divideRounded(units, power10(scale - leastScale), 'half even'), leastScale)
  if (scale > 0 && units % 10n === 0n) {
    const text = units.toString()
    let zeros = 0
    while (zeros < scale && text[text.length - 1 - zeros] === '0') zeros++
    units /= power10(zeros)
    scale -= zeros
  }
  return { kind: 'number', units, scale }
}

/** A whole number that is small enough to be exact. */
export const whole = (value: number | bigint): Decimal => ({ kind: 'number', units: BigInt(value), scale: 0 })

const shape = /^([+-]?)(\d*)(?:\.(\d+))?(?:[eE]([+-]?\d{1,5}))?$/

/** Reads `-12.50`, `.5`, `1.2e3`; null for any other text. */
export function decimalFrom(text: string): Decimal | null {
  const found = text.length <= 400 ? shape.exec(text) : null
  if (!found) return null
  const [, sign, before = '', after = '', exponent = '0'] = found
  if (before === '' && after === '') return null
  const units = BigInt(before + after)
  return decimal(sign === '-' ? -units : units, after.length - Number(exponent))
}

/** Plain digits, never an exponent: what `string()` says and a test case compares. */
export function writtenDecimal({ units, scale }: Decimal): string {
  if (scale <= 0) return (units * power10(-scale)).toString()
  const digits = absolute(units)
    .toString()
    .padStart(scale + 1, '0')
  return `${units < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

const aligned = (a: Decimal, b: Decimal): readonly [bigint, bigint, number] => {
  const scale = Math.max(a.scale, b.scale)
  return [a.units * power10(scale - a.scale), b.units * power10(scale - b.scale), scale]
}

export function compareDecimals(a: Decimal, b: Decimal): number {
  const [left, right] = aligned(a, b)
  return left < right ? -1 : left > right ? 1 : 0
}

export function add(a: Decimal, b: Decimal): Decimal | null {
  const [left, right, scale] = aligned(a, b)
  return decimal(left + right, scale)
}

export const negated = (a: Decimal): Decimal => ({ ...a, units: -a.units })
export const subtract = (a: Decimal, b: Decimal) => add(a, negated(b))
export const multiply = (a: Decimal, b: Decimal) => decimal(a.units * b.units, a.scale + b.scale)

export function divide(a: Decimal, b: Decimal): Decimal | null {
  if (b.units === 0n) return null
  // Two digits beyond the precision, and a last one that says whether anything remained: rounding sees the true half.
  const extra = Math.max(0, precision + 3 - digitCount(a.units) + digitCount(b.units))
  const dividend = a.units * power10(extra)
  const quotient = dividend / b.units
  const exact = dividend % b.units === 0n
  const away = a.units < 0n !== b.units < 0n ? -1n : 1n
  return exact
    ? decimal(quotient, a.scale - b.scale + extra)
    : decimal(quotient * 10n + away, a.scale - b.scale + extra + 1)
}

/** Rounds at a number of digits behind the point (before it, where negative). */
export function roundedTo(a: Decimal, places: number, rounding: Rounding): Decimal | null {
  if (a.scale <= places) return a
  return decimal(divideRounded(a.units, power10(a.scale - places), rounding), places)
}

export const isWhole = (a: Decimal): boolean => a.scale <= 0 || a.units % power10(a.scale) === 0n

/** As a JavaScript integer: of places, positions, scales. Null where it is no whole number, or too great for one. */
export function integerOf(a: Decimal): number | null {
  if (!isWhole(a) || digitCount(a.units) - a.scale > 16) return null
  const value = Number(a.scale > 0 ? a.units / power10(a.scale) : a.units * power10(-a.scale))
  return Number.isSafeInteger(value) ? value : null
}

/** As `integerOf`, what stands behind the point left out: of positions and lengths. */
export function truncatedOf(a: Decimal): number | null {
  const cut = roundedTo(a, 0, 'down')
  return cut && integerOf(cut)
}

/** `dividend - divisor * floor(dividend / divisor)`: the sign is the divisor's. */
export function modulo(a: Decimal, b: Decimal): Decimal | null {
  if (b.units === 0n) return null
  const [left, right, scale] = aligned(a, b)
  const rest = left % right
  return decimal(rest !== 0n && rest < 0n !== right < 0n ? rest + right : rest, scale)
}
