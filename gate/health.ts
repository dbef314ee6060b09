import Fastify, { type FastifyInstance, LogController } from 'fastify'
import type { Config } from '#kernel/config'
import type { Log } from '#kernel/log'
import { refuseFraming } from './framing.ts'
import { type HealthNeeds, healthRoutes } from './health.routes.ts'
import { serverFactory } from './listener.ts'
import { problemOf, refusalOf, routeUnknown } from './problem.ts'

/** 便门 What a process without the web role shows to its supervisor: how it is, and nothing else. */
export async function makeHealthGate(
  city: HealthNeeds & { readonly config: Config; readonly log: Log },
): Promise<FastifyInstance> {
  const { config, log } = city
  const app = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    serverFactory: serverFactory(config.tls),
    clientErrorHandler: refuseFraming,
  }) as unknown as FastifyInstance
  app.setErrorHandler((error, request, reply) => {
    const { refusal, bug } = refusalOf(error)
    if (bug) log.error({ err: error }, 'request.failed')
    const problem = problemOf(refusal, request)
    return reply.code(problem.status).type('application/problem+json; charset=utf-8').send(problem)
  })
  app.setNotFoundHandler(() => {
    throw routeUnknown()
  })
  await app.register(healthRoutes, city)
  return app
}
