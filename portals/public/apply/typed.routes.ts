import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { words } from '../asking.ts'
import type { CitizenNeeds, Taken } from '../citizen.ts'
import { typedIn } from '../field.ts'
import { keepScript } from '../keeping.ts'
import { serveScript } from '../own-script.ts'
import type { DraftVisit } from './draft.ts'
import { questionsOn } from './paging.ts'
import { heardIn, isLate, withTyped } from './typed.ts'

export interface TypedRoutes {
  readonly apply: CitizenNeeds['apply']
  readonly taking: (request: FastifyRequest, reply: FastifyReply) => Promise<DraftVisit<Taken> | undefined>
}

/** A page full of text to its last sign, as a script sends it. */
const longest = 131_072

/** 随填随存 What is typed on a page before it is sent: kept as it is, and judged when it is sent. What the page does not ask is not looked at. */
export const typedRoutes =
  ({ apply, taking }: TypedRoutes): FastifyPluginAsync =>
  async app => {
    serveScript(app, keepScript, 'the script that keeps what is typed')

    app.post(
      '/apply/:item/:draft/typed/:page',
      { config: words('keep what is being typed'), bodyLimit: longest },
      async (request, reply) => {
        const visit = await taking(request, reply)
        if (!visit) return reply
        const { person, form, draft, compiled } = visit
        const page = Number((request.params as { page: string }).page)
        const said = typedIn(form, questionsOn(compiled, page, draft.fields))
        const heard = heardIn(form)
        await apply.change(person, draft.caseId, before =>
          isLate(before.kept, heard) ? before : withTyped(before, said, heard),
        )
        return reply.code(204).send()
      },
    )
  }
