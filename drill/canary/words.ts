import { composeCitizen } from '#kernel/code'

/** 金丝雀 A word that stands nowhere else, and where it was written. */
export interface Canary {
  readonly word: string
  readonly kind: string
  readonly place: string
}

const two = (value: number): string => String(value).padStart(2, '0')
const signs = (running: number): string =>
  [0, 1, 2].map(at => String.fromCodePoint(0x9d00 + ((running >> (at * 6)) & 63))).join('')

/** Makes words that look like what people write; each is made once. */
export function makeCanaries() {
  const canaries: Canary[] = []
  let running = 0
  const made = (word: string, kind: string, place: string): string => {
    canaries.push({ word, kind, place })
    return word
  }
  const next = () => ++running
  return {
    canaries,
    made,
    name: (place: string) => made(`欧阳${signs(next())}`, 'name', place),
    text: (place: string) => made(`家中困难${signs(next())}恳请照顾`, 'text', place),
    citizen: (place: string) => {
      const at = next()
      const born = `${1950 + (at % 50)}-${two(1 + (at % 12))}-${two(1 + (at % 28))}`
      return made(composeCitizen('219900', born, String(at % 1_000).padStart(3, '0')), 'citizen', place)
    },
    phone: (place: string) => made(`1399${String(1_000_000 + next() * 37).slice(-7)}`, 'phone', place),
    passport: (place: string) => made(`EK${String(7_000_000 + next())}`, 'passport', place),
    account: (place: string) => made(`622848${String(7_100_000_000 + next() * 7)}`, 'account', place),
    password: (place: string) => made(`pw-Kn${(next() + 40_000).toString(36)}-qz`, 'password', place),
    key: (place: string) => made(`c0ffee${String(next()).padStart(4, '0')}beefcafe`, 'key', place),
  }
}
export type Canaries = ReturnType<typeof makeCanaries>

/** The ways a word can stand in a text: as it is, in an address, escaped in JSON, in base64 at each of its three beginnings, in hex. */
export function formsOf(word: string): readonly string[] {
  const percent = encodeURIComponent(word)
  const escaped = [...word]
    .map(sign => (sign.charCodeAt(0) > 126 ? `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}` : sign))
    .join('')
  const base64 = [0, 1, 2].map(before => {
    const bytes = Buffer.concat([Buffer.alloc(before, 0x20), Buffer.from(word)])
    // Only the signs that no neighbour can change.
    const text = bytes.toString('base64')
    const whole = Math.floor(bytes.length / 3) * 4
    return text.slice(before === 0 ? 0 : 4, whole)
  })
  const forms = [
    word,
    percent,
    percent.toLowerCase(),
    escaped,
    escaped.replaceAll(/\\u[0-9a-f]{4}/g, found => found.toUpperCase().replace('\\U', '\\u')),
    ...base64,
    ...base64.map(text => text.replaceAll('+', '-').replaceAll('/', '_')),
    Buffer.from(word).toString('hex'),
  ]
  return [...new Set(forms)].filter(form => form.length >= 8 || form === word)
}
