import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, suite, test } from 'node:test'
import { compactVerify, createLocalJWKSet, createRemoteJWKSet, decodeProtectedHeader, exportJWK, jwtVerify } from 'jose'
import * as oidc from 'openid-client'
import type { TestGate } from '../../../test/harness/gate.ts'
import { openRelyingParties, type RelyingParties } from '../../../test/harness/relying-parties.ts'

let house: RelyingParties
let gate: TestGate
let publicUrl: string
let system: RelyingParties['system']
let goneOn: RelyingParties['goneOn']
let exchange: RelyingParties['exchange']
let userInfo: RelyingParties['userInfo']
let signedIn: RelyingParties['signedIn']

before(async () => {
  house = await openRelyingParties()
  ;({ gate, publicUrl, system, goneOn, exchange, userInfo, signedIn } = house)
})
after(() => gate?.close())

suite('退出与密钥 signing out and keys', () => {
  test('signing out here is told to the system, and what it had is worth nothing', async t => {
    const told: string[] = []
    const server = createServer((request, response) => {
      let body = ''
      request.on('data', part => {
        body += part
      })
      request.on('end', () => {
        told.push(new URLSearchParams(body).get('logout_token') ?? '')
        response.writeHead(200).end()
      })
    })
    await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve))
    t.after(() => server.close())
    const { port } = server.address() as AddressInfo
    const { id, config } = await system({ logout: `http://127.0.0.1:${port}/logout` })
    const { visitor } = await signedIn()
    const tokens = await exchange(await goneOn(visitor, config), config)
    await visitor.get('/sign-in/own')
    await visitor.send('/sign-out', {})
    await gate.house.city.signIn.close()
    // As a system does that was told: by the key the city shows, and no other.
    const keys = createRemoteJWKSet(new URL(`${publicUrl}/oidc/jwks`))
    const now = { currentDate: new Date(gate.house.clock.now().epochMilliseconds) }
    const { payload: claims } = await jwtVerify(told[0]!, keys, {
      ...{ ...now, issuer: `${publicUrl}/oidc`, audience: id, typ: 'logout+jwt' },
    })
    assert.deepEqual(Object.keys(claims['events'] as object), ['http://schemas.openid.net/event/backchannel-logout'])
    assert.equal(claims['nonce'], undefined, 'a logout token is no identity token')
    const strangers = createLocalJWKSet({
      keys: [await exportJWK(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey)],
    })
    await assert.rejects(jwtVerify(told[0]!, strangers, now))
    assert.deepEqual([claims.aud, claims.sub, claims['sid']], [id, tokens.claims()!.sub, tokens.claims()!['sid']])
    assert.equal(await userInfo(tokens.access_token), 401)
    await assert.rejects(oidc.refreshTokenGrant(config, tokens.refresh_token!), { error: 'invalid_grant' })
  })

  test('the next key is shown before it signs, and the last one after it has', async () => {
    const shown = async () =>
      ((await (await fetch(`${publicUrl}/oidc/jwks`)).json()) as { keys: { kid: string; d?: string }[] }).keys
    const [first, ...none] = await shown()
    assert.deepEqual(none, [])
    const { config } = await system()
    const { visitor } = await signedIn()
    const signed = await exchange(await goneOn(visitor, config), config)
    const early = signed.id_token!
    const signedBy = (token: string) => decodeProtectedHeader(token).kid
    assert.equal(signedBy(early), first!.kid)
    gate.house.clock.advance({ hours: 24 * 24 })
    const both = await shown()
    assert.deepEqual([both.length, both[0]!.kid], [2, first!.kid])
    gate.house.clock.advance({ hours: 24 * 8 })
    const after = await shown()
    assert.deepEqual(after.map(({ kid }) => kid).sort(), both.map(({ kid }) => kid).sort())
    assert.ok(after.every(({ d }) => d === undefined))
    // Signed by the last one: whoever got it then can still check it.
    const keys = createLocalJWKSet({ keys: after })
    await compactVerify(early, keys)
    const again = await signedIn()
    const late = (await exchange(await goneOn(again.visitor, config), config)).id_token!
    assert.notEqual(signedBy(late), first!.kid)
    await compactVerify(late, keys)
    gate.house.clock.advance({ hours: 24 * 8 })
    assert.ok(!(await shown()).some(({ kid }) => kid === first!.kid))
  })

  test('a clock more exact than the database finds the key it has just made', async () => {
    gate.house.clock.set('2026-07-09T09:00:00.123456789+08:00')
    assert.equal((await fetch(`${publicUrl}/oidc/jwks`)).status, 200)
  })
})
