import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { requestFields } from '#kernel/log'
import type { PublicPages } from '#portals/public'
import type { watchAddresses } from './addresses.ts'
import { challengeOf } from './entrance.ts'
import { type RefusalTitles, titled } from './errors.routes.ts'
import { type Problem, problemOf, refusalOf } from './problem.ts'

const wantsPage = (request: FastifyRequest): boolean => {
  const produces = request.routeOptions?.config?.words?.produces
  if (produces !== undefined) return produces === 'text/html'
  return !request.url.startsWith('/api/') && /\btext\/html\b/.test(request.headers.accept ?? '')
}

/** A problem as whoever asked can read it: a page for people, else a document. */
export const makeAnswer =
  (pages: PublicPages, titles: RefusalTitles) =>
  (request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply =>
    wantsPage(request)
      ? pages.problem(request, reply, problem)
      : reply
          .header('vary', 'accept-language')
          .code(problem.status)
          .type('application/problem+json; charset=utf-8')
          .send(titled(problem, request, titles))

/** Whatever was thrown leaves as one problem document, or as a page; what is a bug of ours is logged with the request's id and told to nobody. */
export function answerProblems(
  app: FastifyInstance,
  missing: ReturnType<typeof watchAddresses>['missing'],
  answerAsked: ReturnType<typeof makeAnswer>,
): void {
  app.setErrorHandler((error, request: FastifyRequest, reply: FastifyReply) => {
    const { refusal: found, bug } = refusalOf(error)
    if (bug) request.log.error({ err: error, ...requestFields(request), path: undefined }, 'request.failed')
    const challenge = challengeOf(found.code)
    if (challenge !== undefined) reply.header('www-authenticate', challenge)
    if (found.status === 503) reply.header('retry-after', '1')
    return answerAsked(request, reply, problemOf(found, request))
  })
  app.setNotFoundHandler((request, reply) => {
    const { refusal: found, allow } = missing(request)
    if (allow !== undefined) reply.header('allow', allow)
    throw found
  })
}
