import { type Evaluation, problem } from './evaluation.ts'
import { coerced } from './shape.ts'
import type { FeelFunction, FeelShape, FeelTypeName, FeelValue } from './value.ts'

type Run = (values: readonly FeelValue[], evaluation: Evaluation) => FeelValue

interface Wanted {
  readonly name: string
  readonly shapes: readonly FeelShape[]
  readonly optional: boolean
}

interface Signature {
  readonly wanted: readonly Wanted[]
  /** The last parameter takes all that follows; where it is the only one, a single list stands for its items. */
  readonly rest: boolean
  readonly run: Run
}

function wantedFrom(text: string): Wanted {
  const [name, types] = text.split(':').map(part => part.trim()) as [string, string]
  const shapes = types
    .replace(/\.\.\.$/, '')
    .split('|')
    .map((type): FeelShape => {
      const of = /^list<(.*)>$/.exec(type)
      return of ? { type: 'list', element: { type: of[1] as FeelTypeName } } : { type: type as FeelShape['type'] }
    })
  return { name: name.replace(/\?$/, ''), shapes, optional: name.endsWith('?') }
}

function fitted(value: FeelValue, { shapes, optional }: Wanted): FeelValue | undefined {
  if (value === null) return optional || shapes.some(({ type }) => type === 'Any') ? null : undefined
  const exact = shapes.find(shape => coerced(value, shape) === value)
  if (exact) return value
  for (const shape of shapes) {
    const other = coerced(value, shape)
    if (other !== undefined) return other
  }
  return undefined
}

function inOrder({ wanted, rest }: Signature, values: readonly FeelValue[]): readonly FeelValue[] | null {
  if (rest) {
    const fixed = wanted.length - 1
    const more = values.slice(fixed)
    if (more.length === 0 || (fixed === 0 && more.length === 1 && more[0] === null)) return null
    const last = fixed === 0 && more.length === 1 && Array.isArray(more[0]) ? more[0] : more
    values = [...values.slice(0, fixed), last as readonly FeelValue[]]
  }
  if (values.length > wanted.length) return null
  const taken: FeelValue[] = []
  for (const [index, parameter] of wanted.entries()) {
    if (index >= values.length && !parameter.optional) return null
    const value = fitted(values[index] ?? null, parameter)
    if (value === undefined) return null
    taken.push(value)
  }
  return taken
}

function byName(signature: Signature, values: ReadonlyMap<string, FeelValue>): readonly FeelValue[] | null {
  const names = signature.wanted.map(({ name }) => name)
  if ([...values.keys()].some(name => !names.includes(name))) return null
  if (signature.wanted.some(({ name, optional }) => !optional && !values.has(name))) return null
  return inOrder(
    { ...signature, rest: false },
    names.map(name => values.get(name) ?? null),
  )
}

export type Overload = readonly [parameters: string, run: Run]

/**
 * A built-in function: overloads as `list: list, position: number, length?: number`, `...` behind the type that takes all that
 * follow. The first overload that fits runs; none is null with a problem.
 */
export function builtIn(name: string, ...overloads: readonly Overload[]): readonly [string, FeelFunction] {
  const signatures = overloads.map(
    ([parameters, run]): Signature => ({
      wanted: parameters === '' ? [] : parameters.split(',').map(wantedFrom),
      rest: parameters.endsWith('...'),
      run,
    }),
  )
  const none = (evaluation: Evaluation) =>
    problem(
      evaluation,
      'arguments',
      `${name} does not take these values; it takes ${overloads.map(([text]) => `(${text})`).join(' or ')}`,
    )
  const answer = (signature: Signature, taken: readonly FeelValue[], evaluation: Evaluation) => {
    const value = signature.run(taken, evaluation)
    return value ?? problem(evaluation, 'value', `${name} has no answer for these values`)
  }
  return [
    name,
    {
      kind: 'function',
      parameters: signatures[0]!.wanted.map(({ name: parameter }) => parameter),
      call: (values, evaluation) => {
        for (const signature of signatures) {
          const taken = inOrder(signature, values)
          if (taken) return answer(signature, taken, evaluation)
        }
        return none(evaluation)
      },
      callNamed: (values, evaluation) => {
        for (const signature of signatures) {
          const taken = byName(signature, values)
          if (taken) return answer(signature, taken, evaluation)
        }
        return none(evaluation)
      },
    },
  ]
}
