import { refusal } from '#kernel/refusal'
import { openPool } from './pool.ts'
import type { Db } from './sql.ts'
import { type OpenStorage, type StorageSettings, storageOf } from './storage.ts'

export const databaseTooOld = refusal('DATABASE_TOO_OLD', 500, 'The PostgreSQL server is older than version 15')
export const databaseNotUtf8 = refusal('DATABASE_NOT_UTF8', 500, 'The database does not store text as UTF-8')
export const databaseRoleUnfit = refusal(
  'DATABASE_ROLE_UNFIT',
  500,
  'The database role is not the one the program expects',
)
export const databaseUnreachable = refusal('DATABASE_UNREACHABLE', 503, 'The database server does not answer')

/** What an administrator runs once on a server of their own. */
export const preparation = `create role plumbline_migrator login password '…';
create role plumbline_app login password '…';
create database plumbline owner plumbline_migrator template template0 encoding 'UTF8' locale 'C.UTF-8';
revoke all on database plumbline from public;
grant connect on database plumbline to plumbline_app;`

interface Facts {
  version: number
  encoding: string
  user: string
  may_create: boolean
  superuser: boolean
  has_letters: boolean
}

const factsText = `
  select current_setting('server_version_num')::int as version,
         pg_encoding_to_char(encoding) as encoding,
         current_user as user,
         has_database_privilege(datname, 'create') as may_create,
         (select rolsuper from pg_roles where rolname = current_user) as superuser,
         '中' ~ '[[:alpha:]]' as has_letters
  from pg_database where datname = current_database()`

async function check(db: Db, role: 'plumbline_app' | 'plumbline_migrator'): Promise<void> {
  const [facts] = await db.query<Facts>(factsText).catch(cause => {
    throw databaseUnreachable({
      detail: `As ${role}: ${cause instanceof Error ? cause.message : 'no answer'}.`,
      remedy: 'Check DATABASE_URL and DATABASE_MIGRATOR_URL, the network, and pg_hba.conf.',
      cause,
    })
  })
  const { version, encoding, user, may_create, superuser, has_letters } = facts!
  if (version < 150_000)
    throw databaseTooOld({
      detail: `It is version ${Math.floor(version / 10_000)}.`,
      remedy: 'Use PostgreSQL 15 or later, or leave DATABASE_URL unset to use the embedded server.',
    })
  if (encoding !== 'UTF8' || !has_letters)
    throw databaseNotUtf8({
      detail: `Its encoding is ${encoding}${has_letters ? '' : ', and its character type does not know Chinese letters'}.`,
      remedy: "Create it with: create database plumbline template template0 encoding 'UTF8' locale 'C.UTF-8'.",
    })
  if (user !== role || superuser || may_create !== (role === 'plumbline_migrator'))
    throw databaseRoleUnfit({
      detail: `Expected ${role}${role === 'plumbline_app' ? ', which may not create anything,' : ', which may create schemas,'} and met ${user}.`,
      remedy: `Prepare the server once with:\n${preparation}`,
    })
}

/** Opens a PostgreSQL ≥ 15 server that is run by somebody else, and refuses one that could not hold the city's data. */
export async function openExternal(settings: StorageSettings, databaseUrl: string): Promise<OpenStorage> {
  const { report = () => {}, migratorUrl } = settings
  if (migratorUrl === undefined)
    throw databaseRoleUnfit({
      detail: 'DATABASE_URL is set and DATABASE_MIGRATOR_URL is not.',
      remedy: `Set DATABASE_MIGRATOR_URL too. Prepare the server once with:\n${preparation}`,
    })
  const app = openPool({
    url: databaseUrl,
    size: settings.poolSize ?? 16,
    report: (event, error) => report(event, { role: 'app', error }),
  })
  const migrator = openPool({
    url: migratorUrl,
    size: 4,
    statementTimeout: 0,
    report: (event, error) => report(event, { role: 'migrator', error }),
  })
  const storage = storageOf(app, migrator)
  try {
    await check(app, 'plumbline_app')
    await check(migrator, 'plumbline_migrator')
    return storage
  } catch (error) {
    await storage.stop()
    throw error
  }
}
