import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { refusal } from '#kernel/refusal'
import type { Db } from '#kernel/storage'
import type { Readiness } from '../work.ts'

export const notReady = refusal('NOT_READY', 503, 'The process does not do the work of all its roles yet, or any more')

export interface HealthNeeds {
  readonly db: Db
  readonly readiness: () => Readiness
}

/** 健康 Whether the process lives, and whether it does its work: what a supervisor and a load balancer ask, of every role. */
export const healthRoutes: FastifyPluginAsyncTypebox<HealthNeeds> = async (app, { db, readiness }) => {
  app.get(
    '/healthz',
    { config: { words: { access: 'public', says: 'Whether the program and its database answer', beforeSetup: true } } },
    async () => {
      await db.query('select 1')
      return { status: 'open' }
    },
  )
  app.get(
    '/readyz',
    {
      config: {
        words: {
          access: 'public',
          beforeSetup: true,
          says: 'Whether the process does the work of its roles: web, worker, sequencer',
          refuses: [notReady],
        },
      },
    },
    async () => {
      await db.query('select 1')
      const { ready, roles } = readiness()
      if (!ready) throw notReady({ facts: { roles } })
      return { status: 'ready', roles }
    },
  )
}
