import type { Located, Origin } from './located.ts'

/**
 * 直读 Reads the plain part of YAML in which nearly every item is written: block maps and lists, one scalar a line, quotes
 * without escapes. Whatever else there is in a file (flow collections, anchors, folded text, a fault), and the answer is
 * undefined: the whole parser reads it then, and says what is wrong. Both give the same tree for the same text.
 */
export function readPlain(text: string, origin: (offset: number) => Origin): Located | undefined {
  const lines = linesOf(text)
  if (!lines) return undefined
  const reader: Reader = { lines, at: 0, nodes: 0, origin }
  const first = lines[0]
  if (first?.indent !== 0 || first.said.item) return undefined
  const root = readMap(reader, 0, first.start, 0)
  return reader.at === lines.length ? root : undefined
}

interface Line {
  indent: number
  /** Where the text begins in the file. */
  start: number
  said: Said
}

/** What the text of a line says, wherever it stands. */
interface Said {
  readonly text: string
  /** The key it begins with. */
  readonly name: string | undefined
  /** Where what stands behind the key begins. */
  readonly skip: number
  /** What stands behind the key; without one, what the whole of it is. */
  readonly value: Written
  /** Of an item of a list, what stands behind the dash. */
  readonly item: { readonly skip: number; readonly said: Said; readonly block: boolean } | undefined
}

/** What stands behind a key or a dash: nothing, an empty list or map, or a scalar; undefined is not plain. */
type Written = 'below' | 'list' | 'map' | { readonly scalar: string | number | boolean | null } | undefined

interface Reader {
  readonly lines: readonly Line[]
  at: number
  nodes: number
  readonly origin: (offset: number) => Origin
}

const deepest = 32
const mostNodes = 30_000
const keyed = /^([A-Za-z][A-Za-z0-9_.-]*):(?: +|$)/
const isNull = /^null$/i
const dash = /^- +/

/** The lines that say something, without what stands behind them; undefined when one of them is not plain. */
function linesOf(text: string): Line[] | undefined {
  const lines: Line[] = []
  for (let from = 0; from < text.length; ) {
    const found = text.indexOf('\n', from)
    const end = found < 0 ? text.length : found
    let start = from
    while (start < end && text.charCodeAt(start) === 32) start++
    if (start < end && text.charCodeAt(start) !== 35) {
      let stop = end
      while (text.charCodeAt(stop - 1) === 32) stop--
      const said = saidBy(text.slice(start, stop))
      if (!said) return undefined
      if (start === from && /^(?:---|\.\.\.|%)/.test(said.text)) return undefined
      lines.push({ indent: start - from, start, said })
    }
    from = end + 1
  }
  return lines
}

/** 同样的行 The files of a city say the same few lines over and over (`type: integer`): what one says is found out once. */
const saidBefore = new Map<string, Said>()
const mostRemembered = 10_000
const longestRemembered = 80

function saidBy(written: string): Said | undefined {
  const known = saidBefore.get(written)
  if (known) return known
  if (written.includes('\t') || written.includes('\r')) return undefined
  if (written.length > longestRemembered) return readSaid(written)
  if (saidBefore.size >= mostRemembered) saidBefore.clear()
  // a copy, because a part of a text keeps the whole text
  const said = readSaid(Buffer.from(written).toString())
  saidBefore.set(said.text, said)
  return said
}

function readSaid(text: string): Said {
  const [key, name] = keyed.exec(text) ?? []
  const skip = key?.length ?? 0
  const item = dash.exec(text)?.[0].length
  const behind = item === undefined ? undefined : readSaid(text.slice(item))
  return {
    text,
    name: name === undefined || isNull.test(name) ? undefined : name,
    skip,
    value: writtenAs(text.slice(skip)),
    item: behind && { skip: item!, said: behind, block: behind.skip > 0 || behind.item !== undefined },
  }
}

function writtenAs(text: string): Written {
  if (text === '') return 'below'
  if (text === '[]') return 'list'
  if (text === '{}') return 'map'
  const scalar = scalarOf(text)
  return scalar === undefined ? undefined : { scalar }
}

/** The map or list that begins at this line. */
function readBlock(reader: Reader, at: number, depth: number): Located | undefined {
  const line = reader.lines[reader.at]!
  return line.said.item ? readList(reader, line.indent, at, depth) : readMap(reader, line.indent, at, depth)
}

function readMap(reader: Reader, indent: number, at: number, depth: number): Located | undefined {
  if (depth > deepest || ++reader.nodes > mostNodes) return undefined
  const entries = new Map<string, Located>()
  for (let line = reader.lines[reader.at]; line && line.indent === indent; line = reader.lines[reader.at]) {
    const { name, skip, value: written } = line.said
    if (name === undefined || entries.has(name)) return undefined
    const value = readValue(reader, written, indent, line.start, line.start + skip, depth)
    if (!value) return undefined
    entries.set(name, value)
  }
  const next = reader.lines[reader.at]
  if (next && next.indent > indent) return undefined
  return { kind: 'map', at: reader.origin(at), entries }
}

function readList(reader: Reader, indent: number, at: number, depth: number): Located | undefined {
  if (depth > deepest || ++reader.nodes > mostNodes) return undefined
  const items: Located[] = []
  for (let line = reader.lines[reader.at]; line && line.indent === indent; line = reader.lines[reader.at]) {
    if (!line.said.item) break
    const { skip, said, block } = line.said.item
    const from = line.start + skip
    let item: Located | undefined
    if (block) {
      // a block that begins behind its dash: its lines stand below this word
      line.indent += skip
      line.start = from
      line.said = said
      item = readBlock(reader, from, depth + 1)
    } else item = readValue(reader, said.value, indent, from, from, depth)
    if (!item) return undefined
    items.push(item)
  }
  const next = reader.lines[reader.at]
  if (next && next.indent > indent) return undefined
  return { kind: 'list', at: reader.origin(at), items }
}

/** What stands behind a key or a dash: a scalar on the line, or a block below. A block is shown at its key. */
function readValue(
  reader: Reader,
  written: Written,
  indent: number,
  at: number,
  scalarAt: number,
  depth: number,
): Located | undefined {
  const next = reader.lines[++reader.at]
  if (written === 'below') {
    if (!next || next.indent < indent || (next.indent === indent && !next.said.item)) return undefined
    return readBlock(reader, at, depth + 1)
  }
  if (written === undefined || (next && next.indent > indent) || ++reader.nodes > mostNodes) return undefined
  if (written === 'list') return { kind: 'list', at: reader.origin(at), items: [] }
  if (written === 'map') return { kind: 'map', at: reader.origin(at), entries: new Map() }
  return { kind: 'scalar', at: reader.origin(scalarAt), value: written.scalar }
}

const words = new Map<string, boolean | null>([
  ...['null', 'Null', 'NULL', '~'].map(word => [word, null] as const),
  ...['true', 'True', 'TRUE'].map(word => [word, true] as const),
  ...['false', 'False', 'FALSE'].map(word => [word, false] as const),
])

const longestWord = 5

/** Starts that mean something else than text, and what ends a plain scalar or makes it one of another kind. */
const notPlain = /^(?:[?:,[\]{}#&*!|>'"%@`]|- |-$)|: |:$| #/
const numberLike = /^[-+]?\.?[0-9]/

function scalarOf(written: string): string | number | boolean | null | undefined {
  const quote = written[0]
  if (quote === '"' || quote === "'") {
    const inside = written.slice(1, -1)
    return written.length > 1 && written.endsWith(quote) && !inside.includes(quote) && !inside.includes('\\')
      ? inside
      : undefined
  }
  if (notPlain.test(written)) return undefined
  const word = written.length <= longestWord ? words.get(written) : undefined
  if (word !== undefined) return word
  if (numberLike.test(written)) return numberOf(written)
  return /^[-+]?\.(?:inf|nan)$/i.test(written) ? undefined : written
}

/** A number of digits, or text that only begins like one (a day, a month, a number of a document); other numbers are the parser's. */
function numberOf(written: string): string | number | undefined {
  if (/^[-+]?[0-9]{1,15}$/.test(written)) return Number(written)
  return otherNumber.test(written) ? undefined : written
}

const otherNumber =
  /^(?:[-+]?[0-9]{16,}|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)[eE][-+]?[0-9]+)$/
