import { createHash, createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'

/** What a browser carries: 256 random bits. We keep only its hash. */
export const newToken = (): string => randomBytes(32).toString('base64url')
export const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()

/**
 * 表单令牌 The token of a form, bound to what the browser carries in its cookie: whoever cannot read the cookie cannot make it, and the
 * page that shows it does not show the cookie.
 */
export const formTokenOf = (carried: string): string =>
  createHmac('sha256', carried).update('plumbline/form/1').digest('base64url')

/** 续填令牌 For a form that outlives its session: bound to this browser, and to the person who began it. */
export const resumeTokenOf = (device: string, kind: string, subject: string): string =>
  createHmac('sha256', device).update(`plumbline/resume/1 ${kind} ${subject}`).digest('base64url')

/** Whether two texts are the same, in a time that does not tell where they differ. */
export const sameText = (one: string, other: string): boolean => timingSafeEqual(hashOf(one), hashOf(other))

/** Signs without look-alikes: about five bits each. */
const signs = 'abcdefghjkmnpqrstuvwxyz23456789'

/** A code to be read and typed, in fives: `k3mpz-9xw2c`. */
export function newCode(length: number): string {
  const text = Array.from({ length }, () => signs[randomInt(signs.length)]).join('')
  return text.replace(/(.{5})(?=.)/g, '$1-')
}

/** As many digits, for reading from a telephone. */
export const newDigits = (length: number): string => String(randomInt(10 ** length)).padStart(length, '0')

/** Full-width signs, spaces, hyphens and capitals aside: how people copy a code. */
export const typedCode = (typed: string): string => typed.normalize('NFKC').replace(/[\s-]/g, '').toLowerCase()
