import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { officerOf, officersOnly } from '#hubs/application/access'
import { itemUnknown } from '#kernel/definition'
import { choicesOf } from './act-choices.ts'
import { makePlaces, organNotForItem, organUnknown } from './places.ts'
import { itemWords, openingShown, rolesShown } from './possible-acts.ts'
import type { RouteNeeds } from './routes.ts'
import { Key, strict } from './words.ts'

/** 窗口填表 What the counter asks for somebody: the form and the papers of an item, as the officer's own organ carries it out. */
export const itemFormRoutes: FastifyPluginAsyncTypebox<RouteNeeds> = async (app, needs) => {
  const { cases, clock, directory } = needs
  const placeOf = makePlaces(needs)

  app.get(
    '/items/:item/form',
    {
      schema: { params: Type.Object({ item: Key }, strict) },
      config: {
        words: {
          access: ['cases.act'],
          says: 'The form and the papers of an item as the caller’s organ carries it out; each way in which a case of it may begin: open with its form, or why it is not open to the caller',
          refuses: [officersOnly, itemUnknown, organUnknown, organNotForItem],
        },
      },
    },
    async request => {
      const officer = officerOf(request)
      const { organ } = officer
      const { definition, place } = await placeOf(request.params.item, organ)
      const tried = await cases.tryOpenings(definition, place, officer, choicesOf)
      const around = { definition, directory: await directory(), actor: officer, on: clock.today().toString() }
      const { content, category, item } = definition.definition
      const { unit } = content.parties.subject ?? {}
      return {
        ...{ item, organ, name: content.name, channels: content.channels, starts: category.starts },
        units: [unit ?? []].flat(),
        roles: rolesShown(definition),
        words: itemWords(definition),
        openings: tried.map(one => openingShown(definition, one, choicesOf(one.verb, { ...around, state: one.state }))),
      }
    },
  )
}
