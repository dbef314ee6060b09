import type { EmbeddedServer } from './embedded/index.ts'
import type { Db } from './sql.ts'

export interface StorageSettings {
  readonly dataDirectory: string
  /** An external server, as plumbline_app; without it the embedded one is started. */
  readonly databaseUrl?: string | undefined
  /** The same server, as plumbline_migrator. */
  readonly migratorUrl?: string | undefined
  readonly poolSize?: number
  /** Share the embedded server with the other processes of this data directory; without, it is refused when one has it. */
  readonly join?: boolean
  /** false in tests only. */
  readonly durable?: boolean
  readonly report?: (event: string, facts: Record<string, unknown>) => void
}

export interface OpenStorage extends AsyncDisposable {
  readonly app: Db
  readonly migrator: Db
  readonly kind: 'embedded' | 'external'
  readonly server: EmbeddedServer | undefined
  stop(): Promise<void>
}

/** Pools first, then the server: nothing is asked of a server that is stopping. */
export function storageOf(app: Db, migrator: Db, server?: EmbeddedServer): OpenStorage {
  const stop = async () => {
    await Promise.all([app.close(), migrator.close()])
    await server?.stop()
  }
  return { kind: server ? 'embedded' : 'external', server, app, migrator, stop, [Symbol.asyncDispose]: stop }
}
