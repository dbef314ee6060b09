/** The names an expression may use that one word does not say: FEEL allows spaces and operators in them, and the longest known name wins. */
export interface Names {
  add(name: string): void
  /** The longest known name that stands at that place, and where it ends. */
  longest(source: string, at: number): { readonly name: string; readonly to: number } | null
}

const startOfName = '[\\p{L}_?\\u{10000}-\\u{EFFFF}]'
const partOfName = '[\\p{L}\\p{M}\\p{N}_?\\u{10000}-\\u{EFFFF}]'
export const wordShape = new RegExp(`${startOfName}${partOfName}*`, 'uy')
const piece = new RegExp(`${partOfName}+|[^\\s]`, 'gu')
const inName = new RegExp(partOfName, 'uy')

/** Spaces in a name count once. */
export const canonicalName = (name: string): string => name.trim().replace(/\s+/g, ' ')

export function wordAt(source: string, at: number): string | null {
  wordShape.lastIndex = at
  return wordShape.exec(source)?.[0] ?? null
}

const continues = (source: string, at: number): boolean => {
  inName.lastIndex = at
  return inName.test(source)
}

const spaces = /\s*/y

/** Where the pieces end if they stand there one after the other; two words need a space between them. */
function endOf(pieces: readonly string[], source: string, at: number): number | null {
  let to = at
  for (const [index, part] of pieces.entries()) {
    if (index > 0) {
      spaces.lastIndex = to
      const gap = spaces.exec(source)![0].length
      to += gap
      if (gap === 0 && continues(pieces[index - 1]!, 0) && continues(part, 0)) return null
    }
    if (!source.startsWith(part, to)) return null
    to += part.length
  }
  return continues(pieces.at(-1)!, 0) && continues(source, to) ? null : to
}

export function makeNames(known: Iterable<string>, beneath?: Names): Names {
  const byFirst = new Map<string, { readonly name: string; readonly pieces: readonly string[] }[]>()
  const seen = new Set<string>()
  function add(given: string): void {
    const name = canonicalName(given)
    if (name === '' || seen.has(name)) return
    seen.add(name)
    const pieces = name.match(piece) ?? []
    if (pieces.length < 2) return
    const others = byFirst.get(pieces[0]!) ?? []
    others.push({ name, pieces })
    others.sort((a, b) => b.pieces.length - a.pieces.length || b.name.length - a.name.length)
    byFirst.set(pieces[0]!, others)
  }
  for (const name of known) add(name)
  return {
    add,
    longest(source, at) {
      piece.lastIndex = at
      const first = piece.exec(source)
      const below = beneath?.longest(source, at) ?? null
      if (first?.index !== at) return below
      for (const { name, pieces } of byFirst.get(first[0]) ?? []) {
        const to = endOf(pieces, source, at)
        if (to !== null) return below && below.to >= to ? below : { name, to }
      }
      return below
    },
  }
}
