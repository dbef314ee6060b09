import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Drawing } from './asking.ts'
import { messagePage } from './message.page.ts'
import type { View } from './view.ts'

/** Whoever has tried too often from one place waits, and is told how long; undefined where nobody has to. */
export const slowed =
  (buckets: { wait(key: string): number }, { send }: Pick<Drawing, 'send'>) =>
  (request: FastifyRequest, reply: FastifyReply, view: View): FastifyReply | undefined => {
    const wait = buckets.wait(request.ip)
    if (wait <= 0) return undefined
    const told = { code: 'RATE_LIMITED', status: 429, instance: request.id }
    return send(reply.header('retry-after', String(wait)), view, messagePage(view, told), 429)
  }
