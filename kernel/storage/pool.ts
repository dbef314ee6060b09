import pg from 'pg'
import { sqlOver } from './ask.ts'
import { openExpress } from './express.ts'
import { databaseBusy, databaseClosed, isConnectionLost } from './fault.ts'
import { listenOn } from './listen.ts'
import { openSession } from './session.ts'
import type { Db } from './sql.ts'
import { runTransaction } from './transaction.ts'
import { valueTypes } from './value.ts'

export interface PoolSettings {
  readonly url: string
  /** Connections at most; default 16. */
  readonly size?: number
  /** How long a caller waits for a free connection before it is told the database is busy; default 10,000 ms. */
  readonly patience?: number
  /** A statement running longer is cancelled by the server; default 60,000 ms, 0 = never. */
  readonly statementTimeout?: number
  /** Shown in pg_stat_activity. */
  readonly name?: string
  /** Idle connections do not keep the process alive (command line tools and tests). */
  readonly letProcessEnd?: boolean
  /** Told of connections lost while idle: a fact for the operator's log, not a failure. */
  readonly report?: (event: string, error: unknown) => void
}

/** The client settings every connection of ours shares: values, session time zone, quiet limits. */
export const clientConfig = (settings: PoolSettings): pg.ClientConfig => ({
  connectionString: settings.url,
  types: valueTypes,
  application_name: settings.name ?? 'plumbline',
  statement_timeout: settings.statementTimeout ?? 60_000,
  idle_in_transaction_session_timeout: 60_000,
  keepAlive: true,
  options: '-c TimeZone=UTC -c DateStyle=ISO -c IntervalStyle=iso_8601 -c search_path=pg_catalog',
})

/** Waiting for one that is free, or for one that is being opened. */
const timedOut = /timeout exceeded when trying to connect|due to connection timeout/

/** A pool of pipelining connections under one role. Nothing connects until the first question. */
export function openPool(settings: PoolSettings): Db {
  const pool = new pg.Pool({
    ...clientConfig(settings),
    pipeline: true,
    max: settings.size ?? 16,
    connectionTimeoutMillis: settings.patience ?? 10_000,
    idleTimeoutMillis: 30_000,
    allowExitOnIdle: settings.letProcessEnd ?? false,
  })
  const express = openExpress(clientConfig(settings), settings.letProcessEnd ?? false)
  const listening = new Set<() => Promise<void>>()
  let closed = false
  // Without these two a server that goes away takes the process with it: pg raises 'error' on idle and on taken clients.
  pool.on('error', error => settings.report?.('storage.connection.lost', error))
  pool.on('connect', client => void client.on('error', () => {}))

  const take = async (): Promise<pg.PoolClient> => {
    if (closed) throw databaseClosed()
    try {
      return await pool.connect()
    } catch (cause) {
      if (cause instanceof Error && timedOut.test(cause.message)) throw databaseBusy({ cause })
      throw cause
    }
  }

  const ask = async <Row>(config: pg.QueryConfig): Promise<Row[]> => {
    const client = await take()
    try {
      const { rows } = await client.query(config)
      client.release()
      return rows as Row[]
    } catch (error) {
      client.release(isConnectionLost(error))
      throw error
    }
  }

  return {
    ...sqlOver(ask),
    url: settings.url,
    transaction: async (work, options) => runTransaction(await take(), work, options),
    express,
    session: work => openSession({ ...clientConfig(settings), statement_timeout: 0 }, work),
    async listen(channel, onMessage) {
      if (closed) throw databaseClosed()
      const config = { ...clientConfig(settings), statement_timeout: 0 }
      const stop = await listenOn(config, channel, onMessage, !settings.letProcessEnd)
      // Closed while it was connecting: nobody would ever stop it.
      if (closed) {
        await stop()
        throw databaseClosed()
      }
      listening.add(stop)
      return () => {
        listening.delete(stop)
        void stop()
      }
    },
    inUse: () => pool.totalCount - pool.idleCount,
    async close() {
      if (closed) return
      closed = true
      await Promise.all([...listening].map(stop => stop()))
      await express.close()
      await pool.end()
    },
    async [Symbol.asyncDispose]() {
      await this.close()
    },
  }
}
