import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { drawers, itemUnknown } from '#kernel/definition'
import { type Guides, officeUnknown } from './guide.ts'

const strict = { additionalProperties: false } as const
const Key = Type.String({ pattern: '^[a-z][A-Za-z0-9]*(-[a-z0-9]+)*$', maxLength: 64 })
const OrganId = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,63}$' })
const Words = Type.String({ minLength: 1, maxLength: 100 })
const After = Type.String({
  minLength: 1,
  maxLength: 100,
  pattern: '^[A-Za-z0-9.~-]+$',
  description: 'the `next` of the page before',
})
const Limit = Type.Integer({ minimum: 1, maximum: 200, default: 50 })
const defined = <Values extends object>(values: Values) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Values]: Exclude<Values[Name], undefined>
  }

export interface ServiceRouteNeeds {
  readonly guides: Guides
  /** What the city lists and does not run here, found by the same words, the best first. */
  readonly listed: (q: string, limit: number, loose: boolean) => Promise<readonly object[]>
}

/** 目录、指南、检索 Open to anybody. */
export const serviceRoutes: FastifyPluginAsyncTypebox<ServiceRouteNeeds> = async (app, { guides, listed }) => {
  app.get(
    '/items',
    {
      schema: {
        querystring: Type.Object(
          {
            drawer: Type.Optional(Type.Enum([...drawers])),
            organ: Type.Optional(OrganId),
            q: Type.Optional(Words),
            after: Type.Optional(After),
            limit: Limit,
          },
          strict,
        ),
      },
      config: { words: { access: 'public', says: 'Items in force, by drawer, organ or words' } },
    },
    async request => {
      const { items, next } = await guides.list(defined(request.query) as Parameters<Guides['list']>[0])
      return { items, next }
    },
  )

  app.get(
    '/items/:item',
    {
      schema: {
        params: Type.Object({ item: Key }, strict),
        querystring: Type.Object({ organ: Type.Optional(OrganId) }, strict),
      },
      config: {
        words: {
          access: 'public',
          says: 'The guide of an item, as one organ carries it out',
          refuses: [itemUnknown, officeUnknown],
        },
      },
    },
    request => guides.guide(request.params.item, request.query.organ),
  )

  app.get(
    '/search',
    {
      schema: { querystring: Type.Object({ q: Words, after: Type.Optional(After), limit: Limit }, strict) },
      config: {
        words: {
          access: 'public',
          says: 'Items found by words; `loose` when only some of the words fit; with the first page the entries that are listed and do not run here',
        },
      },
    },
    async request => {
      const { q, after, limit } = request.query
      const found = await guides.list(defined(request.query) as Parameters<Guides['list']>[0])
      return { ...found, entries: after === undefined ? await listed(q, limit, found.loose) : [] }
    },
  )
}
