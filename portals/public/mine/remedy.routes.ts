import type { FastifyPluginAsync } from 'fastify'
import { type Drawing, words } from '../asking.ts'
import { type CitizenNeeds, type Door, numberIn } from '../citizen.ts'
import { messagePage } from '../message.page.ts'
import { outlinePage, remedyPage } from './remedy.page.ts'

/** 救济 What one can do against a decision, and an outline to print; a foreign case is as if there were none. */
export function makeRemedyRoutes(
  { mine, nameOf }: Pick<CitizenNeeds, 'mine' | 'nameOf'>,
  { send }: Pick<Drawing, 'send'>,
  door: Door,
): FastifyPluginAsync {
  return async app => {
    app.get(
      '/mine/cases/:number/remedy',
      { config: words('what one can do against a decision') },
      async (request, reply) => {
        const visit = await door.look(request, reply, 'see')
        if (!visit) return reply
        const { person, view } = visit
        const shown = await mine.read(person, numberIn(request))
        return send(reply, view, remedyPage(view, { shown, ways: await mine.remedies(person, shown) }))
      },
    )

    app.get(
      '/mine/cases/:number/remedy/:kind',
      { config: words('an outline of what one asks for, to be printed') },
      async (request, reply) => {
        const visit = await door.look(request, reply, 'see')
        if (!visit) return reply
        const { person, view } = visit
        const { kind } = request.params as { kind: string }
        const shown = await mine.read(person, numberIn(request))
        const way = (await mine.remedies(person, shown)).find(one => one.kind === kind)
        if (!way) {
          const told = { code: 'ROUTE_UNKNOWN', status: 404, instance: request.id }
          return send(reply, view, messagePage(view, told), 404)
        }
        return send(reply, view, outlinePage(view, { shown, way, name: await nameOf(person) }))
      },
    )
  }
}
