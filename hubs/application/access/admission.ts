import type { Clock } from '#kernel/clock'
import { type AdministratorKind, type Directory, type Identity, partsOfPost } from '#kernel/identity'
import { type Caller, postNotHeld } from './caller.ts'
import type { TokenClaims, Tokens } from './tokens.ts'

export interface AdmissionNeeds {
  readonly tokens: Tokens
  readonly identity: Pick<Identity, 'directory'>
  readonly clock: Clock
}

/** How long a directory once read serves for admission. Acts ask again under the case's lock; this bounds what reading may see. */
const freshFor = 250

/** 准入 Turns a token into the person who stands behind it today: a post that was taken away yesterday admits nobody. */
export function makeAdmission({ tokens, identity, clock }: AdmissionNeeds) {
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

  async function officerOf(claims: TokenClaims, post: string): Promise<Caller['actor']> {
    const { organ } = partsOfPost(post)
    const on = clock.today().toString()
    const offices = await directory()
    const behalf = claims.on_behalf_of
    const stands =
      behalf === undefined
        ? offices.mayAct({ person: claims.sub, post, on }) !== undefined
        : // Whether the delegation covers the item is asked with the act; here: a colleague, in the stead of one who holds the post.
          offices.mayAct({ person: behalf, post, on }) !== undefined &&
          offices.membersOf(organ, on).includes(claims.sub)
    if (!stands) throw postNotHeld({ facts: { post } })
    return { kind: 'officer', person: claims.sub, post, organ, ...(behalf !== undefined && { onBehalfOf: behalf }) }
  }

  /** 三员 Stands in no office: his post is a word of ours, which no organ has, so that no act of a case is ever his. */
  async function administratorOf(sub: string, kind: AdministratorKind): Promise<Caller['actor']> {
    const post = `administration/${kind}`
    if (!(await directory()).isAdministrator(sub, kind, clock.today().toString()))
      throw postNotHeld({ facts: { post } })
    return { kind: 'officer', person: sub, post, organ: 'administration' }
  }

  /** Administering and the work of offices never meet in one caller, whatever the token asks for. */
  function scopesOf({ scope, administrator }: TokenClaims): ReadonlySet<string> {
    const asked = scope.split(' ')
    return new Set(asked.filter(one => (one === 'administer') === (administrator !== undefined)))
  }

  return {
    directory,
    /** @throws TOKEN_INVALID, TOKEN_EXPIRED, POST_NOT_HELD */
    async admit(token: string): Promise<Caller> {
      const claims = await tokens.read(token)
      const actor =
        claims.administrator !== undefined
          ? await administratorOf(claims.sub, claims.administrator)
          : claims.post === undefined
            ? ({ kind: 'party', party: claims.party!, account: claims.account ?? claims.sub } as const)
            : await officerOf(claims, claims.post)
      return { actor, scopes: scopesOf(claims), acr: Number(claims.acr ?? 0), client: claims.client_id }
    },
  }
}
export type Admission = ReturnType<typeof makeAdmission>
