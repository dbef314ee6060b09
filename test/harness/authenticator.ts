import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

const flags = { present: 0x01, verified: 0x04, attested: 0x40 } as const
const sha256 = (bytes: Buffer | string): Buffer => createHash('sha256').update(bytes).digest()
const encoded = (bytes: Buffer): string => bytes.toString('base64url')

interface Asked {
  readonly challenge: string
  readonly user?: { readonly id: string }
}

interface Odd {
  /** The authenticator did not verify its user. */
  readonly unverified?: boolean
  /** The page is another's. */
  readonly origin?: string
  /** How often it says it was used; else one more than before. */
  readonly counter?: number
  /** Whose it says it is; else whose it was made for. */
  readonly user?: string
}

/** CBOR (RFC 8949) as far as an attestation needs it: short texts, bytes, and maps given as their parts. */
const text = (value: string): Buffer => Buffer.concat([Buffer.from([0x60 + value.length]), Buffer.from(value)])
const bytes = (value: Buffer): Buffer =>
  Buffer.concat([
    value.length < 256 ? Buffer.from([0x58, value.length]) : Buffer.from([0x59, value.length >> 8, value.length & 255]),
    value,
  ])

/** COSE_Key of ES256 (RFC 9053 §7.1). */
function coseOf(key: KeyObject): Buffer {
  const { x, y } = key.export({ format: 'jwk' })
  return Buffer.concat([
    Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]),
    bytes(Buffer.from(x!, 'base64url')),
    Buffer.from([0x22]),
    bytes(Buffer.from(y!, 'base64url')),
  ])
}

/** 软件验证器 An authenticator that signs with ES256 as WebAuthn asks (§6.1, §6.3); the odd ones are for what must be refused. */
export function makeAuthenticator(site: string, { counts = true }: { readonly counts?: boolean } = {}) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const id = randomBytes(32)
  const host = sha256(new URL(site).hostname)
  let user = ''
  let used = 0

  const clientData = (type: string, challenge: string, origin = site): Buffer =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))
  function head(also: number, { unverified = false, counter }: Odd): Buffer {
    if (counts) used++
    const said = Buffer.alloc(4)
    said.writeUInt32BE(counter ?? used)
    const set = flags.present | (unverified ? 0 : flags.verified) | also
    return Buffer.concat([host, Buffer.from([set]), said])
  }
  const common = { id: encoded(id), rawId: encoded(id), type: 'public-key', clientExtensionResults: {} }

  return {
    /** What `navigator.credentials.create` gives back. */
    create(asked: Asked, odd: Odd = {}): string {
      user = asked.user?.id ?? ''
      const length = Buffer.from([0, id.length])
      const data = Buffer.concat([head(flags.attested, odd), Buffer.alloc(16), length, id, coseOf(publicKey)])
      const attestation = Buffer.concat([
        Buffer.from([0xa3]),
        ...[text('fmt'), text('none'), text('attStmt'), Buffer.from([0xa0]), text('authData'), bytes(data)],
      ])
      return JSON.stringify({
        ...common,
        response: {
          clientDataJSON: encoded(clientData('webauthn.create', asked.challenge, odd.origin)),
          attestationObject: encoded(attestation),
          transports: ['internal'],
        },
      })
    },
    /** What `navigator.credentials.get` gives back. */
    get(asked: Asked, odd: Odd = {}): string {
      const data = head(0, odd)
      const client = clientData('webauthn.get', asked.challenge, odd.origin)
      return JSON.stringify({
        ...common,
        response: {
          clientDataJSON: encoded(client),
          authenticatorData: encoded(data),
          signature: encoded(sign('sha256', Buffer.concat([data, sha256(client)]), privateKey)),
          userHandle: odd.user ?? user,
        },
      })
    },
  }
}
export type Authenticator = ReturnType<typeof makeAuthenticator>
