import { createCipheriv, createDecipheriv, randomFillSync } from 'node:crypto'
import { refusal } from '#kernel/refusal'

export const ciphertextDamaged = refusal('CIPHERTEXT_DAMAGED', 500, 'Stored data could not be decrypted')

/** The name of the algorithm in columns beside a ciphertext; its number stands in the ciphertext's first byte. */
export const algorithm = 'A256GCM'

const aes256Gcm = 1
const keyIdLength = 8
const nonceLength = 12
const tagLength = 16
const headerLength = 1 + keyIdLength + nonceLength

const random = Buffer.alloc(12 * 512)
let spent = random.length

/** 96 random bits from a pool, because one system call per nonce costs more than the encryption. */
function nonceInto(target: Buffer, at: number): void {
  if (spent === random.length) {
    randomFillSync(random)
    spent = 0
  }
  random.copy(target, at, spent, spent + nonceLength)
  spent += nonceLength
}

/**
 * AES-256-GCM. Layout: algorithm (1 byte, 1 = AES-256-GCM) ‖ key id (8) ‖ nonce (12) ‖ ciphertext ‖ tag (16).
 * The header is not authenticated by itself, but a changed one fails: another key, nonce or algorithm opens nothing.
 */
export function encrypt(secret: Buffer, keyId: string, plaintext: Buffer, associated: Buffer): Buffer {
  const sealed = Buffer.allocUnsafe(headerLength + plaintext.length + tagLength)
  sealed[0] = aes256Gcm
  sealed.write(keyId, 1, 'hex')
  nonceInto(sealed, 1 + keyIdLength)
  const cipher = createCipheriv('aes-256-gcm', secret, sealed.subarray(1 + keyIdLength, headerLength))
  cipher.setAAD(associated)
  cipher.update(plaintext).copy(sealed, headerLength)
  cipher.final()
  cipher.getAuthTag().copy(sealed, headerLength + plaintext.length)
  return sealed
}

/** The id of the key that a ciphertext names, as 16 hexadecimal digits. */
export function keyIdOf(sealed: Buffer): string {
  if (sealed.length < headerLength + tagLength || sealed[0] !== aes256Gcm) throw ciphertextDamaged()
  return sealed.toString('hex', 1, 1 + keyIdLength)
}

/** Opens what `encrypt` made. Any other key, associated data or changed byte is refused, never answered with rubbish. */
export function decrypt(secret: Buffer, keyId: string, sealed: Buffer, associated: Buffer): Buffer {
  if (keyIdOf(sealed) !== keyId) throw ciphertextDamaged({ detail: 'The ciphertext names another key' })
  const decipher = createDecipheriv('aes-256-gcm', secret, sealed.subarray(1 + keyIdLength, headerLength), {
    authTagLength: tagLength,
  })
  decipher.setAAD(associated)
  decipher.setAuthTag(sealed.subarray(sealed.length - tagLength))
  try {
    const plaintext = decipher.update(sealed.subarray(headerLength, sealed.length - tagLength))
    decipher.final()
    return plaintext
  } catch (cause) {
    throw ciphertextDamaged({ cause })
  }
}
