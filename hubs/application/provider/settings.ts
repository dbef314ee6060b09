import type { Provider } from 'oidc-provider'
import type { SignedIn } from '#hubs/application/sign-in'
import type { Clock } from '#kernel/clock'
import type { Identity } from '#kernel/identity'
import type { Log } from '#kernel/log'
import type { BlindIndex, Keyring } from '#kernel/party'
import type { Db } from '#kernel/storage'
import type { makeAdapter } from './adapter.ts'
import type { Clients } from './clients.ts'

export interface ProviderNeeds {
  readonly db: Db
  readonly clock: Clock
  readonly log: Pick<Log, 'warn'>
  readonly keyring: Keyring
  readonly index: BlindIndex
  readonly identity: Pick<Identity, 'directory' | 'prove'>
  readonly sessions: {
    of(cookieHeader: string | undefined): Promise<SignedIn | undefined>
    byId(id: string): Promise<SignedIn | undefined>
    /** Also of a session that is over: for telling others of its end. */
    subjectOf(id: string): Promise<SignedIn['subject'] | undefined>
  }
  readonly secure: boolean
}

/** Where the provider stands under the city's own address. */
export const mounted = '/oidc'
/** Where somebody is asked whether he goes on to a system, as whom. */
export const interactionPath = '/sign-in/for'
/** The audience of access tokens for our own interfaces. */
export const ownResource = 'urn:plumbline:api'
/** What a system may ask of our interfaces at most, in the name of whoever signs in. */
const scopesOffered = 'cases.act cases.read registers.read alarms.read administer'

/** Read when somebody first asks for it: most starts of the program, and all commands, need none of it. */
export const library = () => import('oidc-provider')
type Library = Awaited<ReturnType<typeof library>>

const hour = 3_600

interface Parts {
  readonly clients: Clients
  readonly adapter: ReturnType<typeof makeAdapter>
}

/** The three administrators stand in no office: what their session calls a post says which of the three. */
function placeIn(post: string | undefined): { readonly post?: string; readonly administrator?: string } {
  const [, administrator] = /^administration\/(system|security|audit)$/.exec(post ?? '') ?? []
  if (administrator !== undefined) return { administrator }
  return post === undefined ? {} : { post }
}

/** 认证设定 The provider as this city wants it, for a set of signing keys. */
export function makeBuild(
  { log, index, sessions, secure }: ProviderNeeds,
  issuer: string,
  { clients, adapter }: Parts,
) {
  async function subjectOf(session: string, sector: string): Promise<string> {
    const subject = await sessions.subjectOf(session)
    if (!subject) throw new (await library()).errors.InvalidGrant('no such session')
    return index.tag('provider:subject', `${sector} ${subject.kind} ${subject.id}`).toString('base64url')
  }

  /** The session of the city decides, every time: another person, none at all, or a proof too weak, and one is asked again. */
  function policy({ interactionPolicy }: Library) {
    const base = interactionPolicy.base()
    const { Check } = interactionPolicy
    base.get('login')!.checks.add(
      new Check('city_session', 'the session of the city is over, another, or too weak', async ctx => {
        const { oidc, req } = ctx
        const signedIn = await sessions.of(req.headers.cookie)
        const wanted = String(oidc.params?.['acr_values'] ?? '')
          .split(' ')
          .includes('2')
          ? 2
          : 1
        const fits = signedIn !== undefined && signedIn.id === oidc.session?.accountId && signedIn.acr >= wanted
        return fits ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT
      }),
    )
    return base
  }

  function built(oidc: Library, jwks: readonly object[]): Provider {
    const { errors } = oidc
    const provider = new oidc.Provider(issuer, {
      adapter,
      jwks: { keys: [...jwks] },
      clientAuthMethods: ['private_key_jwt', 'client_secret_basic'],
      responseTypes: ['code'],
      scopes: ['openid'],
      subjectTypes: ['pairwise'],
      acrValues: ['1', '2'],
      claims: { auth_time: null, sid: null, openid: ['sub', 'kind', 'acr'] },
      pkce: { required: () => true },
      allowOmittingSingleRegisteredRedirectUri: false,
      rotateRefreshToken: true,
      issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
      expiresWithSession: async () => false,
      conformIdTokenClaims: false,
      clockTolerance: 5,
      // Only where a system is told of a sign-out: an address of the city's inner network as often as not, and two persons have approved it.
      fetch(url, options = {}) {
        const { dispatcher: _outsideOnly, ...rest } = options as RequestInit & { readonly dispatcher?: unknown }
        return globalThis.fetch(url, rest as RequestInit)
      },
      extraClientMetadata: { properties: ['plumbline_scopes'] },
      enabledJWA: {
        idTokenSigningAlgValues: ['ES256'],
        clientAuthSigningAlgValues: ['ES256', 'EdDSA', 'Ed25519'],
      },
      cookies: {
        names: {
          session: secure ? '__Host-plumbline-oidc' : 'plumbline-oidc',
          interaction: 'plumbline-oidc-asking',
          resume: 'plumbline-oidc-resume',
        },
        long: { httpOnly: true, sameSite: 'lax', path: '/', overwrite: true, signed: false, secure },
        short: { httpOnly: true, sameSite: 'lax', overwrite: true, signed: false, secure },
      },
      ttl: {
        AccessToken: hour / 2,
        AuthorizationCode: 60,
        IdToken: hour / 2,
        Interaction: hour / 2,
        Session: 12 * hour,
        Grant: 12 * hour,
        RefreshToken: 12 * hour,
      },
      features: {
        devInteractions: { enabled: false },
        rpInitiatedLogout: { enabled: false },
        backchannelLogout: { enabled: true },
        revocation: { enabled: true },
        userinfo: { enabled: true },
        resourceIndicators: {
          enabled: true,
          getResourceServerInfo: async (_ctx, resource, client) => {
            const own = String(client['plumbline_scopes'] ?? '')
            if (resource !== ownResource || own === '') throw new errors.InvalidTarget()
            const may = own.split(' ').filter(scope => scopesOffered.split(' ').includes(scope))
            const jwt = { sign: { alg: 'ES256' as const } }
            return {
              scope: may.join(' '),
              audience: 'plumbline',
              accessTokenFormat: 'jwt',
              accessTokenTTL: hour / 6,
              jwt,
            }
          },
        },
      },
      interactions: { policy: policy(oidc), url: async (_ctx, { uid }) => `${interactionPath}/${uid}` },
      pairwiseIdentifier: async (_ctx, session, client) => subjectOf(session, String(client['sectorIdentifier'])),
      async findAccount(_ctx, session) {
        const signedIn = await sessions.byId(session)
        if (!signedIn) return undefined
        return {
          accountId: session,
          claims: async () => ({ sub: session, kind: signedIn.subject.kind, acr: String(signedIn.acr) }),
        }
      },
      async extraTokenClaims(_ctx, token) {
        const session = 'accountId' in token ? await sessions.byId(String(token.accountId)) : undefined
        if (!session) return undefined
        const { subject, actsAs, post, acr } = session
        const who =
          subject.kind === 'officer' ? { person: subject.id, ...placeIn(post) } : { party: actsAs, account: subject.id }
        return { ...who, session: session.id, acr: String(acr) }
      },
      async renderError(ctx, out) {
        ctx.type = 'application/json'
        ctx.body = { error: out.error, error_description: out.error_description }
      },
    })
    // What a proxy of ours said was checked at the gate, and is handed on in these headers.
    provider.proxy = true
    provider.Client.prototype.compareClientSecret = function (given: string) {
      return clients.fits(this.clientId, this.clientSecret, given)
    }
    provider.on('server_error', (_ctx, fault) => log.warn({ err: fault }, 'provider.fault'))
    provider.on('backchannel.error', (_ctx, fault) => log.warn({ err: fault }, 'provider.logout-untold'))
    return provider
  }

  return async (jwks: readonly object[]): Promise<Provider> => built(await library(), jwks)
}
