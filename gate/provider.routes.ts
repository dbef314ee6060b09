import type { FastifyPluginAsync } from 'fastify'
import { type CityProvider, mounted } from '#hubs/application/provider'
import { contentPolicy } from '#portals/public'

/** What the provider answers with is never a page of ours: nothing in it runs, is framed or kept. */
const headers = {
  'content-security-policy': contentPolicy(),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
}

/** 认证协议 Hands everything below `/oidc` to the provider, with what the gate knows of where it came from. */
export const providerRoutes: FastifyPluginAsync<{ readonly provider: CityProvider }> = async (app, { provider }) => {
  const { host, protocol } = new URL(provider.issuer)
  // The provider reads bodies itself.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, _body, done) => done(null))
  app.route({
    method: ['GET', 'POST', 'OPTIONS'],
    url: `${mounted}/*`,
    config: { words: { access: 'public', says: 'OpenID Connect', hidden: true, credentials: 'own' } },
    async handler(request, reply) {
      reply.hijack()
      const { raw } = request
      Object.assign(raw.headers, {
        'x-forwarded-proto': protocol.slice(0, -1),
        'x-forwarded-host': host,
        'x-forwarded-for': request.ip,
      })
      for (const [name, value] of Object.entries(headers)) reply.raw.setHeader(name, value)
      const url = raw.url ?? ''
      Object.assign(raw, { originalUrl: url, url: url.slice(mounted.length) })
      try {
        await provider.answer(raw, reply.raw)
      } catch (fault) {
        request.log.error({ err: fault }, 'provider.failed')
        reply.raw.writeHead(500, { 'content-type': 'application/json' }).end('{"error":"server_error"}')
      }
    },
  })
}
