import { createHmac, timingSafeEqual } from 'node:crypto'

/** 时间步 Which half minute an instant lies in. */
const seconds = 30
export const stepOf = (at: Temporal.Instant): number => Math.floor(at.epochMilliseconds / 1_000 / seconds)

interface CodeForm {
  readonly digits?: number
  readonly algorithm?: 'sha1' | 'sha256' | 'sha512'
}

/** 一次性码 The code of a secret in a time step (RFC 4226 §5.3, RFC 6238 §4). Authenticators on telephones know six digits and SHA-1. */
export function codeAt(secret: Buffer, step: number, { digits = 6, algorithm = 'sha1' }: CodeForm = {}): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac(algorithm, secret).update(counter).digest()
  const offset = mac.at(-1)! & 0xf
  return String((mac.readUInt32BE(offset) & 0x7fff_ffff) % 10 ** digits).padStart(digits, '0')
}

/** The step in which this code is good: now, or one half minute before or after, for clocks that differ; never one already used. */
export function fittingStep(
  secret: Buffer,
  typed: string,
  now: Temporal.Instant,
  last: number | null,
): number | undefined {
  const code = Buffer.from(/^\d{6}$/.test(typed) ? typed : '      ')
  const present = stepOf(now)
  const fits = [present - 1, present, present + 1].filter(step =>
    timingSafeEqual(Buffer.from(codeAt(secret, step)), code),
  )
  return fits.find(step => last === null || step > last)
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** RFC 4648 base 32 without padding, as authenticators read a secret. */
export function base32(bytes: Buffer): string {
  const bits = [...bytes].map(byte => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{1,5}/g) ?? []).map(five => alphabet[Number.parseInt(five.padEnd(5, '0'), 2)]).join('')
}

/** The address an authenticator takes a secret from. Names nobody: the account is the city's, not a number of a person. */
export const authenticatorAddress = (secret: Buffer, city: string): string =>
  `otpauth://totp/${encodeURIComponent(city)}?${new URLSearchParams({ secret: base32(secret), issuer: city })}`
