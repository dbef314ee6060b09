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
  if (first?.indent !== 0 || isItem(first.text)) return undefined
  const root = readMap(reader, 0, first.start, 0)
  return reader.at === lines.length ? root : undefined
}

interface Line {
  indent: number
  /** Where the text begins in the file. */
  start: number
  text: string
}

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
const isItem = (text: string): boolean => text.startsWith('- ')

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
      const said = text.slice(start, stop)
      if (said.includes('\t') || said.includes('\r')) return undefined
      if (start === from && /^(?:---|\.\.\.|%)/.test(said)) return undefined
      lines.push({ indent: start - from, start, text: said })
    }
    from = end + 1
  }
  return lines
}

/** The map or list that begins at this line. */
function readBlock(reader: Reader, at: number, depth: number): Located | undefined {
  const line = reader.lines[reader.at]!
  return isItem(line.text) ? readList(reader, line.indent, at, depth) : readMap(reader, line.indent, at, depth)
}

function readMap(reader: Reader, indent: number, at: number, depth: number): Located | undefined {
  if (depth > deepest || ++reader.nodes > mostNodes) return undefined
  const entries = new Map<string, Located>()
  for (let line = reader.lines[reader.at]; line && line.indent === indent; line = reader.lines[reader.at]) {
    const match = keyed.exec(line.text)
    const name = match?.[1]
    if (!match || name === undefined || isNull.test(name) || entries.has(name)) return undefined
    const value = readValue(reader, line, match[0].length, indent, line.start, depth)
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
  for (
    let line = reader.lines[reader.at];
    line && line.indent === indent && isItem(line.text);
    line = reader.lines[reader.at]
  ) {
    let skip = 2
    while (line.text.charCodeAt(skip) === 32) skip++
    const rest = line.text.slice(skip)
    let item: Located | undefined
    if (keyed.test(rest) || isItem(rest)) {
      // a block that begins behind its dash: its lines stand below this word
      line.indent += skip
      line.start += skip
      line.text = rest
      item = readBlock(reader, line.start, depth + 1)
    } else item = readValue(reader, line, skip, indent, line.start + skip, depth)
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
  line: Line,
  skip: number,
  indent: number,
  at: number,
  depth: number,
): Located | undefined {
  const written = line.text.slice(skip)
  const next = reader.lines[++reader.at]
  if (written === '') {
    if (!next || next.indent < indent || (next.indent === indent && !isItem(next.text))) return undefined
    return readBlock(reader, at, depth + 1)
  }
  if ((next && next.indent > indent) || ++reader.nodes > mostNodes) return undefined
  if (written === '[]') return { kind: 'list', at: reader.origin(at), items: [] }
  if (written === '{}') return { kind: 'map', at: reader.origin(at), entries: new Map() }
  const value = scalarOf(written)
  return value === undefined ? undefined : { kind: 'scalar', at: reader.origin(line.start + skip), value }
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
