import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openFeedFile } from '#hubs/data/feed'
import { refusal } from '#kernel/refusal'
import { type Manifest, manifestName, type Shipment, sha256, type Tables } from './manifest.ts'
import { readRecords } from './read-rows.ts'
import type { NationalRow, NationalTable } from './table.schema.ts'
import { nationalTables } from './tables.ts'

export const nationalShipmentUnfit = refusal(
  'NATIONAL_SHIPMENT_UNFIT',
  422,
  'The folder is no shipment of national tables',
)

/** 交付文件 One file of a shipment and the table it holds. */
export interface ShipmentFile {
  readonly table: NationalTable
  readonly path: string
}

/** Writes the files of a shipment; what holds persons is for its owner alone (0600). */
export async function writeShipment(
  directory: string,
  { files }: Pick<Shipment, 'files'>,
  secret: boolean,
): Promise<void> {
  await mkdir(directory, { recursive: true, ...(secret && { mode: 0o700 }) })
  for (const [name, text] of files) {
    const path = join(directory, name)
    // A file that was there would keep its mode, and be open to others while it is written.
    if (secret) await rm(path, { force: true })
    await writeFile(path, text, secret ? { mode: 0o600, flag: 'wx' } : {})
  }
}

/** The manifest, where there is one: another system may send bare files. */
export async function readManifest(directory: string): Promise<Manifest | undefined> {
  const path = join(directory, manifestName)
  if (!existsSync(path)) return undefined
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Manifest
  } catch (cause) {
    throw nationalShipmentUnfit({ detail: `${manifestName} is no JSON`, remedy: 'Take the shipment again.', cause })
  }
}

/**
 * 交付内容 The files of a folder by table, in the order of the tables: JSON Lines where both are there. Each that the manifest names must
 * have the digest it names. @throws NATIONAL_SHIPMENT_UNFIT.
 */
export async function filesOf(directory: string): Promise<readonly ShipmentFile[]> {
  if (!existsSync(directory))
    throw nationalShipmentUnfit({
      detail: `There is no ${directory}.`,
      remedy: 'Name the folder that holds the tables.',
    })
  const names = new Set(await readdir(directory))
  const manifest = await readManifest(directory)
  for (const { files } of manifest?.tables ?? [])
    for (const [name, digest] of Object.entries(files))
      if (names.has(name) && sha256(await readFile(join(directory, name))) !== digest)
        throw nationalShipmentUnfit({
          detail: `${name} is not the file its manifest names`,
          remedy: 'Take the shipment again; what was changed by hand comes without a manifest.',
        })
  const found = [...nationalTables.values()].flatMap((table): readonly ShipmentFile[] => {
    const name = [`${table.name}.jsonl`, `${table.name}.csv`].find(one => names.has(one))
    return name === undefined ? [] : [{ table, path: join(directory, name) }]
  })
  if (found.length === 0)
    throw nationalShipmentUnfit({
      detail: `${directory} holds no file of a table`,
      remedy: `Files are called ${[...nationalTables.keys()][0]}.jsonl or .csv, and so on.`,
    })
  return found
}

/** 读取交付 Every row of a shipment as it stands; a line that cannot be cut into cells is refused with its place. @throws NATIONAL_SHIPMENT_UNFIT. */
export async function readTables(files: readonly ShipmentFile[]): Promise<Tables> {
  const tables = new Map<string, readonly NationalRow[]>()
  for (const { table, path } of files) {
    await using file = await openFeedFile(path)
    const rows: NationalRow[] = []
    for await (const { raw, checked } of readRecords(table, file, undefined))
      if ('row' in checked) rows.push(checked.row)
      else
        throw nationalShipmentUnfit({
          detail: `${table.name}, line ${raw.line}: ${checked.bad.code}`,
          remedy: 'Take the shipment again.',
        })
    tables.set(table.name, rows)
  }
  return tables
}
