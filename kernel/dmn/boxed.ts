import {
  coerced,
  type Evaluation,
  evaluate,
  type Feel,
  type FeelScope,
  type FeelShape,
  type FeelValue,
  inScope,
  invoke,
  isFunction,
  type Names,
  parseExpression,
  problem,
  type TypeNamed,
  userFunction,
} from '#kernel/feel'
import { Refusal } from '#kernel/refusal'
import { compileDecisionTable } from './decision-table.ts'
import type { Boxed, BoxedFunction, Typed } from './model.ts'

/** Where an expression stands: which names it may see, which types there are. */
export interface Place {
  readonly names: Names
  readonly typeNamed: TypeNamed
  /** What the expression as a whole should be, where that is declared. */
  readonly result?: FeelShape
}

const nothing: Feel = { is: 'literal', value: null }

/** A box that says why it has no value. */
const failing = (kind: 'syntax' | 'external', detail: string): Feel => ({
  is: 'boxed',
  run: (_, evaluation) => problem(evaluation, kind, detail),
})

/** Parses; an expression that does not parse is null with a problem, and the rest of the model runs. */
export function parsed(text: string, names: Names): Feel {
  if (text.trim() === '') return nothing
  try {
    return parseExpression(text, names)
  } catch (fault) {
    if (!(fault instanceof Refusal && fault.code === 'FEEL_SYNTAX')) throw fault
    return failing('syntax', fault.message)
  }
}

export const shapeFor = (typed: Typed, { typeNamed }: Place): FeelShape | undefined =>
  typed.typeRef === undefined ? undefined : typeNamed(typed.typeRef)

/** The value as its declared type; null with a problem where it is none. */
export function asDeclared(
  value: FeelValue,
  shape: FeelShape | undefined,
  what: string,
  evaluation: Evaluation,
): FeelValue {
  if (!shape) return value
  const fitting = coerced(value, shape)
  return fitting === undefined ? problem(evaluation, 'type', `${what} has another type than declared`) : fitting
}

function compileContext(box: Boxed & { is: 'context' }, place: Place): Feel {
  const entries = box.entries.map(({ variable, value }) => {
    const compiled = value ? compileBoxed(value, place) : nothing
    if (variable) place.names.add(variable.name)
    return { variable, compiled, shape: variable && shapeFor(variable, place) }
  })
  return {
    is: 'boxed',
    run: (scope, evaluation) => {
      const values = new Map<string, FeelValue>()
      const inner = inScope(values, scope)
      for (const { variable, compiled, shape } of entries) {
        const value = evaluate(compiled, inner, evaluation)
        if (!variable) return value
        values.set(variable.name, asDeclared(value, shape, variable.name, evaluation))
      }
      return values
    },
  }
}

export function compileFunction(box: BoxedFunction, place: Place, resultType?: FeelShape) {
  for (const { name } of box.parameters) place.names.add(name)
  const parameters = box.parameters.map(typed => {
    const shape = shapeFor(typed, place)
    return shape ? { name: typed.name, shape } : { name: typed.name }
  })
  const body =
    box.kind === 'FEEL'
      ? box.body
        ? compileBoxed(box.body, place)
        : nothing
      : failing('external', 'functions of other languages are not called')
  return (scope: FeelScope) =>
    userFunction(
      parameters,
      (values, evaluation) =>
        asDeclared(evaluate(body, inScope(values, scope), evaluation), resultType, 'the result', evaluation),
      resultType,
    )
}

function compileInvocation(box: Boxed & { is: 'invocation' }, place: Place): Feel {
  const callee = compileBoxed(box.callee, place)
  const bindings = box.bindings.map(({ parameter, value }) => ({
    parameter,
    compiled: value ? compileBoxed(value, place) : nothing,
  }))
  return {
    is: 'boxed',
    run: (scope, evaluation) => {
      const called = evaluate(callee, scope, evaluation)
      if (!isFunction(called)) return problem(evaluation, 'noFunction', 'what is called is no function')
      return invoke(
        called,
        bindings.map(({ compiled }) => evaluate(compiled, scope, evaluation)),
        bindings.map(({ parameter }) => parameter),
        evaluation,
      )
    },
  }
}

function compileIterator(box: Boxed & { is: 'iterator' }, place: Place): Feel {
  const over = compileBoxed(box.over, place)
  place.names.add(box.variable)
  const iterators = [{ name: box.variable, over }]
  const result = compileBoxed(box.result, place)
  return box.kind === 'for'
    ? { is: 'for', iterators, result }
    : { is: 'quantified', every: box.kind === 'every', iterators, satisfies: result }
}

const isFeel = (language: string | undefined) => language === undefined || language === '' || /feel/i.test(language)

/** 编译 A boxed expression as one of FEEL. */
export function compileBoxed(box: Boxed, place: Place): Feel {
  switch (box.is) {
    case 'literal':
      return isFeel(box.language)
        ? parsed(box.text, place.names)
        : failing('external', `expressions in ${box.language} are not run`)
    case 'table':
      return compileDecisionTable(box, place)
    case 'context':
      return compileContext(box, place)
    case 'list':
      return { is: 'list', items: box.items.map(item => compileBoxed(item, place)) }
    case 'relation':
      for (const column of box.columns) place.names.add(column)
      return {
        is: 'list',
        items: box.rows.map(row => {
          const cells = row.map(cell => compileBoxed(cell, place))
          // A column is no name inside the rows, as an entry of a context would be.
          return {
            is: 'boxed',
            run: (scope, evaluation) =>
              new Map(box.columns.map((column, index) => [column, evaluate(cells[index]!, scope, evaluation)])),
          }
        }),
      }
    case 'invocation':
      return compileInvocation(box, place)
    case 'function': {
      const make = compileFunction(box, place, box.typeRef === undefined ? undefined : resultOf(box.typeRef, place))
      return { is: 'boxed', run: scope => make(scope) }
    }
    case 'conditional':
      return {
        is: 'if',
        condition: compileBoxed(box.condition, place),
        whenTrue: compileBoxed(box.whenTrue, place),
        whenFalse: compileBoxed(box.whenFalse, place),
      }
    case 'filter':
      return { is: 'filter', of: compileBoxed(box.of, place), by: compileBoxed(box.by, place) }
    case 'iterator':
      return compileIterator(box, place)
  }
}

/** A function's declared type is that of the function, or (older models) of its result. */
export function resultOf(typeRef: string, place: Place): FeelShape | undefined {
  const shape = place.typeNamed(typeRef)
  return shape?.type === 'function' ? shape.result : shape
}
