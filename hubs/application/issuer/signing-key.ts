import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { calculateJwkThumbprint, exportJWK, type JSONWebKeySet } from 'jose'
import { refusal } from '#kernel/refusal'

export const issuerKeyExposed = refusal('ISSUER_KEY_EXPOSED', 500, 'Others can read the key that signs access tokens')

export interface SigningKey {
  readonly id: string
  readonly key: KeyObject
  /** The public half, as `/.well-known/jwks.json` shows it. */
  readonly jwks: JSONWebKeySet
}

/** 签发密钥 The Ed25519 key of the local issuer; made on the first start, mode 0600. */
export async function openSigningKey(path: string): Promise<SigningKey> {
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true })
    const { privateKey } = generateKeyPairSync('ed25519')
    // Whole before it has its name: another process of the city may be starting too, and whoever is first has made it.
    const draft = `${path}.${randomUUID()}`
    writeFileSync(draft, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' })
    try {
      linkSync(draft, path)
    } catch (fault) {
      if (!existsSync(path)) throw fault
    } finally {
      unlinkSync(draft)
    }
  }
  if ((statSync(path).mode & 0o077) !== 0)
    throw issuerKeyExposed({ remedy: 'Run chmod 600 on issuer.key in the data directory.' })
  const key = createPrivateKey(readFileSync(path))
  const jwk = await exportJWK(createPublicKey(key))
  const id = await calculateJwkThumbprint(jwk)
  return { id, key, jwks: { keys: [{ ...jwk, kid: id, alg: 'EdDSA', use: 'sig' }] } }
}
