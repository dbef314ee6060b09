import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { callerOf, officerOf, officersOnly } from '#hubs/application/access'
import {
  dismissals,
  ratingClosed,
  ratingGiven,
  ratingNotYours,
  ratingReasons,
  ratingRefused,
  ratingUnknown,
} from '#hubs/business/rating'
import { bodyInvalid, caseNotFound } from '#kernel/case'
import type { CaseRatings } from './case-ratings.ts'
import { ByNumber, strict } from './words.ts'

const Level = Type.Integer({ minimum: 1, maximum: 5 })
const Done = Type.Object({ number: Type.String() }, strict)

/** 好差评 Rating, verifying and answering; how an organ stands is for everybody. A repeated write is told that it was done. */
export const ratingRoutes: FastifyPluginAsyncTypebox<{ readonly caseRatings: CaseRatings }> = async (
  app,
  { caseRatings },
) => {
  app.get(
    '/ratings',
    {
      config: {
        words: {
          access: 'public',
          says: 'How many ratings of each grade count, by organ; nothing that stands for a handful of people',
        },
      },
    },
    async () => ({ items: await caseRatings.counts() }),
  )
  app.get(
    '/ratings/unverified',
    {
      config: {
        words: {
          access: ['supervise'],
          says: 'Bad ratings that wait for somebody who had no hand in the case to look at them; never who gave them',
        },
      },
    },
    async request => ({ items: await caseRatings.waiting(callerOf(request)) }),
  )
  app.get(
    '/ratings/owed',
    {
      config: {
        words: {
          access: ['cases.act'],
          says: 'Bad ratings that wait for the answer of the caller’s organ, but of cases he handled himself; never who gave them',
          refuses: [officersOnly],
        },
      },
    },
    async request => {
      officerOf(request)
      return { items: await caseRatings.owed(callerOf(request)) }
    },
  )
  app.post(
    '/cases/:number/rating',
    {
      schema: {
        params: ByNumber,
        body: Type.Object(
          {
            level: Level,
            reasons: Type.Optional(Type.Array(Type.Enum([...ratingReasons]), { maxItems: 6, uniqueItems: true })),
          },
          strict,
        ),
        response: { 201: Done },
      },
      config: {
        words: {
          access: ['cases.act'],
          write: true,
          once: true,
          says: 'Rate a service that is over, once',
          refuses: [bodyInvalid, caseNotFound, ratingRefused, ratingClosed, ratingGiven],
        },
      },
    },
    async (request, reply) => {
      const { number } = request.params
      const { level, reasons = [] } = request.body
      await caseRatings.rate(callerOf(request), number, { level, reasons })
      return reply.code(201).send({ number })
    },
  )
  app.post(
    '/cases/:number/rating/verification',
    {
      schema: {
        params: ByNumber,
        body: Type.Object({ dismissal: Type.Optional(Type.Enum([...dismissals])) }, strict),
        response: { 201: Done },
      },
      config: {
        words: {
          access: ['supervise'],
          write: true,
          once: true,
          says: 'Say that a bad rating counts, or that it is about another case or no service; nobody who handled the case does',
          refuses: [bodyInvalid, caseNotFound, ratingNotYours, ratingUnknown],
        },
      },
    },
    async (request, reply) => {
      const { number } = request.params
      await caseRatings.verify(officerOf(request).person, number, request.body.dismissal)
      return reply.code(201).send({ number })
    },
  )
  app.post(
    '/cases/:number/rating/reply',
    {
      schema: {
        params: ByNumber,
        body: Type.Object({ text: Type.String({ minLength: 1, maxLength: 500, pattern: '\\S' }) }, strict),
        response: { 201: Done },
      },
      config: {
        words: {
          access: ['cases.act'],
          write: true,
          once: true,
          says: 'What the organ has done about a bad rating that counts, told to whoever gave it; nobody who handled the case answers',
          refuses: [bodyInvalid, caseNotFound, ratingNotYours, ratingUnknown],
        },
      },
    },
    async (request, reply) => {
      const { number } = request.params
      await caseRatings.reply(callerOf(request), number, request.body.text)
      return reply.code(201).send({ number })
    },
  )
}
