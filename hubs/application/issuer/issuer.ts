import { join } from 'node:path'
import { CompactSign, type JSONWebKeySet } from 'jose'
import { type Clock, uuidv7 } from '#kernel/clock'
import { refusal } from '#kernel/refusal'
import { type DemoAccount, type DemoAccounts, openDemoAccounts } from './accounts.ts'
import { openSigningKey } from './signing-key.ts'

export const issuerInProduction = refusal(
  'ISSUER_IN_PRODUCTION',
  500,
  'The local issuer serves demonstrations and tests only',
)
export const signInRefused = refusal('SIGN_IN_REFUSED', 401, 'Account and password do not fit together')

/** Who a token is for, and what for. */
export interface TokenWanted {
  readonly sub: string
  readonly scope: string
  readonly post?: string
  readonly onBehalfOf?: string
  readonly administrator?: 'system' | 'security' | 'audit'
  readonly party?: string
  readonly account?: string
  readonly mandate?: string
  /** Seconds; default 3,600. */
  readonly ttl?: number
  readonly acr?: number
  readonly client?: string
}

export interface Issuer {
  readonly issuer: string
  readonly audience: string
  readonly jwks: JSONWebKeySet
  readonly accounts: DemoAccounts
  /** 签发 A signed access token after RFC 9068. */
  mint(wanted: TokenWanted): Promise<string>
  /** 演示登录 @throws SIGN_IN_REFUSED, whether the account or the password was wrong. */
  signIn(account: string, password: string): Promise<{ readonly accessToken: string; readonly expiresIn: number }>
}

export interface IssuerNeeds {
  readonly mode: 'demo' | 'production' | 'test'
  readonly dataDirectory: string
  readonly clock: Clock
  readonly accounts?: readonly DemoAccount[]
  readonly issuer?: string
  readonly audience?: string
}

/** The client id of tokens the simulator mints for itself: not counted against the rate of one person. */
export const simulatorClient = 'plumbline-simulator'
const lifetime = 3_600

/** 本地签发 Signs access tokens for a demonstration, a simulation or a test. A real city brings its own identity provider. */
export async function openIssuer(needs: IssuerNeeds): Promise<Issuer> {
  const { mode, dataDirectory, clock, issuer = 'urn:plumbline:local', audience = 'plumbline' } = needs
  if (mode === 'production') throw issuerInProduction({ remedy: 'Set issuer.url to the city’s identity provider.' })
  const signing = await openSigningKey(join(dataDirectory, 'issuer.key'))
  const accounts = await openDemoAccounts(dataDirectory, needs.accounts ?? [])

  async function mint(wanted: TokenWanted): Promise<string> {
    const iat = Math.floor(clock.now().epochMilliseconds / 1_000)
    const claims = {
      iss: issuer,
      aud: audience,
      sub: wanted.sub,
      client_id: wanted.client ?? 'plumbline-demo',
      iat,
      exp: iat + (wanted.ttl ?? lifetime),
      jti: uuidv7(clock),
      scope: wanted.scope,
      acr: String(wanted.acr ?? 1),
      ...(wanted.post !== undefined && { post: wanted.post }),
      ...(wanted.administrator !== undefined && { administrator: wanted.administrator }),
      ...(wanted.onBehalfOf !== undefined && { on_behalf_of: wanted.onBehalfOf }),
      ...(wanted.party !== undefined && { party: wanted.party, account: wanted.account ?? wanted.sub }),
      ...(wanted.mandate !== undefined && { mandate: wanted.mandate }),
    }
    return new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
      .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: signing.id })
      .sign(signing.key)
  }

  return {
    issuer,
    audience,
    jwks: signing.jwks,
    accounts,
    mint,
    async signIn(account, password) {
      const found = await accounts.check(account, password)
      if (!found) throw signInRefused()
      const { sub, scope, post, party } = found
      const accessToken = await mint({
        sub,
        scope,
        ...(post !== undefined && { post }),
        ...(party !== undefined && { party, account }),
      })
      return { accessToken, expiresIn: lifetime }
    },
  }
}
