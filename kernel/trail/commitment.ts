import { createHmac } from 'node:crypto'

/** 承诺 Two keyed digests of one message: SHA-256 for the world's tools, SM3 for the commercial cryptography assessment. */
export interface Commitment {
  readonly sha256: Buffer
  readonly sm3: Buffer
}

/**
 * Commits to a message under a random key that lies only beside the message: once both are erased, the commitment in the
 * log says nothing any more, and every proof of the log still holds (个人信息保护法 47).
 */
export const commit2 = (key: Uint8Array, message: Uint8Array): Commitment => ({
  sha256: createHmac('sha256', key).update(message).digest(),
  sm3: createHmac('sm3', key).update(message).digest(),
})

/** 盲标 A name for a case or person that only the holder of the key can connect with it: 128 bits of HMAC-SHA256, base64url. */
export const tag = (key: Uint8Array, text: string): string =>
  createHmac('sha256', key).update(text).digest().subarray(0, 16).toString('base64url')
