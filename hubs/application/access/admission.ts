import { type Mandate, standingOf } from '#hubs/application/mandate'
import type { Clock } from '#kernel/clock'
import { type AdministratorKind, type Directory, type Identity, partsOfPost } from '#kernel/identity'
import { type Caller, counterScope, mandateNotStanding, postNotHeld, tokenExpired } from './caller.ts'
import type { TokenClaims, Tokens } from './tokens.ts'

export interface AdmissionNeeds {
  readonly tokens: Tokens
  readonly identity: Pick<Identity, 'directory'>
  readonly clock: Clock
  /** The sign-in that a token of our own provider came of; undefined once it is over. */
  readonly sessionOf?: (id: string) => Promise<{ readonly acr: number } | undefined>
  /** Absent: nobody acts in another's stead. */
  readonly mandates?: { readonly find: (id: string) => Promise<Mandate | undefined> }
}

/** Who sits at the desk: the person, the post of the session, how strongly he proved who he is. */
export interface DeskSession {
  readonly person: string
  readonly post: string
  readonly acr: number
}

const deskClient = 'plumbline-desk'
/** What the desk is for; what its officer may do in a case is asked of the city's offices, every time. */
const deskScopes: ReadonlySet<string> = new Set([
  'cases.act',
  'cases.read',
  'cases.export',
  'parties.write',
  'registers.read',
  'alarms.read',
])

/**
 * 督察 An officer of the organ that supervises looks at all cases; his looks are on record as everybody's. Whoever watches over a power does not use it:
 * he acts in no case, takes no application in, puts nobody on record and takes no list out of the house.
 */
const supervisingScopes: ReadonlySet<string> = new Set(['cases.read', 'registers.read', 'alarms.read', 'supervise'])

/** 代行所及 A post is lent for named items: its cases, and the alarms about them; lists to take away, records of people and supervision are not lent. */
const lentScopes: ReadonlySet<string> = new Set(['cases.act', 'cases.read', 'alarms.read'])

/** How long a directory once read serves for admission. Acts ask again under the case's lock; this bounds what reading may see. */
const freshFor = 250

/** 准入 Turns a token into the person who stands behind it today: a post that was taken away yesterday admits nobody. */
export function makeAdmission({ tokens, identity, clock, sessionOf, mandates }: AdmissionNeeds) {
  let latest: { readonly directory: Promise<Directory>; readonly at: number } | undefined

  function directory(): Promise<Directory> {
    const now = performance.now()
    if (!latest || now - latest.at > freshFor) {
      const reading = { directory: identity.directory(), at: now }
      reading.directory.catch(() => {
        if (latest === reading) latest = undefined
      })
      latest = reading
    }
    return latest.directory
  }

  async function officerOf(
    claims: Pick<TokenClaims, 'sub' | 'on_behalf_of' | 'person'>,
    post: string,
  ): Promise<Caller['actor']> {
    const { organ } = partsOfPost(post)
    const on = clock.today().toString()
    const offices = await directory()
    const behalf = claims.on_behalf_of
    const person = claims.person ?? claims.sub
    const stands =
      behalf === undefined
        ? offices.mayAct({ person, post, on }) !== undefined
        : // Whether the delegation covers the item is asked with the act; here: a colleague, to whom the holder lends the post today.
          offices.standsIn({ person, behalf, post, on }) && offices.membersOf(organ, on).includes(person)
    if (!stands) throw postNotHeld({ facts: { post } })
    return { kind: 'officer', person, post, organ, ...(behalf !== undefined && { onBehalfOf: behalf }) }
  }

  /** 三员 Stands in no office: his post is a word of ours, which no organ has, so that no act of a case is ever his. */
  async function administratorOf(sub: string, kind: AdministratorKind): Promise<Caller['actor']> {
    const post = `administration/${kind}`
    if (!(await directory()).isAdministrator(sub, kind, clock.today().toString()))
      throw postNotHeld({ facts: { post } })
    return { kind: 'officer', person: sub, post, organ: 'administration' }
  }

  /** A sign-in that is over admits nobody, and one whose proof is no longer fresh is as weak as it is. */
  async function strengthOf({ acr = 0, session }: TokenClaims): Promise<number> {
    if (session === undefined || !sessionOf) return Number(acr)
    const found = await sessionOf(session)
    if (!found) throw tokenExpired({ detail: 'the sign-in it came of is over' })
    return Math.min(Number(acr), found.acr)
  }

  function actorOf(claims: TokenClaims): Caller['actor'] | Promise<Caller['actor']> {
    const { administrator, post, party, account, person, sub } = claims
    if (administrator !== undefined) return administratorOf(person ?? sub, administrator)
    if (post !== undefined) return officerOf(claims, post)
    if (party === undefined) throw postNotHeld({ detail: 'No post was taken.', remedy: 'Take a post: /sign-in/post.' })
    return { kind: 'party', party, account: account ?? sub }
  }

  /** Administering and the work of offices never meet in one caller, whatever the token asks for. */
  function scopesOf({ scope, administrator, on_behalf_of: behalf }: TokenClaims): ReadonlySet<string> {
    const asked = scope.split(' ').filter(one => behalf === undefined || lentScopes.has(one))
    return new Set(asked.filter(one => (one === 'administer') === (administrator !== undefined)))
  }

  /** 代理人 Stands for the principal as long as the mandate does: asked with every request. */
  async function agentOf(claims: TokenClaims, party: string, id: string, acr: number): Promise<Caller> {
    const mandate = await mandates?.find(id)
    if (mandate?.agent !== party) throw mandateNotStanding()
    const standing = standingOf(mandate, clock.today().toString())
    if (!standing.granted) throw mandateNotStanding({ reasons: standing.reasons })
    const agent = { party, mandate: id }
    const actor = { kind: 'party', party: mandate.principal, account: claims.account ?? claims.sub, agent } as const
    return { actor, scopes: scopesOf(claims), acr, client: claims.client_id, mandate }
  }

  /** Asked of the post as it is today, whatever the token says. */
  async function withCounter(given: ReadonlySet<string>, post: string | undefined): Promise<ReadonlySet<string>> {
    const asked = new Set([...given].filter(one => one !== counterScope))
    if (post === undefined || !asked.has('parties.write')) return asked
    return (await directory()).post(post, clock.today().toString())?.counter ? asked.add(counterScope) : asked
  }

  return {
    directory,
    /** @throws TOKEN_INVALID, TOKEN_EXPIRED, POST_NOT_HELD, MANDATE_NOT_STANDING */
    async admit(token: string): Promise<Caller> {
      const claims = await tokens.read(token)
      const acr = await strengthOf(claims)
      if (claims.party !== undefined && claims.mandate !== undefined)
        return agentOf(claims, claims.party, claims.mandate, acr)
      const actor = await actorOf(claims)
      return { actor, scopes: await withCounter(scopesOf(claims), claims.post), acr, client: claims.client_id }
    },
    /** 坐席准入 An officer at the desk, or an administrator, by the session of his browser, in the post he took for it. @throws POST_NOT_HELD */
    async admitSession({ person, post, acr }: DeskSession): Promise<Caller> {
      const [, kind] = /^administration\/(system|security|audit)$/.exec(post) ?? []
      if (kind !== undefined) {
        const actor = await administratorOf(person, kind as AdministratorKind)
        return { actor, scopes: new Set(['administer']), acr, client: deskClient }
      }
      const actor = await officerOf({ sub: person }, post)
      const on = clock.today().toString()
      const supervises = (await directory()).organ(partsOfPost(post).organ, on)?.functions.includes('supervision')
      const scopes = await withCounter(supervises ? supervisingScopes : deskScopes, post)
      return { actor, scopes, acr, client: deskClient }
    },
  }
}
export type Admission = ReturnType<typeof makeAdmission>
