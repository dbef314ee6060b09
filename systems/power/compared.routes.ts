import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { callerOf, officerOf, officersOnly } from '#hubs/application/access'
import { caseNotFound } from '#kernel/case'
import { findCase, handles, stepsIn, stoodBack } from './access.ts'
import { type ComparedNeeds, makeCompared } from './compared.ts'
import { readingRefused } from './details.ts'
import { caseGround } from './naming.ts'
import { ByNumber } from './words.ts'

/** 并列核对 What was said beside what registers and systems say, for whoever handles the case. */
export const comparedRoutes: FastifyPluginAsyncTypebox<ComparedNeeds> = async (app, needs) => {
  const { db, clock, cases, directory } = needs
  const compared = makeCompared(needs)

  app.get(
    '/cases/:number/compared',
    {
      schema: { params: ByNumber },
      config: {
        words: {
          access: ['cases.read'],
          says: 'Value against value, under a grant: what was said in a case, what registers and systems say and at which time, what came of each; the read is recorded first',
          refuses: [caseNotFound, officersOnly, readingRefused],
        },
      },
    },
    async request => {
      const actor = officerOf(request)
      const caller = callerOf(request)
      const row = await findCase(db, request.params.number)
      if (!row) throw caseNotFound()
      const definition = await cases.definitionOf(row.id)
      const around = { definition, directory: await directory(), on: clock.today().toString() }
      const steps = stepsIn(row.state, caller, around)
      if (!handles(row.state, caller) && !steps) throw caseNotFound()
      const reasons = stoodBack(row.state, caller)
      if (reasons.length > 0) throw readingRefused({ reasons })
      const ground = caseGround(row.id, row.state)
      // 上级代行 The organ above, where a stage has fallen to it, handles the case as the case's own does.
      return compared(row, definition, {
        actor,
        ground: steps && ground.kind === 'case' ? { ...ground, organs: [...ground.organs, actor.organ] } : ground,
      })
    },
  )
}
