import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { commit2, decodeLeaf, encodeLeaf, type LeafDraft, leafKinds, openSigner, tag } from '#kernel/trail'

const key = Buffer.alloc(32, 1)
const commit = commit2(key, Buffer.from('detail'))
const at = Temporal.Instant.from('2026-03-02T09:30:15.987654Z')
const act: LeafDraft = { kind: 'act', at, commit }

interface Golden {
  readonly draft: Omit<LeafDraft, 'at' | 'commit'> & { readonly at: string }
  readonly bytes: string
}
const golden = readFileSync(join(import.meta.dirname, 'golden', 'leaf-v1.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map(line => JSON.parse(line) as Golden)

suite('轨迹条目 leaf', () => {
  test('format 1 is released: every golden leaf comes out byte for byte and reads back', () => {
    assert.deepEqual(new Set(golden.map(({ draft }) => draft.kind)), new Set(leafKinds))
    for (const { draft, bytes } of golden) {
      const encoded = encodeLeaf({ ...draft, at: Temporal.Instant.from(draft.at), commit })
      assert.equal(encoded.toString(), bytes)
      assert.equal(decodeLeaf(encoded).kind, draft.kind)
    }
  })

  test('members stand in the order of their names, at every depth', () => {
    const inOrder = (value: unknown): void => {
      if (value === null || typeof value !== 'object') return
      assert.deepEqual(Object.keys(value), Object.keys(value).sort())
      Object.values(value).forEach(inOrder)
    }
    for (const { bytes } of golden) inOrder(JSON.parse(bytes))
  })

  test('times are whole seconds, so nobody is singled out by the clock', () => {
    assert.equal(decodeLeaf(encodeLeaf(act)).at, '2026-03-02T09:30:15Z')
  })

  test('identifiers of persons, telephones and free text do not get in, nor into the message', () => {
    for (const value of ['11010519491231002X', '13800138000', '张三', 'two words', '']) {
      for (const field of ['item', 'drawer', 'verb', 'organ', 'outcome'] as const) {
        assert.throws(
          () => encodeLeaf({ ...act, [field]: value }),
          (error: Error) => error instanceof TypeError && (value === '' || !error.message.includes(value)),
        )
      }
    }
    assert.throws(() => encodeLeaf({ ...act, subject: '张三' }), TypeError)
    assert.ok(encodeLeaf({ ...act, organ: '11330100002489559E', item: '000131001000-1' }))
  })

  test('a subject’s steps are counted from 1 and go together', () => {
    for (const steps of [{ from: 1 }, { to: 1 }, { from: 0, to: 1 }, { from: 2, to: 1 }, { from: 1.5, to: 2 }]) {
      assert.throws(() => encodeLeaf({ ...act, ...steps }), TypeError)
    }
  })

  test('the commitment is a pair of keyed digests, the tag a keyed name', () => {
    const classic = commit2(Buffer.from('Jefe'), Buffer.from('what do ya want for nothing?'))
    // RFC 4231 test case 2
    assert.equal(classic.sha256.toString('hex'), '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843')
    assert.equal(classic.sm3.length, 32)
    assert.notDeepEqual(commit2(Buffer.alloc(32, 2), Buffer.from('detail')), commit)
    assert.match(tag(key, '330106-2026-000001'), /^[A-Za-z0-9_-]{22}$/)
    assert.notEqual(tag(key, 'a'), tag(Buffer.alloc(32, 2), 'a'))
  })
})

suite('签名密钥 signing key', () => {
  test('is made once when told to, kept private, and refused when others can read it', t => {
    const folder = mkdtempSync(join(tmpdir(), 'plumbline-key-'))
    t.after(() => rmSync(folder, { recursive: true }))
    const path = join(folder, 'keys', 'trail.pem')
    assert.throws(() => openSigner(path, { create: false }), { code: 'TRAIL_KEY_MISSING' })
    const made = openSigner(path, { create: true })
    assert.equal(statSync(path).mode & 0o777, 0o600)
    assert.deepEqual(openSigner(path, { create: false }).publicKey, made.publicKey)
    chmodSync(path, 0o640)
    assert.throws(() => openSigner(path, { create: false }), { code: 'TRAIL_KEY_EXPOSED' })
  })
})
