import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { officerOf } from '#hubs/application/access'
import { bodyInvalid } from '#kernel/case'
import { identityChangeRefused, identityUnknown, partsOfPost } from '#kernel/identity'
import {
  administrationBackdated,
  administrationConflict,
  mustNotBePast,
  orConflict,
  personIn,
} from './administration.ts'
import { keyReused } from './idempotency.ts'
import type { RouteNeeds } from './routes.ts'
import { IsoDate, Key, strict, Uuid } from './words.ts'

const Delegation = Type.Object(
  {
    to: Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$', description: 'personnel number, or internal id' }),
    items: Type.Array(Key, { minItems: 1, maxItems: 50, uniqueItems: true }),
    begins: IsoDate,
    ends: Type.String({ format: 'date', description: 'the first day it no longer holds' }),
  },
  strict,
)

/** 委托 An officer lends the power of the post he signs in with to a colleague, over named items, from a day to a day. */
export const delegationRoutes: FastifyPluginAsyncTypebox<RouteNeeds> = async (app, needs) => {
  const { clock, identity, definitions, idempotency } = needs
  const refuses = [
    bodyInvalid,
    identityChangeRefused,
    identityUnknown,
    administrationBackdated,
    administrationConflict,
    keyReused,
  ]

  /** Whether the item lets this post's power be lent: altogether, or the roles it names. */
  async function delegableAt(post: string, items: readonly string[]): Promise<ReadonlySet<string>> {
    const known = await definitions.directory()
    const { code } = partsOfPost(post)
    const may = await Promise.all(
      items.map(async item => {
        const found = known.inForce(item, clock.today())
        if (!found) return []
        const { delegable, posts } = (await definitions.byHash(found.hash)).definition.authority
        const lent = delegable === true ? Object.keys(posts) : delegable || []
        return lent.some(role => /^post\/([a-z0-9-]+)/.exec(posts[role] ?? '')?.[1] === code) ? [item] : []
      }),
    )
    return new Set(may.flat())
  }

  app.post(
    '/delegations',
    {
      schema: { body: Delegation, response: { 201: Type.Object({ delegation: Uuid }, strict) } },
      config: {
        words: {
          access: ['cases.act'],
          write: true,
          stepUp: true,
          says: 'Lend your post’s power to a colleague, dated',
          refuses,
        },
      },
    },
    async (request, reply) => {
      const actor = officerOf(request)
      const { to, items, begins, ends } = request.body
      mustNotBePast(clock, begins)
      const lent = await delegableAt(actor.post, items)
      const delegable = (item: string) => lent.has(item)
      const key = String(request.headers['idempotency-key']).toLowerCase()
      const once = idempotency.once({ actor, key, said: ['POST /delegations', request.body] }, async sql => {
        const colleague = personIn(await identity.directory(sql), to)
        const asked = { from: actor.person, to: colleague, post: actor.post, items, begins, ends, delegable }
        return { delegation: await identity.delegate(sql, actor, asked) }
      })
      return reply.code(201).send((await orConflict(once)).answer)
    },
  )

  app.post(
    '/delegations/end',
    {
      schema: {
        body: Type.Object({ delegation: Uuid, on: IsoDate }, strict),
        response: { 200: Type.Object({ delegation: Uuid, on: Type.String() }, strict) },
      },
      config: {
        words: {
          access: ['cases.act'],
          write: true,
          says: 'End a delegation: its giver, or the organ’s head',
          refuses,
        },
      },
    },
    async request => {
      const actor = officerOf(request)
      const { delegation, on } = request.body
      mustNotBePast(clock, on)
      const key = String(request.headers['idempotency-key']).toLowerCase()
      const once = idempotency.once({ actor, key, said: ['POST /delegations/end', request.body] }, async sql => {
        await identity.endDelegation(sql, actor, { id: delegation, on })
        return { delegation, on }
      })
      return (await orConflict(once)).answer
    },
  )
}
