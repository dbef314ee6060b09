import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto'
import { refusal } from '#kernel/refusal'
import { bytesFromBase64 } from './tree-hash.ts'

export const noteMalformed = refusal('TRAIL_NOTE_MALFORMED', 400, 'The signed note or its key is malformed')
export const noteForged = refusal('TRAIL_NOTE_FORGED', 403, 'The signed note carries a wrong signature')
export const noteUntrusted = refusal('TRAIL_NOTE_UNTRUSTED', 403, 'No trusted key signed the note')

/** Signature types of C2SP signed-note: a log's own key, and a witness's timestamped cosignature. */
export const signatureTypes = { ed25519: 0x01, cosignature: 0x04 } as const

/** 签名 Signs as the log: a file's key today, a hardware token behind the same three fields later. */
export interface Signer {
  readonly type: number
  readonly publicKey: Buffer
  sign(message: Buffer): Buffer
}

export interface NoteSignature {
  readonly name: string
  readonly keyId: number
  readonly signature: Buffer
}

/** A signed note: its text, ending in a newline, and its signature lines in order. */
export interface Note {
  readonly text: string
  readonly signatures: readonly NoteSignature[]
}

/** Checks one key's signatures; for a cosignature, `verify` answers with the time the witness states, in seconds. */
export interface NoteVerifier {
  readonly name: string
  readonly keyId: number
  readonly type: number
  readonly publicKey: Buffer
  verify(text: string, signature: Buffer): { readonly time?: number } | undefined
}

/** A key's name is the log's origin: a schemeless URL, so no space and no plus sign. */
const keyName = /^[^\s+\p{Cc}]+$/u

/** The first four bytes of SHA-256(name ‖ 0x0A ‖ type ‖ public key). */
export const keyIdOf = (name: string, type: number, publicKey: Buffer): number =>
  createHash('sha256')
    .update(`${name}\n`)
    .update(Buffer.from([type]))
    .update(publicKey)
    .digest()
    .readUInt32BE(0)

const hex8 = (id: number): string => id.toString(16).padStart(8, '0')

/** `name+key id+base64(type ‖ public key)`: what one hands to those who verify. */
export function vkeyOf(name: string, { type, publicKey }: Pick<Signer, 'type' | 'publicKey'>): string {
  if (!keyName.test(name)) throw noteMalformed({ detail: `"${name}" cannot be a key's name` })
  return `${name}+${hex8(keyIdOf(name, type, publicKey))}+${Buffer.concat([Buffer.from([type]), publicKey]).toString('base64')}`
}

const publicKeyObject = (raw: Buffer): KeyObject =>
  createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') }, format: 'jwk' })

/** Reads a vkey of type 0x01 or 0x04 and checks that its id belongs to it. */
export function verifierFrom(vkey: string): NoteVerifier {
  const [, name, id, key] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(vkey) ?? []
  const bytes = bytesFromBase64(key ?? '')
  if (name === undefined || !keyName.test(name) || bytes === undefined || bytes.length !== 33) throw noteMalformed()
  const type = bytes[0]!
  const publicKey = bytes.subarray(1)
  const keyId = keyIdOf(name, type, publicKey)
  if (hex8(keyId) !== id) throw noteMalformed({ detail: 'the key id does not belong to the key' })
  const object = publicKeyObject(publicKey)
  if (type === signatureTypes.ed25519) {
    return {
      name,
      keyId,
      type,
      publicKey,
      verify: (text, signature) => (verify(null, Buffer.from(text), object, signature) ? {} : undefined),
    }
  }
  if (type !== signatureTypes.cosignature) throw noteMalformed({ detail: `key type ${type} is not known here` })
  return {
    name,
    keyId,
    type,
    publicKey,
    verify(text, signature) {
      if (signature.length !== 72) return undefined
      const time = signature.readBigUInt64BE(0)
      const signed = Buffer.from(`cosignature/v1\ntime ${time}\n${text}`)
      return verify(null, signed, object, signature.subarray(8)) ? { time: Number(time) } : undefined
    },
  }
}

/** One signature line over the text, under the key's name. */
export function signatureLine(text: string, name: string, signer: Signer): string {
  const id = Buffer.alloc(4)
  id.writeUInt32BE(keyIdOf(name, signer.type, signer.publicKey))
  return `— ${name} ${Buffer.concat([id, signer.sign(Buffer.from(text))]).toString('base64')}\n`
}

/** Signs a text, which ends in a newline, as a C2SP signed note. */
export const signNote = (text: string, name: string, signer: Signer): string =>
  `${text}\n${signatureLine(text, name, signer)}`

const forbidden = /[^\P{Cc}\n]/u

/** Takes a note apart without believing it. */
export function parseNote(note: string): Note {
  const cut = note.lastIndexOf('\n\n')
  if (cut < 0 || !note.endsWith('\n') || forbidden.test(note) || !note.isWellFormed()) throw noteMalformed()
  const lines = note.slice(cut + 2, -1).split('\n')
  const signatures = lines.map(line => {
    const [, name, base64] = /^— (\S+) (\S+)$/u.exec(line) ?? []
    const bytes = bytesFromBase64(base64 ?? '')
    if (name === undefined || !keyName.test(name) || bytes === undefined || bytes.length < 5) throw noteMalformed()
    return { name, keyId: bytes.readUInt32BE(0), signature: bytes.subarray(4) }
  })
  return { text: note.slice(0, cut + 1), signatures }
}

/**
 * Opens a note with the keys one trusts. Lines of other keys are passed over; a wrong signature under a known key
 * condemns the whole note; without any trusted signature it is refused.
 */
export function openNote(
  note: string,
  verifiers: readonly NoteVerifier[],
): {
  readonly text: string
  readonly signedBy: readonly { readonly verifier: NoteVerifier; readonly time?: number }[]
} {
  const { text, signatures } = parseNote(note)
  const signedBy: { verifier: NoteVerifier; time?: number }[] = []
  for (const { name, keyId, signature } of signatures) {
    const verifier = verifiers.find(known => known.name === name && known.keyId === keyId)
    if (verifier === undefined || signedBy.some(seen => seen.verifier === verifier)) continue
    const answer = verifier.verify(text, signature)
    if (answer === undefined) throw noteForged({ facts: { name } })
    signedBy.push({ verifier, ...answer })
  }
  if (signedBy.length === 0) throw noteUntrusted()
  return { text, signedBy }
}
