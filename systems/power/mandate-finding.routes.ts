import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { officerOf, officersOnly } from '#hubs/application/access'
import { type MandateFound, mandateOfOne, mandateUnknown, standingOf } from '#hubs/application/mandate'
import { caseHandling } from '#hubs/data/reading'
import { bodyInvalid } from '#kernel/case'
import type { Officer } from '#kernel/identity'
import { partyUnknown } from '#kernel/party'
import { isPresent } from './at-counter.ts'
import { keyReused } from './idempotency.ts'
import type { RouteNeeds } from './routes.ts'
import { strict, Uuid } from './words.ts'

/** 窗口查找授权 Who stands for whom, found for one of the two who has come; and what waits for a second officer. */
export const mandateFindingRoutes: FastifyPluginAsyncTypebox<RouteNeeds> = async (
  app,
  { clock, db, idempotency, index, mandates, parties, reads },
) => {
  const today = () => clock.today().toString()

  /** With the masked names of both, which is a look at them. */
  async function listed(actor: Officer, found: readonly MandateFound[]) {
    const record = reads.recorder({
      actor,
      purpose: caseHandling,
      ground: { kind: 'service', name: 'registration' },
      grants: [],
      source: 'party',
      disclosure: { kind: 'at-once' },
    })
    const people = [
      ...new Set(found.flatMap(({ principal, agent }) => (agent === null ? [principal] : [principal, agent]))),
    ]
    const names = await db.transaction(sql => parties.masked(sql, people, record))
    const named = (party: string | null) => ({ party, name: (party && names.get(party)?.name) ?? '' })
    return found.map(mandate => {
      const { id, kind, ward, items, scopes, from, until, document } = mandate
      const standing = standingOf(mandate, today())
      return {
        ...{ mandate: id, kind, ward, items, scopes, from, until, document },
        principal: named(mandate.principal),
        agent: named(mandate.agent),
        against: standing.granted ? null : standing.reasons[0]!,
        ended: mandate.endedOn !== null,
      }
    })
  }

  app.get(
    '/mandates',
    {
      schema: { querystring: Type.Object({ party: Uuid, presence: Type.String({ maxLength: 40 }) }, strict) },
      config: {
        words: {
          access: ['counter'],
          says: 'For somebody who was named at the counter today: who stands for him and for whom he stands, and what stands against it; recorded as a look',
          refuses: [partyUnknown, officersOnly],
        },
      },
    },
    async request => {
      const actor = officerOf(request)
      const { party, presence } = request.query
      if (!isPresent(index, { officer: actor, party, on: today() }, presence)) throw partyUnknown()
      return { items: await listed(actor, await mandates.concerning(await parties.currentOf(db, party))) }
    },
  )

  app.get(
    '/mandates/unconfirmed',
    {
      config: {
        words: {
          access: ['parties.write'],
          says: 'Guardianships of adults that colleagues of this organ recorded by a court’s ruling, and that wait for a second officer',
          refuses: [officersOnly],
        },
      },
    },
    async request => {
      const actor = officerOf(request)
      return { items: await listed(actor, await mandates.unconfirmed(actor.organ, actor.person)) }
    },
  )

  app.post(
    '/mandates/:mandate/confirm',
    {
      schema: {
        params: Type.Object({ mandate: Uuid }, strict),
        body: Type.Object({}, strict),
        response: { 200: Type.Object({ mandate: Uuid }, strict) },
      },
      config: {
        words: {
          access: ['parties.write'],
          write: true,
          says: 'Confirm as second officer that a court has ruled that an adult cannot act for himself: the guardian acts from now on',
          refuses: [mandateUnknown, mandateOfOne, keyReused, bodyInvalid, officersOnly],
        },
      },
    },
    async request => {
      const actor = officerOf(request)
      const { mandate } = request.params
      const key = String(request.headers['idempotency-key']).toLowerCase()
      const said = [`POST /mandates/${mandate}/confirm`, {}]
      const { answer } = await idempotency.once({ actor, key, said }, async sql => {
        await mandates.confirmIncapacity(sql, actor, mandate)
        return { mandate }
      })
      return answer
    },
  )
}
