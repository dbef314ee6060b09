import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { refusal } from '#kernel/refusal'

export const fileDamaged = refusal('FILE_DAMAGED', 500, 'A kept file is not what was stored')

/**
 * Format 1 of a kept file: `PLF` ‖ algorithm (1 = AES-256-GCM in chunks) ‖ key id (8) ‖ nonce prefix (7), then chunks of
 * 64 KiB of plaintext each followed by its 16-byte tag; the last may be shorter, also empty. The nonce of a chunk is
 * prefix ‖ counter (4) ‖ 1 for the last, else 0 (the STREAM construction of Hoang et al., 2015), the associated data is
 * header ‖ file id: chunks cannot be cut off, exchanged, repeated, or moved to another file.
 */
const magic = Buffer.from('PLF\u0001', 'latin1')
const headerLength = 4 + 8 + 7
const chunkLength = 64 * 1024
const tagLength = 16

const keyIdOf = (key: Buffer): Buffer =>
  createHash('sha256').update('plumbline/file/key\n').update(key).digest().subarray(0, 8)

function nonce(header: Buffer, counter: number, last: boolean): Buffer {
  const bytes = Buffer.alloc(12)
  header.copy(bytes, 0, 12, headerLength)
  bytes.writeUInt32BE(counter, 7)
  bytes[11] = last ? 1 : 0
  return bytes
}

/** Cuts a stream into pieces of one length; `last` is true for the one at the end, which may be short or empty. */
async function* pieces(
  source: AsyncIterable<Uint8Array>,
  length: number,
): AsyncGenerator<{ bytes: Buffer; last: boolean }> {
  let held = Buffer.alloc(0)
  for await (const chunk of source) {
    held = held.length === 0 ? Buffer.from(chunk) : Buffer.concat([held, chunk])
    // More than one length must be there: only then is it certain that the first piece is not the last.
    while (held.length > length) {
      yield { bytes: held.subarray(0, length), last: false }
      held = held.subarray(length)
    }
  }
  yield { bytes: held, last: true }
}

/** Encrypts a stream under a key that is used for this file only. */
export async function* seal(id: string, key: Buffer, source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const header = Buffer.concat([magic, keyIdOf(key), randomBytes(7)])
  const associated = Buffer.concat([header, Buffer.from(id)])
  yield header
  let counter = 0
  for await (const { bytes, last } of pieces(source, chunkLength)) {
    const cipher = createCipheriv('aes-256-gcm', key, nonce(header, counter++, last))
    cipher.setAAD(associated)
    yield Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
  }
}

/** Decrypts what `seal` made. Every byte given out is authenticated; a file that was changed or cut off throws FILE_DAMAGED. */
export async function* unseal(id: string, key: Buffer, source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const damaged = (detail: string) => fileDamaged({ detail, facts: { id } })
  let header: Buffer | undefined
  const body = async function* (): AsyncGenerator<Buffer> {
    let held = Buffer.alloc(0)
    for await (const chunk of source) {
      if (header) {
        yield chunk
        continue
      }
      held = Buffer.concat([held, chunk])
      if (held.length < headerLength) continue
      header = held.subarray(0, headerLength)
      yield held.subarray(headerLength)
    }
  }
  let counter = 0
  for await (const { bytes, last } of pieces(body(), chunkLength + tagLength)) {
    if (!header?.subarray(0, 4).equals(magic)) throw damaged('Its format is unknown')
    if (!header.subarray(4, 12).equals(keyIdOf(key))) throw damaged('It was sealed under another key')
    if (bytes.length < tagLength) throw damaged('It was cut off')
    const decipher = createDecipheriv('aes-256-gcm', key, nonce(header, counter++, last), { authTagLength: tagLength })
    decipher.setAAD(Buffer.concat([header, Buffer.from(id)]))
    decipher.setAuthTag(bytes.subarray(bytes.length - tagLength))
    try {
      const plain = Buffer.concat([decipher.update(bytes.subarray(0, bytes.length - tagLength)), decipher.final()])
      if (plain.length > 0) yield plain
    } catch (cause) {
      throw fileDamaged({ detail: 'It was changed or cut off', facts: { id }, cause })
    }
  }
}
