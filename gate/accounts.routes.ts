import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { officerOf, officersOnly } from '#hubs/application/access'
import { enrolmentNotYours, enrolmentOwn, type SignIn } from '#hubs/application/sign-in'
import { bodyInvalid } from '#kernel/case'
import { identifierMalformed } from '#kernel/party'
import type { Db } from '#kernel/storage'

const strict = { additionalProperties: false } as const
const Uuid = Type.String({ format: 'uuid' })
const Enrolled = Type.Object(
  {
    account: Uuid,
    purpose: Type.Enum(['open', 'recover']),
    code: Type.String({ description: 'shown once: print it and hand it over' }),
    lastsHours: Type.Integer(),
  },
  strict,
)
const refuses = [officersOnly, enrolmentNotYours, identifierMalformed, bodyInvalid]
/** 证件 What somebody shows who he is with; it stands in the journal. */
const documents = [
  'identity-card',
  'temporary-card',
  'household-register',
  'residence-permit',
  'passport',
  'permanent-residence-card',
  'travel-permit',
] as const

/** 开户 Who has shown who he is gets a code, with which he sets his password himself. The code is kept nowhere: asked again, a new one voids it. */
export const accountRoutes: FastifyPluginAsyncTypebox<{ readonly db: Db; readonly signIn: SignIn }> = async (
  app,
  { db, signIn },
) => {
  const { enrolment } = signIn
  app.post(
    '/accounts',
    {
      schema: {
        body: Type.Object(
          {
            party: Uuid,
            number: Type.String({ minLength: 5, maxLength: 40, description: 'of the document that was shown' }),
            phone: Type.Optional(
              Type.String({ pattern: '^\\+?[0-9]{5,15}$', description: 'the telephone that was shown' }),
            ),
            document: Type.Enum([...documents], { description: 'which document was shown; it stands in the journal' }),
          },
          strict,
        ),
        response: { 200: Enrolled },
      },
      config: {
        words: {
          access: ['counter'],
          write: true,
          once: true,
          stepUp: true,
          says: 'Give somebody at the counter a code to open or recover his account with, by the document he shows; nobody himself',
          refuses: [...refuses, enrolmentOwn],
        },
      },
    },
    async request => {
      const by = officerOf(request)
      return db.transaction(sql => enrolment.atCounter(sql, by, request.body))
    },
  )
  app.post(
    '/administration/accounts',
    {
      schema: { body: Type.Object({ person: Uuid }, strict), response: { 200: Enrolled } },
      config: {
        words: {
          access: ['administer'],
          write: true,
          once: true,
          stepUp: true,
          says: 'Give an officer a code to open or recover his account with (security, never himself)',
          refuses,
        },
      },
    },
    async request => {
      const by = officerOf(request)
      return db.transaction(sql => enrolment.ofOfficer(sql, by, request.body.person))
    },
  )
}
