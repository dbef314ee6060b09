import {
  compareDecimals,
  type Decimal,
  decimal,
  digitCount,
  divide,
  divideRounded,
  integerOf,
  multiply,
  power10,
  whole,
} from './decimal.ts'

/** Everything here works in fixed point with 80 digits behind the point, far beyond the 34 that are kept. */
const places = 80
const one = power10(places)

const fixed = ({ units, scale }: Decimal): bigint =>
  scale <= places ? units * power10(places - scale) : divideRounded(units, power10(scale - places), 'half even')

const times = (a: bigint, b: bigint) => (a * b) / one

function exponential(value: bigint): bigint {
  let halvings = 0
  let reduced = value
  while (reduced > one / 16n || reduced < -one / 16n) {
    reduced /= 2n
    halvings++
  }
  let term = one
  let sum = one
  for (let n = 1n; term !== 0n; n++) {
    term = times(term, reduced) / n
    sum += term
  }
  for (; halvings > 0; halvings--) sum = times(sum, sum)
  return sum
}

/** Of a fixed-point number between 1 and 10, by the series of the inverse hyperbolic tangent. */
function logarithmOfMantissa(value: bigint): bigint {
  let reduced = value
  let roots = 0
  while (reduced > one + one / 16n) {
    reduced = squareRootOf(reduced * one)
    roots++
  }
  const ratio = ((reduced - one) * one) / (reduced + one)
  const square = times(ratio, ratio)
  let term = ratio
  let sum = 0n
  for (let n = 1n; term !== 0n; n += 2n) {
    sum += term / n
    term = times(term, square)
  }
  return (sum * 2n) << BigInt(roots)
}

function squareRootOf(value: bigint): bigint {
  if (value < 2n) return value
  let guess = power10(Math.ceil(digitCount(value) / 2))
  for (;;) {
    const next = (guess + value / guess) / 2n
    if (next >= guess) return guess
    guess = next
  }
}

let logarithmOfTen: bigint | undefined

function naturalLogarithm(value: Decimal): bigint {
  const exponent = digitCount(value.units) - value.scale - 1
  const mantissa = fixed({ ...value, scale: value.scale + exponent })
  logarithmOfTen ??= logarithmOfMantissa(10n * one)
  return logarithmOfMantissa(mantissa) + BigInt(exponent) * logarithmOfTen
}

/** √ of a number that is not negative, else null. */
export function squareRoot(value: Decimal): Decimal | null {
  if (value.units < 0n) return null
  const scale = value.scale % 2 === 0 ? value.scale : value.scale + 1
  const units = value.units * power10(scale - value.scale)
  const extra = Math.max(0, 80 - digitCount(units))
  return decimal(squareRootOf(units * power10(2 * extra)), scale / 2 + extra)
}

const greatestPower = whole(14150)

/** e to the power of a number. */
export function exponentiate(value: Decimal): Decimal | null {
  if (compareDecimals(value, greatestPower) > 0) return null
  if (compareDecimals(value, whole(-14250)) < 0) return whole(0)
  logarithmOfTen ??= logarithmOfMantissa(10n * one)
  // e^x = 10^k · e^r with r small: the digits in front of the point would else eat the precision behind it.
  const given = fixed(value)
  const tens = given / logarithmOfTen
  return decimal(exponential(given - tens * logarithmOfTen), places - Number(tens))
}

/** ln of a positive number, else null. */
export const logarithm = (value: Decimal): Decimal | null =>
  value.units <= 0n ? null : decimal(naturalLogarithm(value), places)

function wholePower(base: Decimal, exponent: number): Decimal | null {
  let result: Decimal | null = whole(1)
  let square: Decimal | null = base
  for (let left = Math.abs(exponent); left > 0; left = Math.floor(left / 2)) {
    if (square === null) return null
    if (left % 2 === 1) result = result && multiply(result, square)
    if (left > 1) square = multiply(square, square)
  }
  return result && exponent < 0 ? divide(whole(1), result) : result
}

/** base ** exponent; null where no number answers (0 to a negative power, a root of a negative number). */
export function raise(base: Decimal, exponent: Decimal): Decimal | null {
  const steps = integerOf(exponent)
  if (base.units === 0n) return exponent.units < 0n ? null : exponent.units === 0n ? whole(1) : whole(0)
  if (steps !== null && Math.abs(steps) <= 999_999_999) return wholePower(base, steps)
  const natural = logarithm(base)
  const scaled = natural && multiply(natural, exponent)
  return scaled && exponentiate(scaled)
}
