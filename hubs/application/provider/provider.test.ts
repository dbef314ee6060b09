import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import { exportJWK } from 'jose'
import * as oidc from 'openid-client'
import type { TestGate } from '../../../test/harness/gate.ts'
import { openPerson, password } from '../../../test/harness/person.ts'
import { openRelyingParties, type RelyingParties, redirect } from '../../../test/harness/relying-parties.ts'
import { openVisitor } from '../../../test/harness/visitor.ts'

let house: RelyingParties
let gate: TestGate
let publicUrl: string
let administrators: RelyingParties['administrators']
let system: RelyingParties['system']
let asked: RelyingParties['asked']
let goneOn: RelyingParties['goneOn']
let exchange: RelyingParties['exchange']
let userInfo: RelyingParties['userInfo']
let signedIn: RelyingParties['signedIn']
const pathOf = (location: unknown) => house.pathOf(location)

before(async () => {
  house = await openRelyingParties()
  ;({ gate, publicUrl, administrators, system, asked, goneOn, exchange, userInfo, signedIn } = house)
})
after(() => gate?.close())

suite('依赖方登录 a system signs somebody in', () => {
  test('by a code, with openid-client: who it is, for this system only, and never more', async () => {
    const [one, other] = [await system(), await system({ redirects: [redirect] })]
    const { visitor, party } = await signedIn()
    const gone = await goneOn(visitor, one.config)
    assert.equal(gone.location.searchParams.get('iss'), `${publicUrl}/oidc`)
    const policy = String(gone.page?.headers['content-security-policy'])
    assert.match(policy, /form-action 'self' http:\/\/127\.0\.0\.1:9/)
    const tokens = await exchange(gone, one.config)
    const claims = tokens.claims()!
    assert.deepEqual(
      [claims.iss, claims.aud, claims['acr'], claims['kind']],
      [`${publicUrl}/oidc`, one.id, '2', 'person'],
    )
    assert.ok(!JSON.stringify(claims).includes(party), 'the city’s own id stays here')
    assert.equal((await oidc.fetchUserInfo(one.config, tokens.access_token, claims.sub)).sub, claims.sub)
    const again = await exchange(await goneOn(visitor, one.config), one.config)
    assert.equal(again.claims()!.sub, claims.sub)
    assert.equal(
      (await exchange(await goneOn(visitor, other.config), other.config)).claims()!.sub.length,
      claims.sub.length,
    )
  })

  test('whoever is not signed in signs in on the way, and may turn back', async () => {
    const { config } = await system()
    const person = await openPerson(gate)
    const visitor = openVisitor(gate.app)
    const { answer } = await asked(visitor, config)
    const way = pathOf(answer.headers.location)
    const sent = await visitor.get(way)
    assert.match(String(sent.headers.location), /^\/sign-in\?to=/)
    await visitor.get(String(sent.headers.location))
    await visitor.send('/sign-in', { name: person.number, password, to: way })
    const page = await visitor.send('/sign-in/code', { code: person.codes[0]!, to: way })
    assert.match(page.body, /示例系统/)
    const back = await visitor.send(way, { go: 'no' })
    assert.equal(new URL(String(back.headers.location)).searchParams.get('error'), 'access_denied')
  })

  test('another sector sees another subject', async () => {
    const [one, other] = [await system(), await system({ redirects: ['http://localhost:9/back'] })]
    const { visitor } = await signedIn()
    const subject = (await exchange(await goneOn(visitor, one.config), one.config)).claims()!.sub
    const { answer, verifier, state } = await asked(visitor, other.config, { redirect_uri: 'http://localhost:9/back' })
    const way = pathOf(answer.headers.location)
    await visitor.get(way)
    const location = new URL(String((await visitor.send(way, { go: 'yes' })).headers.location))
    assert.notEqual((await exchange({ location, verifier, state }, other.config)).claims()!.sub, subject)
  })

  test('with a key instead of a secret', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const { kty, crv, x, y } = await exportJWK(publicKey)
    const { id, secret } = await system({ keys: [{ kty, crv, x, y, kid: 'one', alg: 'ES256' }] })
    assert.equal(secret, null)
    const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'der' })
    const key = await crypto.subtle.importKey('pkcs8', pkcs8, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign'])
    const config = await house.discovered(id, oidc.PrivateKeyJwt({ key, kid: 'one' }))
    const { visitor } = await signedIn()
    assert.equal((await exchange(await goneOn(visitor, config), config)).claims()!.aud, id)
  })

  test('who wants a fresh proof gets one: the reader proves again on the way', async () => {
    const { config } = await system()
    const { visitor, codes } = await signedIn()
    gate.house.clock.advance({ minutes: 31 })
    const { answer, verifier, state } = await asked(visitor, config, { acr_values: '2' })
    const way = pathOf(answer.headers.location)
    const sent = await visitor.get(way)
    assert.match(String(sent.headers.location), /^\/sign-in\/prove\?to=/)
    await visitor.get(String(sent.headers.location))
    const page = await visitor.send('/sign-in/prove', { password, code: codes[1]!, to: way })
    assert.match(page.body, /示例系统/)
    const location = new URL(String((await visitor.send(way, { go: 'yes' })).headers.location))
    assert.equal((await exchange({ location, verifier, state }, config)).claims()!['acr'], '2')
  })
})

suite('误用 what must not work', () => {
  test('no PKCE, plain PKCE, implicit, hybrid: refused before anybody is asked', async () => {
    const { id } = await system()
    const visitor = openVisitor(gate.app)
    const common = { client_id: id, redirect_uri: redirect, scope: 'openid', response_type: 'code', state: 's' }
    const challenge = await oidc.calculatePKCECodeChallenge(oidc.randomPKCECodeVerifier())
    for (const [params, error] of [
      [common, 'invalid_request'],
      [{ ...common, code_challenge: challenge }, 'invalid_request'],
      [{ ...common, code_challenge: challenge, code_challenge_method: 'plain' }, 'invalid_request'],
      [{ ...common, response_type: 'token', nonce: 'n' }, 'unsupported_response_type'],
      [{ ...common, response_type: 'id_token', nonce: 'n' }, 'unsupported_response_type'],
      [{ ...common, response_type: 'code id_token', nonce: 'n' }, 'unsupported_response_type'],
    ] as const) {
      const answer = await visitor.get(`/oidc/auth?${new URLSearchParams(params)}`)
      const location = new URL(String(answer.headers.location))
      const told = new URLSearchParams(location.hash.slice(1) || location.search)
      assert.equal(told.get('error'), error, JSON.stringify(params))
      assert.equal(told.get('iss'), `${publicUrl}/oidc`)
    }
  })

  test('a redirect that is not exactly the registered one leads nowhere', async () => {
    const { config } = await system()
    const visitor = openVisitor(gate.app)
    for (const other of [
      `${redirect}/`,
      `${redirect}?a=1`,
      'http://127.0.0.1:9/',
      'http://127.0.0.1:10/back',
      'https://evil.test/back',
    ]) {
      const { answer } = await asked(visitor, config, { redirect_uri: other })
      assert.equal(answer.statusCode, 400, other)
      assert.equal(answer.headers.location, undefined)
    }
  })

  test('the password grant, a wrong secret, a client nobody approved', async () => {
    const { id, secret } = await system()
    assert.equal(
      (await house.raw(id, secret!, { grant_type: 'password', username: 'a', password: 'b' })).error,
      'unsupported_grant_type',
    )
    assert.equal(
      (await house.raw(id, `${secret}x`, { grant_type: 'authorization_code', code: 'x' })).error,
      'invalid_client',
    )
    assert.equal((await house.raw(id, secret!, { grant_type: 'client_credentials' })).error, 'unsupported_grant_type')
    const waiting = await system({}, false)
    const { answer } = await asked(openVisitor(gate.app), waiting.config)
    assert.equal(answer.statusCode, 400)
    assert.match(answer.body, /invalid_client/)
  })

  test('a code used twice takes back what the first use gave', async () => {
    const { config } = await system()
    const { visitor } = await signedIn()
    const gone = await goneOn(visitor, config)
    const tokens = await exchange(gone, config)
    assert.equal(await userInfo(tokens.access_token), 200)
    await assert.rejects(exchange(gone, config), { error: 'invalid_grant' })
    assert.equal(await userInfo(tokens.access_token), 401)
    await assert.rejects(oidc.refreshTokenGrant(config, tokens.refresh_token!), { error: 'invalid_grant' })
  })

  test('of two exchanges at the same moment one at most succeeds', async () => {
    const { config } = await system()
    const { visitor } = await signedIn()
    const gone = await goneOn(visitor, config)
    const both = await Promise.allSettled([exchange(gone, config), exchange(gone, config)])
    assert.ok(both.filter(({ status }) => status === 'fulfilled').length <= 1)
  })

  test('a refresh token is good once; used again, it takes all that came of it along', async () => {
    const { config } = await system()
    const { visitor } = await signedIn()
    const first = await exchange(await goneOn(visitor, config), config)
    const second = await oidc.refreshTokenGrant(config, first.refresh_token!)
    assert.notEqual(second.refresh_token, first.refresh_token)
    await assert.rejects(oidc.refreshTokenGrant(config, first.refresh_token!), { error: 'invalid_grant' })
    await assert.rejects(oidc.refreshTokenGrant(config, second.refresh_token!), { error: 'invalid_grant' })
    assert.equal(await userInfo(second.access_token), 401)
  })

  test('one browser’s asking is not another’s', async () => {
    const { config } = await system()
    const [{ visitor }, other] = [await signedIn(), await signedIn()]
    const { answer } = await asked(visitor, config)
    const stolen = await other.visitor.get(pathOf(answer.headers.location))
    assert.equal(stolen.statusCode, 410)
  })
})

suite('两人登记 a system is registered by two', () => {
  test('one proposes, another approves; nobody does both, and the audit administrator neither', async () => {
    const body = { id: 'two-persons', name: '示例', redirects: [redirect] }
    await gate.refused('/api/administration/clients', { token: administrators.security, body }, 403, 'CLIENT_NOT_YOURS')
    await gate.refused('/api/administration/clients', { token: administrators.audit, body }, 403, 'CLIENT_NOT_YOURS')
    assert.equal((await house.propose(body)).statusCode, 200)
    assert.equal((await house.propose(body)).json().code, 'CLIENT_EXISTS')
    assert.equal((await house.approve('two-persons', administrators.system)).json().code, 'CLIENT_NOT_YOURS')
    assert.equal((await house.approve('two-persons')).statusCode, 200)
    assert.equal((await house.approve('two-persons')).json().code, 'CLIENT_UNKNOWN')
    const { database } = gate.house
    await assert.rejects(
      database.migrator.query(`update application.clients set approved_by = proposed_by where id = 'two-persons'`),
      /violates check/,
    )
  })

  test('the tables hold no secret, no code and no token', async () => {
    const { config, secret } = await system()
    const { visitor } = await signedIn()
    const gone = await goneOn(visitor, config)
    const tokens = await exchange(gone, config)
    const { database } = gate.house
    for (const table of ['clients', 'provider_records', 'provider_keys']) {
      const rows = await database.migrator.query<{ row: string }>(
        `select row(t.*)::text as row from application.${table} t`,
      )
      const text = rows.map(({ row }) => row).join('\n')
      for (const hidden of [
        secret!,
        tokens.access_token,
        tokens.refresh_token!,
        gone.location.searchParams.get('code')!,
      ])
        assert.ok(!text.includes(hidden) && !text.includes(Buffer.from(hidden).toString('hex')), table)
    }
  })
})
