import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Clock } from '#kernel/clock'
import { type LawLibrary, lawFacts } from '#kernel/definition'
import { refusal } from '#kernel/refusal'

const strict = { additionalProperties: false } as const
const Day = Type.String({ format: 'date', description: 'as of which day; today' })

export const lawUnknown = refusal('LAW_UNKNOWN', 404, 'The library has no law of this name')

/** 法规库 What the city holds itself to, as facts: since when each law binds, its limits and demands, and whether its text was read. Open to anybody. */
export const lawRoutes: FastifyPluginAsyncTypebox<{ readonly laws: LawLibrary; readonly clock: Clock }> = async (
  app,
  { clock, laws },
) => {
  app.get(
    '/laws',
    {
      schema: { querystring: Type.Object({ on: Type.Optional(Day) }, strict) },
      config: {
        words: { access: 'public', says: 'The laws of the library, each with its days and whether its text was read' },
      },
    },
    request => {
      const day = request.query.on ?? clock.today().toString()
      return {
        laws: laws.laws.map(one => {
          const { articles, ...facts } = lawFacts(one, day)
          return { ...facts, articles: articles.length }
        }),
      }
    },
  )

  app.get(
    '/laws/:law',
    {
      schema: {
        params: Type.Object({ law: Type.String({ minLength: 1, maxLength: 100 }) }, strict),
        querystring: Type.Object({ on: Type.Optional(Day) }, strict),
      },
      config: {
        words: {
          access: 'public',
          says: 'A law by its short or full name or its number: articles, limits, demands, earlier revisions',
          refuses: [lawUnknown],
        },
      },
    },
    request => {
      const law = laws.find(request.params.law)
      if (!law)
        throw lawUnknown({
          detail: '法规库没有这部法规 The library has no law of this name',
          remedy: 'GET /api/laws 列出全部法规 lists them all',
        })
      return lawFacts(law, request.query.on ?? clock.today().toString())
    },
  )
}
