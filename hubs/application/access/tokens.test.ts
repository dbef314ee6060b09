import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { CompactSign, exportJWK, generateKeyPair, type CryptoKey as Key } from 'jose'
import { localKeys, makeAdmission, makeTokens } from '#hubs/application/access'
import { manualClock } from '#kernel/clock'
import { directoryOf } from '#kernel/identity'

const clock = manualClock('2026-03-02T09:00:00+08:00')
const now = Math.floor(clock.now().epochMilliseconds / 1_000)
const person = '0197e8f0-0000-7000-8000-000000000001'
const claims = {
  iss: 'https://id.example',
  aud: ['plumbline'],
  sub: person,
  exp: now + 600,
  iat: now,
  jti: '1',
  client_id: 'desk',
  scope: 'cases.read',
  post: 'approval/review',
}
const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
const keys = localKeys({ keys: [{ ...(await exportJWK(publicKey)), kid: 'a', alg: 'ES256' }] })
const tokens = makeTokens({ issuer: 'https://id.example', audience: 'plumbline', keys, clock })

const sign = (body: unknown, header: object = {}, key: Key = privateKey): Promise<string> =>
  new CompactSign(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)))
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'a', ...header })
    .sign(key)

suite('令牌 access tokens', () => {
  test('a good one is read, and read again from memory', async () => {
    const token = await sign(claims)
    assert.deepEqual(await tokens.read(token), claims)
    assert.equal(await tokens.read(token), await tokens.read(token))
  })

  test('anything that is not exactly one is refused', async () => {
    const wrong: readonly (readonly [string, unknown, object?])[] = [
      ['an identity token', claims, { typ: 'JWT' }],
      ['without a type', claims, { typ: undefined }],
      ['another issuer', { ...claims, iss: 'https://evil.example' }],
      ['another audience', { ...claims, aud: 'mail' }],
      ['not yet valid', { ...claims, nbf: now + 60 }],
      ['post and party', { ...claims, party: person }],
      ['neither', { ...claims, post: undefined }],
      ['no client', { ...claims, client_id: undefined }],
      ['no end', { ...claims, exp: undefined }],
      ['a post that is no post', { ...claims, post: '../x' }],
      ['no JSON', 'claims'],
    ]
    for (const [what, body, header] of wrong)
      await assert.rejects(tokens.read(await sign(body, header)), { code: 'TOKEN_INVALID' }, what)
    await assert.rejects(tokens.read(await sign({ ...claims, exp: now })), { code: 'TOKEN_EXPIRED' })
    await assert.rejects(tokens.read('x'.repeat(5_000)), { code: 'TOKEN_INVALID' })
    const stranger = await generateKeyPair('ES256')
    await assert.rejects(tokens.read(await sign(claims, {}, stranger.privateKey)), { code: 'TOKEN_INVALID' })
  })

  test('a post not held today admits nobody', async () => {
    const nobody = directoryOf({
      epoch: 1,
      regions: [],
      organs: [],
      posts: [],
      persons: [],
      appointments: [],
      certificates: [],
      delegations: [],
      administrators: [],
    })
    const { admit } = makeAdmission({ tokens, clock, identity: { directory: async () => nobody } })
    await assert.rejects(sign(claims).then(admit), { code: 'POST_NOT_HELD' })
    const party = await sign({ ...claims, post: undefined, party: person, acr: '2' })
    assert.deepEqual((await admit(party)).actor, { kind: 'party', party: person, account: person })
    assert.equal((await admit(party)).acr, 2)
  })
})
