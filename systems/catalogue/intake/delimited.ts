import { unreadable } from './unreadable.ts'

const delimiters = [',', '\t', ';', '|'] as const

/** What separates the cells of a text, if it is a table at all: the sign that the first lines have most, and most alike. */
export function delimiterOf(text: string): string | undefined {
  const lines = text
    .slice(0, 20_000)
    .split(/\r\n|\n|\r/)
    .filter(line => line.trim() !== '')
    .slice(0, 20)
  const score = (sign: string) => lines.filter(line => line.split(sign).length > 1).length
  const [best] = delimiters.map(sign => [sign, score(sign)] as const).toSorted((a, b) => b[1] - a[1])
  return best !== undefined && lines.length > 1 && best[1] >= 2 && best[1] * 2 >= lines.length ? best[0] : undefined
}

/**
 * 分隔文本 CSV and its kin (RFC 4180): cells in double quotes may hold the delimiter, line ends, and a quote said twice.
 * @throws IMPORT_UNREADABLE for a quote that never ends, with its line.
 */
export function readDelimited(
  file: string,
  text: string,
  delimiter: string,
  most: number,
): readonly (readonly string[])[] {
  const rows: string[][] = []
  let row: string[] = []
  let cells = 0
  const add = (cell: string): void => {
    if (++cells > most) throw unreadable(`${file} has more than ${most} cells.`, 'Hand in fewer items.')
    row.push(cell.replaceAll(/\s+/g, ' ').trim())
  }
  const endRow = (): void => {
    rows.push(row)
    row = []
  }
  for (let at = 0; at <= text.length; ) {
    if (text[at] === '"') {
      const [cell, end] = quoted(file, text, at)
      const rest = endOfCell(text, end, delimiter)
      add(cell + text.slice(end, rest))
      at = rest
    } else {
      const end = endOfCell(text, at, delimiter)
      add(text.slice(at, end))
      at = end
    }
    if (at >= text.length) break
    if (text[at] === delimiter) {
      at++
      continue
    }
    endRow()
    at += text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1
    if (at >= text.length) break
  }
  endRow()
  return rows
}

function endOfCell(text: string, from: number, delimiter: string): number {
  for (let at = from; at < text.length; at++) {
    const sign = text[at]
    if (sign === delimiter || sign === '\n' || sign === '\r') return at
  }
  return text.length
}

function quoted(file: string, text: string, from: number): readonly [string, number] {
  let cell = ''
  for (let at = from + 1; ; ) {
    const end = text.indexOf('"', at)
    if (end < 0) {
      const line = text.slice(0, from).split('\n').length
      throw unreadable(`${file} opens a quote in line ${line} that never ends.`, 'Close it, or take it out.')
    }
    cell += text.slice(at, end)
    if (text[end + 1] !== '"') return [cell, end + 1]
    cell += '"'
    at = end + 2
  }
}
