import { createHash } from 'node:crypto'
import {
  type CompactVerifyGetKey,
  compactVerify,
  createLocalJWKSet,
  createRemoteJWKSet,
  decodeJwt,
  type JSONWebKeySet,
} from 'jose'
import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Clock } from '#kernel/clock'
import { tokenExpired, tokenInvalid } from './caller.ts'

const Uuid = Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' })
const Short = Type.String({ minLength: 1, maxLength: 200 })

/**
 * Claims of an access token (RFC 9068 §2.2) and ours: `post` for officers, `administrator` for the three, `party` and `account` for everybody else, with the
 * `mandate` on which he acts for another. The city's own provider names a subject of its own for each system, so `person` says which officer it is, and
 * `session` of which sign-in the token came.
 */
const Claims = Type.Object({
  iss: Short,
  aud: Type.Union([Short, Type.Array(Short)]),
  sub: Short,
  exp: Type.Integer(),
  iat: Type.Integer(),
  nbf: Type.Optional(Type.Integer()),
  jti: Short,
  client_id: Short,
  scope: Type.String({ maxLength: 400 }),
  acr: Type.Optional(Type.Union([Type.String({ pattern: '^[0-9]$' }), Type.Integer({ minimum: 0, maximum: 9 })])),
  post: Type.Optional(Type.String({ pattern: '^[a-z0-9-]{1,64}/[a-z-]{1,64}$' })),
  on_behalf_of: Type.Optional(Uuid),
  administrator: Type.Optional(Type.Enum(['system', 'security', 'audit'])),
  party: Type.Optional(Uuid),
  account: Type.Optional(Short),
  person: Type.Optional(Uuid),
  session: Type.Optional(Uuid),
  mandate: Type.Optional(Uuid),
})
export type TokenClaims = Static<typeof Claims>
const claimsForm = Compile(Claims)

/** Only signatures we would make ourselves: never `none`, never a shared secret, never RSA of unknown size. */
const algorithms = ['EdDSA', 'Ed25519', 'ES256']
const longest = 4_096
/** Clocks of two machines may differ by this many seconds. */
const tolerance = 5

/** The keys an issuer signs with: those of this program, or fetched from the city's provider and kept. */
export const localKeys = (keys: JSONWebKeySet): CompactVerifyGetKey => createLocalJWKSet(keys)
export const remoteKeys = (url: string): CompactVerifyGetKey =>
  createRemoteJWKSet(new URL(url), { cacheMaxAge: 600_000, cooldownDuration: 30_000, timeoutDuration: 5_000 })

/** The keys of our own provider, which change: read anew every minute. */
export function ownKeys(read: () => Promise<JSONWebKeySet>): CompactVerifyGetKey {
  let known: { readonly at: number; readonly keys: Promise<CompactVerifyGetKey> } | undefined
  return async (header, token) => {
    const at = performance.now()
    if (!known || at - known.at > 60_000) {
      const fresh = { at, keys: read().then(localKeys) }
      fresh.keys.catch(() => {
        if (known === fresh) known = undefined
      })
      known = fresh
    }
    return (await known.keys)(header, token)
  }
}

export interface TokenSettings {
  readonly issuer: string
  readonly audience: string
  readonly keys: CompactVerifyGetKey
  readonly clock: Clock
  /** How many verified tokens are remembered; default 20,000. */
  readonly keep?: number
}

/**
 * 验令牌 Reads access tokens after RFC 9068: type, algorithm, signature, issuer, audience, times. A token verified once is known
 * by its hash until it expires, because verifying costs a hundred times more than looking it up.
 */
export function makeTokens({ issuer, audience, keys, clock, keep = 20_000 }: TokenSettings) {
  const known = new Map<string, TokenClaims>()
  const seconds = (): number => Math.floor(clock.now().epochMilliseconds / 1_000)

  function inTime(claims: TokenClaims): TokenClaims {
    const now = seconds()
    if (claims.exp <= now) throw tokenExpired()
    if ((claims.nbf ?? claims.iat) > now + tolerance) throw tokenInvalid({ detail: 'the token is not valid yet' })
    return claims
  }

  async function verify(token: string): Promise<TokenClaims> {
    const { payload, protectedHeader } = await compactVerify(token, keys, { algorithms }).catch(cause => {
      throw tokenInvalid({ cause })
    })
    const type = protectedHeader.typ?.toLowerCase()
    if (type !== 'at+jwt' && type !== 'application/at+jwt') throw tokenInvalid({ detail: 'not an access token' })
    let claims: unknown
    try {
      claims = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload))
    } catch {
      throw tokenInvalid({ detail: 'the claims are not JSON' })
    }
    if (!claimsForm.Check(claims)) throw tokenInvalid({ detail: 'a claim is missing or malformed' })
    if (claims.iss !== issuer) throw tokenInvalid({ detail: 'issued by another' })
    if (![claims.aud].flat().includes(audience)) throw tokenInvalid({ detail: 'issued for another audience' })
    const named = [claims.post, claims.party, claims.administrator].filter(one => one !== undefined).length
    if (named > 1 || (named === 0 && claims.person === undefined))
      throw tokenInvalid({ detail: 'the token names not one of post, party and administrator' })
    if (claims.mandate !== undefined && claims.party === undefined)
      throw tokenInvalid({ detail: 'a mandate is held by a person' })
    return claims
  }

  return {
    /** @throws TOKEN_INVALID, TOKEN_EXPIRED */
    async read(token: string): Promise<TokenClaims> {
      if (token.length > longest) throw tokenInvalid({ detail: 'the token is too long' })
      const hash = createHash('sha256').update(token).digest('base64')
      const before = known.get(hash)
      if (before) return inTime(before)
      const claims = inTime(await verify(token))
      if (known.size >= keep) known.delete(known.keys().next().value!)
      known.set(hash, claims)
      return claims
    },
  }
}
export type Tokens = ReturnType<typeof makeTokens>

/** 各家签发 Tokens of several issuers: each is read by the keys of the one it names. Whether that one made it, its signature says. */
export function tokensOfAll(issuers: ReadonlyMap<string, Tokens>): Tokens {
  const issuerNamed = (token: string): string => {
    try {
      return String(decodeJwt(token).iss)
    } catch (cause) {
      throw tokenInvalid({ cause })
    }
  }
  return {
    async read(token) {
      if (token.length > longest) throw tokenInvalid({ detail: 'the token is too long' })
      const named = issuers.get(issuerNamed(token))
      if (!named) throw tokenInvalid({ detail: 'issued by another' })
      return named.read(token)
    },
  }
}
