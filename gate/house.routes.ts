import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { type Issuer, signInRefused } from '#hubs/application/issuer'
import { rateLimited } from './problem.ts'
import { makeBuckets } from './rate.ts'

const strict = { additionalProperties: false } as const

export interface HouseNeeds {
  readonly issuer: Issuer | undefined
  readonly demoAccounts: boolean
  readonly signInPerMinute: number
  readonly description: () => Readonly<Record<string, unknown>>
}

/** Signing in to the demonstration, and the API's own description. */
export const houseRoutes: FastifyPluginAsyncTypebox<HouseNeeds> = async (
  app,
  { issuer, demoAccounts, signInPerMinute, description },
) => {
  app.get(
    '/api/openapi.json',
    { config: { words: { access: 'public', says: 'This description' } } },
    async (_request, reply) => {
      reply.header('cache-control', 'max-age=300')
      return description()
    },
  )

  if (!issuer) return
  app.get(
    '/.well-known/jwks.json',
    { config: { words: { access: 'public', says: 'The keys this program signs demonstration tokens with' } } },
    async () => issuer.jwks,
  )
  if (!demoAccounts) return

  const failures = makeBuckets(signInPerMinute)
  app.post(
    '/demo/sign-in',
    {
      schema: {
        body: Type.Object(
          {
            account: Type.String({ minLength: 1, maxLength: 64 }),
            password: Type.String({ minLength: 1, maxLength: 200 }),
          },
          strict,
        ),
        response: { 200: Type.Object({ accessToken: Type.String(), expiresIn: Type.Integer() }, strict) },
      },
      config: { words: { access: 'public', says: 'Sign in to the demonstration', refuses: [signInRefused] } },
    },
    async (request, reply) => {
      const { account, password } = request.body
      const keys = [`ip ${request.ip}`, `account ${account}`]
      const wait = Math.max(...keys.map(key => failures.wait(key)))
      if (wait > 0) {
        reply.header('retry-after', String(wait))
        throw rateLimited({ facts: { seconds: wait } })
      }
      try {
        return await issuer.signIn(account, password)
      } catch (error) {
        for (const key of keys) failures.take(key)
        throw error
      }
    },
  )
}
