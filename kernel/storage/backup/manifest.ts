import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { refusal } from '#kernel/refusal'
import type { Migration } from '../migrate.ts'
import type { PartitionShape, SequenceValue, TableShape } from './catalog.ts'

export const backupUnreadable = refusal('BACKUP_UNREADABLE', 500, 'There is no whole backup here')
export const backupDamaged = refusal('BACKUP_DAMAGED', 500, 'A file of the backup is not what was written')

export const format = 'plumbline-backup/1'

export interface BackedUpTable extends TableShape {
  readonly file: string
  readonly rows: number
  /** Of the file as it lies there. */
  readonly bytes: number
  readonly sha256: string
}

/** `manifest.json`: written last, so a backup that was cut off has none. */
export interface Manifest {
  readonly format: typeof format
  /** The moment all tables show. */
  readonly at: string
  readonly serverVersion: string
  readonly migrations: readonly Migration[]
  readonly tables: readonly BackedUpTable[]
  readonly partitions: readonly PartitionShape[]
  readonly sequences: readonly SequenceValue[]
}

export async function readManifest(directory: string): Promise<Manifest> {
  try {
    const manifest = JSON.parse(await readFile(join(directory, 'manifest.json'), 'utf8')) as Manifest
    if (manifest.format !== format) throw new TypeError(`its format is ${manifest.format}`)
    return manifest
  } catch (cause) {
    throw backupUnreadable({
      detail: `${directory}: ${cause instanceof Error ? cause.message : cause}`,
      remedy: 'Name the directory that plumbline backup wrote, with its manifest.json.',
      cause,
    })
  }
}

/** Reads every file of a backup and compares it with the manifest; returns the manifest when all is as written. */
export async function verifyBackup(directory: string): Promise<Manifest> {
  const manifest = await readManifest(directory)
  const wrong: string[] = []
  for (const { file, sha256 } of manifest.tables) {
    const hash = createHash('sha256')
    const found = await (async () => {
      for await (const chunk of createReadStream(join(directory, file))) hash.update(chunk as Buffer)
      return hash.digest('hex')
    })().catch(() => undefined)
    if (found !== sha256) wrong.push(file)
  }
  if (wrong.length > 0)
    throw backupDamaged({
      detail: `Missing or changed: ${wrong.join(', ')}.`,
      remedy: 'Use another backup; nothing was restored from this one.',
    })
  return manifest
}
