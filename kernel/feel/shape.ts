import { midnightOf } from './compare.ts'
import type { TypeSyntax } from './syntax.ts'
import {
  type FeelFunction,
  type FeelShape,
  type FeelTypeName,
  type FeelValue,
  isContext,
  isFunction,
  isList,
  isRange,
  typeOf,
} from './value.ts'

export type TypeNamed = (name: string) => FeelShape | undefined

const builtIn: ReadonlyMap<string, FeelShape['type']> = new Map([
  ...[
    'boolean',
    'string',
    'number',
    'date',
    'time',
    'date and time',
    'days and time duration',
    'years and months duration',
    'range',
    'function',
    'context',
    'list',
    'Any',
  ].map(name => [name, name as FeelShape['type']] as const),
  ['Null', 'null'],
  ['null', 'null'],
  ['dateTime', 'date and time'],
  ['dayTimeDuration', 'days and time duration'],
  ['yearMonthDuration', 'years and months duration'],
])

export const anything: FeelShape = { type: 'Any' }
export const builtInShape = (name: string): FeelShape | undefined => {
  const type = builtIn.get(name)
  return type && { type }
}

/** A written type with its names looked up; undefined where one is not known. */
export function shapeOf(written: TypeSyntax, typeNamed: TypeNamed): FeelShape | undefined {
  const { name, of, components, result } = written
  if (components) {
    const shapes = components.map(part => [part.name, shapeOf(part.type, typeNamed)] as const)
    if (shapes.some(([, shape]) => shape === undefined)) return undefined
    return { type: 'context', components: new Map(shapes as [string, FeelShape][]) }
  }
  if (!of) return typeNamed(name) ?? builtInShape(name)
  const shapes = of.map(part => shapeOf(part, typeNamed))
  if (shapes.includes(undefined)) return undefined
  const known = shapes as FeelShape[]
  if (name !== 'function') return { type: name as FeelTypeName, element: known[0] ?? anything }
  const answer = result && shapeOf(result, typeNamed)
  return answer && { type: 'function', parameters: known, result: answer }
}

/** Whether every value of the one type is a value of the other. */
function narrower(a: FeelShape, b: FeelShape): boolean {
  if (b.type === 'Any' || a.type === 'null') return true
  if (a.type !== b.type) return false
  if (b.element && !(a.element && narrower(a.element, b.element))) return false
  for (const [name, shape] of b.components ?? []) {
    const own = a.components?.get(name)
    if (!own || !narrower(own, shape)) return false
  }
  return true
}

function conformsFunction(value: FeelFunction, shape: FeelShape): boolean {
  if (!shape.parameters) return true
  if (value.parameters.length !== shape.parameters.length) return false
  const typesOfOwn = value.parameterTypes?.map(own => (typeof own === 'string' ? { type: own } : own))
  if (typesOfOwn?.some((own, index) => !narrower(shape.parameters![index]!, own))) return false
  return value.resultType === undefined || shape.result === undefined || narrower(value.resultType, shape.result)
}

/** Whether a value is of a type (`instance of`); null is of no type but Null. */
export function conforms(value: FeelValue, shape: FeelShape): boolean {
  if (value === null) return shape.type === 'null'
  if (shape.type !== 'Any' && shape.type !== typeOf(value)) return false
  if (isList(value) && shape.element) {
    const { element } = shape
    if (!value.every(item => fits(item, element))) return false
  }
  if (isContext(value) && shape.components)
    for (const [name, component] of shape.components)
      if (!value.has(name) || !fits(value.get(name)!, component)) return false
  if (isRange(value) && shape.element) {
    const ends = [value.start, value.end].filter(end => end !== null)
    if (!ends.every(end => conforms(end, shape.element!))) return false
  }
  if (isFunction(value) && !conformsFunction(value, shape)) return false
  return shape.allows === undefined || shape.allows(value)
}

/** As `conforms`, but an absent value fits everywhere. */
export const fits = (value: FeelValue, shape: FeelShape): boolean => value === null || conforms(value, shape)

/**
 * 隐式转换 The value as that type: a list of one as its element, an element as a list of one, a date as its midnight
 * (DMN 1.5, 10.3.2.9.4); undefined where it is no such value.
 */
export function coerced(value: FeelValue, shape: FeelShape): FeelValue | undefined {
  if (fits(value, shape)) return value
  if (isList(value) && value.length === 1 && shape.type !== 'list') {
    const inner = coerced(value[0]!, shape)
    if (inner !== undefined) return inner
  }
  if (!isList(value) && shape.type === 'list') {
    const element = shape.element ? coerced(value, shape.element) : value
    return element === undefined || (shape.allows && !shape.allows([element])) ? undefined : [element]
  }
  if (shape.type === 'date and time' && typeOf(value) === 'date')
    return midnightOf((value as { readonly day: number }).day)
  return isList(value) && shape.type === 'list' && shape.element ? coercedItems(value, shape) : undefined
}

function coercedItems(value: readonly FeelValue[], shape: FeelShape): FeelValue | undefined {
  const items = value.map(item => coerced(item, shape.element!))
  if (items.includes(undefined)) return undefined
  return shape.allows && !shape.allows(items as FeelValue[]) ? undefined : (items as FeelValue[])
}
