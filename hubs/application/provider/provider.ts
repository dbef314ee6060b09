import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Provider } from 'oidc-provider'
import type { SignedIn } from '#hubs/application/sign-in'
import { makeAdapter } from './adapter.ts'
import { makeClients } from './clients.ts'
import { makeKeys, publicHalf } from './keys.ts'
import * as store from './provider.store.ts'
import { library, makeBuild, type ProviderNeeds } from './settings.ts'

const keysLookedAt = 60_000

/** A system that is told of the end of sessions; the provider's types leave it out. */
interface ToldOfLogout {
  readonly backchannelLogoutUri?: string
  backchannelLogout(session: string, sid: string): Promise<void>
}

/** What somebody who is sent on is shown, and where he is sent. */
interface Asking {
  readonly client: string
  readonly name: string
  /** The site the answer goes to. */
  readonly site: string
  /** What was asked for: 1, or 2 where the system wants a fresh proof. */
  readonly acr: 1 | 2
}

/**
 * 统一身份认证 Lets departments' systems sign people in by the city's own sessions (OpenID Connect; RFC 9700). Code with PKCE only, redirects exactly as
 * registered, a subject of its own for each system, and nothing that outlives the session it came from.
 */
export function makeProvider(needs: ProviderNeeds, issuer: string) {
  const { db, clock, log, index, identity, secure } = needs
  const keys = makeKeys(needs)
  const clients = makeClients({ db, clock, index, identity, secure })
  const adapter = makeAdapter({
    ...needs,
    keys,
    clients,
    usedTwice: async () => new (await library()).errors.InvalidGrant('used before'),
  })

  const build = makeBuild(needs, issuer, { clients, adapter })

  let present: { readonly version: string; readonly at: number; readonly provider: Provider } | undefined
  /** With the keys of today: when they change, the provider is made anew, and what it keeps is in the database. */
  async function provider(): Promise<Provider> {
    const at = clock.now().epochMilliseconds
    if (present && Math.abs(at - present.at) < keysLookedAt) return present.provider
    const { jwks, version } = await keys.signing()
    present = { version, at, provider: present?.version === version ? present.provider : await build(jwks) }
    return present.provider
  }

  return {
    issuer,
    clients,
    /** The public keys, for whoever reads our access tokens. */
    jwks: async () => ({ keys: (await keys.signing()).jwks.map(publicHalf) }),

    /** Everything below its mount. */
    async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
      await (await provider()).callback()(request, response)
    },

    /** Who asks, and for what; undefined: this asking is over. */
    async asking(request: IncomingMessage, response: ServerResponse): Promise<Asking | undefined> {
      const now = await provider()
      try {
        const { params } = await now.interactionDetails(request, response)
        const client = await now.Client.find(String(params['client_id']))
        const acr = String(params['acr_values'] ?? '')
          .split(' ')
          .includes('2')
          ? 2
          : 1
        if (!client) return undefined
        return {
          client: client.clientId,
          name: client.clientName ?? client.clientId,
          site: new URL(String(params['redirect_uri'])).origin,
          acr,
        }
      } catch (error) {
        if (error instanceof (await library()).errors.SessionNotFound) return undefined
        throw error
      }
    },

    /** 同意前往 He goes on as whoever he is. @returns where. */
    async goOn(request: IncomingMessage, response: ServerResponse, signedIn: SignedIn): Promise<string> {
      const now = await provider()
      const { params } = await now.interactionDetails(request, response)
      const grant = new now.Grant({ accountId: signedIn.id, clientId: String(params['client_id']) })
      grant.addOIDCScope('openid')
      const resources = [params['resource'] ?? []].flat().map(String)
      for (const resource of resources) grant.addResourceScope(resource, String(params['scope'] ?? ''))
      const login = {
        accountId: signedIn.id,
        acr: String(signedIn.acr),
        remember: false,
        ts: Math.floor(Temporal.Instant.from(signedIn.signedInAt).epochMilliseconds / 1_000),
      }
      return now.interactionResult(
        request,
        response,
        { login, consent: { grantId: await grant.save() } },
        { mergeWithLastSubmission: false },
      )
    },

    /** He does not. */
    async turnBack(request: IncomingMessage, response: ServerResponse): Promise<string> {
      return (await provider()).interactionResult(
        request,
        response,
        { error: 'access_denied' },
        { mergeWithLastSubmission: false },
      )
    },

    /** 退出通知 A session of the city is over: the systems it led to are told, and everything that came of it is gone. */
    async sessionEnded(session: string): Promise<void> {
      const now = await provider()
      const rows = await db.run<{ sealed: Buffer }>(store.sessionRecords, [session])
      const sealing = await keys.sealing()
      for (const { sealed } of rows) {
        const { authorizations = {} } = JSON.parse(
          needs.keyring.unseal(sealing, sealed, 'provider|Session').toString(),
        ) as {
          authorizations?: Record<string, { readonly sid?: string }>
        }
        for (const [id, { sid }] of Object.entries(authorizations)) {
          const client = (await now.Client.find(id)) as (ToldOfLogout & object) | undefined
          if (client?.backchannelLogoutUri && sid !== undefined)
            await client
              .backchannelLogout(session, sid)
              .catch((fault: unknown) => log.warn({ err: fault, client: id }, 'provider.logout-untold'))
        }
      }
      await db.run(store.removeOfSession, [session])
    },
  }
}
export type CityProvider = ReturnType<typeof makeProvider>
