import { unreadable } from './unreadable.ts'

export interface Table {
  /** What stands above it. */
  readonly title?: string
  readonly rows: readonly (readonly string[])[]
}

interface Tag {
  readonly name: string
  readonly closes: boolean
  readonly attributes: string
  readonly end: number
}

interface Cell {
  text: string
  readonly across: number
  readonly down: number
}

interface OpenTable {
  readonly title: string
  readonly rows: Cell[][]
  cell: Cell | undefined
}

const unseen = new Set(['script', 'style', 'noscript', 'template', 'svg', 'head', 'iframe', 'object'])
const breaks = new Set(['br', 'p', 'div', 'li', 'tr', 'h1', 'h2', 'h3', 'h4', 'dd', 'dt'])
const entities: Readonly<Record<string, string>> = {
  nbsp: ' ',
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
  ensp: ' ',
  emsp: ' ',
  ldquo: '“',
  rdquo: '”',
  mdash: '—',
  middot: '·',
}
const mostSpan = 200

/**
 * 网页表格 The tables of a page, cells that span rows or columns written into each of them, tables inside cells told apart. One pass; scripts,
 * styles and comments are no text. @throws IMPORT_UNREADABLE when a cell hides what it says, or there is more than `most`.
 */
export function readHtmlTables(file: string, html: string, most: number): readonly Table[] {
  const tables: { readonly at: number; readonly table: Table }[] = []
  const open: OpenTable[] = []
  let before = ''
  let made = 0
  const say = (text: string): void => {
    const cell = open.at(-1)?.cell
    if (cell) cell.text += text
    else before = (before + text).slice(-200)
  }
  const close = (): void => {
    const table = open.pop()
    if (!table || table.rows.length === 0) return
    const rows = spread(table.rows, cells => {
      made += cells
      if (made > most) throw unreadable(`${file} has more than ${most} cells.`, 'Hand in fewer items.')
    })
    const title = tidy(table.title).split(' / ').at(-1) ?? ''
    tables.push({ at: tables.length, table: { ...(title !== '' && { title }), rows } })
    before = ''
  }
  for (let at = 0; at < html.length; ) {
    const next = html.indexOf('<', at)
    if (next !== at) {
      say(plainText(html.slice(at, next < 0 ? html.length : next)))
      if (next < 0) break
      at = next
    }
    const tag = tagAt(html, at)
    if (!tag) {
      say('<')
      at++
      continue
    }
    at = tag.end
    const { name, closes, attributes } = tag
    if (!closes && unseen.has(name)) at = endOf(html, at, name)
    else if (name === 'table') {
      if (closes) close()
      else open.push({ title: before, rows: [], cell: undefined })
    }
    const table = open.at(-1)
    if (table && !closes && isHidden(attributes))
      throw unreadable(`${file} hides text in a table.`, 'Take out what nobody sees.')
    if (table && name === 'tr' && !closes) {
      table.rows.push([])
      table.cell = undefined
    } else if (table && (name === 'td' || name === 'th')) {
      table.cell = undefined
      if (closes) continue
      if (table.rows.length === 0) table.rows.push([])
      table.cell = { text: '', across: spanOf(attributes, 'colspan'), down: spanOf(attributes, 'rowspan') }
      table.rows.at(-1)!.push(table.cell)
    } else if (breaks.has(name)) say('\n')
  }
  while (open.length > 0) close()
  return tables.map(({ table }) => table)
}

function tagAt(html: string, at: number): Tag | undefined {
  if (html.startsWith('<!--', at)) {
    const end = html.indexOf('-->', at + 4)
    return { name: '', closes: false, attributes: '', end: end < 0 ? html.length : end + 3 }
  }
  const found = /^<(\/?)([a-zA-Z][a-zA-Z0-9]{0,20})|^<[!?]/.exec(html.slice(at, at + 24))
  if (!found) return undefined
  const end = html.indexOf('>', at)
  const attributes = html.slice(at + found[0].length, end < 0 ? html.length : end).slice(0, 500)
  return {
    name: (found[2] ?? '').toLowerCase(),
    closes: found[1] === '/',
    attributes,
    end: end < 0 ? html.length : end + 1,
  }
}

/** Behind the end of an element whose content is no text. */
function endOf(html: string, from: number, name: string): number {
  for (let at = html.indexOf('</', from); at >= 0; at = html.indexOf('</', at + 2))
    if (html.slice(at + 2, at + 2 + name.length).toLowerCase() === name) {
      const end = html.indexOf('>', at)
      return end < 0 ? html.length : end + 1
    }
  return html.length
}

const isHidden = (attributes: string): boolean =>
  /(?:^|\s)hidden(?:\s|=|$)|display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0/i.test(attributes)

const spanOf = (attributes: string, name: string): number => {
  const said = new RegExp(`(?:^|\\s)${name}\\s*=\\s*["']?(\\d{1,6})`, 'i').exec(attributes)?.[1]
  return Math.min(Math.max(Number(said ?? 1), 1), mostSpan)
}

const plainText = (text: string): string =>
  text.replaceAll(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));?/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return entities[name.toLowerCase()] ?? whole
    const code = Number.parseInt(decimal ?? hex, decimal === undefined ? 16 : 10)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })

/** Lines of a cell become one, told apart by a stroke. */
const tidy = (text: string): string =>
  text
    .split('\n')
    .map(line => line.replaceAll(/[\s\u3000\u00a0]+/g, ' ').trim())
    .filter(line => line !== '')
    .join(' / ')

/** Cells laid out on the grid they span. */
function spread(rows: readonly (readonly Cell[])[], count: (cells: number) => void): string[][] {
  const grid: string[][] = rows.map(() => [])
  for (const [down, row] of rows.entries()) {
    let column = 0
    for (const cell of row) {
      while (grid[down]![column] !== undefined) column++
      const text = tidy(cell.text)
      const last = Math.min(down + cell.down, rows.length)
      count((last - down) * cell.across)
      for (let y = down; y < last; y++) for (let x = 0; x < cell.across; x++) grid[y]![column + x] ??= text
      column += cell.across
    }
  }
  return grid.map(row => Array.from(row, cell => cell ?? ''))
}
