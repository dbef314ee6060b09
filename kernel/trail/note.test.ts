import assert from 'node:assert/strict'
import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto'
import { suite, test } from 'node:test'
import {
  decodeBundle,
  decodeProofFile,
  decodeTilePath,
  ed25519Signer,
  encodeBundle,
  encodeProofFile,
  encodeTilePath,
  openCheckpoint,
  openNote,
  parseNote,
  passingSigner,
  type Signer,
  sha256Tree,
  signatureLine,
  signCheckpoint,
  signNote,
  verifierFrom,
  verifyProofFile,
  vkeyOf,
  widthOf,
} from '#kernel/trail'

/** The published key and note of golang.org/x/mod sumdb/note. */
const peter = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
const peterSeed = Buffer.from('AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz', 'base64').subarray(1)
const text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
const published = `${text}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`
const refusedAs = (code: string) => ({ name: 'Refusal', code })

suite('签名文 signed notes', () => {
  test('the published note is signed byte for byte and opened again', () => {
    const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), peterSeed])
    const signer = ed25519Signer(createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }))
    assert.equal(vkeyOf('PeterNeumann', signer), peter)
    assert.equal(signNote(text, 'PeterNeumann', signer), published)
    assert.equal(openNote(published, [verifierFrom(peter)]).text, text)
  })

  test('a wrong signature of a known key condemns the note, an unknown key is passed over', () => {
    const other = passingSigner()
    const both = published + signatureLine(text, 'other.example', other)
    assert.equal(openNote(both, [verifierFrom(peter)]).signedBy.length, 1)
    assert.equal(openNote(both, [verifierFrom(peter), verifierFrom(vkeyOf('other.example', other))]).signedBy.length, 2)
    const changed = published.replace('answer', 'Answer')
    assert.throws(() => openNote(changed, [verifierFrom(peter)]), refusedAs('TRAIL_NOTE_FORGED'))
    const stranger = verifierFrom(vkeyOf('PeterNeumann', other))
    assert.throws(() => openNote(published, [stranger]), refusedAs('TRAIL_NOTE_UNTRUSTED'))
  })

  test('malformed notes and keys are refused', () => {
    for (const bad of [
      '',
      'x\n',
      'x\n\n',
      'x\n\n— a b\n',
      `${text}\r\n— PeterNeumann x08go/Y=\n`,
      published.slice(0, -1),
    ]) {
      assert.throws(() => parseNote(bad), refusedAs('TRAIL_NOTE_MALFORMED'), JSON.stringify(bad))
    }
    for (const bad of ['', peter.slice(1), peter.slice(0, -1), peter.replace('c74f', 'c74e'), `a b${peter}`]) {
      assert.throws(() => verifierFrom(bad), refusedAs('TRAIL_NOTE_MALFORMED'), bad)
    }
  })

  test('a witness’s cosignature states its time and is bound to it', () => {
    const published04 = 'remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2'
    assert.equal(verifierFrom(published04).type, 4)
    const { privateKey } = generateKeyPairSync('ed25519')
    const log = passingSigner()
    const note = signCheckpoint({ origin: 'city.example/trail/1', size: 0, root: sha256Tree.empty }, log)
    const body = parseNote(note).text
    const witness = (time: number, claimed = time): Signer => ({
      ...ed25519Signer(privateKey),
      type: 4,
      sign: message => {
        const stamp = Buffer.alloc(8)
        stamp.writeBigUInt64BE(BigInt(claimed))
        return Buffer.concat([stamp, sign(null, Buffer.from(`cosignature/v1\ntime ${time}\n${message}`), privateKey)])
      },
    })
    const trusted = [verifierFrom(vkeyOf('jiwei.example', witness(0)))]
    const opened = openNote(note + signatureLine(body, 'jiwei.example', witness(1_700_000_000)), trusted)
    assert.equal(opened.signedBy[0]?.time, 1_700_000_000)
    const backdated = note + signatureLine(body, 'jiwei.example', witness(1_700_000_000, 1_600_000_000))
    assert.throws(() => openNote(backdated, trusted), refusedAs('TRAIL_NOTE_FORGED'))
  })

  test('a checkpoint opens only with the log’s own key', () => {
    const signer = passingSigner()
    const note = signCheckpoint(
      { origin: 'city.example/trail/1', size: 7, root: sha256Tree.leaf(Buffer.from('r')) },
      signer,
    )
    const checkpoint = openCheckpoint(note, [verifierFrom(vkeyOf('city.example/trail/1', signer))])
    assert.equal(checkpoint.size, 7)
    assert.match(note, /^city\.example\/trail\/1\n7\n[A-Za-z0-9+/]{43}=\n\n— city\.example\/trail\/1 \S+\n$/)
  })
})

suite('文件 files of the log', () => {
  test('tile paths after C2SP tlog-tiles, one path per tile', () => {
    assert.equal(encodeTilePath({ kind: 'tile', level: 0, index: 1_234_067, width: 256 }), 'tile/0/x001/x234/067')
    assert.equal(encodeTilePath({ kind: 'entries', level: 0, index: 5, width: 12 }), 'tile/entries/005.p/12')
    for (const path of ['tile/0/000', 'tile/1/x001/000', 'tile/63/001.p/255', 'tile/entries/x999/x999/999.p/1']) {
      assert.equal(encodeTilePath(decodeTilePath(path)!), path)
    }
    const bad = [
      'tile/64/000',
      'tile/00/000',
      'tile/0/0',
      'tile/0/x000/001',
      'tile/0/000.p/0',
      'tile/0/000.p/256',
      '../x',
    ]
    for (const path of bad) assert.equal(decodeTilePath(path), undefined, path)
    assert.deepEqual(
      [widthOf(70_000, 0, 273), widthOf(70_000, 1, 1), widthOf(70_000, 2, 0), widthOf(70_000, 3, 0)],
      [112, 17, 1, 0],
    )
  })

  test('a bundle gives back its entries and refuses broken bytes', () => {
    const entries = [Buffer.alloc(0), Buffer.from('一'), Buffer.alloc(65_535, 7)]
    const bundle = encodeBundle(entries)
    assert.deepEqual(decodeBundle(bundle), entries)
    assert.equal(decodeBundle(bundle.subarray(0, -1)), undefined)
    assert.throws(() => encodeBundle([Buffer.alloc(65_536)]), RangeError)
  })

  test('a proof file carries the entry and verifies offline', () => {
    const signer = passingSigner()
    const [entry, sibling] = [Buffer.from('entry'), sha256Tree.leaf(Buffer.from('sibling'))]
    const root = sha256Tree.node(sibling, sha256Tree.leaf(entry))
    const origin = 'city.example/trail/1'
    const checkpoint = signCheckpoint({ origin, size: 2, root }, signer)
    const file = encodeProofFile({ index: 1, proof: [sibling], checkpoint, extra: entry })
    assert.deepEqual(decodeProofFile(file), { index: 1, proof: [sibling], checkpoint, extra: entry })
    const keys = [verifierFrom(vkeyOf(origin, signer))]
    assert.equal(verifyProofFile(file, entry, keys), true)
    assert.equal(verifyProofFile(file, Buffer.from('Entry'), keys), false)
    assert.equal(verifyProofFile(file.replace('index 1', 'index 0'), entry, keys), false)
    for (const bad of [
      file.slice(1),
      file.replace('index 1', 'index 01'),
      file.replace('\nindex', '\nextra !\nindex'),
    ]) {
      assert.throws(() => decodeProofFile(bad), refusedAs('TRAIL_NOTE_MALFORMED'))
    }
  })
})
