import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { callerOf, officersOnly, partiesOnly } from '#hubs/application/access'
import {
  confirmationInvalid,
  deliveryNoAddress,
  deliveryNoWay,
  deliveryUnknown,
  receivers,
} from '#hubs/application/delivery'
import { glyphMissing, paperErased, paperKeyExposed, paperKeyMissing } from '#hubs/application/paper'
import { authorityLacking, bodyInvalid, caseNotFound } from '#kernel/case'
import type { CaseDeliveries } from './case-deliveries.ts'
import { paperUnknown } from './case-papers.ts'
import { readingRefused } from './details.ts'
import { keyReused } from './idempotency.ts'
import { ByNumber, CaseNumber, IsoDate, strict, Uuid } from './words.ts'

const Nothing = Type.Union([Type.String(), Type.Null()])
const Evidence = Type.Object(
  {
    electronic: Type.Boolean({ description: 'the party has signed for electronic service' }),
    deliveries: Type.Array(
      Type.Object(
        {
          delivery: Uuid,
          paper: Type.String(),
          way: Type.Enum(['electronic', 'post']),
          state: Type.Enum(['under-way', 'unsigned', 'received', 'returned', 'refused', 'undeliverable']),
          handedOutAt: Type.String(),
          handedOutOn: Type.String(),
          on: Nothing,
          at: Nothing,
          receivedBy: Type.Union([Type.Enum([...receivers]), Type.Null()]),
          proof: Nothing,
          tracking: Nothing,
          next: Type.Union([Type.String({ description: 'the way to try next' }), Type.Null()]),
        },
        strict,
      ),
    ),
    served: Type.Array(
      Type.Object(
        {
          seq: Type.Integer(),
          of: Type.String(),
          way: Type.String(),
          on: Type.String(),
          announcedOn: Nothing,
          receipt: Type.Boolean(),
          post: Nothing,
          delivery: Nothing,
        },
        strict,
      ),
    ),
    messages: Type.Array(
      Type.Object(
        {
          way: Type.String(),
          kind: Type.String(),
          state: Type.Enum(['waiting', 'sent', 'arrived', 'undelivered']),
          at: Type.String(),
          answer: Nothing,
        },
        strict,
      ),
    ),
  },
  strict,
)
const PaperKey = Type.String({ pattern: '^[a-z][a-z-]{0,20}-[0-9]{1,9}(-[A-Za-z][A-Za-z0-9-]{0,63})?$' })
const Address = Type.String({ minLength: 5, maxLength: 200, pattern: '^[^\\p{Cc}\\p{Zl}\\p{Zp}\\p{Bidi_Control}]*$' })
const Done = Type.Object({ number: Type.String() }, strict)
const keyIn = ({ headers }: FastifyRequest): string => String(headers['idempotency-key']).toLowerCase()

/** 送达 Evidence of what was served in a case; for its organ the way by post and what came back, and confirmations signed on paper. */
export const deliveryRoutes: FastifyPluginAsyncTypebox<{ readonly caseDeliveries: CaseDeliveries }> = async (
  app,
  { caseDeliveries },
) => {
  app.get(
    '/cases/:number/deliveries',
    {
      schema: { params: ByNumber, response: { 200: Evidence } },
      config: {
        words: {
          access: ['cases.read', 'supervise', 'audit'],
          says: 'Evidence of service: each paper by way, day and proof; messages that left or did not; what to try next',
          refuses: [caseNotFound],
        },
      },
    },
    async request => {
      const { deliveries, served, messages, electronic } = await caseDeliveries.list(
        callerOf(request),
        request.params.number,
      )
      return { electronic, deliveries: [...deliveries], served: [...served], messages: [...messages] }
    },
  )

  app.post(
    '/cases/:number/deliveries',
    {
      schema: {
        params: ByNumber,
        body: Type.Object({ paper: PaperKey, address: Type.Optional(Address) }, strict),
        response: { 200: Done },
      },
      config: {
        words: {
          access: ['cases.act'],
          write: true,
          says: 'Post a paper of the case to its party: to the address it confirmed, or to the one named',
          refuses: [
            ...[bodyInvalid, caseNotFound, authorityLacking, officersOnly, keyReused, deliveryNoAddress, deliveryNoWay],
            ...[paperUnknown, readingRefused, glyphMissing, paperErased, paperKeyMissing, paperKeyExposed],
          ],
        },
      },
    },
    async request => {
      const { number } = request.params
      await caseDeliveries.post(callerOf(request), keyIn(request), number, request.body)
      return { number }
    },
  )

  app.post(
    '/cases/:number/deliveries/:delivery/sign',
    {
      schema: {
        params: Type.Object({ number: CaseNumber, delivery: Uuid }, strict),
        response: { 200: Done },
      },
      config: {
        words: {
          access: ['cases.act'],
          agents: true,
          write: true,
          once: true,
          says: 'Sign for a paper that was handed out electronically: from today it is served',
          refuses: [caseNotFound, partiesOnly, deliveryUnknown],
        },
      },
    },
    async request => {
      const { number, delivery } = request.params
      await caseDeliveries.sign(callerOf(request), number, delivery)
      return { number }
    },
  )

  app.post(
    '/cases/:number/deliveries/:delivery/outcome',
    {
      schema: {
        params: Type.Object({ number: CaseNumber, delivery: Uuid }, strict),
        body: Type.Object(
          {
            outcome: Type.Enum(['received', 'returned', 'refused']),
            on: IsoDate,
            receivedBy: Type.Optional(Type.Enum([...receivers])),
            tracking: Type.Optional(Type.String({ pattern: '^[A-Z0-9]{8,30}$' })),
          },
          strict,
        ),
        response: { 200: Done },
      },
      config: {
        words: {
          access: ['cases.act'],
          write: true,
          says: 'What became of a letter, as its return receipt says: received by whom, come back, or not taken in',
          refuses: [bodyInvalid, caseNotFound, authorityLacking, officersOnly, keyReused, deliveryUnknown],
        },
      },
    },
    async request => {
      const { number, delivery } = request.params
      await caseDeliveries.record(callerOf(request), keyIn(request), number, { id: delivery, ...request.body })
      return { number }
    },
  )

  app.post(
    '/cases/:number/delivery-confirmation',
    {
      schema: {
        params: ByNumber,
        body: Type.Object(
          {
            electronic: Type.Boolean(),
            mail: Type.Optional(Type.String({ maxLength: 254 })),
            phone: Type.Optional(Type.String({ maxLength: 20 })),
            post: Type.Optional(Address),
          },
          strict,
        ),
        response: { 200: Done },
      },
      config: {
        words: {
          access: ['cases.act'],
          write: true,
          says: 'Put on record that the party signed a confirmation of address on paper, in this case',
          refuses: [bodyInvalid, caseNotFound, authorityLacking, officersOnly, keyReused, confirmationInvalid],
        },
      },
    },
    async request => {
      const { number } = request.params
      await caseDeliveries.confirm(callerOf(request), keyIn(request), number, request.body)
      return { number }
    },
  )
}
