import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { cookie, readCookie } from './cookies.ts'
import { networkOf } from './names.ts'
import { base32, codeAt, fittingStep, stepOf } from './one-time-code.ts'
import { cheapCost, makePasswords, weaknessOf } from './passwords.ts'
import { formTokenOf, newCode, newToken, typedCode } from './secrets.ts'

/** RFC 6238, appendix B: seconds, SHA-1, SHA-256, SHA-512. */
const vectors = [
  [59, '94287082', '46119246', '90693936'],
  [1_111_111_109, '07081804', '68084774', '25091201'],
  [1_111_111_111, '14050471', '67062674', '99943326'],
  [1_234_567_890, '89005924', '91819424', '93441116'],
  [2_000_000_000, '69279037', '90698825', '38618901'],
  [20_000_000_000, '65353130', '77737706', '47863826'],
] as const
const seed = '12345678901234567890'
const secrets = { sha1: seed, sha256: `${seed}123456789012`, sha512: `${seed.repeat(3)}1234` }
const at = (seconds: number) => Temporal.Instant.fromEpochMilliseconds(seconds * 1_000)

suite('一次性码 one-time codes', () => {
  test('are those of RFC 6238, appendix B', () => {
    for (const [seconds, ...expected] of vectors)
      assert.deepEqual(
        (['sha1', 'sha256', 'sha512'] as const).map(algorithm =>
          codeAt(Buffer.from(secrets[algorithm]), stepOf(at(seconds)), { digits: 8, algorithm }),
        ),
        expected,
      )
  })

  test('a code is good now and half a minute to either side, and never again once it was used', () => {
    const secret = Buffer.from(seed)
    const step = stepOf(at(1_234_567_890))
    const now = at(step * 30 + 5)
    for (const [away, fits] of [
      [-2, false],
      [-1, true],
      [0, true],
      [1, true],
      [2, false],
    ] as const)
      assert.equal(fittingStep(secret, codeAt(secret, step + away), now, null) === step + away, fits, `${away}`)
    assert.equal(fittingStep(secret, codeAt(secret, step), now, step), undefined)
    assert.equal(fittingStep(secret, codeAt(secret, step + 1), now, step), step + 1)
    for (const typed of ['', '1', '12345678901234', '🙂🙂🙂', 'abcdef'])
      assert.equal(fittingStep(secret, typed, now, null), undefined)
  })

  test('base 32 is that of RFC 4648, section 10', () => {
    for (const [plain, coded] of Object.entries({ '': '', f: 'MY', fo: 'MZXQ', foo: 'MZXW6', foobar: 'MZXW6YTBOI' }))
      assert.equal(base32(Buffer.from(plain)), coded)
  })

  test('a printed code is read back however people copy it', () => {
    fc.assert(
      fc.property(fc.constantFrom(10, 15), length => {
        const code = newCode(length)
        const plain = typedCode(code)
        assert.match(plain, /^[a-z2-9]+$/)
        assert.equal(plain.length, length)
        assert.equal(typedCode(` ${code.toUpperCase().replaceAll('-', ' － ')} `), plain)
      }),
    )
  })
})

suite('口令与曲奇 passwords and cookies', () => {
  test('a password is checked, and nobody’s takes as long and never fits', async () => {
    const passwords = makePasswords(cheapCost)
    const hash = await passwords.hash('青山绿水 2026')
    assert.deepEqual(await passwords.check('青山绿水 2026', hash), { fits: true, outdated: false })
    assert.equal((await passwords.check('青山绿水 2027', hash)).fits, false)
    assert.equal((await passwords.check('青山绿水 2026', undefined)).fits, false)
    assert.equal((await makePasswords({ ...cheapCost, p: 2 }).check('青山绿水 2026', hash)).outdated, true)
    const many = await Promise.all(Array.from({ length: 20 }, () => passwords.check('x', hash)))
    assert.ok(many.every(({ fits }) => !fits))
  })

  test('what everybody would guess is refused, and a long sentence is not', () => {
    const about = ['210102199003078516', '示例公民']
    for (const [password, weakness] of [
      ['short1', 'short'],
      ['aaaaaaaaa1', 'plain'],
      ['abcdefghijkl', 'plain'],
      ['password12', 'known'],
      ['a-210102199003078516', 'personal'],
      ['zz-078516-zz', 'personal'],
      ['示例公民-2026-abc', 'personal'],
      [`${'长'.repeat(64)}${'a1'.repeat(40)}`, 'long'],
      ['correct horse battery staple', undefined],
      ['青山不改绿水长流 2026', undefined],
    ] as const)
      assert.equal(weaknessOf(password, about), weakness, password)
  })

  test('a cookie is read only in the form we make, and the form token does not show it', () => {
    const token = newToken()
    const set = cookie('__Host-plumbline', token, { secure: true })
    assert.equal(set, `__Host-plumbline=${token}; Path=/; HttpOnly; SameSite=Lax; Secure`)
    assert.equal(readCookie(`a=b; __Host-plumbline=${token}; c`, '__Host-plumbline'), token)
    for (const header of [
      undefined,
      '',
      `__Host-plumbline=${token}x`,
      `x__Host-plumbline=${token}`,
      '__Host-plumbline=%00',
    ])
      assert.equal(readCookie(header, '__Host-plumbline'), undefined)
    assert.notEqual(formTokenOf(token), token)
  })

  test('a subscriber is told by what one subscriber has', () => {
    assert.equal(networkOf('::ffff:192.0.2.7'), '192.0.2.7')
    assert.equal(networkOf('2001:db8:1:2:3:4:5:6'), networkOf('2001:db8:1:2::9'))
    assert.notEqual(networkOf('2001:db8:1:3::9'), networkOf('2001:db8:1:2::9'))
    assert.equal(networkOf('::1'), '0:0:0:0')
  })
})
