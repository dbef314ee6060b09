import { promisify } from 'node:util'
import { gzip, gzipSync } from 'node:zlib'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { makeMemory } from '#kernel/memory'

declare module 'fastify' {
  interface FastifyInstance {
    /** 压缩清单 The addresses whose answers may go out zipped, as routes: `GET /items/:item`. */
    zippedAddresses(): readonly string[]
  }
}

const zip = promisify(gzip)

/** Bytes: less than this travels in one packet as it is. */
const least = 1_400
/** Half the time of the usual level 6, for a page that is a twentieth longer. */
const ofPage = { level: 3 } as const
/** Once for each file, which then never changes. */
const ofFile = { level: 9 } as const
/** More than the files of door and desk together. */
const files = 500

const takesZipped = ({ headers }: FastifyRequest): boolean =>
  /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/.test(headers['accept-encoding'] ?? '')

/**
 * 压缩传输 What is the same for everybody goes out zipped, so that it is there sooner on a slow line. What is drawn for one person goes out as it
 * is: where a secret stands beside what a stranger had put into the address, the length of the zipped page betrays the secret, guess by guess
 * (BREACH, 2013; ADR 0034). A route says of itself which it is: `words.zipped`.
 */
export function zipAnswers(app: FastifyInstance): void {
  const addresses: string[] = []
  app.decorate('zippedAddresses', () => addresses)
  app.addHook('onRoute', ({ method, url, config }) => {
    if (config?.words?.zipped === true) addresses.push(`${method} ${url}`)
  })
  const zippedFiles = makeMemory<Buffer>(files)
  app.addHook('onSend', async (request, reply, payload) => {
    if (request.routeOptions.config.words?.zipped !== true) return payload
    if (typeof payload !== 'string' && !Buffer.isBuffer(payload)) return payload
    const vary = reply.getHeader('vary')
    reply.header('vary', vary === undefined ? 'accept-encoding' : `${vary}, accept-encoding`)
    if (!takesZipped(request) || Buffer.byteLength(payload) < least || reply.hasHeader('set-cookie')) return payload
    reply.header('content-encoding', 'gzip').removeHeader('content-length')
    return /immutable/.test(String(reply.getHeader('cache-control')))
      ? zippedFiles(request.url.split('?', 1)[0]!, () => gzipSync(payload, ofFile))
      : zip(payload, ofPage)
  })
}
