import { itemTypes } from '#kernel/code'
import type { drawers } from '#kernel/definition'
import { schemeByForm } from './codes.ts'
import type { EntryCode, EntryFault } from './entry.ts'

/** One row of a published list, in our words; what it does not say is absent. */
export interface ListRow {
  /** Counted from 1. */
  readonly row: number
  readonly name: string
  readonly nameEn?: string
  readonly kind?: string
  readonly level?: string
  readonly levels?: readonly string[]
  readonly region?: string
  readonly organ?: string
  readonly organName?: string
  readonly organUscc?: string
  readonly codes: readonly EntryCode[]
  readonly id?: string
  readonly standing?: string
  readonly item?: string
  readonly reason?: string
  readonly note?: string
  readonly confirmedBy?: string
  readonly confirmedOn?: string
}

export interface ReadList {
  /** What the list calls itself. */
  readonly source?: string
  readonly rows: readonly (ListRow | { readonly row: number; readonly refused: EntryFault })[]
  readonly faults: readonly EntryFault[]
}

/** What the columns of a list are called, as the intake of items knows it. */
export type CanonicalKey = (key: string) => string

const codeColumns: Readonly<Record<string, string>> = {
  'codes.basic': 'gb39554.basic',
  'codes.implementation': 'gb39554.implementation',
  'codes.handling': 'gb39554.handling',
  'codes.local': 'local',
}
const isPlainCode = (key: string): boolean => /^(?:code|编码|事项编码|目录编码|权力编码|职权编码|项目编码)$/i.test(key)
const isOtherCode = (key: string): boolean => /(?:编码|编号|代码|Code)$/.test(key)

type Said = Readonly<Record<string, unknown>>
const isObject = (value: unknown): value is Said => typeof value === 'object' && value !== null && !Array.isArray(value)
const textOf = (value: unknown): string | undefined => {
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'string') return undefined
  const text = value.trim()
  return text === '' ? undefined : text
}
const textsOf = (value: unknown): readonly string[] | undefined =>
  Array.isArray(value) && value.every(one => typeof one === 'string') ? value : undefined

function codesOf(value: unknown): readonly EntryCode[] {
  if (!Array.isArray(value)) return []
  return value.flatMap(one => {
    if (!isObject(one)) return []
    const [scheme, code] = [textOf(one.scheme), textOf(one.value)]
    return scheme === undefined || code === undefined ? [] : [{ scheme, value: code }]
  })
}

function readRow(said: Said, row: number, keyOf: CanonicalKey, scheme: string | undefined): ListRow | undefined {
  const found: Record<string, string> = {}
  const codes = [...codesOf(said.codes)]
  const add = (code: EntryCode): void => {
    if (!codes.some(one => one.value === code.value)) codes.push(code)
  }
  for (const [column, value] of Object.entries(said)) {
    const text = textOf(value)
    if (text === undefined) continue
    const key = keyOf(column)
    const known = codeColumns[key]
    if (known !== undefined) add({ scheme: known, value: text })
    else if (isPlainCode(column)) add({ scheme: scheme ?? schemeByForm(text), value: text })
    else if (isOtherCode(column) && key === column) add({ scheme: column, value: text })
    else found[key] ??= text
  }
  const { name, kind, authority, region, level } = found
  if (name === undefined) return undefined
  const kept = ['id', 'nameEn', 'standing', 'item', 'reason', 'note', 'confirmedBy', 'confirmedOn'] as const
  const organ = textOf(said.organId)
  const levels = textsOf(said.levels)
  return {
    row,
    name: name.normalize('NFC'),
    codes,
    ...(kind !== undefined && { kind }),
    ...(level !== undefined && { level }),
    ...(levels && { levels }),
    ...(region !== undefined && { region }),
    ...(authority !== undefined && { organName: authority }),
    ...(organ !== undefined && { organ }),
    ...(found['authority.uscc'] !== undefined && { organUscc: found['authority.uscc'] }),
    ...Object.fromEntries(kept.flatMap(key => (textOf(said[key]) === undefined ? [] : [[key, textOf(said[key])]]))),
  }
}

/** A table: its columns, and rows of as many cells. A cell under no column keeps its place as its name. */
function ofTable({
  columns,
  rows,
}: {
  readonly columns?: unknown
  readonly rows?: unknown
}): readonly Said[] | undefined {
  const heads = textsOf(columns)
  if (heads === undefined || !Array.isArray(rows)) return undefined
  return rows.map(cells =>
    Object.fromEntries((Array.isArray(cells) ? cells : []).map((cell, at) => [heads[at] || `column ${at + 1}`, cell])),
  )
}

/** The rows of a source, whatever wraps them: a table's, else the longest list of objects in it. */
function rowsIn(source: object): readonly unknown[] {
  if (Array.isArray(source)) return source
  const table = ofTable(source)
  if (table) return table
  const lists = Object.values(source).filter(
    (value): value is unknown[] => Array.isArray(value) && value.some(one => isObject(one)),
  )
  return lists.toSorted((a, b) => b.length - a.length)[0] ?? [source]
}

/**
 * 读清单 A published list as rows in our words: `{source, items: [{department, name, kind, code}]}`, a CSV's rows, our own export. A
 * row that cannot be taken is named with the reason; nothing is left out.
 */
export function readList(source: object, keyOf: CanonicalKey, scheme?: string): ReadList {
  const found = rowsIn(source)
  const rows = found.map((said, at): ReadList['rows'][number] => {
    const row = at + 1
    const refused = (zh: string, en: string) => ({
      row,
      refused: { code: 'ROW_UNUSABLE', place: `row ${row}`, text: { zh, en } },
    })
    if (!isObject(said)) return refused('这一行不是条目', 'This row is no entry')
    return readRow(said, row, keyOf, scheme) ?? refused('这一行没有名称', 'This row has no name')
  })
  const { source: named, count } = isObject(source) ? source : { source: undefined, count: undefined }
  const counted = typeof count === 'number' && count !== rows.length
  return {
    rows,
    ...(textOf(named) !== undefined && { source: textOf(named)! }),
    faults: counted
      ? [
          {
            code: 'LIST_COUNT',
            place: 'count',
            text: {
              zh: `清单写明${count}行，实有${rows.length}行`,
              en: `The list says ${count} rows and has ${rows.length}`,
            },
          },
        ]
      : [],
  }
}

/** Kinds of power as lists write them; those of GB/T 39554 by name, the city's own drawers by theirs. */
const drawerOfType: Readonly<Record<string, (typeof drawers)[number]>> = {
  '01': 'permit',
  '02': 'penalty',
  '03': 'compulsion',
  '04': 'levy',
  '05': 'benefit',
  '06': 'inspection',
  '07': 'confirmation',
  '08': 'reward',
  '09': 'adjudication',
  '10': 'other',
  '20': 'service',
}
const drawerOfKind = new Map<string, string>([
  ...Object.entries(drawerOfType).flatMap(([code, drawer]) => [
    [itemTypes[code]!, drawer] as const,
    [code, drawer] as const,
    [drawer, drawer] as const,
  ]),
  ['许可', 'permit'],
  ['处罚', 'penalty'],
  ['强制', 'compulsion'],
  ['行政征用', 'levy'],
  ['给付', 'benefit'],
  ['检查', 'inspection'],
  ['行政监督检查', 'inspection'],
  ['确认', 'confirmation'],
  ['奖励', 'reward'],
  ['裁决', 'adjudication'],
  ['其他权力', 'other'],
  ['其他', 'other'],
  ['服务', 'service'],
  ...(['project', 'fund', 'asset', 'personnel', 'decision'] as const).map(drawer => [drawer, drawer] as const),
])

export const drawerOf = (kind: string | undefined): string | undefined =>
  kind === undefined ? undefined : drawerOfKind.get(kind.normalize('NFKC').replaceAll(/\s/g, ''))

const levelWords: readonly (readonly [RegExp, string])[] = [
  [/市级|设区|^3$/, 'city'],
  [/县|区级|^4$/, 'county'],
  [/街道|乡|镇|^5$/, 'street'],
  [/社区|村|^6$/, 'community'],
]

/** 行使层级 As the list writes it, else of the division it is listed in. */
export function levelsOf({ levels, level }: Pick<ListRow, 'levels' | 'level'>, region: string): readonly string[] {
  if (levels && levels.length > 0) return levels
  const said = level === undefined ? [] : levelWords.flatMap(([form, name]) => (form.test(level) ? [name] : []))
  if (said.length > 0) return said
  if (region.length === 6) return [region.endsWith('00') ? 'city' : 'county']
  return [region.length === 9 ? 'street' : 'community']
}
