import { randomBytes } from 'node:crypto'

/** Crockford's letters: no I, L, O, U, so a code read from paper is hardly misread. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Luhn mod 32: finds every single wrong sign and nearly every swap of two neighbours. */
function checkSign(signs: string): string {
  let sum = 0
  for (let index = signs.length - 1, factor = 2; index >= 0; index--, factor = 3 - factor) {
    const product = alphabet.indexOf(signs[index]!) * factor
    sum += Math.floor(product / 32) + (product % 32)
  }
  return alphabet[(32 - (sum % 32)) % 32]!
}

/** 查验码 Eleven random signs (55 bits, not to be guessed) and a check sign, written `7Q2M-K4TX-9D3P`. */
export const newCheckCode = (): string => checkCodeFrom(randomBytes(11))

/** The code that eleven bytes stand for: the same bytes, the same code. */
export function checkCodeFrom(bytes: Uint8Array): string {
  const signs = [...bytes.subarray(0, 11)].map(byte => alphabet[byte % 32]).join('')
  return `${signs}${checkSign(signs)}`.replace(/(.{4})(?=.)/g, '$1-')
}

/** What was typed, as it is stored; undefined when it cannot be a code. */
export function readCheckCode(typed: string): string | undefined {
  const signs = typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1')
  if (!/^[0-9A-HJKMNP-TV-Z]{12}$/.test(signs) || checkSign(signs.slice(0, 11)) !== signs[11]) return undefined
  return signs.replace(/(.{4})(?=.)/g, '$1-')
}
