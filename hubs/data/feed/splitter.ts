/** 原始记录 One record as it stands in the file; `end` is the place behind its line end. */
export interface RawRecord {
  readonly line: number
  /** Line number of what follows. */
  readonly next: number
  readonly end: number
  readonly bytes: Buffer
  /** Why it cannot be read as one; `bytes` is then the first of its lines, or the beginning of that. */
  readonly fault?: 'FEED_LINE_TOO_LONG' | 'FEED_QUOTE_UNCLOSED' | 'FEED_ROW_MALFORMED'
}

export interface SplitterSettings {
  /** Line ends within quotation marks belong to the cell. */
  readonly quoted: boolean
  readonly position?: number
  readonly line?: number
}

/** No record may be longer, bytes, nor a quoted one go over more lines: what is longer is shown as bad, never gathered. */
export const longestRecord = 262_144
const mostLines = 100
const shownOfLong = 4_096

const lf = 10
const cr = 13
const quote = 34
const comma = 44

type Quoted = { readonly end: number; readonly lines: number } | 'more' | 'malformed' | 'unclosed'

/** Reads on from `start` by RFC 4180: quotation marks only around a whole cell, doubled within. */
function quotedRecord(buffer: Buffer, start: number, final: boolean): Quoted {
  let at = start
  let lines = 0
  let inside = false
  let cellStart = true
  for (; at < buffer.length; at++) {
    if (at - start > longestRecord || lines > mostLines) return inside ? 'unclosed' : 'malformed'
    const byte = buffer[at]
    if (inside) {
      if (byte === lf) lines++
      if (byte !== quote) continue
      if (buffer[at + 1] === quote) at++
      else if (at + 1 >= buffer.length && !final) return 'more'
      else {
        inside = false
        const after = buffer[at + 1]
        if (after !== undefined && after !== comma && after !== lf && after !== cr) return 'malformed'
      }
    } else if (byte === quote) {
      if (!cellStart) return 'malformed'
      inside = true
      cellStart = false
    } else if (byte === lf) return { end: at + 1, lines: lines + 1 }
    else cellStart = byte === comma
  }
  if (!final) return at - start > longestRecord ? 'unclosed' : 'more'
  return inside ? 'unclosed' : { end: at, lines: lines + 1 }
}

/**
 * 分行 Cuts a stream of bytes into records and never holds more than one chunk and one record. Works on bytes because line end,
 * comma and quotation mark stand for themselves in UTF-8 and in GB18030 alike; a damaged record costs its first line only,
 * and reading goes on at the next.
 */
export function makeSplitter({ quoted, position = 0, line = 1 }: SplitterSettings) {
  let kept: Buffer = Buffer.alloc(0)
  let skipping: { line: number; bytes: Buffer } | undefined

  function* cut(final: boolean): Generator<RawRecord> {
    const buffer = kept
    let start = 0
    const ended = (end: number, lines: number, fault?: RawRecord['fault']): RawRecord => {
      let last = end
      if (last > start && buffer[last - 1] === lf) last--
      if (last > start && buffer[last - 1] === cr) last--
      const bytes = buffer.subarray(start, last)
      const record = { line, next: line + lines, end: position + end, bytes, ...(fault && { fault }) }
      start = end
      line += lines
      return record
    }
    let nextQuote = -2
    while (start < buffer.length) {
      const found = buffer.indexOf(lf, start)
      if (skipping) {
        if (found < 0 && !final) {
          start = buffer.length
          break
        }
        const end = found < 0 ? buffer.length : found + 1
        const long = skipping
        skipping = undefined
        line = long.line + 1
        start = end
        yield { line: long.line, next: line, end: position + end, bytes: long.bytes, fault: 'FEED_LINE_TOO_LONG' }
        continue
      }
      const first = found < 0 ? buffer.length : found + 1
      if (first - start > longestRecord) {
        skipping = { line, bytes: Buffer.from(buffer.subarray(start, start + shownOfLong)) }
        continue
      }
      if (quoted && nextQuote !== -1 && nextQuote < start) nextQuote = buffer.indexOf(quote, start)
      if (!quoted || nextQuote === -1 || nextQuote >= first) {
        if (found < 0 && !final) break
        yield ended(first, 1)
        continue
      }
      const whole = quotedRecord(buffer, start, final)
      if (whole === 'more') break
      if (typeof whole === 'object') yield ended(whole.end, whole.lines)
      else if (found < 0 && !final) break
      else yield ended(first, 1, whole === 'malformed' ? 'FEED_ROW_MALFORMED' : 'FEED_QUOTE_UNCLOSED')
    }
    if (final && skipping) {
      const long = skipping
      skipping = undefined
      line = long.line + 1
      yield { line: long.line, next: line, end: position + start, bytes: long.bytes, fault: 'FEED_LINE_TOO_LONG' }
    }
    position += start
    kept = Buffer.from(buffer.subarray(start))
  }

  return {
    /** The records that are whole with this chunk; they are to be read before the next one is given. */
    *take(chunk: Buffer): Generator<RawRecord> {
      kept = kept.length === 0 ? chunk : Buffer.concat([kept, chunk])
      yield* cut(false)
    },
    *end(): Generator<RawRecord> {
      yield* cut(true)
    },
  }
}

/** 单元格 The cells of a record that the splitter found sound. */
export function cellsOf(text: string): string[] {
  if (!text.includes('"')) return text.split(',')
  const cells: string[] = []
  let at = 0
  for (;;) {
    if (text[at] === '"') {
      let end = at + 1
      while (text[end] !== '"' || text[end + 1] === '"') end += text[end] === '"' ? 2 : 1
      cells.push(text.slice(at + 1, end).replaceAll('""', '"'))
      at = end + 1
    } else {
      const end = text.indexOf(',', at)
      cells.push(text.slice(at, end < 0 ? undefined : end))
      at = end < 0 ? text.length : end
    }
    if (at >= text.length) return cells
    at++
    if (at === text.length) return [...cells, '']
  }
}
