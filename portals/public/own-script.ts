import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { wordsForAll } from './asking.ts'
import { scriptOf } from './html.ts'
import type { PageParts } from './layout.ts'
import { contentPolicy } from './policy.ts'

/** 本站脚本 A script of ours; its address changes with its content, so it may be kept for ever. */
export interface OwnScript {
  readonly address: string
  readonly text: string
}

export function ownScript(name: string): OwnScript {
  const text = readFileSync(join(import.meta.dirname, 'script', `${name}.js`), 'utf8')
  return { text, address: `/${name}-${createHash('sha256').update(text).digest('hex').slice(0, 12)}.js` }
}

/** A page with what a script helps with: the one it may run bears the nonce of its policy. */
export function withScript(reply: FastifyReply, parts: PageParts, { address }: OwnScript): PageParts {
  const nonce = randomBytes(18).toString('base64url')
  reply.header('content-security-policy', contentPolicy({ nonce }))
  return { ...parts, script: scriptOf(address, nonce) }
}

export const serveScript = (app: FastifyInstance, { address, text }: OwnScript, says: string): void => {
  app.get(address, { config: wordsForAll(says) }, (_request, reply) =>
    reply
      .type('text/javascript; charset=utf-8')
      .header('cache-control', 'public, max-age=31536000, immutable')
      .send(text),
  )
}
