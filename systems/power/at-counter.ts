import { timingSafeEqual } from 'node:crypto'
import type { Officer } from '#kernel/identity'
import type { BlindIndex } from '#kernel/party'

type Named = { readonly officer: Pick<Officer, 'person'>; readonly party: string; readonly on: string }

const tagOf = (index: BlindIndex, { officer, party, on }: Named): Buffer =>
  index.tag('at-counter', [officer.person, party, on].join(' ')).subarray(0, 16)

/**
 * 当面 Proves, on this day and for this officer alone, that name and number of a party were told him: whoever stands at the counter says both.
 * Nothing is stored; without it the id of a party opens nothing.
 */
export const presenceOf = (index: BlindIndex, named: Named): string => tagOf(index, named).toString('base64url')

export function isPresent(index: BlindIndex, named: Named, shown: string | undefined): boolean {
  const [given, right] = [Buffer.from(shown ?? '', 'base64url'), tagOf(index, named)]
  return given.length === right.length && timingSafeEqual(given, right)
}
