import { timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import {
  type Admission,
  type Caller,
  callerOf,
  cityPreparing,
  mandateNotHere,
  notSetUp,
  type RouteWords,
  scopeLacking,
  stepUpNeeded,
  tokenMissing,
} from '#hubs/application/access'
import { simulatorClient } from '#hubs/application/issuer'
import { refusal } from '#kernel/refusal'
import type { Sessions } from './acting.ts'
import { mustAccept, mustBeStorable } from './addresses.ts'
import { busy, rateLimited } from './problem.ts'
import { makeBuckets } from './rate.ts'

export const idempotencyKeyMissing = refusal(
  'IDEMPOTENCY_KEY_MISSING',
  400,
  'A write carries an Idempotency-Key, a UUID',
)

/** 外来请求 A cookie goes along with whatever a browser sends: it counts only with the session's own token, from a page of this host. */
export const requestForeign = refusal('REQUEST_FOREIGN', 403, 'This request was not sent from a page of ours')

export interface EntranceSettings {
  readonly admission: Admission
  /** Who is signed in by a browser. */
  readonly sessions: Sessions
  readonly perMinute: number
  readonly simulators: boolean
  /** Acts marked so need a sign-in of acr 2. */
  readonly stepUp: boolean
  /** Requests in work at once; beyond it callers are told to come back. */
  readonly atOnce: number
  /** Whether a city that is to have three administrators has them; absent: it needs none. */
  readonly isSetUp?: (() => Promise<boolean>) | undefined
  /** Whether the city is not to be looked at yet: pages wait, what goes on inside goes on. */
  readonly isPreparing?: (() => boolean) | undefined
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const bearer = /^Bearer ([A-Za-z0-9._~+/=-]+)$/i

/** Sent by a page of this host, with the token that only the pages of this session know. */
function isOwn({ headers, host, method }: FastifyRequest, csrf: string): boolean {
  const [given, right] = [Buffer.from(String(headers['x-csrf'] ?? '')), Buffer.from(csrf)]
  if (given.length !== right.length || !timingSafeEqual(given, right)) return false
  const { origin } = headers
  if (origin !== undefined) return URL.canParse(origin) && new URL(origin).host === host
  // A browser names the origin of every write; of a reading it says at least whether the page was ours.
  return method === 'GET' ? (headers['sec-fetch-site'] ?? 'same-origin') === 'same-origin' : false
}

function slow(reply: FastifyReply, seconds: number): void {
  if (seconds === 0) return
  reply.header('retry-after', String(seconds))
  throw rateLimited({ facts: { seconds } })
}

/**
 * 门岗 What happens to every request before its route: counted, admitted, slowed down. A caller is counted by account and address;
 * a stranger, or a token that is refused, by address alone.
 */
export function addEntrance(
  app: FastifyInstance,
  { admission, sessions, perMinute, simulators, stepUp, atOnce, isSetUp, isPreparing }: EntranceSettings,
): void {
  const buckets = makeBuckets(perMinute)
  let inside = 0
  app.decorateRequest('caller', null)

  app.addHook('onRequest', async (request, reply) => {
    const words = request.routeOptions.config.words
    if (inside >= atOnce) {
      reply.header('retry-after', '1')
      throw busy()
    }
    inside++
    reply.raw.once('close', () => inside--)
    if (isSetUp && words?.beforeSetup !== true && !(await isSetUp()))
      throw notSetUp({ remedy: 'Open /setup with the code that was printed when the city was started.' })
    if (isPreparing?.() && words?.beforeSetup !== true && words?.produces === 'text/html') throw cityPreparing()
    const stranger = `ip ${request.ip}`
    slow(reply, buckets.wait(stranger))
    const header = request.headers.authorization
    const own = words?.credentials === 'own'
    if (header === undefined || own) {
      const closed = words !== undefined && words.access !== 'public'
      const caller = closed ? await callerBySession(request, stranger) : undefined
      slow(reply, buckets.take(caller?.actor.kind === 'officer' ? `${caller.actor.person} ${request.ip}` : stranger))
      if (closed && !caller) throw tokenMissing()
      request.caller = caller ?? null
    } else await admit(request, reply, header, stranger)
    mustBeStorable(request)
    if (words && !own) mustAccept(request, words.produces ?? 'application/json')
    if (words && words.access !== 'public') mustCover(request, words.access, words)
    if (words?.write && !uuid.test(String(request.headers['idempotency-key'] ?? ''))) throw idempotencyKeyMissing()
  })

  /** The desk: an officer signed in by a browser, in the post of the session. People have their own pages, and no API by cookie. */
  async function callerBySession(request: FastifyRequest, stranger: string): Promise<Caller | undefined> {
    const { cookie } = request.headers
    const signedIn = cookie === undefined ? undefined : await sessions.of(cookie)
    if (signedIn?.post === undefined || signedIn.subject.kind !== 'officer') return undefined
    if (!isOwn(request, signedIn.csrf)) {
      buckets.take(stranger)
      throw requestForeign({ remedy: 'Load the page again.' })
    }
    return admission.admitSession({ person: signedIn.subject.id, post: signedIn.post, acr: signedIn.acr })
  }

  async function admit(request: FastifyRequest, reply: FastifyReply, header: string, stranger: string): Promise<void> {
    const token = bearer.exec(header)?.[1]
    try {
      if (token === undefined) throw tokenMissing({ detail: 'Authorization: Bearer <access token>' })
      request.caller = await admission.admit(token)
    } catch (error) {
      buckets.take(stranger)
      throw error
    }
    const { actor, client } = request.caller
    if (simulators && client === simulatorClient) return
    slow(reply, buckets.take(`${actor.kind === 'officer' ? actor.person : actor.account} ${request.ip}`))
  }

  function mustCover(
    request: FastifyRequest,
    access: readonly string[],
    { stepUp: needsStepUp = false, agents = false }: Pick<RouteWords, 'stepUp' | 'agents'>,
  ): void {
    const caller = callerOf(request)
    if (caller.mandate !== undefined && !agents) throw mandateNotHere()
    if (!access.some(scope => caller.scopes.has(scope))) throw scopeLacking({ facts: { needs: access } })
    if (stepUp && needsStepUp && caller.acr < 2) throw stepUpNeeded({ facts: { acr: 2 } })
  }
}

/** RFC 6750 and RFC 9470: why a token did not do. */
export function challengeOf(code: string): string | undefined {
  switch (code) {
    case 'TOKEN_MISSING':
      return 'Bearer'
    case 'TOKEN_INVALID':
    case 'TOKEN_EXPIRED':
      return 'Bearer error="invalid_token"'
    case 'STEP_UP_NEEDED':
      return 'Bearer error="insufficient_user_authentication", acr_values="2"'
    case 'SCOPE_LACKING':
      return 'Bearer error="insufficient_scope"'
    default:
      return undefined
  }
}
