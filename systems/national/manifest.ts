import { createHash } from 'node:crypto'
import type { NationalCodes } from './codes.schema.ts'
import { rowFormats, writeRows } from './row-text.ts'
import type { NationalRow } from './table.schema.ts'
import { nationalTables } from './tables.ts'

/** 发现 What an export could not say as the tables want it; the row is written all the same. */
export interface Found {
  readonly rule: 'NATIONAL_TOO_LONG' | 'NATIONAL_MISSING' | 'NATIONAL_NO_CODE' | 'NATIONAL_NO_KIND'
  readonly table: string
  readonly column: string | null
  /** Item and organ, or the number of the case. */
  readonly of: string
  readonly zh: string
  readonly en: string
}

/** 清单 What a shipment holds: each table with its rows and the SHA-256 of each file, and what has no place in the tables. */
export interface Manifest {
  readonly format: 1
  readonly kind: 'items' | 'cases' | 'rows'
  readonly batch: string
  readonly at: string
  readonly dataSource: string
  readonly tables: readonly {
    readonly table: string
    readonly rows: number
    readonly files: Readonly<Record<string, string>>
  }[]
  readonly findings: readonly Found[]
  /** By item, the settings that no column takes; they travel in the table `plumbline`. */
  readonly unplaced?: Readonly<Record<string, readonly string[]>>
}

export type Tables = ReadonlyMap<string, readonly NationalRow[]>

export interface Shipment {
  readonly files: ReadonlyMap<string, string>
  readonly manifest: Manifest
  readonly tables: Tables
}

export const manifestName = 'manifest.json'

export const sha256 = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex')

/** 记录标识 The same thing has the same id in every export: a UUID (version 8) of what it is. */
export function guidOf(...parts: readonly (string | number)[]): string {
  const digest = sha256(parts.join('\n'))
  const variant = ((Number.parseInt(digest.slice(16, 18), 16) & 0x3f) | 0x80).toString(16)
  return [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `8${digest.slice(13, 16)}`,
    `${variant}${digest.slice(18, 20)}`,
    digest.slice(20, 32),
  ].join('-')
}

const charactersOf = (value: string): number => [...value].length

/** What the columns say of a row that is about to go out. */
export function findingsOf(table: string, row: NationalRow, of: string): readonly Found[] {
  if (row['cd_operation'] === 'D') return []
  return nationalTables.get(table)!.columns.flatMap(({ name, label, length, required }): readonly Found[] => {
    const value = row[name] ?? ''
    const said = { table, column: name, of }
    if (value === '')
      return required
        ? [
            {
              rule: 'NATIONAL_MISSING',
              ...said,
              zh: `“${label}”必填,事项没有写`,
              en: `${name} may not be empty; nothing says it`,
            },
          ]
        : []
    const long = charactersOf(value)
    return length !== null && long > length
      ? [
          {
            rule: 'NATIONAL_TOO_LONG',
            ...said,
            zh: `“${label}”有 ${long} 个字,列只容 ${length} 个;没有截断`,
            en: `${name} has ${long} characters, the column takes ${length}; nothing was cut`,
          },
        ]
      : []
  })
}

export interface ShipmentParts extends Pick<Manifest, 'kind' | 'batch' | 'at' | 'findings' | 'unplaced'> {
  readonly codes: NationalCodes
  readonly tables: Tables
}

/** 交付 The files of a shipment as text, JSON Lines and CSV of each table that has rows, and the manifest that names their digests. */
export function shipmentOf({ codes, tables, ...rest }: ShipmentParts): Shipment {
  const files = new Map<string, string>()
  const listed = [...tables].flatMap(([name, rows]) => {
    if (rows.length === 0) return []
    const digests: Record<string, string> = {}
    for (const format of rowFormats) {
      const file = `${name}.${format}`
      const text = writeRows(nationalTables.get(name)!, rows, format)
      files.set(file, text)
      digests[file] = sha256(text)
    }
    return [{ table: name, rows: rows.length, files: digests }]
  })
  const manifest: Manifest = { format: 1, dataSource: codes.dataSource.value, ...rest, tables: listed }
  files.set(manifestName, `${JSON.stringify(manifest, null, 1)}\n`)
  return { files, manifest, tables }
}
