import { startEmbedded } from './embedded/index.ts'
import { openExternal } from './external.ts'
import { openPool, type PoolSettings } from './pool.ts'
import { createDatabase, prepareRoles } from './role.ts'
import { openSession } from './session.ts'
import { type OpenStorage, type StorageSettings, storageOf } from './storage.ts'

/** The name of the embedded server's database. */
export const embeddedDatabase = 'plumbline'

const preparing = 7_311_204_880_417

/** Opens the city's database: the external server when one is named, else the embedded one. */
export async function openDatabase(settings: StorageSettings): Promise<OpenStorage> {
  return settings.databaseUrl === undefined ? openOwn(settings) : openExternal(settings, settings.databaseUrl)
}

async function openOwn(settings: StorageSettings): Promise<OpenStorage> {
  const { report = () => {} } = settings
  const server = await startEmbedded(settings)
  try {
    await openSession({ connectionString: server.url('superuser', 'postgres') }, async superuser => {
      // Whoever comes first prepares it, and who joins meanwhile waits until it is whole.
      await superuser.query('select pg_advisory_lock($1)', [preparing])
      await prepareRoles(superuser, server.secrets)
      await createDatabase(superuser, embeddedDatabase)
    })
    const pool = (role: 'app' | 'migrator', more: Partial<PoolSettings>) =>
      openPool({
        url: server.url(role, embeddedDatabase),
        report: (event, error) => report(event, { role, error }),
        ...more,
      })
    return storageOf(
      pool('app', { size: settings.poolSize ?? 16 }),
      pool('migrator', { size: 4, statementTimeout: 0 }),
      server,
    )
  } catch (error) {
    await server.stop()
    throw error
  }
}
