import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Db, MigrationFolder } from '#kernel/storage'
import { migrate, openPool, readMigrations } from '#kernel/storage'
import { migrations } from '../../migrations.ts'
import { registerUser, type TestServer, testServer } from './server.ts'

export interface TestDatabase extends AsyncDisposable {
  /** As plumbline_app: what the program may do. */
  readonly app: Db
  /** As plumbline_migrator: owner of the tables, for arranging what the program itself may not. */
  readonly migrator: Db
  /** As plumbline_app, for programs started by the test. */
  readonly url: string
  readonly migratorUrl: string
  readonly superuserUrl: string
  /** Fails if a connection was taken and not given back. */
  close(): Promise<void>
}

export interface TestDatabaseOptions {
  /** Other migrations than the city's; `[]` for an empty house. */
  readonly folders?: readonly MigrationFolder[]
}

let opened = 0
const open = new Set<string>()

process.on('exit', () => {
  if (open.size === 0) return
  process.stderr.write(`a test database was not closed: ${[...open].join(', ')}\n`)
  process.exitCode = 1
})

/**
 * A migrated PostgreSQL database of one's own, cloned from a template in some 100 ms and dropped on close. All test
 * processes share one server (started by the first, gone half a minute after the last).
 *
 *     await using database = await openTestDatabase()
 */
export async function openTestDatabase({ folders = migrations }: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const unregister = await registerUser()
  const server = await testServer()
  const superuser = openPool({ url: urlOf(server.superuser, 'postgres'), size: 1, letProcessEnd: true })
  const template = await ensureTemplate(server, superuser, folders)
  const name = `test_${process.pid}_${++opened}`
  await superuser.query(`create database ${name} template ${template} owner plumbline_migrator`)
  await superuser.query(`revoke all on database ${name} from public`)
  await superuser.query(`grant connect on database ${name} to plumbline_app`)
  const app = openPool({ url: urlOf(server.app, name), size: 8, letProcessEnd: true })
  const migrator = openPool({ url: urlOf(server.migrator, name), size: 4, statementTimeout: 0, letProcessEnd: true })
  open.add(name)
  const close = async () => {
    if (!open.delete(name)) return
    const leaked = await stillTaken([app, migrator])
    const closing = Promise.all([app.close(), migrator.close()])
    // Closing waits for ever for a leaked connection; the server ends it instead.
    if (leaked === 0) await closing
    else closing.catch(() => {})
    await superuser.query(`drop database if exists ${name} with (force)`)
    await superuser.close()
    if (open.size === 0) await unregister()
    if (leaked > 0) throw new Error(`${leaked} database connection(s) were taken and not given back`)
  }
  return {
    app,
    migrator,
    url: app.url,
    migratorUrl: migrator.url,
    superuserUrl: urlOf(server.superuser, name),
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** What a visitor who has left was still asking for is answered first; whoever has a connection after two seconds has lost it. */
async function stillTaken(pools: readonly Db[]): Promise<number> {
  const taken = () => pools.reduce((sum, pool) => sum + pool.inUse(), 0)
  for (let tries = 0; taken() > 0 && tries < 40; tries++) await pause(50)
  return taken()
}

const urlOf = (pattern: string, database: string): string => pattern.replace('/DATABASE?', `/${database}?`)

/** The migrated template for exactly these migrations: made once, by whoever comes first. */
async function ensureTemplate(server: TestServer, superuser: Db, folders: readonly MigrationFolder[]): Promise<string> {
  const hash = createHash('sha256')
  for (const { module, number, sha256 } of await readMigrations(folders)) hash.update(`${module}/${number}/${sha256}\n`)
  const template = `template_${hash.digest('hex').slice(0, 16)}`
  const find = async (sql: Pick<Db, 'query'>) =>
    (await sql.query('select from pg_database where datname = $1', [template])).length > 0
  if (await find(superuser)) return template
  await superuser.session(async session => {
    await session.query('select pg_advisory_lock(hashtext($1))', [template])
    if (await find(session)) return
    const draft = template.replace('template', 'draft')
    await session.query(`drop database if exists ${draft} with (force)`)
    await session.query(`create database ${draft} owner plumbline_migrator template template0 encoding 'UTF8'`)
    const migrator = openPool({ url: urlOf(server.migrator, draft), size: 1, statementTimeout: 0 })
    try {
      await migrate(migrator, folders)
    } finally {
      await migrator.close()
    }
    await session.query(`alter database ${draft} rename to ${template}`)
  })
  return template
}
