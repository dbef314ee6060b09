import { deeper, type Evaluation, problem } from './evaluation.ts'
import { coerced } from './shape.ts'
import type { FeelContext, FeelFunction, FeelShape, FeelValue } from './value.ts'

/** Gives the values to the parameters, each as its declared type; null where one does not fit. */
export function userFunction(
  parameters: readonly { readonly name: string; readonly shape?: FeelShape }[],
  body: (values: FeelContext, evaluation: Evaluation) => FeelValue,
  resultType?: FeelShape,
): FeelFunction {
  return {
    kind: 'function',
    parameters: parameters.map(({ name }) => name),
    ...(parameters.some(({ shape }) => shape) && {
      parameterTypes: parameters.map(({ shape }) => shape ?? ({ type: 'Any' } as const)),
    }),
    ...(resultType && { resultType }),
    call: (values, evaluation) => {
      const bound = new Map<string, FeelValue>()
      for (const [index, { name, shape }] of parameters.entries()) {
        const value = shape ? coerced(values[index] ?? null, shape) : (values[index] ?? null)
        if (value === undefined) return problem(evaluation, 'arguments', `${name} has another type than declared`)
        bound.set(name, value)
      }
      return deeper(evaluation, () => body(bound, evaluation))
    },
  }
}

/** Calls a function with values in order, or by name. */
export function invoke(
  callee: FeelFunction,
  values: readonly FeelValue[],
  names: readonly string[] | undefined,
  evaluation: Evaluation,
): FeelValue {
  const { parameters } = callee
  if (names) {
    const given = new Map(names.map((name, index) => [name, values[index]!]))
    if (given.size !== names.length) return problem(evaluation, 'arguments', 'a parameter is named twice')
    if (callee.callNamed) return callee.callNamed(given, evaluation)
    const strange = names.find(name => !parameters.includes(name))
    if (strange !== undefined) return problem(evaluation, 'arguments', `there is no parameter ${strange}`)
    return callee.call(
      parameters.map(name => given.get(name) ?? null),
      evaluation,
    )
  }
  if (!callee.callNamed && values.length !== parameters.length)
    return problem(evaluation, 'arguments', `${parameters.length} values are needed, ${values.length} were given`)
  return callee.call(values, evaluation)
}
