import assert from 'node:assert/strict'
import { appendFileSync, chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import fc from 'fast-check'
import { Refusal } from '#kernel/refusal'
import { makeErasureList } from './erasure-list.ts'
import { maskedIdentifier, maskedName, normalised } from './identifier.ts'
import { makeKeyring } from './keyring.ts'

const folder = mkdtempSync(join(tmpdir(), 'keyring-'))
after(() => rmSync(folder, { recursive: true }))
const code = (wanted: string) => (error: unknown) => error instanceof Refusal && error.code === wanted

suite('密钥 keyring', () => {
  const kekFile = join(folder, 'master.key')
  const keyring = makeKeyring({ kekFile })

  test('the master key is made once, readable by the program alone', () => {
    assert.equal(statSync(kekFile).mode & 0o777, 0o600)
    assert.equal(readFileSync(kekFile).length, 32)
    assert.equal(makeKeyring({ kekFile }).masterKeyId, keyring.masterKeyId)
    chmodSync(kekFile, 0o640)
    assert.throws(() => makeKeyring({ kekFile }), code('MASTER_KEY_EXPOSED'))
    chmodSync(kekFile, 0o600)
    const short = join(folder, 'short.key')
    writeFileSync(short, 'short', { mode: 0o600 })
    assert.throws(() => makeKeyring({ kekFile: short }), code('MASTER_KEY_DAMAGED'))
  })

  test('what was sealed opens under the same key for the same place, and nowhere else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), fc.nat(), (bytes, place, at) => {
        const { key, wrapped } = keyring.newKey()
        const plaintext = Buffer.from(bytes)
        const sealed = keyring.seal(key, plaintext, place)
        assert.deepEqual(keyring.unseal(keyring.unwrap(wrapped), sealed, place), plaintext)
        assert.throws(() => keyring.unseal(key, sealed, `${place}x`), code('CIPHERTEXT_DAMAGED'))
        assert.throws(() => keyring.unseal(keyring.newKey().key, sealed, place), code('CIPHERTEXT_DAMAGED'))
        sealed[at % sealed.length]! ^= 1
        assert.throws(() => keyring.unseal(key, sealed, place), code('CIPHERTEXT_DAMAGED'))
      }),
    )
  })

  test('every ciphertext names its algorithm and key', () => {
    const { key, wrapped, keyId } = keyring.newKey()
    const sealed = keyring.seal(key, '张三', 'here')
    assert.equal(sealed[0], 1)
    assert.equal(sealed.toString('hex', 1, 9), key.id)
    assert.equal(wrapped.toString('hex', 1, 9), keyId)
    assert.equal(keyId, keyring.masterKeyId)
    assert.equal(sealed.includes('张三'), false)
  })

  test('a new master key wraps from now on, an old one still unwraps, a lost one is named', () => {
    const { key, wrapped } = keyring.newKey()
    appendFileSync(kekFile, Buffer.alloc(32, 7))
    const turned = makeKeyring({ kekFile })
    assert.notEqual(turned.masterKeyId, keyring.masterKeyId)
    assert.deepEqual(turned.unwrap(wrapped), key)
    const again = turned.rewrap(wrapped)
    assert.equal(again.keyId, turned.masterKeyId)
    assert.deepEqual(turned.unwrap(again.wrapped), key)
    assert.throws(() => keyring.unwrap(again.wrapped), code('MASTER_KEY_MISSING'))
  })
})

suite('标识 identifiers', () => {
  test('one spelling meets another: full width, spaces, small letters', () => {
    assert.equal(normalised('citizen', '２１０１０２ 19900101 001x'), '21010219900101001X')
    assert.equal(normalised('phone', '138-0000-0000'), '13800000000')
    assert.throws(() => normalised('citizen', '12345'), code('PARTY_IDENTIFIER_MALFORMED'))
  })
  test('脱敏 masks show who is meant to who knows already, and nothing to others', () => {
    assert.equal(maskedIdentifier('citizen', '210102199001011234'), '2101**********1234')
    assert.equal(maskedIdentifier('phone', '13800001234'), '138****1234')
    assert.equal(maskedName('person', '张三'), '张*')
    assert.equal(maskedName('person', '欧阳小明'), '欧阳**')
    assert.equal(maskedName('firm', '沈阳示例有限公司'), '沈阳示例有限公司')
  })
})

suite('删除名录 the erasure list', () => {
  const entry = (party: string) => ({
    party,
    at: '2026-03-02T01:00:00Z',
    basis: { law: '个人信息保护法', articles: ['47'] },
    actor: 'system:test',
  })
  test('half a line of a crashed append goes, whole lines stay, and a damaged one stops the opening', async () => {
    const path = join(folder, 'erasures.list')
    const list = makeErasureList({ path })
    assert.deepEqual(await list.read(), [])
    await list.append([entry('a'), entry('b')])
    appendFileSync(path, '{"party":"c","at"')
    assert.deepEqual(
      (await list.read()).map(({ party }) => party),
      ['a', 'b'],
    )
    await Promise.all([list.append([entry('d')]), list.append([entry('e')])])
    assert.deepEqual(
      (await list.read()).map(({ party }) => party),
      ['a', 'b', 'd', 'e'],
    )
    assert.equal(statSync(path).mode & 0o777, 0o600)
    writeFileSync(path, `nonsense\n${readFileSync(path, 'utf8')}`)
    await assert.rejects(list.read(), code('ERASURE_LIST_DAMAGED'))
  })
})
