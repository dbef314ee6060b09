import { calculate } from './arithmetic.ts'
import { builtIn } from './built-in.ts'
import { invoke } from './call.ts'
import { compareValues, equal } from './compare.ts'
import { type Decimal, divide, subtract, truncatedOf, whole } from './decimal.ts'
import type { Evaluation } from './evaluation.ts'
import { squareRoot } from './transcendental.ts'
import { type FeelFunction, type FeelList, type FeelValue, isFunction, isList, isNumber } from './value.ts'

const listOf = (value: FeelValue | undefined) => value as FeelList

/** The least or the greatest; null where two have no order. */
function extreme(list: FeelList, wanted: 1 | -1): FeelValue {
  let best: FeelValue = list[0] ?? null
  if (list.some(item => compareValues(item, item) === null)) return null
  for (const item of list.slice(1)) {
    const order = compareValues(item, best)
    if (order === null) return null
    if (Math.sign(order) === wanted) best = item
  }
  return best
}

const folded = (list: FeelList, operator: '+' | '*'): FeelValue => {
  const [first, ...rest] = list
  if (first === undefined || first === null || typeof first === 'string') return null
  if (operator === '*' && !list.every(isNumber)) return null
  if (rest.length === 0) return calculate('+', first, first) === null ? null : first
  return rest.reduce<FeelValue>((sum, item) => calculate(operator, sum, item), first)
}

const mean = (list: FeelList): FeelValue => {
  const sum = folded(list, '+')
  return sum === null ? null : calculate('/', sum, whole(list.length))
}

/** All of them true; null where one is neither true nor false and none decides. */
function joined(list: FeelList, decides: boolean): boolean | null {
  if (list.includes(decides)) return decides
  return list.every(item => item === !decides) ? !decides : null
}

function distinct(list: FeelList): FeelList {
  const kept: FeelValue[] = []
  for (const item of list) if (!kept.some(other => equal(other, item) === true)) kept.push(item)
  return kept
}

/** Several lists as one; what is no list is a list of one, and null is none. */
const together = (lists: FeelList): FeelList | null =>
  lists.includes(null) ? null : lists.flatMap(list => (isList(list) ? list : [list]))

function united(lists: FeelList): FeelList | null {
  const all = together(lists)
  return all && distinct(all)
}

const flat = (list: FeelList): FeelList => list.flatMap(item => (isList(item) ? flat(item) : [item]))

/** Numbers in order; null where something else is among them. */
const ordered = (list: FeelList): readonly Decimal[] | null =>
  list.every(isNumber) ? [...list].sort((a, b) => compareValues(a, b)!) : null

function median(list: FeelList): FeelValue {
  const numbers = ordered(list)
  if (!numbers || numbers.length === 0) return null
  const middle = numbers.length / 2
  return numbers.length % 2 === 1 ? numbers[Math.floor(middle)]! : mean([numbers[middle - 1]!, numbers[middle]!])
}

/** The standard deviation of a sample. */
function deviation(list: FeelList): FeelValue {
  const average = list.every(isNumber) && list.length > 1 ? (mean(list) as Decimal | null) : null
  if (!average) return null
  const squares = list.map(item => {
    const off = subtract(item as Decimal, average)
    return calculate('*', off, off)
  })
  const sum = folded(squares, '+') as Decimal | null
  const variance = sum && divide(sum, whole(list.length - 1))
  return variance && squareRoot(variance)
}

function mode(list: FeelList): FeelValue {
  const numbers = ordered(list)
  if (!numbers) return null
  const counts = distinct(numbers).map(value => ({
    value,
    count: numbers.filter(other => equal(other, value) === true).length,
  }))
  const most = Math.max(...counts.map(({ count }) => count))
  return counts.filter(({ count }) => count === most).map(({ value }) => value)
}

/** Where position `at` lies in the list (1 is the first, -1 the last); null where it has no such place. */
function placeIn(length: number, at: FeelValue): number | null {
  const position = truncatedOf(at as Decimal)
  if (position === null || position === 0 || Math.abs(position) > length) return null
  return position > 0 ? position - 1 : length + position
}

function sublist(list: FeelList, start: FeelValue, length: FeelValue): FeelValue {
  const from = placeIn(list.length, start)
  const count = length === null ? null : truncatedOf(length as Decimal)
  if (from === null || (length !== null && (count === null || count < 1 || from + count > list.length))) return null
  return list.slice(from, count === null ? undefined : from + count)
}

function insertBefore(list: FeelList, position: FeelValue, item: FeelValue): FeelValue {
  const at = placeIn(list.length, position)
  return at === null ? null : list.toSpliced(at, 0, item)
}

function replaceWhere(list: FeelList, match: FeelFunction, item: FeelValue, evaluation: Evaluation): FeelValue {
  if (match.parameters.length !== 2) return null
  const answers = list.map(old => invoke(match, [old, item], undefined, evaluation))
  if (answers.some(answer => typeof answer !== 'boolean')) return null
  return list.map((old, index) => (answers[index] ? item : old))
}

/** A stable merge sort by the caller's own order; null where it does not answer true or false. */
function sorted(list: FeelList, precedes: FeelFunction, evaluation: Evaluation): FeelValue {
  if (list.length < 2) return list
  const middle = Math.floor(list.length / 2)
  const left = sorted(list.slice(0, middle), precedes, evaluation) as FeelList | null
  const right = sorted(list.slice(middle), precedes, evaluation) as FeelList | null
  if (!left || !right) return null
  const merged: FeelValue[] = []
  let [a, b] = [0, 0]
  while (a < left.length && b < right.length) {
    const answer = invoke(precedes, [right[b]!, left[a]!], undefined, evaluation)
    if (typeof answer !== 'boolean') return null
    merged.push(answer ? right[b++]! : left[a++]!)
  }
  return [...merged, ...left.slice(a), ...right.slice(b)]
}

const placesOf = (list: FeelList, match: FeelValue): FeelList =>
  list.flatMap((item, index) => (equal(item, match) === true ? [whole(index + 1)] : []))

/** Functions of lists (DMN 1.5, Table 77). */
export const listFunctions = [
  builtIn('list contains', [
    'list: list, element: Any',
    ([list, element]) => placesOf(listOf(list), element!).length > 0,
  ]),
  builtIn('count', ['list: list...', ([list]) => whole(listOf(list).length)]),
  builtIn('min', ['list: list...', ([list]) => extreme(listOf(list), -1)]),
  builtIn('max', ['list: list...', ([list]) => extreme(listOf(list), 1)]),
  builtIn('sum', ['list: list...', ([list]) => folded(listOf(list), '+')]),
  builtIn('product', ['list: list...', ([list]) => folded(listOf(list), '*')]),
  builtIn('mean', ['list: list...', ([list]) => mean(listOf(list))]),
  builtIn('median', ['list: list...', ([list]) => median(listOf(list))]),
  builtIn('stddev', ['list: list...', ([list]) => deviation(listOf(list))]),
  builtIn('mode', ['list: list...', ([list]) => mode(listOf(list))]),
  builtIn('all', ['list: list...', ([list]) => joined(listOf(list), false)]),
  builtIn('any', ['list: list...', ([list]) => joined(listOf(list), true)]),
  builtIn('sublist', [
    'list: list, start position: number, length?: number',
    ([list, start, length]) => sublist(listOf(list), start!, length ?? null),
  ]),
  builtIn('append', ['list: list, item: Any...', ([list, items]) => [...listOf(list), ...listOf(items)]]),
  builtIn('concatenate', ['list: list...', ([lists]) => together(listOf(lists))]),
  builtIn('insert before', [
    'list: list, position: number, newItem: Any',
    ([list, position, item]) => insertBefore(listOf(list), position!, item!),
  ]),
  builtIn('remove', [
    'list: list, position: number',
    ([list, position]) => {
      const at = placeIn(listOf(list).length, position!)
      return at === null ? null : listOf(list).toSpliced(at, 1)
    },
  ]),
  builtIn(
    'list replace',
    [
      'list: list, position: number, newItem: Any',
      ([list, position, item]) => {
        const at = placeIn(listOf(list).length, position!)
        return at === null ? null : listOf(list).with(at, item!)
      },
    ],
    [
      'list: list, match: function, newItem: Any',
      ([list, match, item], evaluation) => replaceWhere(listOf(list), match as FeelFunction, item!, evaluation),
    ],
  ),
  builtIn('reverse', ['list: list', ([list]) => listOf(list).toReversed()]),
  builtIn('index of', ['list: list, match: Any', ([list, match]) => placesOf(listOf(list), match!)]),
  builtIn('union', ['list: list...', ([lists]) => united(listOf(lists))]),
  builtIn('distinct values', ['list: list', ([list]) => distinct(listOf(list))]),
  builtIn('flatten', ['list: list', ([list]) => flat(listOf(list))]),
  builtIn(
    'sort',
    [
      'list: list, precedes: function',
      ([list, precedes], evaluation) => (isFunction(precedes!) ? sorted(listOf(list), precedes, evaluation) : null),
    ],
    [
      'list: list',
      ([list]) => (extreme(listOf(list), 1) === null ? null : [...listOf(list)].sort((a, b) => compareValues(a, b)!)),
    ],
  ),
]
