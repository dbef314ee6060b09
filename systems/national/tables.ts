import { type NationalTable, table } from './table.schema.ts'
import { caseTables } from './tables/case-tables.ts'
import { itemTables } from './tables/item-tables.ts'

/**
 * 自有表 `plumbline`: what the national tables have no place for, so that nothing is lost on the way. A receiver that does not know it
 * leaves the file alone.
 */
export const ownTable = table(
  'plumbline',
  'own',
  '准绳自有内容',
  `
kind varchar(20)! 种类
item varchar(100) 事项
organ varchar(100) 机关
content_version int 版本
hash varchar(64)! 内容哈希
content varchar(1000000)! 内容`,
)

/** 国家平台数据表 Every table by name, those of items first, then organs, then case records in the order they happen. */
export const nationalTables: ReadonlyMap<string, NationalTable> = new Map(
  [...itemTables, ...caseTables, ownTable].map(one => [one.name, one]),
)
