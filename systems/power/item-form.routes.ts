import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { officerOf, officersOnly } from '#hubs/application/access'
import { itemUnknown } from '#kernel/definition'
import { makePlaces, organNotForItem, organUnknown } from './places.ts'
import { itemWords } from './possible-acts.ts'
import type { RouteNeeds } from './routes.ts'
import { Key, strict } from './words.ts'

/** 窗口填表 What the counter asks for somebody: the form and the papers of an item, as the officer's own organ carries it out. */
export const itemFormRoutes: FastifyPluginAsyncTypebox<RouteNeeds> = async (app, needs) => {
  const placeOf = makePlaces(needs)

  app.get(
    '/items/:item/form',
    {
      schema: { params: Type.Object({ item: Key }, strict) },
      config: {
        words: {
          access: ['cases.act'],
          says: 'The form and the papers of an item as the caller’s organ carries it out, for an application at the counter',
          refuses: [officersOnly, itemUnknown, organUnknown, organNotForItem],
        },
      },
    },
    async request => {
      const { organ } = officerOf(request)
      const { definition } = await placeOf(request.params.item, organ)
      const { content, category, item } = definition.definition
      const { unit } = content.parties.subject ?? {}
      return {
        ...{ item, organ, name: content.name, channels: content.channels, starts: category.starts },
        units: [unit ?? []].flat(),
        words: itemWords(definition),
      }
    },
  )
}
