const [zero, one] = ['\u200b', '\u200c']
const bits = 24

/** 暗记 The number of an export in signs that nobody sees: they stay when a row is copied out of the file. */
export const traceOf = (number: number): string =>
  [...(number % 2 ** bits).toString(2).padStart(bits, '0')].map(bit => (bit === '0' ? zero : one)).join('')

const trace = new RegExp(`[${zero}${one}]{${bits}}`)

/** 溯源 From which export a text comes; undefined where it bears no trace. */
export function numberTraced(text: string): number | undefined {
  const [found] = trace.exec(text) ?? []
  return found === undefined
    ? undefined
    : Number.parseInt([...found].map(sign => (sign === zero ? '0' : '1')).join(''), 2)
}

export interface Marking {
  /** Who, in which post, when, what for, under which number: above every page and every block of rows. */
  readonly mark: string
  /** What stands in the last cell of every row. */
  readonly short: string
  readonly number: number
  readonly headings: readonly string[]
  /** The column whose cells bear the trace. */
  readonly traced: number
}

/** So many rows stand under one mark: a block that is cut out of the file brings it along. */
const block = 50

/** 水印 The rows as they go out: a mark above every block, a short one at the end of every row, and one that nobody sees within it. */
export function marked(
  rows: readonly (readonly string[])[],
  { mark, short, number, headings, traced }: Marking,
): readonly (readonly string[])[] {
  const hidden = traceOf(number)
  const out: (readonly string[])[] = []
  rows.forEach((row, at) => {
    if (at % block === 0) out.push([mark], headings)
    out.push([...row.map((cell, column) => (column === traced ? cell + hidden : cell)), short])
  })
  return rows.length === 0 ? [[mark], headings] : out
}
