import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import { localKeys, makeTokens } from '#hubs/application/access'
import { openIssuer } from '#hubs/application/issuer'
import { manualClock } from '#kernel/clock'

const dataDirectory = mkdtempSync(join(tmpdir(), 'plumbline-issuer-'))
after(() => rmSync(dataDirectory, { recursive: true }))
const clock = manualClock('2026-03-02T09:00:00+08:00')
const accounts = [
  {
    account: 'window',
    title: '受理岗',
    sub: '0197e8f0-0000-7000-8000-000000000001',
    post: '210102-approval-bureau/acceptance',
    scope: 'cases.act',
  },
]
const open = () => openIssuer({ mode: 'test', dataDirectory, clock, accounts })

suite('本地签发 the local issuer', () => {
  test('passwords are random, kept over restarts, stored only as hashes, and files are the owner’s', async () => {
    const [first] = (await open()).accounts.shown
    const [again] = (await open()).accounts.shown
    assert.match(first!.password, /^[a-z2-9]{5}(-[a-z2-9]{5}){3}$/)
    assert.equal(again!.password, first!.password)
    assert.ok(!readFileSync(join(dataDirectory, 'demo-accounts.json'), 'utf8').includes(first!.password))
    for (const name of ['demo-accounts.json', 'demo-passwords.json', 'issuer.key'])
      assert.equal(statSync(join(dataDirectory, name)).mode & 0o777, 0o600)
  })

  test('the right password brings a token that is good until it expires; anything else the same refusal', async () => {
    const issuer = await open()
    const tokens = makeTokens({ issuer: issuer.issuer, audience: 'plumbline', keys: localKeys(issuer.jwks), clock })
    const { accessToken, expiresIn } = await issuer.signIn('window', issuer.accounts.shown[0]!.password)
    const claims = await tokens.read(accessToken)
    assert.deepEqual([claims.sub, claims.post, claims.scope], [accounts[0]!.sub, accounts[0]!.post, 'cases.act'])
    await assert.rejects(issuer.signIn('window', 'guess'), { code: 'SIGN_IN_REFUSED' })
    await assert.rejects(issuer.signIn('nobody', 'guess'), { code: 'SIGN_IN_REFUSED' })
    const other = makeTokens({ issuer: 'urn:other', audience: 'plumbline', keys: localKeys(issuer.jwks), clock })
    await assert.rejects(other.read(accessToken), { code: 'TOKEN_INVALID' })
    clock.advance({ seconds: expiresIn })
    await assert.rejects(tokens.read(accessToken), { code: 'TOKEN_EXPIRED' })
  })

  test('a key that others can read signs nothing, and production has no local issuer', async () => {
    chmodSync(join(dataDirectory, 'issuer.key'), 0o644)
    await assert.rejects(open(), { code: 'ISSUER_KEY_EXPOSED' })
    chmodSync(join(dataDirectory, 'issuer.key'), 0o600)
    await assert.rejects(openIssuer({ mode: 'production', dataDirectory, clock }), { code: 'ISSUER_IN_PRODUCTION' })
  })
})
