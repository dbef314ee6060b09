import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { callerOf, officerOf, officersOnly } from '#hubs/application/access'
import { identifierFalse, identifierMalformed, identifies, mustAgree, partyAmbiguous } from '#kernel/party'
import { presenceOf } from './at-counter.ts'
import { keyReused } from './idempotency.ts'
import type { RouteNeeds } from './routes.ts'
import { strict, Uuid } from './words.ts'

const NewParty = Type.Object(
  {
    kind: Type.Enum(['person', 'household', 'firm', 'organ']),
    name: Type.String({
      minLength: 1,
      maxLength: 120,
      pattern: '^[^\\p{Cc}\\p{Zl}\\p{Zp}\\p{Bidi_Control}]*[^\\p{C}\\p{Z}][^\\p{Cc}\\p{Zl}\\p{Zp}\\p{Bidi_Control}]*$',
      description: 'one line that can be read: no control signs, none that reverse the order',
    }),
    identifiers: Type.Array(
      Type.Object(
        {
          scheme: Type.Enum(['citizen', 'uscc', 'passport', 'phone', 'bank-account']),
          value: Type.String({ minLength: 3, maxLength: 64 }),
        },
        strict,
      ),
      { maxItems: 10 },
    ),
  },
  strict,
)

const Registered = Type.Object(
  {
    party: Uuid,
    nameDiffers: Type.Optional(
      Type.Literal(true, { description: 'the number names a party that is known by another name' }),
    ),
    presence: Type.Optional(
      Type.String({
        description: 'for today: that name and number were told; what the city knows is shown against it',
      }),
    ),
  },
  strict,
)

/** 登记当事人 The counter puts a person or firm on record, or finds the one the number names. */
export const partyRoutes: FastifyPluginAsyncTypebox<RouteNeeds> = async (
  app,
  { clock, idempotency, index, naming, parties },
) => {
  app.post(
    '/parties',
    {
      schema: { body: NewParty, response: { 201: Registered } },
      config: {
        words: {
          access: ['parties.write'],
          write: true,
          says: 'Register a party, or find the one its number names',
          refuses: [identifierMalformed, identifierFalse, partyAmbiguous, keyReused, officersOnly],
        },
      },
    },
    async (request, reply) => {
      const actor = officerOf(request)
      const key = String(request.headers['idempotency-key']).toLowerCase()
      const identified = request.body.identifiers.some(({ scheme }) => identifies(scheme))
      for (const { scheme, value } of request.body.identifiers) mustAgree(scheme, value, clock.today())
      const { answer } = await idempotency.once({ actor, key, said: ['POST /parties', request.body] }, async sql => {
        const { party, created, nameDiffers } = await parties.register(sql, request.body)
        if (!created) await naming.recordQuestion(sql, callerOf(request), 'registration', [party])
        // A name that is another one opens nothing: the name is never told, only compared.
        const named = identified && !nameDiffers
        const presence = named && presenceOf(index, { officer: actor, party, on: clock.today().toString() })
        return { party, ...(nameDiffers && { nameDiffers }), ...(presence && { presence }) }
      })
      return reply.code(201).send(answer)
    },
  )
}
