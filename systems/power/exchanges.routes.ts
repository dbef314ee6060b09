import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { officerOf } from '#hubs/application/access'
import { identityChangeRefused } from '#kernel/identity'
import type { RouteNeeds } from './routes.ts'

/** 外部系统状况 How the systems of departments are: for whoever keeps the city running and whoever audits it. */
export const exchangeRoutes: FastifyPluginAsyncTypebox<RouteNeeds> = async (app, needs) => {
  const { clock, identity, connected, exchangeHealth } = needs
  app.get(
    '/administration/exchanges',
    {
      config: {
        words: {
          access: ['administer'],
          says: 'Outside systems: which questions each answers, how it is, and how its last 24 hours were (system, audit)',
          refuses: [identityChangeRefused],
        },
      },
    },
    async request => {
      const { person } = officerOf(request)
      const kind = (await identity.directory()).administratorKind(person, clock.today().toString())
      if (kind !== 'system' && kind !== 'audit') throw identityChangeRefused()
      const health = await exchangeHealth.read(connected.map(({ adapter }) => adapter.outside.system))
      return {
        items: connected.map(({ declared: { name, organ, url, within, questions } }, at) => ({
          ...health[at],
          ...{ name, organ, within, address: new URL(url).host, questions: Object.keys(questions).sort() },
        })),
      }
    },
  )
}
