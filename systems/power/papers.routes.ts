import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { callerOf } from '#hubs/application/access'
import { glyphMissing, paperErased, paperKeyExposed, paperKeyMissing, paperKinds } from '#hubs/application/paper'
import { caseNotFound } from '#kernel/case'
import { type CasePapers, paperUnknown } from './case-papers.ts'
import { readingRefused } from './details.ts'
import { ByNumber, CaseNumber, strict } from './words.ts'

const Listed = Type.Object(
  {
    paper: Type.String(),
    kind: Type.Enum([...paperKinds]),
    number: Type.Union([Type.String(), Type.Null()]),
    on: Type.String(),
  },
  strict,
)
const PaperKey = Type.String({ pattern: '^[a-z][a-z-]{0,20}-[0-9]{1,9}(-[A-Za-z][A-Za-z0-9-]{0,63})?$' })

/** 文书 The papers of a case, for its handler and for whoever they are addressed to. */
export const paperRoutes: FastifyPluginAsyncTypebox<{ readonly casePapers: CasePapers }> = async (
  app,
  { casePapers },
) => {
  app.get(
    '/cases/:number/papers',
    {
      schema: { params: ByNumber, response: { 200: Type.Object({ items: Type.Array(Listed) }, strict) } },
      config: {
        words: {
          access: ['cases.read', 'supervise', 'audit'],
          says: 'Which papers a case has: receipt, notices, decision, certificates; by number and day',
          refuses: [caseNotFound],
        },
      },
    },
    async request => ({ items: [...(await casePapers.list(callerOf(request), request.params.number))] }),
  )

  app.get(
    '/cases/:number/papers/:paper',
    {
      schema: { params: Type.Object({ number: CaseNumber, paper: PaperKey }, strict) },
      config: {
        words: {
          access: ['cases.read', 'supervise', 'audit'],
          says: 'A paper as signed PDF, the same bytes whoever asks: its handler under a grant, the party its own; the read is recorded',
          refuses: [
            caseNotFound,
            paperUnknown,
            readingRefused,
            glyphMissing,
            paperErased,
            paperKeyMissing,
            paperKeyExposed,
          ],
          produces: 'application/pdf',
        },
      },
    },
    async (request, reply) => {
      const { number, paper } = request.params
      const { bytes } = await casePapers.fetch(callerOf(request), number, paper)
      return reply
        .type('application/pdf')
        .header('cache-control', 'no-store')
        .header('content-disposition', `attachment; filename="${number}-${paper}.pdf"`)
        .send(bytes)
    },
  )
}
