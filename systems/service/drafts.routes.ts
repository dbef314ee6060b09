import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { type Caller, callerOf } from '#hubs/application/access'
import { bodyInvalid, Given, mustFitSoFar } from '#kernel/case'
import type { Clock } from '#kernel/clock'
import { type CompiledItem, itemUnknown } from '#kernel/definition'
import type { Actor } from '#kernel/identity'
import type { RefusalKind } from '#kernel/refusal'
import type { Sql } from '#kernel/storage'
import { type Drafts, draftsTooMany, draftUnknown } from './drafts.ts'

const strict = { additionalProperties: false } as const
const Key = Type.String({ pattern: '^[a-z][A-Za-z0-9]*(-[a-z0-9]+)*$', maxLength: 64 })
const OrganId = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,63}$' })
const Uuid = Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' })
const ById = Type.Object({ caseId: Uuid }, strict)
const DraftBody = Type.Object(
  {
    fields: Type.Record(Type.String({ pattern: '^[a-z][A-Za-z0-9]*(\\.[a-z][A-Za-z0-9]*)*$' }), Type.Unknown(), {
      additionalProperties: false,
      maxProperties: 200,
    }),
    materials: Type.Record(Key, Given, { additionalProperties: false, maxProperties: 100 }),
  },
  strict,
)

export interface DraftRouteNeeds {
  readonly drafts: Drafts
  readonly clock: Clock
  /** Where a case of this item is opened, or a refusal (the power system knows who carries out what). */
  readonly placeOf: (item: string, organ: string) => Promise<{ readonly definition: CompiledItem }>
  /** The refusals that `placeOf` and `once` have. */
  readonly refusals: { readonly place: readonly RefusalKind[]; readonly once: readonly RefusalKind[] }
  /** Carries a write out once for its key (the power system keeps the keys). */
  readonly once: <Answer>(
    write: { actor: Actor; key: string; said: unknown },
    work: (sql: Sql) => Promise<Answer>,
  ) => Promise<{ readonly answer: Answer }>
}

const ownerOf = ({ actor }: Caller): string =>
  actor.kind === 'officer' ? actor.person : actor.kind === 'party' ? actor.party : ''

/** 草稿 Begin, look at, change and drop an unfinished application; only its owner finds it. */
export const draftRoutes: FastifyPluginAsyncTypebox<DraftRouteNeeds> = async (
  app,
  { drafts, clock, placeOf, refusals, once },
) => {
  const access = ['cases.act'] as const

  app.post(
    '/drafts',
    {
      schema: {
        body: Type.Object({ item: Key, organ: OrganId }, strict),
        response: { 201: Type.Object({ caseId: Uuid }, strict) },
      },
      config: {
        words: {
          access,
          write: true,
          says: 'Begin an application: issues the id its case will have',
          refuses: [draftsTooMany, itemUnknown, ...refusals.place, ...refusals.once],
        },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request)
      const { item, organ } = request.body
      await placeOf(item, organ)
      const key = String(request.headers['idempotency-key']).toLowerCase()
      const { answer } = await once({ actor: caller.actor, key, said: ['POST /drafts', request.body] }, async sql => ({
        caseId: await drafts.begin(sql, ownerOf(caller), item, organ),
      }))
      return reply.code(201).send(answer)
    },
  )

  app.get(
    '/drafts/:caseId',
    {
      schema: { params: ById },
      config: { words: { access, says: 'An unfinished application of the caller', refuses: [draftUnknown] } },
    },
    request => drafts.read(request.params.caseId, ownerOf(callerOf(request))),
  )

  app.put(
    '/drafts/:caseId',
    {
      schema: { params: ById, body: DraftBody },
      config: {
        words: {
          access,
          write: true,
          says: 'Keep what has been filled in so far: it may be incomplete, not wrong',
          refuses: [draftUnknown, bodyInvalid, itemUnknown, ...refusals.place],
        },
      },
    },
    async (request, reply) => {
      const { caseId } = request.params
      const owner = ownerOf(callerOf(request))
      const { item, organ } = await drafts.placeOf(caseId, owner)
      const { definition } = await placeOf(item, organ)
      mustFitSoFar(definition, request.body, clock.today().toString())
      await drafts.save(caseId, owner, request.body)
      return reply.code(204).send()
    },
  )

  app.delete(
    '/drafts/:caseId',
    {
      schema: { params: ById },
      config: { words: { access, write: true, says: 'Drop an unfinished application', refuses: [draftUnknown] } },
    },
    async (request, reply) => {
      await drafts.remove(request.params.caseId, ownerOf(callerOf(request)))
      return reply.code(204).send()
    },
  )
}
