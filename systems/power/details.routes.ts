import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { callerOf } from '#hubs/application/access'
import { caseHandling } from '#hubs/data/reading'
import { caseNotFound, openDetails } from '#kernel/case'
import type { Disclosure, Ground } from '#kernel/grant'
import { ownGround, readableCase, stoodBack } from './access.ts'
import { handlerReading, ownReading, readingRefused } from './details.ts'
import { caseGround, disclosureOf } from './naming.ts'
import type { RouteNeeds } from './routes.ts'
import { ByNumber, strict } from './words.ts'

/** Why a person looks at what a case says of him; no grant names it, for nobody else may. */
export const ownData = 'own-data'

const AfterStep = Type.Object(
  {
    after: Type.Optional(Type.Integer({ minimum: 0, maximum: 2_000_000_000 })),
    limit: Type.Integer({ minimum: 1, maximum: 100, default: 50 }),
  },
  strict,
)

/** 阅卷 What was said in a case: who decides on it must be able to read it, and whom it concerns too. */
export const detailRoutes: FastifyPluginAsyncTypebox<RouteNeeds> = async (app, needs) => {
  const { db, clock, keyring, definitions, grants, reads, directory } = needs

  app.get(
    '/cases/:number/details',
    {
      schema: { params: ByNumber, querystring: AfterStep },
      config: {
        words: {
          access: ['cases.read', 'supervise', 'audit'],
          agents: true,
          says: 'What was said in a case: its handler under a grant, a party its own; the read is recorded first',
          refuses: [caseNotFound, readingRefused],
        },
      },
    },
    async request => {
      const caller = callerOf(request)
      const { actor } = caller
      const row = await readableCase(db, caller, request.params.number)
      const { state } = row
      const reasons = stoodBack(state, caller)
      if (reasons.length > 0) throw readingRefused({ reasons })
      const definition = await definitions.byHash(row.itemHash)
      const { after = 0, limit } = request.query
      const today = clock.today().toString()
      const details = await openDetails(db, keyring, { caseId: row.id, after, steps: limit })
      const own = actor.kind === 'party'
      const ground: Ground = own ? ownGround(caller) : caseGround(row.id, state)
      const purpose = own ? ownData : caseHandling
      const reader = { grants: await grants.table(), directory: await directory(), on: today }
      const reading = own
        ? ownReading(details, state, actor.party)
        : handlerReading(details, state, definition, reader, { actor, purpose, ground, at: clock.now() })
      if (reading.fields.length > 0) {
        const disclosure: Disclosure = own ? { kind: 'at-once' } : disclosureOf(definition, today)
        const { fields, subjects } = reading
        const record = { actor, purpose, ground, grants: reading.grants, source: 'case.details', fields, subjects }
        await db.transaction(sql => reads.recordRead(sql, { ...record, disclosure }))
      }
      const steps = new Set(details.map(({ seq }) => seq))
      return { items: reading.items, next: steps.size < limit ? null : String(details.at(-1)!.seq) }
    },
  )
}
