import { coverOf, type Mandate, type MandateQuestion } from '#hubs/application/mandate'
import type { Officer, PartyActor } from '#kernel/identity'
import { type RefusalKind, refusal } from '#kernel/refusal'

/** 访问范围 What a token may be used for at all; what its holder may do in a case is asked of the city's offices, every time. */
export const scopes = [
  'cases.act',
  'cases.read',
  'cases.export',
  'parties.write',
  'registers.read',
  'alarms.read',
  'supervise',
  'audit',
  'administer',
] as const
/** 窗口 Nobody is given it: who may write down parties has it in a post at a counter, before which people show who they are. */
export const counterScope = 'counter'
export type Scope = (typeof scopes)[number] | typeof counterScope

/** 来访者 Who is asking: an officer in a post he holds today, or a party through an account. */
export interface Caller {
  readonly actor: Officer | PartyActor
  readonly scopes: ReadonlySet<string>
  /** Strength of the sign-in (`acr`): 1 password, 2 and more a second factor or certificate. */
  readonly acr: number
  /** The program the token was issued to. */
  readonly client: string
  /** 授权委托 Of whoever acts in another's stead: the mandate, as it stood when this request came in. */
  readonly mandate?: Mandate
}

export const tokenMissing = refusal('TOKEN_MISSING', 401, 'Sign in first')
export const tokenInvalid = refusal('TOKEN_INVALID', 401, 'The access token is not valid here')
export const tokenExpired = refusal('TOKEN_EXPIRED', 401, 'The access token has expired')
export const postNotHeld = refusal('POST_NOT_HELD', 403, 'You do not hold this post today')
export const scopeLacking = refusal('SCOPE_LACKING', 403, 'The access token does not cover this')
export const stepUpNeeded = refusal('STEP_UP_NEEDED', 401, 'This act needs a stronger sign-in')
export const partiesOnly = refusal('PARTIES_ONLY', 403, 'Only a person or firm may ask this, of itself')
export const mandateNotStanding = refusal('MANDATE_NOT_STANDING', 403, 'The mandate you act on does not hold today')
export const mandateNotHere = refusal(
  'MANDATE_NOT_HERE',
  403,
  'This is not done on a mandate, but by the person himself',
)
export const notSetUp = refusal(
  'CITY_NOT_SET_UP',
  503,
  'This city is new: its three administrators have not signed on yet',
)
export const cityPreparing = refusal('CITY_PREPARING', 503, 'The demonstration still lives its first month')
export const officersOnly = refusal('OFFICERS_ONLY', 403, 'Only an officer of the city may do this')

/** What a route says of itself beside its schemas: who may ask, what it answers, which refusals are its own. */
export interface RouteWords {
  /** `public`: anybody. Otherwise the caller's token must carry one of these. */
  readonly access: 'public' | readonly Scope[]
  /** A sentence for the reader of the API's description. */
  readonly says: string
  readonly refuses?: readonly RefusalKind[]
  /** Media types of a body that is not JSON. */
  readonly takes?: readonly string[]
  /** Media type of the answer; default `application/json`. */
  readonly produces?: string
  /** Writes must carry an Idempotency-Key. */
  readonly write?: boolean
  /** What it does keeps no key of its own: the gate answers the same press again as it was answered first (`gate/answer-once.ts`). */
  readonly once?: true
  /** Whoever acts in another's stead may ask this: the route, or the case's own controls, ask what the mandate covers. Else it is refused. */
  readonly agents?: boolean
  /** The act needs a sign-in of acr 2 where the city asks for it. */
  readonly stepUp?: boolean
  /** The route reads `Authorization` itself, and answers in a type of its own. */
  readonly credentials?: 'own'
  /** Answers also before a new city has its three administrators. */
  readonly beforeSetup?: true
  /** No secret of one person stands in the answer beside what an address can put there: it may go out zipped (`gate/zipped.ts`). */
  readonly zipped?: true
  /** Left out of the API's description: pages for people, files. */
  readonly hidden?: boolean
}

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null
  }
  interface FastifyContextConfig {
    words?: RouteWords
  }
}

/** The caller of a route that is not public; the gate has let nobody else through. */
export function callerOf(request: { readonly caller: Caller | null }): Caller {
  if (!request.caller) throw tokenMissing()
  return request.caller
}

/** The officer who asks; a party is refused. */
export function officerOf(request: { readonly caller: Caller | null }): Officer {
  const { actor } = callerOf(request)
  if (actor.kind !== 'officer') throw officersOnly()
  return actor
}

/** 代理范围 Whether the caller may do this for whom he acts: always in his own name, else as far as the mandate goes. */
export const covers = ({ actor, mandate }: Caller, scope: MandateQuestion['scope'], item?: string): boolean =>
  actor.kind !== 'party' ||
  actor.agent === undefined ||
  (mandate !== undefined && coverOf(mandate, { scope, ...(item !== undefined && { item }) }).granted)
