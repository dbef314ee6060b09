import { Refusal, refusal } from '#kernel/refusal'
import type { Sql } from '#kernel/storage'
import { type Checkpoint, claimedCheckpoint, openCheckpoint } from './checkpoint.ts'
import { decodeFrontier, type Frontier, rootOf } from './frontier.ts'
import { type Signer, verifierFrom, vkeyOf } from './note.ts'
import { type LogRow, readTile } from './trail.store.ts'
import { hashFrom, hashToBase64 } from './tree-hash.ts'
import { makeTreeReader, type TileSource } from './tree-reading.ts'

export const trailBehind = refusal('TRAIL_BEHIND', 503, 'The log in the database does not continue the published log')
export const trailUnpublished = refusal('TRAIL_UNPUBLISHED', 503, 'The checkpoint cannot be kept outside the database')
export const trailDamaged = refusal('TRAIL_DAMAGED', 500, 'A part of the log is missing')
export const trailKeyChanged = refusal('TRAIL_KEY_CHANGED', 503, 'The log was opened with another signing key')

/** Why the database's log cannot be the published one. */
export type Mismatch =
  | 'no-log' // published, but the database knows no log
  | 'no-file' // the database has a log, but nothing tells what was published of it
  | 'file-forged'
  | 'other-log'
  | 'shorter'
  | 'other-root'
  | 'tiles-missing'
  | 'head-changed' // the head row does not follow from the tiles

export const tilesOf =
  (sql: Sql, log: number): TileSource =>
  async (level, index, width) => {
    const tile = await readTile(sql, log, level, index)
    if (tile === undefined || tile.length < width * 32) throw trailDamaged({ facts: { log, level, index } })
    return tile
  }

/** Opens the published checkpoint with the log's own key, whatever log it names. */
export function openPublished(note: string, signer: Signer): Checkpoint | undefined {
  try {
    return openCheckpoint(note, [verifierFrom(vkeyOf(claimedCheckpoint(note).origin, signer))])
  } catch {
    return undefined
  }
}

/**
 * 防回退 A database restored from a backup would fork the log: the same index would be signed twice with different entries.
 * So before anything is signed the database's log is held against the checkpoint published last.
 */
export async function mismatchOf(
  sql: Sql,
  log: LogRow | undefined,
  published: Checkpoint | 'none' | 'forged',
): Promise<Mismatch | undefined> {
  if (published === 'forged') return 'file-forged'
  if (log === undefined) return published === 'none' || published.size === 0 ? undefined : 'no-log'
  if (published === 'none') return 'no-file'
  const frontier = frontierOf(log)
  if (frontier === undefined) return 'head-changed'
  // Between a successor's commit and its first publication the file still shows what the successor took over from.
  const inherited = log.predecessor?.published
  const takenOver =
    inherited?.origin === published.origin &&
    inherited.size === published.size &&
    inherited.root === hashToBase64(published.root)
  if (published.origin !== log.origin && !takenOver) return 'other-log'
  const size = takenOver ? 0 : published.size
  if (size > log.size) return 'shorter'
  const reader = makeTreeReader(log.size, tilesOf(sql, log.log))
  try {
    if ((await reader.root()) !== hashFrom(log.root)) return 'head-changed'
    if (size > 0 && (await reader.root(size)) !== published.root) return 'other-root'
  } catch (error) {
    if (error instanceof Refusal && error.code === 'TRAIL_DAMAGED') return 'tiles-missing'
    throw error
  }
  return undefined
}

/** The head row's frontier, if it belongs to its size and root. */
export function frontierOf(log: LogRow): Frontier | undefined {
  const frontier = decodeFrontier(log.size, log.frontier)
  return frontier && rootOf(frontier) === hashFrom(log.root) ? frontier : undefined
}
