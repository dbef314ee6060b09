import { refusal } from '#kernel/refusal'
import type { Db } from '#kernel/storage'
import { claimedCheckpoint } from './checkpoint.ts'
import { readPublished } from './checkpoint-file.ts'
import { decodeBundle } from './entry-bundle.ts'
import { tileWidth } from './frontier.ts'
import { encodeProofFile } from './proof-file.ts'
import { tilesOf, trailBehind, trailDamaged } from './rollback-guard.ts'
import { decodeTilePath, widthOf } from './tile-path.ts'
import { findStep, type LogRow, readBacklog, readBundle, readCheckpoint, readLogs, readTile } from './trail.store.ts'
import { hashLength, hashToBase64 } from './tree-hash.ts'
import { makeTreeReader } from './tree-reading.ts'

export const trailNotYet = refusal('TRAIL_NOT_YET', 404, 'The step has not reached the log yet, or there is none such')
export const trailNoEntry = refusal('TRAIL_NO_ENTRY', 404, 'The log has no such entry')

/** Which entry: a step of a subject, or a position in a log (the latest one when none is named). */
export type EntryPlace =
  | { readonly subject: string; readonly seq: number }
  | { readonly log?: number; readonly leafIndex: number }

export interface EntryProof {
  readonly log: number
  readonly leafIndex: number
  readonly leaf: Buffer
  /** A `c2sp.org/tlog-proof@v1` file against the latest checkpoint; its `extra` line carries the leaf. */
  readonly text: string
}

/** A file of the log, ready for an HTTP answer. */
export interface TrailFile {
  readonly bytes: Buffer
  readonly contentType: string
  readonly cache: string
}

const lasting = 'max-age=31536000, immutable'

/** 查轨迹 Reads the log for those who ask: proofs for a case, entries for auditors, the files of the C2SP layout. */
export function makeTrailReader({
  db,
  checkpointFile,
}: {
  readonly db: Db
  /** Where the checkpoint published last lies; a tool beside the city has none, and takes the database's own word. */
  readonly checkpointFile?: string
}) {
  /** 已公布 What of a log stands outside the database. No more is shown to anybody: whoever was shown more could be told another history later. */
  const publishedOf = async ({ log, origin, size }: LogRow): Promise<{ size: number; note: string } | undefined> => {
    if (checkpointFile === undefined) return readCheckpoint(db, log)
    for (const path of [checkpointFile, `${checkpointFile}.${log}`]) {
      const note = await readPublished(path)
      const published = note === undefined ? undefined : claimedCheckpoint(note)
      if (note === undefined || published?.origin !== origin) continue
      if (published.size > size) throw trailBehind()
      return { size: published.size, note }
    }
    return undefined
  }
  const entry = async (log: number, index: number): Promise<Buffer> => {
    const bundle = decodeBundle((await readBundle(db, log, Math.floor(index / tileWidth))) ?? Buffer.alloc(0))
    const leaf = bundle?.[index % tileWidth]
    if (leaf === undefined) throw trailDamaged({ facts: { log, leafIndex: index } })
    return leaf
  }
  const locate = async (place: EntryPlace): Promise<{ log: number; leafIndex: number }> => {
    if ('subject' in place) {
      const found = await findStep(db, place.subject, place.seq)
      if (found === undefined) throw trailNotYet({ facts: { seq: place.seq } })
      return found
    }
    const log = place.log ?? (await readLogs(db)).at(-1)?.log
    if (log === undefined) throw trailNoEntry()
    return { log, leafIndex: place.leafIndex }
  }
  const proofOf = async (place: EntryPlace): Promise<EntryProof> => {
    const { log, leafIndex } = await locate(place)
    const row = (await readLogs(db)).find(one => one.log === log)
    const checkpoint = row && (await publishedOf(row))
    if (checkpoint === undefined || leafIndex < 0 || leafIndex >= checkpoint.size)
      throw 'subject' in place ? trailNotYet({ facts: { seq: place.seq } }) : trailNoEntry({ facts: { leafIndex } })
    const [leaf, proof] = await Promise.all([
      entry(log, leafIndex),
      makeTreeReader(checkpoint.size, tilesOf(db, log)).inclusion(leafIndex),
    ])
    const text = encodeProofFile({ index: leafIndex, proof, checkpoint: checkpoint.note, extra: leaf })
    return { log, leafIndex, leaf, text }
  }

  /**
   * The root of a log at the first size beyond a step: `beyond` further entries must be in it, and published. It is the same whenever it is
   * asked, and nobody knew it when the step was written. `never`: its log has ended before.
   */
  const rootBeyond = async (
    subject: string,
    seq: number,
    beyond: number,
  ): Promise<{ readonly log: number; readonly size: number; readonly root: string } | 'not-yet' | 'never'> => {
    const found = await findStep(db, subject, seq)
    const row = found && (await readLogs(db)).find(one => one.log === found.log)
    if (!row) return 'not-yet'
    const size = found.leafIndex + 1 + beyond
    if (((await publishedOf(row))?.size ?? 0) >= size) return { log: row.log, size, root: await rootAt(row.log, size) }
    return row.closedAt !== null && row.size < size ? 'never' : 'not-yet'
  }
  /** The root of the first `size` entries of a log, from its tiles. */
  const rootAt = async (log: number, size: number): Promise<string> =>
    hashToBase64(await makeTreeReader(size, tilesOf(db, log)).root())

  /** Entries `from` to `to` (not included) of a log, in order, a bundle at a time. */
  async function* entries(log: number, from: number, to: number): AsyncGenerator<{ index: number; leaf: Buffer }> {
    const size = (await readCheckpoint(db, log))?.size ?? 0
    const end = Math.min(to, size)
    for (let index = from; index < end; ) {
      const bundle = decodeBundle((await readBundle(db, log, Math.floor(index / tileWidth))) ?? Buffer.alloc(0)) ?? []
      if (bundle.length <= index % tileWidth) throw trailDamaged({ facts: { log, leafIndex: index } })
      for (const leaf of bundle.slice(index % tileWidth)) {
        if (index < end) yield { index, leaf }
        index++
      }
    }
  }

  /**
   * The files of one log after C2SP tlog-tiles: `<n>/checkpoint`, `<n>/tile/<level>/<index>`, `<n>/tile/entries/<index>`,
   * where the log's origin ends in `/<n>`. Entries are for auditors and witnesses only, because time, item and organ
   * together may single a person out in a village; tiles and checkpoints are hashes and public.
   */
  const file = async (
    path: string,
    { auditor = false }: { auditor?: boolean } = {},
  ): Promise<TrailFile | undefined> => {
    const [, number, rest] = /^([1-9]\d{0,8})\/(.+)$/.exec(path) ?? []
    if (number === undefined || rest === undefined) return undefined
    const log = (await readLogs(db)).find(row => row.origin.endsWith(`/${number}`))
    if (log === undefined) return undefined
    return rest === 'checkpoint' ? checkpointOf(log) : tileFile(log, rest, auditor)
  }
  const checkpointOf = async (log: LogRow): Promise<TrailFile | undefined> => {
    const latest = await publishedOf(log)
    return latest && { bytes: Buffer.from(latest.note), contentType: 'text/plain; charset=utf-8', cache: 'max-age=1' }
  }
  const tileFile = async (row: LogRow, path: string, auditor: boolean): Promise<TrailFile | undefined> => {
    const { log } = row
    const wanted = decodeTilePath(path)
    const size = wanted === undefined ? 0 : ((await publishedOf(row))?.size ?? 0)
    if (wanted === undefined || wanted.width > widthOf(size, wanted.level, wanted.index)) return undefined
    const contentType = 'application/octet-stream'
    if (wanted.kind === 'tile') {
      const tile = await readTile(db, log, wanted.level, wanted.index)
      if (tile === undefined) throw trailDamaged({ facts: { path } })
      return { bytes: tile.subarray(0, wanted.width * hashLength), contentType, cache: `public, ${lasting}` }
    }
    if (!auditor) return undefined
    const bundle = (await readBundle(db, log, wanted.index)) ?? Buffer.alloc(0)
    const last = decodeBundle(bundle)?.[wanted.width - 1]
    if (last === undefined) throw trailDamaged({ facts: { path } })
    const end = last.byteOffset - bundle.byteOffset + last.length
    return { bytes: bundle.subarray(0, end), contentType, cache: `private, ${lasting}` }
  }

  return {
    proofOf,
    rootAt,
    rootBeyond,
    entries,
    files: { get: file },
    /** The logs of this house, oldest first. */
    logs: (): Promise<LogRow[]> => readLogs(db),
    /** Leaves that have not reached the log: in the queue, and waiting for a predecessor. */
    backlog: () => readBacklog(db),
  }
}

export type TrailReader = ReturnType<typeof makeTrailReader>
