import type { Chance } from './chance.ts'
import type { LivedCity } from './places.ts'
import { fitting, type Schema } from './shape.ts'

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required?: boolean
  readonly schema: Schema
}

/** One method at one address, as the API's own description gives it. */
export interface Operation {
  readonly name: string
  readonly method: string
  readonly path: string
  readonly parameters: readonly Parameter[]
  readonly body?: Schema
  /** Answers problems as a page for people. */
  readonly page?: boolean
}

/** A request being made up: mutations change it, `wire` sends it. */
export interface Draft {
  readonly operation: Operation
  method: string
  /** Path parameters by name, unescaped; `target` wins where it is set. */
  readonly parameters: Record<string, string>
  readonly query: [string, string][]
  readonly headers: [string, string][]
  token: string | undefined
  body: unknown
  /** The body's bytes, where they are not simply the JSON of `body`. */
  bytes?: Buffer | undefined
  target?: string
  /** Everything that goes over a connection of its own, where the framing itself is broken. */
  raw?: Buffer
  readonly mutations: string[]
}

type Described = Readonly<Record<string, Readonly<Record<string, unknown>>>>

const pages = ['/', '/items/{item}', '/cases', '/cases/{number}', '/trail/{file}', '/icon.svg', '/design']

/** Every operation of the OpenAPI document, and the addresses for people that stand beside it. */
export function operationsOf(document: { readonly paths: Described }): readonly Operation[] {
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, given]): Operation => {
      const { operationId, parameters, requestBody } = given as {
        operationId: string
        parameters?: readonly Parameter[]
        requestBody?: { content: { 'application/json'?: { schema: Schema } } }
      }
      // A body of bytes is no JSON to be broken: such an address is asked with whatever else there is.
      const body = requestBody?.content['application/json']?.schema
      return {
        name: operationId,
        method: method.toUpperCase(),
        path,
        parameters: parameters ?? [],
        ...(body && { body }),
      }
    }),
  )
  const people = pages.map(
    (path): Operation => ({
      name: `page ${path}`,
      method: 'GET',
      path,
      page: true,
      parameters: [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
        name: name!,
        in: 'path',
        required: true,
        schema: { type: 'string' },
      })),
    }),
  )
  return [...described, ...people]
}

/** A request that fits the description: the right schema, words of the city, somebody's good token. */
export function skeleton(operation: Operation, city: LivedCity, chance: Chance): Draft {
  const parameters: Record<string, string> = {}
  const query: [string, string][] = []
  const headers: [string, string][] = []
  for (const parameter of operation.parameters) {
    if (parameter.in !== 'path' && parameter.required !== true && chance.once(2)) continue
    if (parameter.name === 'Idempotency-Key') {
      headers.push(['idempotency-key', uuidBy(chance)])
      continue
    }
    if (parameter.name === 'if-match') {
      if (chance.once(4)) headers.push(['if-match', `"${chance.below(12)}"`])
      continue
    }
    const value = String(fitting(parameter.schema, chance, city.words, parameter.name))
    if (parameter.in === 'path') parameters[parameter.name] = value
    else if (parameter.in === 'query') query.push([parameter.name, value])
    else headers.push([parameter.name, value])
  }
  return {
    operation,
    method: operation.method,
    parameters,
    query,
    headers,
    token: chance.pick(city.tokens),
    body: operation.body && fitting(operation.body, chance, city.words),
    mutations: [],
  }
}

export function uuidBy(chance: Chance): string {
  const hex = Array.from({ length: 32 }, () => chance.below(16).toString(16)).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
}

/** Path and query as they go over the wire. */
export function targetOf({ operation, parameters, query, target }: Draft): string {
  if (target !== undefined) return target
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(parameters[name] ?? ''))
  const asked = query.map(([name, value]) => `${escaped(name)}=${escaped(value)}`).join('&')
  return asked === '' ? path : `${path}?${asked}`
}

/** Values that are no text in UTF-8 go out as they are. */
const escaped = (text: string): string => (text.isWellFormed() ? encodeURIComponent(text) : '%ED%A0%80')

/** The body's bytes; undefined for none. */
export const bytesOf = ({ body, bytes }: Draft): Buffer | undefined =>
  bytes ?? (body === undefined ? undefined : Buffer.from(JSON.stringify(body)))
