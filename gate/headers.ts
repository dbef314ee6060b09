import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { contentPolicy } from '#portals/public'

/** No script anywhere, unless a page says otherwise: the public pages need none, so none can be smuggled in. */
const policy = contentPolicy()

/** Whatever a file holds, a browser that is made to open it runs nothing of it and knows nothing of this house. */
const sandbox = "sandbox; default-src 'none'"
const leaves = (disposition: unknown): boolean => String(disposition ?? '').startsWith('attachment')

interface HeaderSettings {
  readonly tls: boolean
}

/** 安全响应头 On every answer; no other site may read, frame or script anything here. */
export function addSecurityHeaders(app: FastifyInstance, settings: HeaderSettings): void {
  app.addHook('onSend', async (request, reply, payload) => {
    secure(request, reply, settings)
    return payload
  })
}

/** What is refused before there is a route passes no hook: it is given its headers where it is answered. */
export function secure({ id }: Pick<FastifyRequest, 'id'>, reply: FastifyReply, { tls }: HeaderSettings): FastifyReply {
  if (!reply.hasHeader('content-security-policy'))
    reply.header('content-security-policy', leaves(reply.getHeader('content-disposition')) ? sandbox : policy)
  reply.header('x-content-type-options', 'nosniff')
  reply.header('x-frame-options', 'DENY')
  // To our own host only: without it a browser sends `Origin: null` with our own forms, and they could not be told from others'.
  reply.header('referrer-policy', 'same-origin')
  reply.header('cross-origin-opener-policy', 'same-origin')
  reply.header('cross-origin-resource-policy', 'same-origin')
  reply.header('permissions-policy', 'camera=(), geolocation=(), microphone=()')
  reply.header('x-request-id', id)
  if (tls) reply.header('strict-transport-security', 'max-age=31536000')
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
  return reply
}
