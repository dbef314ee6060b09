import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { isShared } from './located.ts'

/** Whether a value has the shape of one schema. */
export type Fit = (value: unknown) => boolean

type Parts = Readonly<Record<string, TSchema>>

/** The words of JSON Schema that are followed here; of a schema with any other the validator is asked. */
interface Followed {
  readonly type?: string
  readonly properties?: Parts
  readonly patternProperties?: Parts
  readonly additionalProperties?: unknown
  readonly minProperties?: number
  readonly maxProperties?: number
  readonly required?: readonly string[]
  readonly items?: TSchema
  readonly minItems?: number
  readonly maxItems?: number
  readonly uniqueItems?: boolean
  readonly anyOf?: readonly TSchema[]
  readonly pattern?: string
  readonly minLength?: number
  readonly enum?: readonly unknown[]
}

/**
 * 合乎格式 Answers yes or no as the validator does, but part by part: a part that items share is found good once, not with
 * every item. Maps, lists, choices between forms and the commonest scalars are followed here; what is left is the validator's.
 */
export function makeFit(schema: TSchema): Fit {
  const { type, anyOf } = schema as Followed
  if (anyOf && onlyHas(schema, ['anyOf'])) return fitOfForms(anyOf.map(makeFit))
  if (type === 'object') return once(fitOfMap(schema) ?? asked(schema))
  if (type === 'array') return once(fitOfList(schema) ?? asked(schema))
  return fitOfScalar(schema) ?? asked(schema)
}

/** What describes without demanding, and TypeBox's own marks. */
const silent: ReadonlySet<string> = new Set(['description', 'title', '~kind', '~optional', '~readonly', '~unsafe'])

const onlyHas = (schema: TSchema, words: readonly string[]): boolean =>
  Object.getOwnPropertyNames(schema).every(word => silent.has(word) || words.includes(word))

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const wordsOfMaps = [
  'type',
  'properties',
  'patternProperties',
  'additionalProperties',
  'required',
  'minProperties',
  'maxProperties',
]

function fitOfMap(schema: TSchema): Fit | undefined {
  const {
    properties = {},
    patternProperties = {},
    additionalProperties: open = true,
    required = [],
  } = schema as Followed
  if (!onlyHas(schema, wordsOfMaps) || typeof open !== 'boolean') return undefined
  const { minProperties: least = 0, maxProperties: most = Number.POSITIVE_INFINITY } = schema as Followed
  const named = new Map(
    Object.entries(properties).map(([name, part]) => [name, { fit: makeFit(part), needed: required.includes(name) }]),
  )
  if (required.some(name => !named.has(name))) return undefined
  const patterns = Object.entries(patternProperties).map(([pattern, part]) => ({
    pattern: new RegExp(pattern, 'u'),
    fit: makeFit(part),
  }))
  return value => {
    if (!isMap(value)) return false
    const names = Object.getOwnPropertyNames(value)
    if (names.length < least || names.length > most) return false
    let found = 0
    for (const name of names) {
      const part = named.get(name)
      let known = part !== undefined
      if (part?.needed) found++
      if (part && (part.needed || value[name] !== undefined) && !part.fit(value[name])) return false
      for (const { pattern, fit } of patterns)
        if (pattern.test(name)) {
          known = true
          if (!fit(value[name])) return false
        }
      if (!known && !open) return false
    }
    return found === required.length
  }
}

function fitOfList(schema: TSchema): Fit | undefined {
  const { items, minItems: least = 0, maxItems: most = Number.POSITIVE_INFINITY, uniqueItems } = schema as Followed
  if (!items || Array.isArray(items) || !onlyHas(schema, ['type', 'items', 'minItems', 'maxItems', 'uniqueItems']))
    return undefined
  const fit = makeFit(items)
  const whole = asked(schema)
  return value => {
    if (!Array.isArray(value) || value.length < least || value.length > most || !value.every(fit)) return false
    if (!uniqueItems || value.length < 2) return true
    return value.every(item => typeof item === 'string') ? new Set(value).size === value.length : whole(value)
  }
}

const fitOfForms =
  (forms: readonly Fit[]): Fit =>
  value =>
    forms.some(fit => fit(value))

function fitOfScalar(schema: TSchema): Fit | undefined {
  const { type, pattern, enum: values, minLength } = schema as Followed
  if (onlyHas(schema, [])) return () => true
  if (onlyHas(schema, ['enum']) && values?.every(value => typeof value === 'string')) {
    const among = new Set<unknown>(values)
    return value => among.has(value)
  }
  if (type === 'boolean' && onlyHas(schema, ['type'])) return value => typeof value === 'boolean'
  if (type !== 'string') return undefined
  if (onlyHas(schema, ['type'])) return value => typeof value === 'string'
  if (minLength === 1 && onlyHas(schema, ['type', 'minLength']))
    return value => typeof value === 'string' && value.length > 0
  if (pattern === undefined || !onlyHas(schema, ['type', 'pattern'])) return undefined
  const written = new RegExp(pattern, 'u')
  return value => typeof value === 'string' && written.test(value)
}

/** Remembers the shared values that fit. */
function once(fit: Fit): Fit {
  const good = new WeakSet<object>()
  return value => {
    if (typeof value !== 'object' || value === null) return false
    if (good.has(value)) return true
    if (!fit(value)) return false
    if (isShared(value)) good.add(value)
    return true
  }
}

/** What the validator says; it is made with the first value. */
function asked(schema: TSchema): Fit {
  let check: Fit | undefined
  return value => {
    check ??= validatorFit(schema)
    return check(value)
  }
}

/** By the text of the schema: most of them are one of a few. */
const validators = new Map<string, Fit>()

function validatorFit(schema: TSchema): Fit {
  // a mark that is not written out may demand something
  const written = Object.getOwnPropertyNames(schema).every(word => !word.startsWith('~') || silent.has(word))
  const text = written ? JSON.stringify(schema) : ''
  const known = validators.get(text)
  if (known) return known
  const validator = Compile(schema)
  const fit: Fit = value => validator.Check(value)
  if (written) validators.set(text, fit)
  return fit
}
