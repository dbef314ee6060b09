import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { callerOf, officerOf, officersOnly } from '#hubs/application/access'
import { lastDayOfMinority, mandateInvalid, mandateScopes, mandateUnknown } from '#hubs/application/mandate'
import { caseHandling } from '#hubs/data/reading'
import { bodyInvalid } from '#kernel/case'
import { parseCitizen } from '#kernel/code'
import { partyErased, partyUnknown } from '#kernel/party'
import type { Sql } from '#kernel/storage'
import { keyReused } from './idempotency.ts'
import type { RouteNeeds } from './routes.ts'
import { IsoDate, Key, strict, Uuid } from './words.ts'

const Line = (most: number) =>
  Type.String({ minLength: 1, maxLength: most, pattern: '^[^\\p{Cc}\\p{Zl}\\p{Zp}\\p{Bidi_Control}]*$' })

/** 看过的文书 */
const Document = Type.Object(
  {
    name: Line(60),
    number: Type.Optional(Line(60)),
    issuer: Type.Optional(
      Type.String({ ...Line(60), description: 'who made it; of an adult without capacity the court that ruled' }),
    ),
    note: Type.Optional(Line(400)),
  },
  { ...strict, description: 'what the officer has looked at' },
)

const NewMandate = Type.Object(
  {
    kind: Type.Enum(['mandate', 'guardianship', 'assistance'], {
      description:
        'a mandate on paper; a guardianship; the help of a village or community for somebody who cannot come',
    }),
    principal: Uuid,
    agent: Uuid,
    ward: Type.Optional(
      Type.Enum(['minor', 'incapacitated'], {
        description:
          'of a guardianship: a minor’s ends with its eighteenth birthday; an adult’s rests on a court’s ruling and holds when another officer has confirmed it',
      }),
    ),
    items: Type.Optional(Type.Array(Key, { minItems: 1, maxItems: 50, uniqueItems: true })),
    scopes: Type.Optional(Type.Array(Type.Enum([...mandateScopes]), { minItems: 1, maxItems: 4, uniqueItems: true })),
    from: Type.Optional(IsoDate),
    until: Type.Optional(Type.String({ format: 'date', description: 'the last day' })),
    document: Document,
  },
  strict,
)

const ByMandate = Type.Object({ mandate: Uuid }, strict)

/** 窗口登记授权 What a document says that an officer has seen: who stands for whom, and that he does no more. */
export const mandateRoutes: FastifyPluginAsyncTypebox<RouteNeeds> = async (
  app,
  { clock, idempotency, mandates, parties, reads },
) => {
  /** The last day of a child's guardianship, by the birthday in its own number; that it was looked at is on record. */
  async function lastDayOf(sql: Sql, caller: ReturnType<typeof callerOf>, ward: string): Promise<string> {
    const record = reads.recorder({
      actor: caller.actor,
      purpose: caseHandling,
      ground: { kind: 'service', name: 'registration' },
      grants: [],
      source: 'party',
      disclosure: { kind: 'at-once' },
    })
    const { identifiers } = await parties.reveal(sql, ward, record)
    const number = identifiers.find(({ scheme }) => scheme === 'citizen')?.value
    const parsed = number === undefined ? undefined : parseCitizen(number, { today: clock.today() })
    if (!parsed?.ok) throw mandateInvalid({ facts: { fields: { principal: 'FALSE' } } })
    const last = lastDayOfMinority(parsed.parts.birth)
    if (last < clock.today().toString()) throw mandateInvalid({ facts: { fields: { ward: 'FALSE' } } })
    return last
  }

  app.post(
    '/mandates',
    {
      schema: {
        body: NewMandate,
        response: { 201: Type.Object({ mandate: Uuid, until: Type.Union([Type.String(), Type.Null()]) }, strict) },
      },
      config: {
        words: {
          access: ['counter'],
          write: true,
          says: 'Record by a document seen at the counter who acts for whom: guardian, agent on paper, village or community',
          refuses: [bodyInvalid, mandateInvalid, partyUnknown, partyErased, keyReused, officersOnly],
        },
      },
    },
    async (request, reply) => {
      const actor = officerOf(request)
      const { kind, principal, agent, ward, items, scopes, from, until, document } = request.body
      const { name, number, issuer, note } = document
      if ((kind === 'guardianship') !== (ward !== undefined))
        throw mandateInvalid({ facts: { fields: { ward: ward === undefined ? 'MISSING' : 'OTHER' } } })
      const key = String(request.headers['idempotency-key']).toLowerCase()
      const { answer } = await idempotency.once({ actor, key, said: ['POST /mandates', request.body] }, async sql => {
        await parties.mustStand(sql, [principal, agent])
        const last = ward === 'minor' ? await lastDayOf(sql, callerOf(request), principal) : (until ?? null)
        const mandate = await mandates.record(sql, actor, {
          ...{ kind, principal, agent, ward },
          items: kind === 'guardianship' ? null : (items ?? null),
          scopes: kind === 'guardianship' ? mandateScopes : (scopes ?? ['apply']),
          from: from ?? clock.today().toString(),
          until: last,
          words: {
            document: name,
            ...(number !== undefined && { documentNumber: number }),
            ...(issuer !== undefined && { issuer }),
            ...(note !== undefined && { note }),
          },
        })
        return { mandate, until: last }
      })
      return reply.code(201).send(answer)
    },
  )

  app.post(
    '/mandates/:mandate/end',
    {
      schema: {
        params: ByMandate,
        body: Type.Object({ why: Type.Enum(['court', 'document']), document: Type.Omit(Document, ['note']) }, strict),
        response: { 200: Type.Object({ mandate: Uuid }, strict) },
      },
      config: {
        words: {
          access: ['counter'],
          write: true,
          says: 'End a mandate or guardianship by a judgement or document seen at the counter',
          refuses: [bodyInvalid, mandateUnknown, keyReused, officersOnly],
        },
      },
    },
    async request => {
      const actor = officerOf(request)
      const { mandate } = request.params
      const key = String(request.headers['idempotency-key']).toLowerCase()
      const said = [`POST /mandates/${mandate}/end`, request.body]
      const { answer } = await idempotency.once({ actor, key, said }, async sql => {
        await mandates.endAtCounter(sql, actor, mandate, { why: request.body.why, ...request.body.document })
        return { mandate }
      })
      return answer
    },
  )
}
