import type { Account } from './account.ts'
import { type Element, elementOf, place, textOf } from './element.ts'
import { gathered, ofPairs } from './odd-shapes.ts'
import { canonicalKey, tellsAnItem } from './vocabulary.ts'

/** 形状 How a source is laid out: one item, several, or a list with an item a row. */
export type SourceShape = 'item' | 'several-items' | 'rows'

export interface ItemsIn {
  readonly shape: SourceShape
  readonly items: readonly Element[]
}

const most = 200

/** 认形 Finds the items of a source by its shape: under whatever wraps them, each in a list, or one a row of a power list. */
export function itemsIn(source: object, account: Account): ItemsIn {
  const outer = unwrapped(elementOf(source))
  const root = ofPairs(outer, account) ?? gathered(outer)
  if (root.items.length > 0 && root.items.some(({ entries }) => entries.size > 0))
    return { shape: 'several-items', items: root.items.filter(({ entries }) => entries.size > 0).slice(0, most) }
  const rows = root.entries.get('rows') ?? root.entries.get('清单') ?? root.entries.get('list')
  if (rows === undefined || rows.items.length === 0 || root.entries.has('materials'))
    return { shape: 'item', items: [root] }
  const columns = root.entries.get('columns')
  const heads = columns?.items.map(one => textOf(one) ?? '') ?? []
  const items: Element[] = []
  let before: Element | undefined
  for (const row of rows.items.slice(0, most)) {
    const own = row.items.length > 0 ? rowOf(row, heads, account) : row
    if (own.entries.size === 0) continue
    before = withDitto(own, before)
    items.push(besides(root, before))
  }
  if (items.length === 0) return { shape: 'item', items: [root] }
  account.understood(columns, 'source', '表头，用来读各行 the heads by which the rows are read')
  account.setAside(
    root.entries.get('name'),
    'source',
    '清单的名称，事项名称取自各行 the name of the list; each row has its own',
  )
  return { shape: 'rows', items }
}

/** Down to the first level that looks like an item, as long as there is only one way. */
function unwrapped(element: Element): Element {
  let here = element
  for (let depth = 0; depth < 6; depth++) {
    const names = [...here.entries.keys()].filter(name => tellsAnItem.has(name)).length
    if (here.items.length > 0 || names >= 2 || here.entries.has('rows')) return here
    // One group with one word in it wraps something only where nothing here is known.
    const fewest = names === 0 ? 0 : 1
    const inside = [...here.entries.values()].filter(({ entries, items }) => entries.size > fewest || items.length > 0)
    if (inside.length !== 1) return here
    here = inside[0]!
  }
  return here
}

/** What every row shares stands above the rows. */
function besides(root: Element, row: Element): Element {
  const entries = new Map(
    [...root.entries].filter(([name]) => !['rows', 'columns', 'name', '清单', 'list'].includes(name)),
  )
  for (const [name, element] of row.entries) {
    // what the row says itself goes before what stands above
    if (entries.has(name) && element.entries.size === 0) {
      const above = entries.get(name)!
      entries.set(name, element)
      if (name === 'authority' || name === 'kind') entries.set(`${name} (above)`, above)
    } else place(entries, name, `${name} (row)`, element)
  }
  return { path: row.path, value: row.value, entries, items: [] }
}

/** 同上 stands for what the row above says. */
function withDitto(row: Element, above: Element | undefined): Element {
  const entries = new Map(row.entries)
  for (const [name, element] of entries) {
    const said = above?.entries.get(name)
    if (said !== undefined && /^(同上|〃|″|同前)$/.test(textOf(element) ?? ''))
      entries.set(name, { ...element, value: said.value, items: said.items, entries: said.entries })
  }
  return { ...row, entries }
}

/** What a cell of a column looks like; a column that is not here takes any cell. */
const looks: readonly (readonly [RegExp, (text: string) => boolean])[] = [
  [/类别|类型/, text => /^(行政|其他行政|公共服务|一般|重点)/.test(text)],
  [/依据/, text => /法|条例|办法|规定|决定|规范|细则|同上/.test(text)],
  [/时限|期限/, text => /^\d*$|日|天|月/.test(text)],
  [/收费|征收/, text => text === '' || /费|元/.test(text)],
  [/对象/, text => text === '' || /法人|自然人|企业|单位|公民|个人|组织|户|者|店|各类/.test(text)],
  [/主体|机构|单位|部门|科室/, text => /局|委|办|处|科|厅|政府|机构|部门|支队|大队/.test(text)],
  [/电话/, text => /^[\d\s()（）-]*$/.test(text)],
  [/备注|说明/, () => true],
]
const fits = (head: string, text: string): number => {
  const look = looks.find(([form]) => form.test(head))
  return look === undefined ? 1 : look[1](text) ? 2 : -3
}

/**
 * A row under its columns. One with fewer cells than columns lost some on its way: the cells are laid under the columns they
 * look like, in their order, and that the row does not fit is said.
 */
function rowOf(row: Element, heads: readonly string[], account: Account): Element {
  const texts = row.items.map(cell => textOf(cell) ?? '')
  if (heads.length > 0 && texts.length !== heads.length)
    account.contradict(row.path, `表头 ${heads.length} 列，此行 ${texts.length} 格 the row does not fit its columns`)
  const columns = texts.length === heads.length ? texts.map((_, at) => at) : underColumns(texts, heads)
  const entries = new Map<string, Element>()
  for (const [at, cell] of row.items.entries()) {
    const head = heads[columns[at] ?? -1]
    const name = head === undefined || head === '' ? `column ${at + 1}` : canonicalKey(head)
    place(entries, name, `column ${at + 1}`, cell)
  }
  return { path: row.path, value: row.value, entries, items: [] }
}

/** The columns of the cells, rising, with the most cells that look like their column. */
function underColumns(texts: readonly string[], heads: readonly string[]): readonly number[] {
  const best: { score: number; way: readonly number[] }[][] = Array.from({ length: texts.length + 1 }, () => [])
  const at = (cell: number, column: number): { score: number; way: readonly number[] } => {
    if (cell === texts.length) return { score: 0, way: [] }
    if (heads.length - column < texts.length - cell) return { score: -1_000, way: [] }
    const known = best[cell]![column]
    if (known) return known
    const later = at(cell + 1, column + 1)
    const here = { score: fits(heads[column]!, texts[cell]!) + later.score, way: [column, ...later.way] }
    const skipped = heads.length - column - 1 >= texts.length - cell ? at(cell, column + 1) : undefined
    const chosen = skipped && skipped.score > here.score ? skipped : here
    best[cell]![column] = chosen
    return chosen
  }
  return texts.length > heads.length ? texts.map((_, place) => place) : at(0, 0).way
}
