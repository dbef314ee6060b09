import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { officerOf } from '#hubs/application/access'
import { answerUnasked, answerUnsigned, OutsideAnswer } from '#hubs/data/exchange'
import { bodyInvalid } from '#kernel/case'
import { identityChangeRefused } from '#kernel/identity'
import type { RouteNeeds } from './routes.ts'
import { Key, strict } from './words.ts'

/** 外部系统 How the systems of departments are, for whoever keeps the city running or audits it; and the door for their late answers. */
export const exchangeRoutes: FastifyPluginAsyncTypebox<RouteNeeds> = async (app, needs) => {
  const { clock, identity, connected, exchange, exchangeHealth } = needs
  app.post(
    '/exchanges/:system/answers',
    {
      schema: {
        params: Type.Object({ system: Key }, strict),
        body: OutsideAnswer,
        response: { 200: Type.Object({ kept: Type.Boolean() }, strict) },
      },
      config: {
        words: {
          access: 'public',
          says: 'A department brings the answer to what it was asked, signed; kept: false when it is there already',
          refuses: [bodyInvalid, answerUnsigned, answerUnasked],
        },
      },
    },
    async request => ({ kept: await exchange.deliver(request.params.system, request.body) }),
  )

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
