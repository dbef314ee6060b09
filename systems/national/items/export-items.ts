import {
  canonicalJson,
  hashOf,
  type Implementation,
  type ItemDefinition,
  implementedDefinition,
} from '#kernel/definition'
import type { NationalCodes } from '../codes.schema.ts'
import { type Found, findingsOf, guidOf, type Shipment, sha256, shipmentOf } from '../manifest.ts'
import type { NationalRow } from '../table.schema.ts'
import { nationalTables } from '../tables.ts'
import {
  type BasicPart,
  basicCells,
  type Cells,
  directoryCells,
  type NationalOrgan,
  taskCodesOf,
} from './basic-rows.ts'
import { extensionCells, feeCells, materialCells, questionCells } from './part-rows.ts'
import { makePlacing, type Placing } from './placing.ts'

/** 待导出事项 A published version and what the organs say that carry it out. */
export interface ExportedItem {
  readonly definition: ItemDefinition
  readonly implementations: readonly Implementation[]
}

export interface ItemExport {
  readonly items: readonly ExportedItem[]
  readonly organs: ReadonlyMap<string, NationalOrgan>
  readonly codes: NationalCodes
  /** `2026-03-02 09:00:00`, local time. */
  readonly at: string
  /** Default: the moment and a digest of what is exported, so the same export has the same batch. */
  readonly batch?: string
}

const partTables = {
  extend: extensionCells,
  material: materialCells,
  fee_project: feeCells,
  questions: questionCells,
} as const

/** 事项导出 Published items as rows of the national tables, with nothing cut and nothing dropped; what has no column is listed and travels beside. */
export function exportItems({ items, organs, codes, at, batch: given }: ItemExport): Shipment {
  const tables = new Map<string, NationalRow[]>([...nationalTables.keys()].map(name => [name, []]))
  const findings: Found[] = []
  const unplaced: Record<string, readonly string[]> = {}
  const contents = items.map(({ definition, implementations }) => [
    hashOf(definition),
    ...implementations.map(one => canonicalJson(one)),
  ])
  const batch = given ?? `${at.replaceAll(/\D/g, '')}-${sha256(JSON.stringify(contents)).slice(0, 16)}`

  function add(name: string, of: string, guid: string, version: number, cells: Cells): void {
    const row: Record<string, string> = {
      row_guid: guid,
      cd_batch: batch,
      cd_operation: version > 1 ? 'U' : 'I',
      cd_time: at,
      data_source: codes.dataSource.value,
    }
    const known = nationalTables.get(name)!.column
    for (const [column, value] of Object.entries(cells))
      if (known.has(column) && value !== undefined && value !== '') row[column] = String(value)
    tables.get(name)!.push(row)
    findings.push(...findingsOf(name, row, of))
  }

  function addOrgan(organ: NationalOrgan, at: number): void {
    const { id, name, uscc } = organ
    add('up_zone_organization', id, guidOf('organ', id), 1, {
      ...{ credit_code: uscc ?? undefined, org_code: uscc?.slice(8, 17), org_name: name, org_short_name: name },
      ...{ exist_task: codes.given['exist_task']?.value, order_num: at + 1 },
    })
    const content = canonicalJson(organ)
    add('plumbline', id, guidOf('plumbline', 'organ', id), 1, {
      kind: 'organ',
      organ: id,
      content,
      hash: sha256(content),
    })
  }

  function addImplementation(definition: ItemDefinition, implementation: Implementation, placing: Placing): void {
    const { item, organ, region, version } = implementation
    const of = `${item} ${organ}`
    const local = implementedDefinition(definition, implementation).definition
    const task = taskCodesOf({ definition: local, codes, placing }, implementation)
    const part: BasicPart = { ...{ definition: local, codes, placing, implementation, task }, organ: organs.get(organ) }
    const family = codes.tables[task.taskType] ?? 'general'
    const guid = guidOf('task', item, organ, region)
    add(`up_task_${family}_basic`, of, guid, version, basicCells(part, family))
    const belongs = { task_guid: guid, task_code: task.task, task_handle_item: task.handling }
    for (const [kind, cellsOf] of Object.entries(partTables)) {
      const name = `up_task_${family}_${kind}`
      if (!nationalTables.has(name)) continue
      for (const [place, cells] of [cellsOf(part)].flat().entries())
        add(name, of, guidOf(name, item, organ, region, place), version, { ...cells, ...belongs })
    }
    if (task.task === '')
      findings.push({
        ...{ rule: 'NATIONAL_NO_CODE', table: `up_task_${family}_basic`, column: 'task_code', of },
        zh: '没有国家编码,写入地方编码列',
        en: 'There is no national code; the local one stands in its own column',
      })
    const content = canonicalJson(implementation)
    const own = { kind: 'implementation', item, organ, content_version: version, content, hash: sha256(content) }
    add('plumbline', of, guidOf('plumbline', 'implementation', item, organ, region), version, own)
  }

  const involved = new Set(items.flatMap(one => one.implementations.map(({ organ }) => organ)))
  for (const [place, organ] of [...organs.values()].filter(({ id }) => involved.has(id)).entries())
    addOrgan(organ, place)
  for (const { definition, implementations } of items) {
    const { item, version } = definition
    const placing = makePlacing()
    const part = { definition, codes, placing }
    add(
      'up_task_directory',
      item,
      guidOf('directory', item),
      version,
      directoryCells(part, taskCodesOf(part, implementations[0])),
    )
    if (codes.kinds[definition.category.drawer] === 'none')
      findings.push({
        ...{ rule: 'NATIONAL_NO_KIND', table: 'up_task_directory', column: 'task_type', of: item },
        zh: '国家目录没有这一类事项',
        en: 'The national list has no such kind of item',
      })
    for (const implementation of implementations) addImplementation(definition, implementation, placing)
    const { extends: _, ...whole } = definition
    const content = canonicalJson(whole)
    const own = { kind: 'definition', item, content_version: version, content, hash: hashOf(definition) }
    add('plumbline', item, guidOf('plumbline', 'definition', item), version, own)
    const without = placing.unplaced(whole)
    if (without.length > 0) unplaced[item] = without
  }
  return shipmentOf({ kind: 'items', batch, at, codes, tables, findings, unplaced })
}
