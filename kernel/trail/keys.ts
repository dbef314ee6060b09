import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, statSync, writeSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { refusal } from '#kernel/refusal'
import { type Signer, signatureTypes } from './note.ts'

export const keyMissing = refusal('TRAIL_KEY_MISSING', 503, 'The trail has no signing key')
export const keyExposed = refusal('TRAIL_KEY_EXPOSED', 503, 'Others can read the signing key of the trail')

/** A signer over an Ed25519 private key in memory. */
export function ed25519Signer(key: KeyObject): Signer {
  const { x } = createPublicKey(key).export({ format: 'jwk' })
  if (key.asymmetricKeyType !== 'ed25519' || x === undefined) throw keyMissing({ detail: 'the key is not Ed25519' })
  return {
    type: signatureTypes.ed25519,
    publicKey: Buffer.from(x, 'base64url'),
    sign: message => sign(null, message, key),
  }
}

/** A fresh key that is kept nowhere: tests and drills. */
export const passingSigner = (): Signer => ed25519Signer(generateKeyPairSync('ed25519').privateKey)

/**
 * 签名密钥 Opens the log's key file, PKCS #8 PEM, readable by its owner only. With `create` a missing file is made, as on
 * the first start; in production a missing key is refused, because a new key under an old name is what a forger needs.
 */
export function openSigner(path: string, { create }: { readonly create: boolean }): Signer {
  if (!existsSync(path)) {
    if (!create) {
      const remedy = 'Restore the key file from its safe; for a new city only, make it with: plumbline key'
      throw keyMissing({
        detail: `There is no ${basename(path)} in keys of the data directory.`,
        facts: { path },
        remedy,
      })
    }
    writeKey(path)
  }
  if ((statSync(path).mode & 0o077) !== 0) throw keyExposed({ facts: { path }, remedy: 'chmod 600 the key file' })
  return ed25519Signer(createPrivateKey(readFileSync(path)))
}

function writeKey(path: string): void {
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const file = openSync(path, 'wx', 0o600)
  try {
    writeSync(file, pem.toString())
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
