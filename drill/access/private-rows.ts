import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { Db } from '#kernel/storage'
import type { Place } from './sought.ts'

/** 一张表 Which words are planted in it, or why none could be; and the columns this was said of. */
export interface PrivateTable {
  readonly table: string
  readonly columns?: string
  readonly holds?: readonly string[]
  readonly none?: string
}

export const readPrivateTables = (): readonly PrivateTable[] =>
  parse(readFileSync(join(import.meta.dirname, 'private-rows.yaml'), 'utf8')) as readonly PrivateTable[]

/** Tables made from declarations, and the parts of those that are cut by month, stand under one name. */
const family = (table: string, families: ReadonlySet<string>): string => {
  const wide = `${table.split('.')[0]}.*`
  return !families.has(table) && families.has(wide) ? wide : table
}

/** 能写字的列 Every table of the city, with its columns in which something could be written. */
export async function writableColumns(migrator: Db): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await migrator.query<{ table: string; columns: string[] }>(
    `select n.nspname || '.' || c.relname as table,
       array_agg(a.attname::text order by a.attname) filter (where t.typname in ('text', 'varchar', 'bpchar', 'json', 'jsonb', 'bytea', 'tsvector', 'leaf') or t.typcategory = 'A') as columns
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped join pg_type t on t.oid = a.atttypid
     where c.relkind in ('r', 'p') and not c.relispartition and n.nspname !~ '^(pg_|information_schema)'
     group by 1 order by 1`,
  )
  return new Map(rows.map(({ table, columns }) => [table, columns ?? []]))
}

/** 守护 What is amiss: a table that nobody has thought of, a column that came since, a line without a table, words that are planted nowhere. */
export function faultsOf(
  columns: ReadonlyMap<string, readonly string[]>,
  tables: readonly PrivateTable[],
  places: readonly Place[],
): readonly string[] {
  const families = new Set(tables.map(({ table }) => table))
  const faults: string[] = []
  const seen = new Set<string>()
  for (const [table, now] of columns) {
    const name = family(table, families)
    const line = tables.find(one => one.table === name)
    seen.add(name)
    if (!line) faults.push(`${table}: nobody has said what private words it holds (${now.join(' ')})`)
    else if (!name.endsWith('.*') && line.columns !== now.join(' '))
      faults.push(`${table}: thought of with the columns “${line.columns ?? ''}”, has “${now.join(' ')}”`)
  }
  const kinds = new Set(places.map(({ what }) => what))
  const held = new Set(tables.flatMap(({ holds = [] }) => holds))
  for (const { table, holds, none } of tables) {
    if (!seen.has(table)) faults.push(`${table}: no such table`)
    if ((holds === undefined) === (none === undefined)) faults.push(`${table}: either words or why none`)
    for (const what of holds ?? []) if (!kinds.has(what)) faults.push(`${table}: ${what}: no line of places.yaml`)
  }
  for (const what of kinds) if (!held.has(what)) faults.push(`${what}: in no table`)
  return faults
}

/** 空表 Tables that are said to hold words and have no row: what is not there is not hidden. */
export async function emptyOf(migrator: Db, tables: readonly PrivateTable[]): Promise<readonly string[]> {
  const empty: string[] = []
  for (const { table, holds } of tables) {
    if (!holds) continue
    const [row] = await migrator.query<{ any: boolean }>(`select exists (select from ${table}) as any`)
    if (!row?.any) empty.push(`${table}: said to hold ${holds.join(', ')}, and empty`)
  }
  return empty
}

/** 明文 Tables in which a planted word stands in the open although its line says there is none. */
export async function plainIn(
  migrator: Db,
  tables: readonly PrivateTable[],
  find: (text: string) => ReadonlySet<{ readonly place: string }>,
): Promise<readonly string[]> {
  const faults: string[] = []
  const columns = await writableColumns(migrator)
  const families = new Set(tables.map(({ table }) => table))
  for (const table of columns.keys()) {
    const line = tables.find(one => one.table === family(table, families))
    if (!line || line.holds) continue
    const rows = await migrator.query<{ row: string }>(`select t::text as row from ${table} t limit 20000`)
    for (const { place } of find(rows.map(({ row }) => row).join('\n')))
      faults.push(`${table}: holds ${place} in clear`)
  }
  return [...new Set(faults)]
}
