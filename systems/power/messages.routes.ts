import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { callerOf, partiesOnly } from '#hubs/application/access'
import { mayBeTold, messagesOf } from './messages.ts'
import type { RouteNeeds } from './routes.ts'
import { Limit, strict } from './words.ts'

/** 消息 What happened in a party's cases, newest first. */
export const messageRoutes: FastifyPluginAsyncTypebox<RouteNeeds> = async (app, { db }) => {
  app.get(
    '/messages',
    {
      schema: {
        querystring: Type.Object(
          { before: Type.Optional(Type.Integer({ minimum: 1, maximum: 9_000_000_000_000 })), limit: Limit },
          strict,
        ),
      },
      config: {
        words: {
          access: ['cases.read'],
          says: 'What happened in the caller’s cases, newest first',
          refuses: [partiesOnly],
        },
      },
    },
    async request => {
      const caller = callerOf(request)
      const { actor } = caller
      if (actor.kind !== 'party') throw partiesOnly()
      const { before, limit } = request.query
      const rows = await messagesOf(db, actor.party, before, limit + 1)
      const page = rows.slice(0, limit)
      const items = page.filter(one => mayBeTold(caller, one))
      return { items, next: rows.length > limit ? page.at(-1)!.id : null }
    },
  )
}
