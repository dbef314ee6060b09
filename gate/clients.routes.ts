import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { officerOf } from '#hubs/application/access'
import {
  type CityProvider,
  clientExists,
  clientInvalid,
  clientNotYours,
  clientUnknown,
  NewClient,
} from '#hubs/application/provider'
import { bodyInvalid } from '#kernel/case'
import type { Db } from '#kernel/storage'

const strict = { additionalProperties: false } as const
const Named = Type.Object({ id: Type.String({ pattern: '^[a-z][a-z0-9-]{2,63}$' }) }, strict)
const Done = Type.Object({ changed: Type.Boolean() }, strict)
const Nullable = Type.Union([Type.String(), Type.Null()])
const Listed = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    redirects: Type.Array(Type.String()),
    scopes: Type.Array(Type.String()),
    proposedAt: Type.String(),
    approvedAt: Nullable,
    endedAt: Nullable,
  },
  strict,
)
const refuses = [bodyInvalid, clientExists, clientInvalid, clientNotYours, clientUnknown]

/** 依赖方登记 Systems that sign people in here: proposed by one administrator, approved by another. */
export const clientRoutes: FastifyPluginAsyncTypebox<{
  readonly db: Db
  readonly clients: CityProvider['clients']
}> = async (app, { db, clients }) => {
  const words = (says: string) =>
    ({ words: { access: ['administer'], write: true, once: true, stepUp: true, says, refuses } }) as const
  app.post(
    '/administration/clients',
    {
      schema: { body: NewClient, response: { 200: Type.Object({ secret: Nullable }, strict) } },
      config: words('Propose a system that signs people in here (system); the secret is shown once'),
    },
    async request => db.transaction(sql => clients.propose(sql, officerOf(request), request.body)),
  )
  app.get(
    '/administration/clients',
    {
      schema: { response: { 200: Type.Object({ items: Type.Array(Listed) }, strict) } },
      config: {
        words: { access: ['administer'], says: 'Systems that sign people in here, and those that wait for approval' },
      },
    },
    async () => ({
      items: (await clients.list(db)).map(({ id, metadata, proposedAt, approvedAt, endedAt }) => ({
        ...{ id, name: metadata.name, redirects: metadata.redirects, scopes: metadata.scopes ?? [] },
        ...{ proposedAt, approvedAt, endedAt },
      })),
    }),
  )
  app.post(
    '/administration/clients/approve',
    {
      schema: { body: Named, response: { 200: Done } },
      config: words('Approve a proposed system (security, another person)'),
    },
    async request => {
      await db.transaction(sql => clients.approve(sql, officerOf(request), request.body.id))
      return { changed: true }
    },
  )
  app.post(
    '/administration/clients/end',
    { schema: { body: Named, response: { 200: Done } }, config: words('Take a system out of use (security)') },
    async request => {
      await db.transaction(sql => clients.end(sql, officerOf(request), request.body.id))
      return { changed: true }
    },
  )
}
