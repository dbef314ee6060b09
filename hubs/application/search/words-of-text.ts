/** 分词 A text as the index keeps it: Latin words whole, Chinese as pairs of neighbouring characters, a lone character by itself. */
const run = /\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}])+/gu

export const normalised = (text: string): string => text.normalize('NFKC').toLowerCase()

export function wordsOf(text: string): readonly string[] {
  const words: string[] = []
  for (const [part] of normalised(text).matchAll(run)) {
    if (!/\p{Script=Han}/u.test(part)) {
      words.push(part.slice(0, 60))
      continue
    }
    const signs = [...part]
    if (signs.length === 1) words.push(part)
    for (let at = 0; at + 1 < signs.length; at++) words.push(signs[at]! + signs[at + 1]!)
  }
  return words
}

/** Words are letters and digits only (see `run`), so quoting is all a lexeme needs. */
const lexeme = (word: string): string => `'${word.replaceAll("'", "''")}'`

/** The words of several texts as a tsvector's text; of two places the weightier counts (A before D). */
export function vectorOf(texts: readonly (readonly [text: string, weight: 'A' | 'B' | 'C' | 'D'])[]): string {
  const weights = new Map<string, string>()
  for (const [text, weight] of texts)
    for (const word of wordsOf(text)) if ((weights.get(word) ?? 'Z') > weight) weights.set(word, weight)
  return [...weights].map(([word, weight]) => `${lexeme(word)}:1${weight}`).join(' ')
}

const allOf = (text: string, join: '&' | '|'): string =>
  wordsOf(text)
    .slice(0, 24)
    .map(word => (/\p{Script=Han}/u.test(word) && [...word].length > 1 ? lexeme(word) : `${lexeme(word)}:*`))
    .join(` ${join} `)

/** 同义词 Groups of words that mean the same. */
export type Synonyms = readonly (readonly string[])[]

/** What a person typed and every way of saying it that the synonyms know, at most eight. */
export function waysOfSaying(text: string, synonyms: Synonyms): readonly string[] {
  const typed = normalised(text).trim()
  const ways = new Set([typed])
  for (const group of synonyms)
    for (const word of group.map(normalised)) {
      if (!typed.includes(word)) continue
      for (const other of group) ways.add(typed.replace(word, normalised(other)))
    }
  return [...ways].slice(0, 8)
}

/** A tsquery's text: all words of one way of saying it, or of another; `loose`: any word. Undefined when nothing can be looked for. */
export function queryOf(text: string, synonyms: Synonyms, loose = false): string | undefined {
  const parts = waysOfSaying(text, synonyms)
    .map(way => allOf(way, loose ? '|' : '&'))
    .filter(part => part !== '')
  return parts.length === 0 ? undefined : parts.map(part => `(${part})`).join(' | ')
}
