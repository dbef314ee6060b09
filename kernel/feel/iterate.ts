import { integerOf, whole } from './decimal.ts'
import { evaluate, type FeelScope, inScope } from './evaluate.ts'
import { type Evaluation, problem, step } from './evaluation.ts'
import type { Feel, Iterator } from './syntax.ts'
import { type FeelRange, type FeelValue, isList, isNumber, isRange, typeOf } from './value.ts'

const longestIteration = 1_000_000

/** The whole numbers or days from one end to the other, downwards too; null where the ends have none between them. */
function between(start: FeelValue, end: FeelValue, evaluation: Evaluation): readonly FeelValue[] | null {
  const place = (value: FeelValue) => {
    if (isNumber(value)) return integerOf(value)
    return value !== null && typeof value === 'object' && 'kind' in value && value.kind === 'date' ? value.day : null
  }
  const [from, to] = [place(start), place(end)]
  if (from === null || to === null || isNumber(start) !== isNumber(end)) return null
  const count = Math.abs(to - from) + 1
  step(evaluation, count)
  if (count > longestIteration) return null
  const direction = to < from ? -1 : 1
  return Array.from({ length: count }, (_, index) => {
    const at = from + index * direction
    return isNumber(start) ? whole(at) : ({ kind: 'date', day: at } as const)
  })
}

function ofRange(range: FeelRange, evaluation: Evaluation): readonly FeelValue[] | null {
  const all = between(range.start, range.end, evaluation)
  return all?.slice(range.startIncluded ? 0 : 1, range.endIncluded ? all.length : -1) ?? null
}

function domainOf({ over, to }: Iterator, scope: FeelScope, evaluation: Evaluation): readonly FeelValue[] | null {
  const value = evaluate(over, scope, evaluation)
  if (to) return between(value, evaluate(to, scope, evaluation), evaluation)
  if (isList(value)) return value
  if (isRange(value)) return ofRange(value, evaluation)
  return value === null ? null : [value]
}

/** Walks the product of the iterators, the last one fastest, each seeing the variables of those before it. False: a domain is none. */
function walk(
  iterators: readonly Iterator[],
  scope: FeelScope,
  evaluation: Evaluation,
  visit: (scope: FeelScope) => boolean,
): 'done' | 'stopped' | 'noDomain' {
  const [first, ...rest] = iterators
  if (!first) return visit(scope) ? 'done' : 'stopped'
  const domain = domainOf(first, scope, evaluation)
  if (!domain) return 'noDomain'
  for (const value of domain) {
    const outcome = walk(rest, inScope(new Map([[first.name, value]]), scope), evaluation, visit)
    if (outcome !== 'done') return outcome
  }
  return 'done'
}

export function evaluateFor(node: Feel & { is: 'for' }, scope: FeelScope, evaluation: Evaluation): FeelValue {
  const results: FeelValue[] = []
  const outer = inScope(new Map<string, FeelValue>([['partial', results]]), scope)
  const outcome = walk(node.iterators, outer, evaluation, inner => {
    results.push(evaluate(node.result, inner, evaluation))
    return true
  })
  return outcome === 'noDomain' ? problem(evaluation, 'type', 'for needs a list or a range') : results
}

export function evaluateQuantified(
  node: Feel & { is: 'quantified' },
  scope: FeelScope,
  evaluation: Evaluation,
): FeelValue {
  let answer: boolean | null = node.every
  const outcome = walk(node.iterators, scope, evaluation, inner => {
    const given = evaluate(node.satisfies, inner, evaluation)
    if (given !== null && typeof given !== 'boolean') {
      answer = problem(evaluation, 'type', `some and every need a condition, not a ${typeOf(given)}`)
      return false
    }
    if (given === !node.every) answer = given
    else if (given === null) answer = null
    return given !== !node.every
  })
  return outcome === 'noDomain' ? problem(evaluation, 'type', 'some and every need a list') : answer
}
