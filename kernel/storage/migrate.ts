import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { refusal } from '#kernel/refusal'
import type { Db, Session } from './sql.ts'

export const migrationChanged = refusal('MIGRATION_CHANGED', 500, 'An applied migration was edited')
export const migrationMissing = refusal('MIGRATION_MISSING', 500, 'Migrations are missing or out of order')
export const migrationFailed = refusal('MIGRATION_FAILED', 500, 'A migration failed and was rolled back')
export const databaseNewer = refusal('DATABASE_NEWER', 500, 'The database was changed by a newer release')

/** A module's migrations: `NNNN_name.sql` from 0001 without gaps, forward only, never edited once applied. */
export interface MigrationFolder {
  readonly module: string
  readonly path: string
}

export interface Migration {
  readonly module: string
  readonly number: number
  readonly name: string
  readonly sha256: string
  /** `--! breaking` in its first line: a program that does not know it must not run on the database. */
  readonly breaking: boolean
}

interface MigrationFile extends Migration {
  readonly text: string
}

/** The schemas of the house (ARCHITECTURE §2), made before the first migration; each module grants what it needs itself. */
export const schemas = [
  'kernel',
  'business',
  'application',
  'governance',
  'supervision',
  'data',
  'registers',
  'power',
  'directory',
  'national',
] as const

const lockKey = 7_309_456_120_118

const foundation = `
${schemas.map(name => `create schema if not exists ${name}; grant usage on schema ${name} to plumbline_app;`).join('\n')}
create table if not exists kernel.migrations (
  module text not null,
  number integer not null check (number > 0),
  name text not null,
  sha256 text not null,
  breaking boolean not null,
  applied_at timestamptz not null default clock_timestamp(),
  primary key (module, number)
);
grant select on kernel.migrations to plumbline_app;`

async function readFolder({ module, path }: MigrationFolder): Promise<MigrationFile[]> {
  const names = (await readdir(path)).filter(name => name.endsWith('.sql')).sort()
  return Promise.all(
    names.map(async (file, index) => {
      const match = /^(\d{4})_([a-z0-9_]+)\.sql$/.exec(file)
      if (!match || Number(match[1]) !== index + 1)
        throw migrationMissing({
          detail: `${module}: expected ${String(index + 1).padStart(4, '0')}_….sql and met ${file}.`,
          remedy: 'Number the files of a module from 0001 without gaps.',
        })
      const text = await readFile(join(path, file), 'utf8')
      return {
        module,
        number: index + 1,
        name: match[2]!,
        sha256: createHash('sha256').update(text).digest('hex'),
        breaking: /^--! breaking\b/.test(text),
        text,
      }
    }),
  )
}

/** What the files of a release say, in the order they are applied. */
export const readMigrations = async (folders: readonly MigrationFolder[]): Promise<MigrationFile[]> =>
  (await Promise.all(folders.map(readFolder))).flat()

/** What the database remembers. */
export const appliedMigrations = (sql: Pick<Session, 'query'>): Promise<Migration[]> =>
  sql.query<Migration>(
    'select module, number, name, sha256, breaking from kernel.migrations order by applied_at, module, number',
  )

/** Refuses a history that these files cannot have written; returns the files still to apply. */
export function pendingMigrations(files: readonly MigrationFile[], applied: readonly Migration[]): MigrationFile[] {
  const known = new Map(files.map(file => [`${file.module}/${file.number}`, file]))
  for (const done of applied) {
    const label = `${done.module}/${String(done.number).padStart(4, '0')}_${done.name}`
    const file = known.get(`${done.module}/${done.number}`)
    if (!file && done.breaking)
      throw databaseNewer({
        detail: `It has ${label}, which this release does not know and cannot work with.`,
        remedy: 'Run the newer release, or restore a backup made before it.',
      })
    if (file && file.sha256 !== done.sha256)
      throw migrationChanged({
        detail: `${label} differs from what was applied.`,
        remedy: 'Put the file back as it was released, and make the change in a new migration.',
      })
  }
  const done = new Set(applied.map(migration => `${migration.module}/${migration.number}`))
  const pending = files.filter(file => !done.has(`${file.module}/${file.number}`))
  for (const file of pending) {
    const later = applied.find(other => other.module === file.module && other.number > file.number)
    if (later)
      throw migrationMissing({
        detail: `${file.module}: ${later.number} was applied without ${file.number}.`,
        remedy: 'The database was not made by this program; restore a backup into a new one.',
      })
  }
  return pending
}

/** 待迁移 What of this release a database has not got yet: all of it, where nothing was ever applied. */
export async function outstandingMigrations(
  migrator: Db,
  folders: readonly MigrationFolder[],
): Promise<readonly Migration[]> {
  const [files, [kept]] = await Promise.all([
    readMigrations(folders),
    migrator.query<{ there: boolean }>(`select to_regclass('kernel.migrations') is not null as there`),
  ])
  return pendingMigrations(files, kept?.there ? await migrator.session(appliedMigrations) : [])
}

/**
 * 迁移 Brings the database to this release: every module's files in the order listed, one transaction each, all under one
 * lock, so that several programs may start at once. Returns what it applied.
 */
export async function migrate(migrator: Db, folders: readonly MigrationFolder[]): Promise<Migration[]> {
  return applyAll(migrator, await readMigrations(folders))
}

/** Brings a new database to the state another one had, named by its migrations, for restoring a backup into it. */
export async function migrateTo(
  migrator: Db,
  folders: readonly MigrationFolder[],
  wanted: readonly Migration[],
): Promise<void> {
  const files = await readMigrations(folders)
  const chosen = files.filter(file => wanted.some(one => one.module === file.module && one.number === file.number))
  const missing = wanted.filter(one => !chosen.some(file => file.module === one.module && file.number === one.number))
  if (missing.length > 0)
    throw databaseNewer({
      detail: `This release does not know ${missing.map(one => `${one.module}/${one.number}`).join(', ')}.`,
      remedy: 'Restore with the release that made the backup, or a later one.',
    })
  pendingMigrations(chosen, wanted)
  await applyAll(migrator, chosen)
}

const applyAll = (migrator: Db, files: readonly MigrationFile[]): Promise<Migration[]> =>
  migrator.session(async session => {
    await session.query('select pg_advisory_lock($1)', [lockKey])
    await session.script(`set client_min_messages = warning; begin; ${foundation} commit;`)
    const pending = pendingMigrations(files, await appliedMigrations(session))
    for (const file of pending) await apply(session, file)
    return pending.map(({ text: _, ...migration }) => migration)
  })

async function apply(session: Session, file: MigrationFile): Promise<void> {
  const { module, number, name, sha256, breaking, text } = file
  try {
    await session.script(`begin; ${text}\n;`)
    await session.query(
      'insert into kernel.migrations (module, number, name, sha256, breaking) values ($1, $2, $3, $4, $5)',
      [module, number, name, sha256, breaking],
    )
    await session.script('commit')
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause)
    const position = Number((cause as { position?: string }).position)
    const line = Number.isNaN(position) ? '' : ` at line ${text.slice(0, Math.max(0, position - 8)).split('\n').length}`
    throw migrationFailed({
      detail: `${module}/${String(number).padStart(4, '0')}_${name}${line}: ${said}`,
      remedy: 'Nothing of this migration remains. Correct the file and start again.',
      cause,
    })
  }
}
