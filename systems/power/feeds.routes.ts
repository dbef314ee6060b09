import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { officerOf, officersOnly } from '#hubs/application/access'
import { feedUnknown } from '#hubs/data/feed'
import { registerUnknown } from '#kernel/register'
import type { RouteNeeds } from './routes.ts'
import { Key, Limit, strict, Uuid } from './words.ts'

const access = ['registers.read', 'supervise', 'audit'] as const

/** 数据归集 Which files were fed into a register, and which of their rows were not taken: never what stood in those. */
export const feedRoutes: FastifyPluginAsyncTypebox<RouteNeeds> = async (app, { feeds }) => {
  app.get(
    '/registers/:register/feeds',
    {
      schema: {
        params: Type.Object({ register: Key }, strict),
        querystring: Type.Object({ limit: Limit }, strict),
      },
      config: {
        words: {
          access,
          says: 'The feeds of a register, newest first: how many rows came, how many were not taken',
          refuses: [officersOnly, registerUnknown],
        },
      },
    },
    async request => {
      officerOf(request)
      return { items: await feeds.list(request.params.register, request.query.limit) }
    },
  )

  app.get(
    '/feeds/:feed/bad',
    {
      schema: {
        params: Type.Object({ feed: Uuid }, strict),
        querystring: Type.Object(
          {
            after: Type.Optional(Type.Integer({ minimum: 0, maximum: 9_007_199_254_740_991 })),
            limit: Limit,
          },
          strict,
        ),
      },
      config: {
        words: {
          access,
          says: 'Rows of a feed that were not taken, by line: why, and what to do; never their content',
          refuses: [officersOnly, feedUnknown],
        },
      },
    },
    async request => {
      officerOf(request)
      const { after = 0, limit } = request.query
      const { feed, rows, next } = await feeds.bad(request.params.feed, { after, limit })
      return { feed, items: rows, next: next ?? null }
    },
  )
}
