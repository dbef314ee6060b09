import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { callerOf, officersOnly } from '#hubs/application/access'
import { disputeAnswered, disputeAnswers, disputeUnknown } from '#hubs/data/correction'
import { bodyInvalid } from '#kernel/case'
import { makeRegisterDisputes, registerUncorrected } from './register-disputes.ts'
import type { RouteNeeds } from './routes.ts'
import { strict, Uuid } from './words.ts'

/** 登记数据异议 What parties say is wrong in the registers an organ keeps, and its answer (政务数据共享条例26，个人信息保护法46). */
export const registerDisputeRoutes: FastifyPluginAsyncTypebox<RouteNeeds> = async (app, needs) => {
  const disputes = makeRegisterDisputes(needs)

  app.get(
    '/register-disputes',
    {
      config: {
        words: {
          access: ['cases.act'],
          says: 'What parties say is wrong in the registers of the caller’s organ: value held and value said; the read is recorded first. The case only where he may know it',
          refuses: [officersOnly],
        },
      },
    },
    async request => ({ items: await disputes.waiting(callerOf(request)) }),
  )

  app.post(
    '/register-disputes/:dispute/answer',
    {
      schema: {
        params: Type.Object({ dispute: Uuid }, strict),
        body: Type.Object(
          {
            answer: Type.Enum([...disputeAnswers]),
            reason: Type.String({ minLength: 1, maxLength: 500, pattern: '\\S' }),
          },
          strict,
        ),
        response: { 201: Type.Object({ dispute: Type.String() }, strict) },
      },
      config: {
        words: {
          access: ['cases.act'],
          write: true,
          once: true,
          says: 'Answer what a party says is wrong in a register of the caller’s organ: corrected, or kept with the reason; the party and whoever handles the case are told',
          refuses: [bodyInvalid, officersOnly, disputeUnknown, disputeAnswered, registerUncorrected],
        },
      },
    },
    async (request, reply) => {
      const { dispute } = request.params
      await disputes.answer(callerOf(request), dispute, request.body)
      return reply.code(201).send({ dispute })
    },
  )
}
