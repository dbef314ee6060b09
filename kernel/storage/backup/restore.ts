import { refusal } from '#kernel/refusal'
import { appliedMigrations, type MigrationFolder, migrateTo } from '../migrate.ts'
import type { Db, Session } from '../sql.ts'
import { type ForeignKey, foreignKeysOf, literal, loadingOrder, partitionsOf, tablesOf, triggersOf } from './catalog.ts'
import { type BackedUpTable, type Manifest, verifyBackup } from './manifest.ts'
import { readRows, readTable } from './rows.ts'

export const restoreTargetUsed = refusal('RESTORE_TARGET_USED', 409, 'The database to restore into is not new')
export const restoreUnfit = refusal('RESTORE_UNFIT', 500, 'The backup does not fit what the migrations make')

export interface RestoreOptions {
  /**
   * Called when the migrations are applied and before rows are loaded, to make the tables that are declared by rows (the
   * registers): `rows('registers.declared')` reads them from the backup.
   */
  readonly prepare?: (
    migrator: Db,
    rows: (table: string) => AsyncIterable<Record<string, string | null>>,
  ) => Promise<void>
}

async function refuseUsed(migrator: Db, manifest: Manifest): Promise<void> {
  const used = (detail: string) =>
    restoreTargetUsed({ detail, remedy: 'Restore into a new database or a new data directory.' })
  const [found] = await migrator.query<{ there: boolean }>(
    `select to_regclass('kernel.migrations') is not null as there`,
  )
  if (!found?.there) return
  const applied = await appliedMigrations(migrator)
  if (applied.length === 0) return
  const sameHistory =
    applied.length === manifest.migrations.length &&
    applied.every(one =>
      manifest.migrations.some(
        other => other.module === one.module && other.number === one.number && other.sha256 === one.sha256,
      ),
    )
  if (!sameHistory) throw used('Its migrations differ from the backup’s.')
  for (const { name } of await tablesOf(migrator)) {
    const [row] = await migrator.query<{ any: boolean }>(`select exists (select from ${name}) as any`)
    if (row?.any) throw used(`${name} has rows.`)
  }
}

async function makePartitions(session: Session, manifest: Manifest): Promise<void> {
  const there = new Set((await partitionsOf(session)).map(partition => partition.name))
  for (const { name, parent, bound, divided } of manifest.partitions)
    if (!there.has(name))
      await session.query(
        `create table ${name} partition of ${parent} ${bound}${divided ? ` partition by ${divided}` : ''}`,
      )
}

async function load(session: Session, directory: string, table: BackedUpTable): Promise<void> {
  const rows = await session.copyIn(
    `copy ${table.name} (${table.columns.join(', ')}) from stdin`,
    readTable(directory, table),
  )
  if (rows !== table.rows)
    throw restoreUnfit({ detail: `${table.name}: ${table.rows} rows in the backup, ${rows} loaded.` })
}

/** Circles of foreign keys are checked once, when all is loaded; their own timing comes back with the end of the work. */
async function withDeferred(session: Session, keys: readonly ForeignKey[], work: () => Promise<void>): Promise<void> {
  for (const { from, name } of keys)
    await session.query(`alter table ${from} alter constraint ${name} deferrable initially deferred`)
  await work()
  await session.query('set constraints all immediate')
  for (const { from, name, deferrable, deferred } of keys)
    await session.query(
      `alter table ${from} alter constraint ${name} ${deferrable ? `deferrable initially ${deferred ? 'deferred' : 'immediate'}` : 'not deferrable'}`,
    )
}

/**
 * 恢复 Loads a backup into a new database, on the embedded server or any other of version 15 or later. Every file is
 * verified before anything is touched; the migrations of the backup's release are applied first (call `migrate`
 * afterwards to come up to this one); then all rows in one transaction. Guard triggers are switched off inside that
 * transaction by the tables' owner and on again before it commits, so nobody else ever sees them off; constraints and
 * foreign keys stay on. Rows that migrations put there are replaced by the backup's.
 */
export async function restore(
  migrator: Db,
  directory: string,
  folders: readonly MigrationFolder[],
  options: RestoreOptions = {},
): Promise<Manifest> {
  const manifest = await verifyBackup(directory)
  await refuseUsed(migrator, manifest)
  await migrateTo(migrator, folders, manifest.migrations)
  const backedUp = new Map(manifest.tables.map(table => [table.name, table]))
  await options.prepare?.(migrator, table => {
    const found = backedUp.get(table)
    if (!found) throw restoreUnfit({ detail: `The backup has no table ${table}.` })
    return readRows(directory, found)
  })
  await migrator.session(async session => {
    await session.script('set client_min_messages = warning; begin')
    const there = new Map((await tablesOf(session)).map(table => [table.name, table]))
    const unfit = manifest.tables.filter(
      table => !table.columns.every(column => there.get(table.name)?.columns.includes(column)),
    )
    if (unfit.length > 0)
      throw restoreUnfit({ detail: `Missing or different: ${unfit.map(table => table.name).join(', ')}.` })
    await makePartitions(session, manifest)
    const triggers = await triggersOf(session)
    for (const { table, name } of triggers) await session.query(`alter table ${table} disable trigger ${name}`)
    if (there.size > 0) await session.query(`truncate ${[...there.keys()].join(', ')}`)
    const { order, circular } = loadingOrder([...backedUp.keys()], await foreignKeysOf(session))
    await withDeferred(session, circular, async () => {
      for (const name of order) await load(session, directory, backedUp.get(name)!)
    })
    for (const { name, value } of manifest.sequences)
      if (value !== null) await session.query(`select setval(${literal(name)}, $1::bigint, true)`, [value])
    for (const { table, name, mode } of triggers) await session.query(`alter table ${table} ${mode} trigger ${name}`)
    await session.script('commit')
    for (const name of there.keys()) await session.query(`analyze ${name}`)
  })
  return manifest
}
