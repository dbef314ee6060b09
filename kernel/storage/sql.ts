/** A named prepared statement: planned once per connection, checked against the migrated schema by a test. */
export interface Statement {
  readonly name: string
  readonly text: string
}

/** Whoever can answer a question in SQL: the pool, a transaction, a session. */
export interface Sql {
  run<Row = Record<string, unknown>>(statement: Statement, values?: readonly unknown[]): Promise<Row[]>
  /** An unnamed statement, for text that is generated or seldom used. */
  query<Row = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>
}

/**
 * 事务 One transaction. BEGIN travels with the first statement in one write, so it costs no round trip.
 * A transaction whose work refuses before its first statement never reaches the server.
 */
export interface Transaction extends Sql {
  /**
   * Sends the last statement and COMMIT in one write and returns when the commit is durable.
   * Throws, with everything rolled back, when the statement fails or the commit became a rollback.
   */
  finish<Row = Record<string, unknown>>(statement: Statement, values?: readonly unknown[]): Promise<Row[]>
}

/** A connection of one's own, outside the pool and without pipelining: COPY, session locks, long snapshots. */
export interface Session extends Sql {
  /** Runs a text of several statements, as a migration file is. No parameters, no rows. */
  script(text: string): Promise<void>
  /** Streams `COPY … TO STDOUT`. The stream must be read to its end or the session closed. */
  copyOut(text: string): AsyncIterable<Buffer>
  /** Feeds `COPY … FROM STDIN` and returns the number of rows the server took. A source that throws cancels the copy. */
  copyIn(text: string, source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<number>
}

export interface TransactionOptions {
  readonly isolation?: 'read committed' | 'repeatable read' | 'serializable'
  readonly readOnly?: boolean
}

/**
 * 快线 Short statements by key, each a transaction by itself, that travel together with those of other callers. Whoever comes behind
 * waits for those before: nothing that may take long, and no statement that waits for a lock.
 */
export interface Express {
  read<Row = Record<string, unknown>>(statement: Statement, values?: readonly unknown[]): Promise<Row[]>
  /** Answered when it is durable. */
  write<Row = Record<string, unknown>>(statement: Statement, values?: readonly unknown[]): Promise<Row[]>
}

/** 数据库 A pool of connections under one role. */
export interface Db extends Sql, AsyncDisposable {
  transaction<T>(work: (sql: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T>
  session<T>(work: (session: Session) => Promise<T>): Promise<T>
  readonly express: Express
  /**
   * Hears NOTIFY on a channel. Messages sent while the connection was lost are gone: after every reconnection the
   * listener is called with `null`, which means "look for yourself".
   */
  listen(channel: string, onMessage: (payload: string | null) => void): Promise<() => void>
  /** Connections taken and not given back; after all work is done it must be 0. */
  inUse(): number
  /** Where this pool connects, with its password: never to be printed. */
  readonly url: string
  close(): Promise<void>
}
