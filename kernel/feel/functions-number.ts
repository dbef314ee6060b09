import { builtIn, type Overload } from './built-in.ts'
import {
  type Decimal,
  decimalFrom,
  isWhole,
  modulo,
  negated,
  type Rounding,
  roundedTo,
  truncatedOf,
} from './decimal.ts'
import { exponentiate, logarithm, squareRoot } from './transcendental.ts'
import type { DaysDuration, FeelValue, MonthsDuration } from './value.ts'

type Numbers = readonly Decimal[]

const rounding = (name: string, how: Rounding, needsScale: boolean) => {
  const run: Overload[1] = values => {
    const [n, wanted] = values as readonly [Decimal, Decimal | null | undefined]
    const places = wanted ? truncatedOf(wanted) : 0
    return places === null || places < -6111 || places > 6176 ? null : roundedTo(n, places, how)
  }
  const withScale: Overload = ['n: number, scale: number', run]
  return needsScale ? builtIn(name, withScale) : builtIn(name, withScale, ['n: number', run])
}

const parity = (name: string, odd: boolean) =>
  builtIn(name, [
    'number: number',
    values => {
      const [n] = values as Numbers
      const rest = modulo(n!, { kind: 'number', units: 2n, scale: 0 })
      return isWhole(n!) && (rest?.units !== 0n) === odd
    },
  ])

function absolute(value: FeelValue): FeelValue {
  const given = value as Decimal | DaysDuration | MonthsDuration
  if (given.kind === 'number') return given.units < 0n ? negated(given) : given
  if (given.kind === 'days and time duration') return { ...given, nanos: given.nanos < 0n ? -given.nanos : given.nanos }
  return { ...given, months: given.months < 0n ? -given.months : given.months }
}

const groupings = new Set([' ', ',', '.'])

function numberFrom(from: string, grouping: FeelValue, point: FeelValue): FeelValue {
  if (grouping !== null && !groupings.has(grouping as string)) return null
  if (point !== null && point !== '.' && point !== ',') return null
  if (grouping !== null && grouping === (point ?? '.')) return null
  let text = from
  if (grouping !== null) text = text.replaceAll(grouping as string, '')
  if (point !== null && point !== '.') {
    if (text.includes('.')) return null
    text = text.replaceAll(point as string, '.')
  }
  return decimalFrom(text)
}

/** Functions of numbers (DMN 1.5, Table 78) and `number()`. */
export const numberFunctions = [
  builtIn(
    'number',
    [
      'from: string, grouping separator?: string, decimal separator?: string',
      ([from, grouping, point]) => numberFrom(from as string, grouping ?? null, point ?? null),
    ],
    ['from: number', ([from]) => from!],
  ),
  rounding('decimal', 'half even', true),
  rounding('floor', 'floor', false),
  rounding('ceiling', 'ceiling', false),
  rounding('round up', 'up', true),
  rounding('round down', 'down', true),
  rounding('round half up', 'half up', true),
  rounding('round half down', 'half down', true),
  builtIn('abs', ['n: number|days and time duration|years and months duration', ([n]) => absolute(n!)]),
  builtIn('modulo', ['dividend: number, divisor: number', values => modulo(...(values as [Decimal, Decimal]))]),
  builtIn('sqrt', ['number: number', values => squareRoot((values as Numbers)[0]!)]),
  builtIn('log', ['number: number', values => logarithm((values as Numbers)[0]!)]),
  builtIn('exp', ['number: number', values => exponentiate((values as Numbers)[0]!)]),
  parity('odd', true),
  parity('even', false),
]
