import { compareDecimals } from './decimal.ts'
import { momentOf, offsetOf, second } from './temporal.ts'
import {
  type FeelContext,
  type FeelDateTime,
  type FeelList,
  type FeelRange,
  type FeelTime,
  type FeelValue,
  isContext,
  isList,
  isRange,
  typeOf,
} from './value.ts'

/** A day whose offset stands for a zone's where only a time of day is known. */
const someDay = 18_262

const momentOfTime = (time: FeelTime): bigint => time.nanos - BigInt(offsetOf(time, someDay, time.nanos) ?? 0) * second

const local = ({ offset, zone }: FeelTime | FeelDateTime) => offset === undefined && zone === undefined

/** A date counts as its midnight in UTC where a date and time is wanted. */
export const midnightOf = (day: number): FeelDateTime => ({ kind: 'date and time', day, nanos: 0n, offset: 0 })

const sign = (a: bigint | number | string, b: bigint | number | string) => (a < b ? -1 : a > b ? 1 : 0)

function compareCodePoints(a: string, b: string): number {
  if (a === b) return 0
  const [left, right] = [[...a], [...b]]
  for (let index = 0; index < Math.min(left.length, right.length); index++)
    if (left[index] !== right[index]) return left[index]!.codePointAt(0)! - right[index]!.codePointAt(0)!
  return left.length - right.length
}

/** Below 0, 0 or above 0; null where the two have no order. */
export function compareValues(a: FeelValue, b: FeelValue): number | null {
  if (a === null || b === null || typeof a === 'boolean' || typeof b === 'boolean') return null
  if (typeof a === 'string' || typeof b === 'string')
    return typeof a === 'string' && typeof b === 'string' ? compareCodePoints(a, b) : null
  if (isList(a) || isList(b) || isContext(a) || isContext(b)) return null
  if (a.kind === 'date' && b.kind === 'date and time') return compareValues(midnightOf(a.day), b)
  if (a.kind === 'date and time' && b.kind === 'date') return compareValues(a, midnightOf(b.day))
  if (a.kind === 'number' && b.kind === 'number') return compareDecimals(a, b)
  if (a.kind === 'date' && b.kind === 'date') return a.day - b.day
  if (a.kind === 'time' && b.kind === 'time')
    return local(a) === local(b) ? sign(momentOfTime(a), momentOfTime(b)) : null
  if (a.kind === 'date and time' && b.kind === 'date and time')
    return local(a) === local(b) ? sign(momentOf(a), momentOf(b)) : null
  if (a.kind === 'days and time duration' && b.kind === 'days and time duration') return sign(a.nanos, b.nanos)
  if (a.kind === 'years and months duration' && b.kind === 'years and months duration') return sign(a.months, b.months)
  return null
}

const equalLists = (a: FeelList, b: FeelList) =>
  a.length === b.length && a.every((item, index) => equal(item, b[index]!) === true)

const equalContexts = (a: FeelContext, b: FeelContext) =>
  a.size === b.size && [...a].every(([name, value]) => b.has(name) && equal(value, b.get(name)!) === true)

const equalRanges = (a: FeelRange, b: FeelRange) =>
  a.startIncluded === b.startIncluded &&
  a.endIncluded === b.endIncluded &&
  a.except === b.except &&
  a.test === b.test &&
  equal(a.start, b.start) === true &&
  equal(a.end, b.end) === true

/** Times are equal where their seconds are: FEEL's times have whole seconds for equality, whatever stands behind the point. */
function sameSecond(a: FeelValue, b: FeelValue): boolean {
  const seconds = (value: FeelValue): bigint | null => {
    const kind = typeOf(value)
    if (kind === 'time') return momentOfTime(value as FeelTime) / second
    return kind === 'date and time' ? momentOf(value as FeelDateTime) / second : null
  }
  const [left, right] = [seconds(a), seconds(b)]
  return left !== null && left === right && typeOf(a) === typeOf(b)
}

/** 相等 Null where values of different types meet (DMN 1.5, 10.3.2.5 and Table 53). */
export function equal(a: FeelValue, b: FeelValue): boolean | null {
  if (a === null || b === null) return a === b
  if (typeof a === 'string' || typeof a === 'boolean') return typeof a === typeof b ? a === b : null
  if (isList(a)) return isList(b) ? equalLists(a, b) : null
  if (isContext(a)) return isContext(b) ? equalContexts(a, b) : null
  if (isRange(a)) return isRange(b) ? equalRanges(a, b) : null
  if (typeOf(a) === 'function') return typeOf(b) === 'function' ? a === b : null
  const order = compareValues(a, b)
  if (order !== null) return order === 0 || sameSecond(a, b)
  return typeOf(a) === typeOf(b) ? false : null
}

const and = (a: boolean | null, b: boolean | null): boolean | null =>
  a === false || b === false ? false : a === null || b === null ? null : true

/** Whether the value lies in the range; null where the two cannot be compared. */
export function within(value: FeelValue, range: FeelRange): boolean | null {
  if (range.except) {
    const same = equal(value, range.start)
    return same === null ? null : !same
  }
  // Equality is also a test of what has no order: `= true`.
  if (range.test && range.startIncluded && range.endIncluded) return equal(value, range.start)
  const side = (end: FeelValue, included: boolean, wanted: number): boolean | null => {
    // `< 5` is open at its other end; an end that was given and is null is not known.
    if (end === null) return range.test ? true : null
    const order = compareValues(value, end)
    return order === null ? null : order === 0 ? included : Math.sign(order) === wanted
  }
  return and(side(range.start, range.startIncluded, 1), side(range.end, range.endIncluded, -1))
}

/** Whether a value is what a test says: in a range, among a list, or equal. */
export function meets(value: FeelValue, test: FeelValue): boolean | null {
  if (isRange(test) && !isRange(value)) return within(value, test)
  if (!isList(test)) return equal(value, test)
  if (isList(value) && equal(value, test) === true) return true
  const answers = test.map(item => (isRange(item) ? meets(value, item) : equal(value, item)))
  return answers.includes(true) ? true : answers.length > 0 && answers.every(answer => answer === null) ? null : false
}
