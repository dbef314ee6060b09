import type { Table } from './html-tables.ts'
import { canonicalKey, tellsAnItem } from './vocabulary.ts'

type Row = readonly string[]
type Said = Record<string, unknown>

const isKey = (cell: string): boolean => {
  const name = cell.replace(/[:：*＊]+$/, '').trim()
  return name !== '' && name.length <= 40 && canonicalKey(name) !== name
}
const keyOf = (cell: string): string => cell.replace(/[:：*＊]+$/, '').trim()
const filled = (row: Row): number => row.filter(cell => cell !== '').length

/** Under a key that is taken, the next is numbered: nothing is said twice in one object. */
function put(into: Said, key: string, value: unknown): void {
  let name = key
  for (let at = 2; Object.hasOwn(into, name); at++) name = `${key} (${at})`
  Object.defineProperty(into, name, { value, enumerable: true, configurable: true, writable: true })
}

/** Whether the cells of a row are names and values by turns: 事项名称 | 节能审查 | 事项类型 | 行政许可. */
const isPairs = (row: Row): boolean => {
  const cells = row.length % 2 === 0 ? row : row.slice(0, -1)
  const names = cells.filter((_, at) => at % 2 === 0).filter(cell => cell !== '')
  return cells.length >= 2 && names.length > 0 && names.every(isKey)
}

/** A guide: a table of two or four columns whose odd ones are names. A cell spanning its row is said once. */
function asGuide(rows: readonly Row[]): Said | undefined {
  const pairs = rows.filter(isPairs)
  if (pairs.length < 2 || pairs.length * 2 < rows.length) return undefined
  const guide: Said = {}
  for (const row of rows) {
    for (let at = 0; at + 1 < row.length; at += 2) {
      const [key = '', value = ''] = [row[at], row[at + 1]]
      const spanned = at > 0 && key === row[at - 1]
      if (spanned || (key === '' && value === '')) continue
      put(guide, key === '' ? `column ${at + 1}` : keyOf(key), key === value ? '' : value)
    }
    if (row.length === 1 && row[0] !== '') put(guide, 'text', row[0])
  }
  return guide
}

/** A list: the first row with several cells is its head; what stands alone above is its name. */
function asList({
  title,
  rows,
}: Table): { readonly name?: string; readonly columns: Row; readonly rows: Row[] } | undefined {
  let head = rows.findIndex(row => new Set(row.filter(cell => cell !== '')).size >= 2)
  // a head of two rows: what spans both stands in both, and the lower one names the columns
  while (isLowerHead(rows[head], rows[head + 1])) head++
  const columns = rows[head]
  if (!columns) return undefined
  const above =
    rows
      .slice(0, head)
      .find(row => filled(row) > 0)
      ?.find(cell => cell !== '') ?? title
  const body = rows.slice(head + 1).filter(row => filled(row) > 0)
  const again = JSON.stringify(columns)
  return {
    ...(above !== undefined && { name: above }),
    columns: columns.map(keyOf),
    // the head of a table that runs over several pages is repeated
    rows: body.filter(row => JSON.stringify(row) !== again),
  }
}

function isLowerHead(upper: Row | undefined, lower: Row | undefined): boolean {
  if (!upper || !lower) return false
  const shared = lower.filter((cell, at) => cell === upper[at])
  return (
    shared.some(cell => cell !== '') &&
    shared.length < lower.length &&
    lower.every((cell, at) => cell === upper[at] || isKey(cell))
  )
}

const asObjects = (columns: Row, rows: readonly Row[]): readonly Said[] =>
  rows.map(row => {
    const said: Said = {}
    for (const [at, cell] of row.entries()) put(said, columns[at] || `column ${at + 1}`, cell)
    return said
  })

/** Lists that belong to an item, by a column only they have. */
const belongings: readonly (readonly [RegExp, string])[] = [
  [/材料名称|材料类型/, '申请材料'],
  [/环节|步骤/, '办理流程'],
  [/收费项目|收费标准/, '收费'],
  [/^问题?$/, '常见问题'],
]

/**
 * 表格成源 What tables say, in the words of a published item: a guide becomes one item with the lists that belong to it, a power
 * list a row an item. Undefined when no table has a name we know.
 */
export function sourceOfTables(tables: readonly Table[]): object | undefined {
  const guide: Said = {}
  const lists: NonNullable<ReturnType<typeof asList>>[] = []
  for (const table of tables) {
    const own = asGuide(table.rows)
    if (own) for (const [key, value] of Object.entries(own)) put(guide, key, value)
    else {
      const list = asList(table)
      if (list && list.rows.length > 0) lists.push(list)
    }
  }
  const told = Object.keys(guide).filter(key => tellsAnItem.has(canonicalKey(key).split('.')[0]!)).length
  if (told >= 2) {
    for (const { name, columns, rows } of lists) {
      const [, key] = belongings.find(([form]) => columns.some(column => form.test(column))) ?? []
      put(guide, key ?? name ?? 'table', asObjects(columns, rows))
    }
    return guide
  }
  const powers = lists
    .filter(({ columns }) => columns.some(column => tellsAnItem.has(canonicalKey(column).split('.')[0]!)))
    .toSorted((a, b) => b.rows.length * b.columns.length - a.rows.length * a.columns.length)
  const [first, ...others] = powers
  if (!first) return undefined
  const same = others.filter(({ columns }) => JSON.stringify(columns) === JSON.stringify(first.columns))
  const left: Said = {}
  for (const list of lists)
    if (list !== first && !same.includes(list)) put(left, list.name ?? 'table', asObjects(list.columns, list.rows))
  return { ...guide, ...left, ...first, rows: [...first.rows, ...same.flatMap(({ rows }) => rows)] }
}
