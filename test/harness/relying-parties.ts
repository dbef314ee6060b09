import assert from 'node:assert/strict'
import { type AddressInfo, createServer } from 'node:net'
import * as oidc from 'openid-client'
import { openTestGate, type TestGate } from './gate.ts'
import { administratorOf, openPerson, signInBy } from './person.ts'
import { openVisitor, type Visitor } from './visitor.ts'

/** Where the answers go; nobody listens there. */
export const redirect = 'http://127.0.0.1:9/back'

/** A port that is free now. */
const freePort = (): Promise<number> =>
  new Promise(resolve => {
    const socket = createServer().listen(0, '127.0.0.1', () => {
      const { port } = socket.address() as AddressInfo
      socket.close(() => resolve(port))
    })
  })

/** An administrator of one kind, with a token. */
const administrator = async (gate: TestGate, kind: 'system' | 'security' | 'audit'): Promise<string> =>
  gate.issuer.mint({ sub: await administratorOf(gate, kind), administrator: kind, scope: 'administer', acr: 2 })

/** 依赖方 A listening city, its administrators, and systems that sign people in there with `openid-client`. */
export async function openRelyingParties(options: { readonly now?: string; readonly stepUp?: boolean } = {}) {
  const port = await freePort()
  const publicUrl = `http://127.0.0.1:${port}`
  const gate = await openTestGate({ publicUrl, ...options })
  await gate.app.listen({ port, host: '127.0.0.1' })
  const administrators = {
    system: await administrator(gate, 'system'),
    security: await administrator(gate, 'security'),
    audit: await administrator(gate, 'audit'),
  }
  const propose = (body: object) => gate.ask('/api/administration/clients', { token: administrators.system, body })
  const approve = (id: string, token = administrators.security) =>
    gate.ask('/api/administration/clients/approve', { token, body: { id } })
  const discovered = (id: string, auth?: oidc.ClientAuth) =>
    oidc.discovery(new URL(`${publicUrl}/oidc`), id, undefined, auth, { execute: [oidc.allowInsecureRequests] })
  const pathOf = (location: unknown) => {
    const url = new URL(String(location), publicUrl)
    return `${url.pathname}${url.search}`
  }

  /** Asks for a code in this browser, as a page of the system would. */
  async function asked(visitor: Visitor, config: oidc.Configuration, more: Record<string, string> = {}) {
    const verifier = oidc.randomPKCECodeVerifier()
    const state = oidc.randomState()
    const url = oidc.buildAuthorizationUrl(config, {
      redirect_uri: redirect,
      scope: 'openid',
      state,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...more,
    })
    const answer = await visitor.get(`${url.pathname}${url.search}`)
    return { answer, verifier, state }
  }

  let running = 0
  return {
    gate,
    publicUrl,
    administrators,
    propose,
    approve,
    discovered,
    pathOf,
    asked,
    /** A system that was proposed, approved, and knows the city by discovery. */
    async system(more: object = {}, approved = true) {
      const id = `system-${++running}`
      const proposed = await propose({ id, name: `示例系统 ${running}`, redirects: [redirect], refresh: true, ...more })
      assert.equal(proposed.statusCode, 200, proposed.body)
      if (approved) assert.equal((await approve(id)).statusCode, 200)
      const { secret } = proposed.json() as { secret: string | null }
      const auth = secret === null ? undefined : oidc.ClientSecretBasic(secret)
      return { id, secret, config: await discovered(id, auth) }
    },
    /** From the asking to the answer that goes back to the system. */
    async goneOn(visitor: Visitor, config: oidc.Configuration, more: Record<string, string> = {}) {
      const { answer, verifier, state } = await asked(visitor, config, more)
      assert.equal(answer.statusCode, 303, answer.body)
      // Somebody who went on once is not asked again while his session lasts.
      if (String(answer.headers.location).startsWith(redirect))
        return { location: new URL(String(answer.headers.location)), verifier, state }
      const way = pathOf(answer.headers.location)
      assert.match(way, /^\/sign-in\/for\//)
      const page = await visitor.get(way)
      assert.equal(page.statusCode, 200, `${page.statusCode} ${page.headers.location}`)
      assert.match(page.body, /示例系统/)
      const back = await visitor.send(way, { go: 'yes' })
      assert.equal(back.statusCode, 303, back.body)
      return { location: new URL(String(back.headers.location)), verifier, state, page }
    },
    exchange: (
      gone: { location: URL; verifier: string; state: string },
      config: oidc.Configuration,
      more: Record<string, string> = {},
    ) =>
      oidc.authorizationCodeGrant(
        config,
        gone.location,
        { pkceCodeVerifier: gone.verifier, expectedState: gone.state },
        more,
      ),
    /** The status of asking who somebody is. */
    userInfo: async (accessToken: string) =>
      (await fetch(`${publicUrl}/oidc/me`, { headers: { authorization: `Bearer ${accessToken}` } })).status,
    /** The token address, without a library that knows better. */
    raw: async (id: string, secret: string, body: Record<string, string>) => {
      const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
      const answer = await fetch(`${publicUrl}/oidc/token`, {
        method: 'POST',
        headers: { authorization },
        body: new URLSearchParams(body),
      })
      return (await answer.json()) as { readonly error?: string }
    },
    async signedIn() {
      const person = await openPerson(gate)
      const visitor = openVisitor(gate.app)
      await signInBy(visitor, person.number, person.codes[0]!)
      return { ...person, visitor }
    },
  }
}
export type RelyingParties = Awaited<ReturnType<typeof openRelyingParties>>
