import { hash } from 'node:crypto'

/**
 * 散列 A 32-byte tree hash, one Latin-1 character per byte. A string, because `crypto.hash` hands out strings 3.5 times
 * faster than buffers, and because `===` is then the comparison.
 */
export type Hash = string

export const hashLength = 32

/**
 * The tree's hash function (RFC 6962 §2.1): `leaf` is H(0x00 ‖ entry), `node` is H(0x01 ‖ left ‖ right), `empty` is H("").
 * The SHA-256 tree is the one C2SP tools read; the SM3 twin differs in nothing but this.
 */
export interface Hasher {
  readonly algorithm: 'sha256' | 'sm3'
  readonly empty: Hash
  leaf(entry: Uint8Array): Hash
  node(left: Hash, right: Hash): Hash
}

function makeHasher(algorithm: 'sha256' | 'sm3'): Hasher {
  const pair = Buffer.alloc(1 + 2 * hashLength, 1)
  let room = Buffer.alloc(4_096)
  return {
    algorithm,
    empty: hash(algorithm, '', 'latin1'),
    leaf(entry) {
      if (entry.length >= room.length) room = Buffer.alloc(entry.length * 2)
      room[0] = 0
      room.set(entry, 1)
      return hash(algorithm, room.subarray(0, entry.length + 1), 'latin1')
    },
    node(left, right) {
      pair.write(left, 1, hashLength, 'latin1')
      pair.write(right, 1 + hashLength, hashLength, 'latin1')
      return hash(algorithm, pair, 'latin1')
    },
  }
}

export const sha256Tree: Hasher = makeHasher('sha256')
export const sm3Tree: Hasher = makeHasher('sm3')

export const hashBytes = (value: Hash): Buffer => Buffer.from(value, 'latin1')
export const hashFrom = (bytes: Uint8Array): Hash =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
export const hashToBase64 = (value: Hash): string => hashBytes(value).toString('base64')

/** Standard Base 64, padded, nothing left over: `undefined` for anything a strict decoder would refuse. */
export function bytesFromBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : undefined
}

/** Cuts a tile or a frontier, the plain concatenation of hashes, at position `at`. */
export const hashAt = (bytes: Buffer, at: number): Hash =>
  bytes.toString('latin1', at * hashLength, (at + 1) * hashLength)
