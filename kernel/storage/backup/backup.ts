import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, open, readdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createZstdCompress } from 'node:zlib'
import { refusal } from '#kernel/refusal'
import { appliedMigrations } from '../migrate.ts'
import type { Db, Session } from '../sql.ts'
import { fileOf, partitionsOf, sequencesOf, type TableShape, tablesOf } from './catalog.ts'
import { type BackedUpTable, format, type Manifest } from './manifest.ts'

export const backupExists = refusal('BACKUP_EXISTS', 409, 'The directory for the backup is not empty')

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

/** A row of COPY's text format ends with the only line feed in it. */
async function* counting(source: AsyncIterable<Buffer>, count: (rows: number) => void): AsyncGenerator<Buffer> {
  for await (const chunk of source) {
    let rows = 0
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) rows++
    count(rows)
    yield chunk
  }
}

async function writeTable(session: Session, directory: string, table: TableShape): Promise<BackedUpTable> {
  const file = fileOf(table.name)
  const hash = createHash('sha256')
  let rows = 0
  let bytes = 0
  const hashing = new Transform({
    transform(chunk: Buffer, _, next) {
      hash.update(chunk)
      bytes += chunk.length
      next(null, chunk)
    },
  })
  await pipeline(
    // Through a query, because COPY of a partitioned table itself is not for every server we support.
    counting(session.copyOut(`copy (select ${table.columns.join(', ')} from ${table.name}) to stdout`), some => {
      rows += some
    }),
    createZstdCompress(),
    hashing,
    createWriteStream(join(directory, file), { mode: 0o600, flags: 'wx' }),
  )
  await sync(join(directory, file))
  return { ...table, file, rows, bytes, sha256: hash.digest('hex') }
}

/**
 * 备份 Writes all our tables as of one moment into an empty directory: one zstd-compressed COPY file per table and a
 * manifest with their hashes, readable by any server of version 15 or later. Work goes on meanwhile. As the migrator,
 * who owns every table. Contents of files, keys and the log's witnesses lie elsewhere and are backed up there.
 */
export async function backup(migrator: Db, directory: string): Promise<Manifest> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  if ((await readdir(directory)).length > 0)
    throw backupExists({ detail: directory, remedy: 'Name a new directory; a backup is never written over another.' })
  return migrator.session(async session => {
    await session.query('begin isolation level repeatable read, read only')
    const [said] = await session.query<{ at: string; version: string }>(
      `select transaction_timestamp() as at, current_setting('server_version') as version`,
    )
    const tables: BackedUpTable[] = []
    for (const table of await tablesOf(session)) tables.push(await writeTable(session, directory, table))
    const manifest: Manifest = {
      format,
      at: said!.at,
      serverVersion: said!.version,
      migrations: await appliedMigrations(session),
      tables,
      partitions: await partitionsOf(session),
      // Sequences stand outside the snapshot; read after the rows they can only be ahead of them.
      sequences: await sequencesOf(session),
    }
    await session.query('commit')
    const path = join(directory, 'manifest.json')
    await writeFile(`${path}.new`, `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 })
    await sync(`${path}.new`)
    await rename(`${path}.new`, path)
    await sync(directory)
    return manifest
  })
}
