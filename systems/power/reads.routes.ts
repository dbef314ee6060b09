import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { callerOf, partiesOnly } from '#hubs/application/access'
import { cursorInvalid, readCursor, uuidForm, writeCursor } from './cursor.ts'
import type { RouteNeeds } from './routes.ts'
import { Cursor, Limit, strict } from './words.ts'

/** 谁看过我 What a person sees of who looked at him, and what everybody may know of what is not shown yet. */
export const readRoutes: FastifyPluginAsyncTypebox<RouteNeeds> = async (
  app,
  { db, clock, reads, parties, directory },
) => {
  app.get(
    '/reads',
    {
      schema: { querystring: Type.Object({ after: Type.Optional(Cursor), limit: Limit }, strict) },
      config: {
        words: {
          access: ['cases.read'],
          says: 'Who looked at the caller’s own data: organ, post, purpose and when; the latest first',
          refuses: [partiesOnly, cursorInvalid],
        },
      },
    },
    async request => {
      const { actor } = callerOf(request)
      if (actor.kind !== 'party') throw partiesOnly()
      const { after, limit } = request.query
      const before = readCursor(after, [uuidForm])?.[0]
      // Reads recorded before two records of a person were found to be one stand under the older one.
      const own = [...new Set([actor.party, await parties.currentOf(db, actor.party)])]
      const rows = await reads.readsOf(db, own, clock.now(), { ...(before && { before }), limit: limit + 1 })
      const page = rows.slice(0, limit)
      const offices = await directory()
      const today = clock.today().toString()
      const named = <Named extends { readonly name: string }>(id: string | null, found: Named | undefined) =>
        id === null ? null : (found?.name ?? id)
      const items = page.map(({ id, caseId, organ, post, ...read }) => ({
        ...read,
        organ: named(organ, organ === null ? undefined : offices.organ(organ, today)),
        post: named(post, post === null ? undefined : offices.post(post, today)),
      }))
      return { items, next: rows.length > limit ? writeCursor([page.at(-1)!.id]) : null }
    },
  )

  app.get(
    '/reads/deferred',
    {
      config: {
        words: {
          access: 'public',
          says: 'How many records of reads are not shown to their persons yet, by purpose and statute',
        },
      },
    },
    async () => ({ items: await reads.deferredNow(db, clock.now()) }),
  )
}
