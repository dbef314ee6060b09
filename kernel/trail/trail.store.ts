import { type Sql, type Statement, statement } from '#kernel/storage'

/** A leaf in the queue. `known` is the last step of its subject that is in the log, null when there is none. */
export interface QueuedLeaf {
  readonly id: number
  readonly subject: string | null
  readonly firstSeq: number | null
  readonly lastSeq: number | null
  readonly known: number | null
  readonly leaf: Buffer
}

/** A leaf put aside until its predecessor comes. */
export interface WaitingLeaf extends QueuedLeaf {
  readonly subject: string
  readonly firstSeq: number
  readonly lastSeq: number
  /** ISO instant. */
  readonly since: string
}

export interface LogRow {
  readonly log: number
  readonly origin: string
  readonly vkey: string
  readonly openedAt: string
  readonly closedAt: string | null
  readonly predecessor: { readonly published: { origin: string; size: number; root: string } | null } | null
  readonly size: number
  readonly root: Buffer
  readonly frontier: Buffer
}

const queueNext = statement(
  'trail.queue',
  `select id, subject, first_seq as "firstSeq", last_seq as "lastSeq", known, leaf from kernel.trail_queue($1)`,
)
export const readQueue = (sql: Sql, limit: number): Promise<QueuedLeaf[]> => sql.run<QueuedLeaf>(queueNext, [limit])

const waitingAll = statement(
  'trail.waiting',
  `select id, subject, first_seq as "firstSeq", last_seq as "lastSeq", null as known, leaf, since
   from kernel.trail_waiting order by id`,
)
export const readWaiting = (sql: Sql): Promise<WaitingLeaf[]> => sql.run<WaitingLeaf>(waitingAll)

const backlogCount = statement('trail.backlog', 'select queued, waiting from kernel.trail_backlog()')
export const readBacklog = async (sql: Sql): Promise<{ queued: number; waiting: number }> =>
  (await sql.run<{ queued: number; waiting: number }>(backlogCount))[0]!

const logsAll = statement(
  'trail.logs',
  `select l.log, l.origin, l.vkey, l.opened_at as "openedAt", l.closed_at as "closedAt", l.predecessor,
     h.size, h.root, h.frontier
   from kernel.trail_logs l join kernel.trail_head h using (log) order by l.log`,
)
export const readLogs = (sql: Sql): Promise<LogRow[]> => sql.run<LogRow>(logsAll)

const logOpen = statement(
  'trail.open',
  'select log, first_id as "firstId" from kernel.trail_open($1, $2, $3, $4, $5, $6, $7, $8)',
)
export interface Opening {
  readonly origin: string
  readonly vkey: string
  readonly root: Buffer
  readonly note: string
  readonly at: Temporal.Instant
  readonly predecessor?: object
  readonly decision?: object
  readonly leaf?: Buffer
}
export const openLog = async (sql: Sql, opening: Opening): Promise<{ log: number; firstId: number | null }> => {
  const { origin, vkey, root, note, at, predecessor, decision, leaf } = opening
  const values = [origin, vkey, root, note, at, predecessor ?? null, decision ?? null, leaf ?? null]
  return (await sql.run<{ log: number; firstId: number | null }>(logOpen, values))[0]!
}

const leadTake = statement('trail.lead', 'select kernel.trail_lead($1) as epoch')
export const takeEpoch = async (sql: Sql, log: number): Promise<number> =>
  (await sql.run<{ epoch: number }>(leadTake, [log]))[0]!.epoch

/** What one batch adds to one tile, up to `width`. */
export interface TileChunk {
  readonly level: number
  readonly index: number
  readonly width: number
  readonly data: Buffer
}

export interface Batch {
  readonly log: number
  readonly epoch: number
  /** The size before. */
  readonly size: number
  readonly ids: readonly number[]
  readonly parked: readonly number[]
  readonly chunks: readonly TileChunk[]
  readonly root: Buffer
  readonly frontier: Buffer
  readonly note: string
  readonly at: Temporal.Instant
}

const batchAppend = statement(
  'trail.append',
  'select kernel.trail_append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)',
)
export const appendBatch = async (sql: Sql, batch: Batch): Promise<void> => {
  const { log, epoch, size, ids, parked, chunks, root, frontier, note, at } = batch
  const columns = [
    chunks.map(c => c.level),
    chunks.map(c => c.index),
    chunks.map(c => c.width),
    chunks.map(c => c.data),
  ]
  await sql.run(batchAppend, [log, epoch, size, ids, parked, ...columns, root, frontier, note, at])
}

const chunks = (name: string, table: string, where: string): Statement =>
  statement(name, `select string_agg(data, '' order by width) as data from kernel.${table} where ${where}`)
const tileRead = chunks('trail.tile', 'trail_tiles', 'log = $1 and level = $2 and index = $3')
const bundleRead = chunks('trail.bundle', 'trail_bundles', 'log = $1 and index = $2')

const dataOf = async (sql: Sql, read: Statement, values: readonly unknown[]): Promise<Buffer | undefined> =>
  (await sql.run<{ data: Buffer | null }>(read, values))[0]?.data ?? undefined
/** A whole tile as far as it goes, or undefined. */
export const readTile = (sql: Sql, log: number, level: number, index: number): Promise<Buffer | undefined> =>
  dataOf(sql, tileRead, [log, level, index])
export const readBundle = (sql: Sql, log: number, index: number): Promise<Buffer | undefined> =>
  dataOf(sql, bundleRead, [log, index])

export interface CheckpointRow {
  readonly size: number
  readonly note: string
  readonly at: string
}
const checkpointLatest = statement(
  'trail.checkpoint',
  'select size, note, at from kernel.trail_checkpoints where log = $1 order by size desc limit 1',
)
export const readCheckpoint = async (sql: Sql, log: number): Promise<CheckpointRow | undefined> =>
  (await sql.run<CheckpointRow>(checkpointLatest, [log]))[0]

const stepFind = statement(
  'trail.step',
  `select log, leaf_index as "leafIndex" from kernel.trail_index
   where subject = $1 and last_seq >= $2 and first_seq <= $2 order by last_seq limit 1`,
)
export const findStep = async (
  sql: Sql,
  subject: string,
  seq: number,
): Promise<{ log: number; leafIndex: number } | undefined> =>
  (await sql.run<{ log: number; leafIndex: number }>(stepFind, [subject, seq]))[0]
