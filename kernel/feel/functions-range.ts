import { builtIn, type Overload } from './built-in.ts'
import { compareValues, equal } from './compare.ts'
import { problem } from './evaluation.ts'
import { type FeelRange, type FeelValue, isRange } from './value.ts'

/** A point is the range from itself to itself. */
const rangeOf = (value: FeelValue): FeelRange =>
  isRange(value) ? value : { kind: 'range', start: value, end: value, startIncluded: true, endIncluded: true }

/** Thrown inside one call where two ends have no order. */
class NoOrder extends Error {}

function order(a: FeelValue, b: FeelValue): number {
  const found = compareValues(a, b)
  if (found === null) throw new NoOrder()
  return found
}

type Judge = (a: FeelRange, b: FeelRange) => boolean

const before: Judge = (a, b) => {
  const gap = order(a.end, b.start)
  return gap < 0 || (gap === 0 && !(a.endIncluded && b.startIncluded))
}
const meets: Judge = (a, b) => a.endIncluded && b.startIncluded && order(a.end, b.start) === 0
const overlaps: Judge = (a, b) => !before(a, b) && !before(b, a)

const startsEarlier: Judge = (a, b) => {
  const gap = order(a.start, b.start)
  return gap < 0 || (gap === 0 && a.startIncluded && !b.startIncluded)
}
const startsNoLater: Judge = (a, b) => {
  const gap = order(a.start, b.start)
  return gap < 0 || (gap === 0 && (a.startIncluded || !b.startIncluded))
}
const endsNoLater: Judge = (a, b) => {
  const gap = order(a.end, b.end)
  return gap < 0 || (gap === 0 && (!a.endIncluded || b.endIncluded))
}
const overlapsBefore: Judge = (a, b) => startsEarlier(a, b) && !before(a, b) && endsNoLater(a, b)
const finishes: Judge = (a, b) => a.endIncluded === b.endIncluded && order(a.end, b.end) === 0 && startsNoLater(b, a)
const includes: Judge = (a, b) => startsNoLater(a, b) && endsNoLater(b, a)
const starts: Judge = (a, b) =>
  a.startIncluded === b.startIncluded && order(a.start, b.start) === 0 && endsNoLater(a, b)
const coincides: Judge = (a, b) =>
  order(a.start, b.start) === 0 &&
  order(a.end, b.end) === 0 &&
  a.startIncluded === b.startIncluded &&
  a.endIncluded === b.endIncluded

const swapped =
  (judge: Judge): Judge =>
  (a, b) =>
    judge(b, a)

const point = 'number|string|date|time|date and time|days and time duration|years and months duration'
const pairs = {
  'point point': `point1: ${point}, point2: ${point}`,
  'point range': `point: ${point}, range: range`,
  'range point': `range: range, point: ${point}`,
  'range range': 'range1: range, range2: range',
} as const

function relation(name: string, judge: Judge, ...allowed: readonly (keyof typeof pairs)[]) {
  const run: Overload[1] = ([a, b], evaluation) => {
    try {
      return judge(rangeOf(a!), rangeOf(b!))
    } catch (fault) {
      if (!(fault instanceof NoOrder)) throw fault
      return problem(evaluation, 'type', `${name} cannot compare these`)
    }
  }
  return builtIn(name, ...allowed.map((pair): Overload => [pairs[pair], run]))
}

const all = ['point point', 'point range', 'range point', 'range range'] as const

/** Whether two values are the same in type and in every part of them. */
function isSame(a: FeelValue, b: FeelValue): boolean {
  if (equal(a, b) !== true) return false
  const place = (value: FeelValue) => {
    const { offset, zone } = (value ?? {}) as { readonly offset?: number; readonly zone?: string }
    return zone ?? offset ?? null
  }
  return place(a) === place(b)
}

/** Functions of ranges (DMN 1.5, Table 82) and `is`. */
export const rangeFunctions = [
  relation('before', before, ...all),
  relation('after', swapped(before), ...all),
  relation('meets', meets, 'range range'),
  relation('met by', swapped(meets), 'range range'),
  relation('overlaps', overlaps, 'range range'),
  relation('overlaps before', overlapsBefore, 'range range'),
  relation('overlaps after', swapped(overlapsBefore), 'range range'),
  relation('finishes', finishes, 'point range', 'range range'),
  relation('finished by', swapped(finishes), 'range point', 'range range'),
  relation('includes', includes, 'range point', 'range range'),
  relation('during', swapped(includes), 'point range', 'range range'),
  relation('starts', starts, 'point range', 'range range'),
  relation('started by', swapped(starts), 'range point', 'range range'),
  relation('coincides', coincides, 'point point', 'range range'),
  builtIn('is', ['value1: Any, value2: Any', ([a, b]) => isSame(a!, b!)]),
]
