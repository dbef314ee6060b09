import type { Tables } from '../manifest.ts'
import type { NationalRow } from '../table.schema.ts'

/** 来源 An item of another system in the shape that the intake of published items reads: names as in the national interface. */
export interface ItemSource {
  readonly name: string
  readonly source: Readonly<Record<string, unknown>>
}

const exchange: ReadonlySet<string> = new Set([
  'row_guid',
  'cd_batch',
  'cd_operation',
  'cd_time',
  'data_source',
  'task_guid',
  'order_num',
])

const camel = (name: string): string => name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase())

const elementsOf = (row: NationalRow): Record<string, string> =>
  Object.fromEntries(Object.entries(row).flatMap(([name, value]) => (exchange.has(name) ? [] : [[camel(name), value]])))

const inOrder = (rows: readonly NationalRow[]): readonly NationalRow[] =>
  rows.toSorted((one, two) => Number(one['order_num'] ?? 0) - Number(two['order_num'] ?? 0))

/** 转为来源 Rows of items that come without our own content, one source an item: its basic row, and what belongs to it. */
export function sourcesOf(tables: Tables): readonly ItemSource[] {
  return ['general', 'public', 'punish', 'handle', 'check'].flatMap(family => {
    const part = (kind: string, guid: string | undefined) =>
      inOrder((tables.get(`up_task_${family}_${kind}`) ?? []).filter(row => row['task_guid'] === guid)).map(elementsOf)
    return (tables.get(`up_task_${family}_basic`) ?? [])
      .filter(row => row['cd_operation'] !== 'D')
      .map(row => {
        const guid = row['row_guid']
        const [extension = {}] = part('extend', guid)
        const lists = {
          materials: part('material', guid),
          fees: part('fee_project', guid),
          questions: part('questions', guid),
        }
        const full = Object.fromEntries(Object.entries(lists).filter(([, rows]) => rows.length > 0))
        return {
          name: row['task_code'] ?? row['local_task_code'] ?? guid ?? '',
          source: { ...extension, ...elementsOf(row), ...full },
        }
      })
  })
}
