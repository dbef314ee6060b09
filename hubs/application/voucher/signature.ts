import { createHash, type KeyObject, sign, verify } from 'node:crypto'

/** 签名者 Signs bytes with the city's key; a seal follows later. */
export interface Signer {
  readonly keyId: string
  sign(bytes: Uint8Array): Uint8Array
}

export const ed25519Signer = (keyId: string, key: KeyObject): Signer => ({
  keyId,
  sign: bytes => sign(null, bytes, key),
})

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value), 'utf8').toString('base64url')
const type = 'plumbline-voucher+jws'

/** A compact JWS (RFC 7515, EdDSA RFC 8037) over the claims: checkable offline with the city's public key. */
export function signClaims(claims: Readonly<Record<string, unknown>>, signer: Signer): string {
  const signed = `${encode({ alg: 'EdDSA', kid: signer.keyId, typ: type })}.${encode(claims)}`
  return `${signed}.${Buffer.from(signer.sign(Buffer.from(signed, 'ascii'))).toString('base64url')}`
}

/** The claims of a voucher whose signature holds; undefined for anything else. Asks nobody: revocation is asked online. */
export function readVoucher(
  jws: string,
  keyOf: (keyId: string) => KeyObject | undefined,
): Record<string, unknown> | undefined {
  const [header, payload, signature, ...more] = jws.split('.')
  if (!header || !payload || !signature || more.length > 0) return undefined
  try {
    const said = JSON.parse(Buffer.from(header, 'base64url').toString('utf8')) as Record<string, unknown>
    const key = said.alg === 'EdDSA' && said.typ === type ? keyOf(String(said.kid)) : undefined
    if (!key || !verify(null, Buffer.from(`${header}.${payload}`, 'ascii'), key, Buffer.from(signature, 'base64url')))
      return undefined
    return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Record<string, unknown>
  } catch {
    return undefined
  }
}

/** SHA-256 over the claims with their keys in order: public content only, nothing in it can be guessed back to a person. */
export function contentHash(claims: Readonly<Record<string, unknown>>): Buffer {
  const ordered = JSON.stringify(claims, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )
  return createHash('sha256').update(ordered).digest()
}
