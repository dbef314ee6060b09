import { type Canary, formsOf } from './words.ts'

const width = 5
const sieveBits = 22

/** A number for the signs from `at`; the same signs always have the same one. */
function markAt(text: string, at: number): number {
  let mark = 0
  for (let next = at; next < at + width; next++) mark = (Math.imul(mark, 31) + text.charCodeAt(next)) | 0
  return mark >>> (32 - sieveBits)
}

interface Sought {
  readonly form: string
  readonly canary: Canary
  /** Where in the form the part lies by which it is looked for. */
  readonly from: number
}

/**
 * Tens of thousands of words in a dozen forms each are not looked for one after the other: a text is read once. Every form is known by
 * five of its signs, the five that fewest other forms have, and only where those stand is it compared.
 */
export function finderOf(canaries: readonly Canary[]): (text: string) => ReadonlySet<Canary> {
  const forms = canaries.flatMap(canary => formsOf(canary.word).map(form => ({ form, canary })))
  const shared = new Map<string, number>()
  const partsOf = (form: string): readonly string[] =>
    Array.from({ length: Math.max(0, form.length - width + 1) }, (_, at) => form.slice(at, at + width))
  for (const { form } of forms) for (const part of partsOf(form)) shared.set(part, (shared.get(part) ?? 0) + 1)
  const byPart = new Map<string, Sought[]>()
  const short: Sought[] = []
  const sieve = new Uint8Array(1 << sieveBits)
  for (const { form, canary } of forms) {
    let [best, from] = ['', -1]
    for (const [at, part] of partsOf(form).entries())
      if (from === -1 || shared.get(part)! < shared.get(best)!) [best, from] = [part, at]
    if (from === -1) short.push({ form, canary, from: 0 })
    else {
      const known = byPart.get(best)
      if (known) known.push({ form, canary, from })
      else byPart.set(best, [{ form, canary, from }])
      sieve[markAt(best, 0)] = 1
    }
  }
  return text => {
    const found = new Set<Canary>()
    for (const { form, canary } of short) if (text.includes(form)) found.add(canary)
    for (let at = 0; at + width <= text.length; at++) {
      if (sieve[markAt(text, at)] === 0) continue
      for (const { form, canary, from } of byPart.get(text.slice(at, at + width)) ?? [])
        if (text.startsWith(form, at - from) && at >= from) found.add(canary)
    }
    return found
  }
}
