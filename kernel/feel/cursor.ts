import { feelFaults } from './evaluation.ts'
import { canonicalName, type Names, wordAt } from './names.ts'

const blank = /(?:\s|\u00a0|\ufeff|\/\/[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/y
const longestSource = 100_000
const deepest = 150

/** Reads a source from left to right; every complaint names line and column. */
export interface Cursor {
  readonly source: string
  readonly names: Names
  at(): number
  /** Goes back, or on. */
  to(place: number): void
  skip(): void
  /** Takes a sign of punctuation, spaces before it left out. */
  takes(sign: string): boolean
  looks(sign: string): boolean
  needs(sign: string): void
  /** Takes a whole word. */
  word(word: string): boolean
  /** Takes what the pattern (sticky) finds. */
  matches(pattern: RegExp): RegExpExecArray | null
  /** The name that stands here: the longest known one, else one word that is no keyword. */
  name(): string | null
  fail(what: string): never
  nested<T>(read: () => T): T
}

const keywords = new Set(
  'if then else for in return some every satisfies and or between instance function external true false null'.split(
    ' ',
  ),
)

export function makeCursor(source: string, names: Names): Cursor {
  if (source.length > longestSource)
    throw feelFaults.large({
      detail: `the expression has ${source.length} characters, more than ${longestSource}`,
      remedy: 'divide it into several decisions',
    })
  let at = 0
  let depth = 0
  const skip = () => {
    blank.lastIndex = at
    at += blank.exec(source)?.[0].length ?? 0
  }
  const fail = (what: string): never => {
    const before = source.slice(0, at).split('\n')
    throw feelFaults.syntax({
      detail: `line ${before.length}, column ${[...before.at(-1)!].length + 1}: ${what}`,
      remedy: 'correct the expression at that place',
      facts: { line: before.length, column: [...before.at(-1)!].length + 1 },
    })
  }
  const looks = (sign: string) => {
    skip()
    return source.startsWith(sign, at)
  }
  const takes = (sign: string) => {
    if (!looks(sign)) return false
    at += sign.length
    return true
  }
  return {
    source,
    names,
    at: () => at,
    to: place => {
      at = place
    },
    skip,
    takes,
    looks,
    needs: sign => void (takes(sign) || fail(`${sign} is missing`)),
    word: word => {
      skip()
      if (wordAt(source, at) !== word) return false
      at += word.length
      return true
    },
    matches: pattern => {
      skip()
      pattern.lastIndex = at
      const found = pattern.exec(source)
      if (found) at += found[0].length
      return found
    },
    name: () => {
      skip()
      const known = names.longest(source, at)
      if (known) {
        at = known.to
        return known.name
      }
      const word = wordAt(source, at)
      if (word === null || keywords.has(word)) return null
      at += word.length
      return canonicalName(word)
    },
    fail,
    nested: read => {
      if (++depth > deepest)
        throw feelFaults.large({
          detail: `the expression is nested more than ${deepest} levels deep`,
          remedy: 'divide it into several decisions',
        })
      const result = read()
      depth--
      return result
    },
  }
}
