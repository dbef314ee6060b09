import { readFileSync } from 'node:fs'
import { createServer as createPlain, type RequestListener, type Server } from 'node:http'
import { createServer as createSecure } from 'node:https'
import type { FastifyHttpOptions } from 'fastify'
import type { Config } from '#kernel/config'
import { hostNamed, refuseExpectations } from './framing.ts'

/** Longer than any honest request takes, short enough that nobody holds connections open for nothing. */
const [wholeRequest, headersOnly, keepAlive] = [30_000, 10_000, 15_000]

/** The server under Fastify: TLS where the settings bring a certificate. */
export const serverFactory =
  (tls: Config['tls']): NonNullable<FastifyHttpOptions<Server>['serverFactory']> =>
  handler => {
    const listener: RequestListener = hostNamed(handler as RequestListener)
    const options = {
      requestTimeout: wholeRequest,
      headersTimeout: headersOnly,
      keepAliveTimeout: keepAlive,
      maxHeaderSize: 16_384,
      requireHostHeader: false,
    }
    const server = tls
      ? createSecure(
          { ...options, cert: readFileSync(tls.cert), key: readFileSync(tls.key), minVersion: 'TLSv1.2' },
          listener,
        )
      : createPlain(options, listener)
    refuseExpectations(server)
    return server
  }
