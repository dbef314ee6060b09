import type { Clock } from '#kernel/clock'
import type { Session } from '#kernel/storage'
import type { Waiting } from './batch.ts'
import { type Checkpoint, signCheckpoint } from './checkpoint.ts'
import { publishHead, readPublished, writePublished } from './checkpoint-file.ts'
import { emptyFrontier, type Frontier } from './frontier.ts'
import { type Signer, vkeyOf } from './note.ts'
import {
  frontierOf,
  mismatchOf,
  openPublished,
  trailBehind,
  trailKeyChanged,
  trailUnpublished,
} from './rollback-guard.ts'
import { type LogRow, openLog, readCheckpoint, readLogs, readWaiting, takeEpoch } from './trail.store.ts'
import { hashBytes, hashToBase64, sha256Tree } from './tree-hash.ts'

export interface LogSettings {
  readonly clock: Clock
  readonly signer: Signer
  /** The name all logs of this house begin with, a schemeless URL: log n is `<log>/n`. */
  readonly log: string
  /** Where the checkpoint published last is kept, outside the database. */
  readonly checkpointFile: string
}

/** What the one sequencer knows while it leads; all of it is read again when leadership is taken. */
export interface Lead {
  readonly log: number
  readonly origin: string
  readonly epoch: number
  readonly frontier: Frontier
  readonly waiting: Waiting
}

/** One per database: whoever holds this session lock is the sequencer. */
const lockNumber = 7_237_316_151

/** Elected? The lock goes with the connection, so a dead sequencer is followed at once. */
export const tryLock = async (session: Session): Promise<boolean> =>
  (await session.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [lockNumber]))[0]?.held === true

/** The open log of the database and what has been published, side by side. */
export async function compareHeads(session: Session, { signer, checkpointFile }: LogSettings) {
  const log = (await readLogs(session)).find(row => row.closedAt === null)
  const note = await readPublished(checkpointFile)
  const published = note === undefined ? 'none' : (openPublished(note, signer) ?? 'forged')
  return { log, published, mismatch: await mismatchOf(session, log, published) } as const
}

/**
 * Takes the lead on a session that holds the lock: opens the first log if there is none, refuses to go on with a log that
 * is not the published one (TRAIL_BEHIND) or was opened with another key, and fences earlier sequencers out.
 */
export async function takeLead(session: Session, settings: LogSettings): Promise<Lead> {
  const { log: found, published, mismatch } = await compareHeads(session, settings)
  if (mismatch !== undefined) {
    throw trailBehind({
      facts: {
        reason: mismatch,
        database: found ? { origin: found.origin, size: found.size, root: found.root.toString('base64') } : null,
        published: typeof published === 'string' ? published : { ...published, root: hashToBase64(published.root) },
      },
      remedy:
        mismatch === 'no-file'
          ? 'bring the checkpoint file from where the log was led before; if it is lost, start a successor log'
          : 'restore the newest database, or let the security and the audit administrator start a successor log',
    })
  }
  const log = found ?? (await openFirst(session, settings))
  if (log.vkey !== vkeyOf(log.origin, settings.signer)) throw trailKeyChanged({ facts: { origin: log.origin } })
  await catchUp(session, settings, log, published)
  const epoch = await takeEpoch(session, log.log)
  const waiting: Waiting = new Map()
  for (const leaf of await readWaiting(session)) waiting.set(leaf.subject, [...(waiting.get(leaf.subject) ?? []), leaf])
  return { log: log.log, origin: log.origin, epoch, frontier: frontierOf(log) ?? emptyFrontier(), waiting }
}

/** What the one before signed and could not publish is published before anything more is signed. */
async function catchUp(
  session: Session,
  { checkpointFile, signer }: LogSettings,
  { log, origin, size }: LogRow,
  published: Checkpoint | 'none' | 'forged',
): Promise<void> {
  if (typeof published === 'string' || published.origin !== origin || published.size >= size) return
  const latest = await readCheckpoint(session, log)
  if (latest === undefined) return
  await publishHead(checkpointFile, latest.note, signer).catch(cause => {
    throw trailUnpublished({ cause })
  })
}

/** The empty log is published before it exists, so a log without a published checkpoint is always suspicious. */
async function openFirst(session: Session, { clock, signer, log, checkpointFile }: LogSettings): Promise<LogRow> {
  const origin = `${log}/1`
  const note = signCheckpoint({ origin, size: 0, root: sha256Tree.empty }, signer)
  await writePublished(checkpointFile, note)
  const vkey = vkeyOf(origin, signer)
  await openLog(session, { origin, vkey, root: hashBytes(sha256Tree.empty), note, at: clock.now() })
  return (await readLogs(session))[0]!
}
