import { calculate, opposite } from './arithmetic.ts'
import { invoke, userFunction } from './call.ts'
import { compareValues, equal, meets } from './compare.ts'
import { type Decimal, integerOf } from './decimal.ts'
import { type Evaluation, problem, step } from './evaluation.ts'
import { evaluateFor, evaluateQuantified } from './iterate.ts'
import { propertyOf } from './property.ts'
import { conforms, shapeOf, type TypeNamed } from './shape.ts'
import type { Comparison, Feel, UnaryTests } from './syntax.ts'
import { dateFrom, dateTimeFrom, durationFrom, timeFrom } from './temporal.ts'
import { type FeelRange, type FeelValue, isContext, isFunction, isList, isNumber, typeOf } from './value.ts'

/** What names mean at one place; what is not found in a frame is looked for beneath it. */
export interface FeelScope {
  readonly names: ReadonlyMap<string, FeelValue>
  readonly beneath?: FeelScope
  readonly typeNamed: TypeNamed
}

export const inScope = (names: ReadonlyMap<string, FeelValue>, beneath: FeelScope): FeelScope => ({
  names,
  beneath,
  typeNamed: beneath.typeNamed,
})

function lookUp(scope: FeelScope, name: string): FeelValue | undefined {
  for (let frame: FeelScope | undefined = scope; frame; frame = frame.beneath) {
    const value = frame.names.get(name)
    if (value !== undefined) return value
  }
  return undefined
}

const testRange = (operator: Comparison, end: FeelValue): FeelRange => {
  const range = { kind: 'range', test: true, start: null, end: null, startIncluded: false, endIncluded: false } as const
  if (operator === '=') return { ...range, start: end, end, startIncluded: true, endIncluded: true }
  if (operator === '!=') return { ...range, start: end, end, except: true }
  return operator.startsWith('<')
    ? { ...range, end, endIncluded: operator === '<=' }
    : { ...range, start: end, startIncluded: operator === '>=' }
}

const orders: Readonly<Record<'<' | '<=' | '>' | '>=', (order: number) => boolean>> = {
  '<': order => order < 0,
  '<=': order => order <= 0,
  '>': order => order > 0,
  '>=': order => order >= 0,
}

function compared(operator: Comparison, left: FeelValue, right: FeelValue): boolean | null {
  if (operator !== '=' && operator !== '!=') {
    const order = compareValues(left, right)
    return order === null ? null : orders[operator](order)
  }
  const same = equal(left, right)
  return same === null || operator === '=' ? same : !same
}

function evaluateBinary(node: Feel & { is: 'binary' }, scope: FeelScope, evaluation: Evaluation): FeelValue {
  const { operator } = node
  const left = evaluate(node.left, scope, evaluation)
  if (operator === 'and' || operator === 'or') {
    const decides = operator === 'or'
    if (left === decides) return decides
    const right = evaluate(node.right, scope, evaluation)
    if (right === decides) return decides
    if (left === !decides && right === !decides) return !decides
    return problem(evaluation, 'type', `${operator} has no answer for ${typeOf(left)} and ${typeOf(right)}`)
  }
  const right = evaluate(node.right, scope, evaluation)
  if (operator === '+' || operator === '-' || operator === '*' || operator === '/' || operator === '**') {
    const value = calculate(operator, left, right)
    return value ?? problem(evaluation, 'type', `${typeOf(left)} ${operator} ${typeOf(right)} has no value`)
  }
  const answer = compared(operator, left, right)
  return answer ?? problem(evaluation, 'type', `${typeOf(left)} ${operator} ${typeOf(right)} cannot be compared`)
}

/** The tests of `in`, and of a cell: a test is a range, a list, a value, or itself true or false where it asks about `?`. */
function holds(value: FeelValue, test: Feel, scope: FeelScope, evaluation: Evaluation): boolean | null {
  const given = evaluate(test, scope, evaluation)
  if (test.is === 'test' && typeOf(given) === 'range') return meets(value, given)
  if (typeof given === 'boolean' && (typeof value !== 'boolean' || asksAbout(test))) return given
  return meets(value, given)
}

/** Whether the expression speaks of the value itself (`?`), and so is a test of its own. */
function asksAbout(node: Feel): boolean {
  if (node.is === 'name') return node.name === '?'
  return Object.values(node).some(part =>
    Array.isArray(part)
      ? part.some(item => typeof item === 'object' && item !== null && 'is' in item && asksAbout(item as Feel))
      : typeof part === 'object' && part !== null && 'is' in part && asksAbout(part as Feel),
  )
}

/** Whether a value passes a cell of a decision table, or a list of allowed values. */
export function passes(value: FeelValue, cell: UnaryTests, scope: FeelScope, evaluation: Evaluation): boolean {
  if (cell.any) return true
  const inner = inScope(new Map([['?', value]]), scope)
  const met = cell.tests.some(test => holds(value, test, inner, evaluation) === true)
  return met !== cell.negated
}

function pathOf(value: FeelValue, name: string, evaluation: Evaluation): FeelValue {
  if (value === null) return problem(evaluation, 'value', `there is nothing to take ${name} from`)
  if (isList(value)) return value.map(item => pathOf(item, name, evaluation))
  const found = isContext(value) ? value.get(name) : propertyOf(value, name)
  return found === undefined ? problem(evaluation, 'unknownName', `a ${typeOf(value)} has no ${name}`) : found
}

function filtered(node: Feel & { is: 'filter' }, scope: FeelScope, evaluation: Evaluation): FeelValue {
  const of = evaluate(node.of, scope, evaluation)
  const list = isList(of) ? of : of === null ? [] : [of]
  if (node.by.is === 'literal' || node.by.is === 'minus') {
    const place = evaluate(node.by, scope, evaluation)
    if (isNumber(place)) return itemAt(list, place, evaluation)
  }
  const kept: FeelValue[] = []
  for (const [index, item] of list.entries()) {
    const names = new Map<string, FeelValue>([['item', item], ...(isContext(item) ? item : [])])
    const answer = evaluate(node.by, inScope(names, scope), evaluation)
    if (index === 0 && isNumber(answer)) return itemAt(list, answer, evaluation)
    if (answer === true) kept.push(item)
    else if (answer !== false && answer !== null)
      return problem(evaluation, 'type', `a filter is a condition or a place, not a ${typeOf(answer)}`)
  }
  return of === null ? null : kept
}

function itemAt(list: readonly FeelValue[], at: Decimal, evaluation: Evaluation): FeelValue {
  const place = integerOf(at)
  const found = place === null || place === 0 ? undefined : list.at(place > 0 ? place - 1 : place)
  return found === undefined ? problem(evaluation, 'value', 'the list has no such place') : found
}

function evaluateContext(node: Feel & { is: 'context' }, scope: FeelScope, evaluation: Evaluation): FeelValue {
  const entries = new Map<string, FeelValue>()
  const inner = inScope(entries, scope)
  for (const { name, value } of node.entries) {
    if (entries.has(name)) return problem(evaluation, 'value', `the entry ${name} stands twice`)
    entries.set(name, evaluate(value, inner, evaluation))
  }
  return entries
}

function evaluateFunction(node: Feel & { is: 'function' }, scope: FeelScope): FeelValue {
  const parameters = node.parameters.map(({ name, type }) => {
    const shape = type && shapeOf(type, scope.typeNamed)
    return shape ? { name, shape } : { name }
  })
  return userFunction(parameters, (values, evaluation) =>
    node.external
      ? problem(evaluation, 'external', 'functions of other languages are not called')
      : evaluate(node.body, inScope(values, scope), evaluation),
  )
}

function called(node: Feel & { is: 'call' }, scope: FeelScope, evaluation: Evaluation): FeelValue {
  const callee = evaluate(node.callee, scope, evaluation)
  if (!isFunction(callee)) return problem(evaluation, 'noFunction', 'what is called is no function')
  return invoke(
    callee,
    node.values.map(value => evaluate(value, scope, evaluation)),
    node.names,
    evaluation,
  )
}

/** Evaluates an expression. A mistake of the expression is null with a problem; only limits are thrown. */
export function evaluate(node: Feel, scope: FeelScope, evaluation: Evaluation): FeelValue {
  step(evaluation)
  switch (node.is) {
    case 'literal':
      return node.value
    case 'at':
      return (
        dateFrom(node.text) ??
        dateTimeFrom(node.text) ??
        timeFrom(node.text) ??
        durationFrom(node.text) ??
        problem(evaluation, 'value', `@"${node.text}" is no date, time or duration`)
      )
    case 'name': {
      const value = lookUp(scope, node.name)
      return value === undefined ? problem(evaluation, 'unknownName', `${node.name} is not known here`) : value
    }
    case 'list':
      return node.items.map(item => evaluate(item, scope, evaluation))
    case 'context':
      return evaluateContext(node, scope, evaluation)
    case 'range':
      return evaluateRange(node, scope, evaluation)
    case 'test':
      return testRange(node.operator, evaluate(node.operand, scope, evaluation))
    case 'binary':
      return evaluateBinary(node, scope, evaluation)
    case 'minus': {
      const value = opposite(evaluate(node.operand, scope, evaluation))
      return value ?? problem(evaluation, 'type', 'only numbers and durations have an opposite')
    }
    case 'between': {
      const value = evaluate(node.value, scope, evaluation)
      const low = compareValues(value, evaluate(node.low, scope, evaluation))
      const high = compareValues(value, evaluate(node.high, scope, evaluation))
      return low === null || high === null
        ? problem(evaluation, 'type', 'between cannot compare')
        : low >= 0 && high <= 0
    }
    case 'in': {
      const value = evaluate(node.value, scope, evaluation)
      const inner = inScope(new Map([['?', value]]), scope)
      const answers = node.tests.map(test => holds(value, test, inner, evaluation))
      if (answers.includes(true)) return true
      return answers.every(answer => answer === null) ? problem(evaluation, 'type', 'in cannot compare these') : false
    }
    case 'instance': {
      const shape = shapeOf(node.type, scope.typeNamed)
      const value = evaluate(node.value, scope, evaluation)
      return shape ? conforms(value, shape) : problem(evaluation, 'unknownName', `there is no type ${node.type.name}`)
    }
    case 'path':
      return pathOf(evaluate(node.of, scope, evaluation), node.name, evaluation)
    case 'filter':
      return filtered(node, scope, evaluation)
    case 'call':
      return called(node, scope, evaluation)
    case 'if':
      return evaluate(
        evaluate(node.condition, scope, evaluation) === true ? node.whenTrue : node.whenFalse,
        scope,
        evaluation,
      )
    case 'for':
      return evaluateFor(node, scope, evaluation)
    case 'quantified':
      return evaluateQuantified(node, scope, evaluation)
    case 'function':
      return evaluateFunction(node, scope)
    case 'boxed':
      return node.run(scope, evaluation)
  }
}

function evaluateRange(node: Feel & { is: 'range' }, scope: FeelScope, evaluation: Evaluation): FeelValue {
  const start = evaluate(node.start, scope, evaluation)
  const end = evaluate(node.end, scope, evaluation)
  const comparable = start === null || end === null ? start !== end : compareValues(start, end) !== null
  if (!comparable) return problem(evaluation, 'type', 'the ends of a range have no order')
  return { kind: 'range', start, end, startIncluded: node.startIncluded, endIncluded: node.endIncluded }
}
