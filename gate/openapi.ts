import type { FastifyInstance, RouteOptions } from 'fastify'
import type { RouteWords } from '#hubs/application/access'
import type { RefusalKind } from '#kernel/refusal'
import { bodyKeyForbidden, bodyKeyTwice, bodyNotJson, bodyNotUtf8, bodyTooDeep, textForbidden } from './body.ts'
import { idempotencyKeyMissing } from './entrance.ts'
import { bodyTooLarge, busy, mediaTypeUnsupported, notAcceptable, parameterInvalid, rateLimited } from './problem.ts'
import { expiredTokens, refusedTokens } from './token-refusals.ts'

interface Described {
  readonly method: string
  readonly url: string
  readonly words: RouteWords
  readonly schema: Readonly<Record<string, unknown>>
}

type Json = Readonly<Record<string, unknown>>

const everywhere: readonly RefusalKind[] = [parameterInvalid, textForbidden, notAcceptable, rateLimited, busy]
const ofBodies: readonly RefusalKind[] = [
  bodyNotUtf8,
  bodyNotJson,
  bodyTooDeep,
  bodyKeyTwice,
  bodyKeyForbidden,
  bodyTooLarge,
  mediaTypeUnsupported,
]

/** Collects every route as it is added; the description is made when somebody asks. */
export function watchRoutes(app: FastifyInstance) {
  const routes: Described[] = []
  app.addHook('onRoute', ({ method, url, config, schema }: RouteOptions) => {
    const words = config?.words
    if (words === undefined || words.hidden) return
    for (const one of [method].flat())
      if (one !== 'HEAD') routes.push({ method: one, url, words, schema: (schema ?? {}) as Json })
  })
  let made: Json | undefined
  return { description: (): Json => (made ??= describe(routes)) }
}

/** Schemas are plain JSON Schema (2020-12), which is what OpenAPI 3.1 takes as it is. */
const plain = (schema: unknown): unknown => JSON.parse(JSON.stringify(schema))

function parametersOf(schema: Json): readonly Json[] {
  const places = [
    ['params', 'path'],
    ['querystring', 'query'],
    ['headers', 'header'],
  ] as const
  return places.flatMap(([part, place]) => {
    const { properties = {}, required = [] } = (schema[part] ?? {}) as {
      properties?: Json
      required?: readonly string[]
    }
    return Object.entries(properties).map(([name, one]) => {
      const { description, ...rest } = plain(one) as { description?: string }
      return {
        name,
        in: place,
        required: place === 'path' || required.includes(name),
        ...(description !== undefined && { description }),
        schema: rest,
      }
    })
  })
}

function refusalsOf({ words, schema }: Described): readonly RefusalKind[] {
  return [
    ...everywhere,
    ...(schema.body === undefined && words.takes === undefined ? [] : ofBodies),
    ...(words.access === 'public' ? [] : [...expiredTokens, ...refusedTokens]),
    ...(words.write ? [idempotencyKeyMissing] : []),
    ...(words.refuses ?? []),
  ]
}

/** What several operations say alike stands once, under a name. */
interface Common {
  readonly responses: Map<string, Json>
  readonly schemas: Map<unknown, string>
}

function answerOf(schema: unknown, common: Common): Json {
  const name = common.schemas.get(schema)
  return (name === undefined ? plain(schema) : { $ref: `#/components/schemas/${name}` }) as Json
}

function responsesOf(route: Described, common: Common): Json {
  const given = (route.schema.response ?? {}) as Json
  const produces = route.words.produces ?? 'application/json'
  const usual = Object.keys(given).length > 0 ? Object.entries(given) : [['200', {}] as const]
  const answers = usual.map(([status, schema]) => [
    status,
    {
      description: 'Done',
      content: {
        [produces]: { schema: produces === 'application/json' ? answerOf(schema, common) : { type: 'string' } },
      },
    },
  ])
  const byStatus = new Map<number, Set<string>>()
  for (const { status, code } of refusalsOf(route)) byStatus.set(status, (byStatus.get(status) ?? new Set()).add(code))
  const problems = [...byStatus]
    .sort(([a], [b]) => a - b)
    .map(([status, codes]) => [
      String(status),
      { $ref: `#/components/responses/${problemNamed(status, [...codes].sort(), common)}` },
    ])
  return Object.fromEntries([...answers, ...problems])
}

/** The response of one status with these codes; the same set is the same response. */
function problemNamed(status: number, codes: readonly string[], { responses }: Common): string {
  const same = [...responses].find(
    ([name, { description }]) => name.startsWith(`Problem${status}`) && description === codes.join(', '),
  )
  if (same) return same[0]
  const name = `Problem${status}_${[...responses.keys()].filter(one => one.startsWith(`Problem${status}`)).length + 1}`
  const schema = {
    allOf: [{ $ref: '#/components/schemas/Problem' }, { type: 'object', properties: { code: { enum: codes } } }],
  }
  responses.set(name, { description: codes.join(', '), content: { 'application/problem+json': { schema } } })
  return name
}

const problemSchema = {
  type: 'object',
  description: 'RFC 9457; `code` is permanent, see docs/errors.md',
  required: ['type', 'title', 'status', 'code', 'instance'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', pattern: '^[A-Z][A-Z0-9_]*$' },
    instance: { type: 'string' },
    detail: { type: 'string' },
    remedy: { type: 'string' },
    reasons: { type: 'array', items: { type: 'object' } },
    facts: { type: 'object' },
  },
}

const pathOf = (url: string): string => url.replaceAll(/:([A-Za-z]+)/g, '{$1}')
const nameOf = ({ method, url }: Described): string =>
  `${method.toLowerCase()}${pathOf(url)
    .replace(/^\/api/, '')
    .replaceAll(/[{}]/g, '')
    .split(/[/.-]/)
    .filter(Boolean)
    .map(part => part[0]!.toUpperCase() + part.slice(1))
    .join('')}`

function operationOf(route: Described, common: Common): Json {
  const { words, schema } = route
  const parameters = parametersOf(schema)
  const key = { name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string', format: 'uuid' } }
  const others = parameters.filter(({ name }) => name !== 'idempotency-key')
  const all = words.write ? [key, ...others] : others
  return {
    operationId: nameOf(route),
    summary: words.says,
    ...(words.access === 'public' ? { security: [] } : { security: [{ accessToken: [...words.access] }] }),
    ...(all.length > 0 && { parameters: all }),
    ...(schema.body !== undefined && {
      requestBody: { required: true, content: { 'application/json': { schema: plain(schema.body) } } },
    }),
    ...(words.takes && {
      requestBody: {
        required: true,
        content: Object.fromEntries(words.takes.map(type => [type, { schema: { type: 'string', format: 'binary' } }])),
      },
    }),
    responses: responsesOf(route, common),
  }
}

/** Answers that more than three operations give, named after the first that does. */
function sharedAnswers(routes: readonly Described[]): Map<unknown, string> {
  const counts = new Map<unknown, number>()
  for (const { schema } of routes)
    for (const one of Object.values((schema.response ?? {}) as Json)) counts.set(one, (counts.get(one) ?? 0) + 1)
  const shared = [...counts].filter(([, count]) => count > 3).map(([schema]) => schema)
  return new Map(shared.map((schema, at) => [schema, at === 0 ? 'Answer' : `Answer${at + 1}`]))
}

function describe(routes: readonly Described[]): Json {
  const paths: Record<string, Record<string, Json>> = {}
  const common: Common = { responses: new Map(), schemas: sharedAnswers(routes) }
  for (const route of routes.toSorted((a, b) => (a.url < b.url ? -1 : 1))) {
    const path = pathOf(route.url)
    paths[path] ??= {}
    paths[path][route.method.toLowerCase()] = operationOf(route, common)
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Plumbline 准绳',
      version: '1',
      description: 'A city government’s exercise of power, held to the line.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: {
        Problem: problemSchema,
        ...Object.fromEntries([...common.schemas].map(([schema, name]) => [name, plain(schema)])),
      },
      responses: Object.fromEntries(common.responses),
      securitySchemes: {
        accessToken: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'RFC 9068 access token: sub, post or party, scope, acr',
        },
      },
    },
  }
}
