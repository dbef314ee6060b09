import { timingSafeEqual } from 'node:crypto'
import type { BlindIndex } from '#kernel/party'

/** Crockford's letters: read from paper, hardly misread. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/**
 * 查询码 Printed on the receipt beside the number, so that strangers cannot follow a case by counting numbers up. Made from the
 * number under the city's index key: nothing is stored, and the counter can print it again.
 */
export function checkCodeOf(index: BlindIndex, number: string): string {
  const signs = [...index.tag('progress', number).subarray(0, 8)].map(byte => alphabet[byte % 32]).join('')
  return `${signs.slice(0, 4)}-${signs.slice(4)}`
}

/** Whether what was typed is the code of this number. */
export function isCheckCode(index: BlindIndex, number: string, typed: string): boolean {
  const signs = typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1')
  const given = Buffer.from(signs.padEnd(8).slice(0, 9))
  const right = Buffer.from(checkCodeOf(index, number).replace('-', ''))
  return given.length === right.length && timingSafeEqual(given, right)
}
