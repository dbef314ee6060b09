import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

/** 口令成本 Memory and time of one hash: 128·2^log·r bytes. */
export interface PasswordCost {
  readonly log: number
  readonly r: number
  readonly p: number
}

/** 32 MiB, about a quarter of a second: what OWASP asks of scrypt where memory is shared with a database. */
export const usualCost: PasswordCost = { log: 15, r: 8, p: 3 }
/** For tests, which sign in a thousand times. */
export const cheapCost: PasswordCost = { log: 8, r: 8, p: 1 }

interface ScryptCost {
  readonly N: number
  readonly r: number
  readonly p: number
  readonly maxmem: number
}
const derive = promisify<string, Buffer, number, ScryptCost, Buffer>(scrypt)
const length = 32

const hash = (password: string, salt: Buffer, { log, r, p }: PasswordCost): Promise<Buffer> =>
  derive(password.normalize('NFKC'), salt, length, { N: 2 ** log, r, p, maxmem: 256 * 2 ** log * r })

const form = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9_-]+)\$([A-Za-z0-9_-]+)$/

/** What is wrong with a password somebody chose; undefined: nothing. */
export type Weakness = 'short' | 'long' | 'plain' | 'known' | 'personal'

const known = new Set([
  '1234567890',
  'password12',
  'qwertyuiop',
  'woaini1314',
  'admin12345',
  'abcd123456',
  '1q2w3e4r5t',
])

/** 口令强度 Ten signs of two kinds, or sixteen; not one that everybody tries, and not the person's own number or name. */
export function weaknessOf(password: string, about: readonly string[]): Weakness | undefined {
  const plain = password.normalize('NFKC')
  const size = [...plain].length
  if (size < 10) return 'short'
  if (size > 128) return 'long'
  const kinds = [/\p{L}/u, /\p{N}/u, /[^\p{L}\p{N}]/u].filter(kind => kind.test(plain)).length
  if (new Set(plain).size < 5 || (kinds < 2 && size < 16)) return 'plain'
  const lower = plain.toLowerCase()
  if (known.has(lower)) return 'known'
  const personal = about.map(one => one.normalize('NFKC').replace(/\s/g, '').toLowerCase())
  return personal.some(
    one => one.length >= 2 && (lower.includes(one) || (one.length >= 6 && lower.includes(one.slice(-6)))),
  )
    ? 'personal'
    : undefined
}

/** How many hashes are made at once; the others wait, so that a flood of guesses does not take the memory of the city. */
const atOnce = 2

/** 口令 Hashes and checks; a check without a stored hash takes as long as one with. */
export function makePasswords(cost: PasswordCost) {
  let running = 0
  const waiting: (() => void)[] = []
  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (running >= atOnce) await new Promise<void>(resolve => waiting.push(resolve))
    else running++
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }

  return {
    hash: (password: string): Promise<string> =>
      inTurn(async () => {
        const salt = randomBytes(16)
        const derived = await hash(password, salt, cost)
        return `$scrypt$ln=${cost.log},r=${cost.r},p=${cost.p}$${salt.toString('base64url')}$${derived.toString('base64url')}`
      }),

    /** `outdated`: it fits, and is to be hashed anew at today's cost. */
    check: (
      password: string,
      stored: string | undefined,
    ): Promise<{ readonly fits: boolean; readonly outdated: boolean }> =>
      inTurn(async () => {
        const found = stored === undefined ? null : form.exec(stored)
        const its = found ? { log: Number(found[1]), r: Number(found[2]), p: Number(found[3]) } : cost
        const salt = found ? Buffer.from(found[4]!, 'base64url') : randomBytes(16)
        const expected = found ? Buffer.from(found[5]!, 'base64url') : randomBytes(length)
        const derived = await hash(password, salt, its)
        const fits = expected.length === length && timingSafeEqual(derived, expected) && found !== null
        return { fits, outdated: fits && (its.log !== cost.log || its.r !== cost.r || its.p !== cost.p) }
      }),
  }
}
export type Passwords = ReturnType<typeof makePasswords>
