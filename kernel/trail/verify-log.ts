import type { Db, Session } from '#kernel/storage'
import { type Checkpoint, claimedCheckpoint, openCheckpoint } from './checkpoint.ts'
import { readPublished } from './checkpoint-file.ts'
import { decodeLeaf } from './leaf.ts'
import { verifierFrom, vkeyOf } from './note.ts'
import { type LogFault, replayLog, type StatedRoot } from './replay-log.ts'
import { type LogRow, readLogs } from './trail.store.ts'
import { hashFrom, hashToBase64 } from './tree-hash.ts'

export interface VerifyOptions {
  readonly db: Db
  /** The keys one trusts, in vkey form; their names do not matter, because a successor log has a name of its own. */
  readonly vkeys: readonly string[]
  /** The checkpoint published last, if one holds it. */
  readonly checkpointFile?: string
  readonly progress?: (entries: number, of: number) => void
}

export interface LogReport {
  readonly ok: boolean
  readonly logs: readonly { readonly origin: string; readonly size: number; readonly root: string }[]
  readonly entries: number
  /** What is wrong, each naming the log and the entry, tile or checkpoint; at most a hundred. */
  readonly faults: readonly LogFault[]
}

const mostFaults = 100

/**
 * 验轨迹 Recomputes the whole trail from its entries and holds everything against it: every tile, every checkpoint and its
 * signature, the head, the published checkpoint, the chain of logs, and the unbroken steps of every subject.
 */
export async function verifyLog({ db, vkeys, checkpointFile, progress = () => {} }: VerifyOptions): Promise<LogReport> {
  const logs = await readLogs(db)
  const faults: LogFault[] = []
  const add = (fault: LogFault) => {
    if (faults.length < mostFaults) faults.push(fault)
  }
  const trusted = vkeys.map(verifierFrom)
  const open = (note: string, origin: string): Checkpoint | undefined => {
    try {
      const checkpoint = openCheckpoint(
        note,
        trusted.map(key => verifierFrom(vkeyOf(origin, key))),
      )
      return checkpoint.origin === origin ? checkpoint : undefined
    } catch {
      return undefined
    }
  }
  const published = checkpointFile === undefined ? undefined : await readPublished(checkpointFile)
  if (checkpointFile !== undefined) checkPublished(published, logs, open, add)

  const total = logs.reduce((sum, log) => sum + log.size, 0)
  const steps = db.session(session => brokenSteps(session))
  steps.catch(() => {})
  const verified: { origin: string; size: number; root: string }[] = []
  let before = 0
  let previous: LogRow | undefined
  for (const log of logs) {
    const stated = await statedRoots(db, log, open, add)
    if (published !== undefined) {
      const checkpoint = open(published, log.origin)
      if (checkpoint && checkpoint.size <= log.size) stated.push({ ...checkpoint, name: 'the published checkpoint' })
    }
    const { root, first } = await replayLog(db, log, stated, add, at => progress(before + at, total))
    checkChain(log, first, previous, add)
    verified.push({ origin: log.origin, size: log.size, root: hashToBase64(root) })
    before += log.size
    previous = log
  }
  for (const { code, subject, step } of await steps) add({ code, place: `step ${step} of ${subject}` })
  return { ok: faults.length === 0, logs: verified, entries: total, faults }
}

type Add = (fault: LogFault) => void
type Open = (note: string, origin: string) => Checkpoint | undefined

function checkPublished(published: string | undefined, logs: readonly LogRow[], open: Open, add: Add): void {
  const place = 'the published checkpoint'
  if (published === undefined) {
    add({ code: 'published-missing', place })
    return
  }
  let origin = ''
  try {
    origin = claimedCheckpoint(published).origin
  } catch {
    // a file that is no checkpoint is as good as forged
  }
  const checkpoint = open(published, origin)
  const log = logs.find(row => row.origin === origin)
  if (checkpoint === undefined) add({ code: 'published-forged', place })
  else if (log === undefined || log.size < checkpoint.size) {
    add({ code: 'log-behind', place, log: origin, detail: `published ${checkpoint.size}, found ${log?.size ?? 0}` })
  }
}

/** The roots that the log has signed, and the one its head row states. */
async function statedRoots(db: Db, log: LogRow, open: Open, add: Add): Promise<StatedRoot[]> {
  const rows = await db.query<{ size: number; note: string }>(
    'select size, note from kernel.trail_checkpoints where log = $1 order by size',
    [log.log],
  )
  const stated: StatedRoot[] = []
  for (const { size, note } of rows) {
    const name = `checkpoint ${size}`
    if (size > log.size) {
      add({ code: 'log-behind', place: name, log: log.origin, detail: `the head says ${log.size}` })
      continue
    }
    const checkpoint = open(note, log.origin)
    if (checkpoint?.size === size) stated.push({ size, root: checkpoint.root, name })
    else add({ code: 'checkpoint-forged', place: name, log: log.origin })
  }
  if (rows.at(-1)?.size !== log.size)
    add({ code: 'checkpoint-missing', place: `checkpoint ${log.size}`, log: log.origin })
  stated.push({ size: log.size, root: hashFrom(log.root), name: 'the head' })
  return stated
}

/** A log after the first begins by naming the one before. */
function checkChain(log: LogRow, first: Buffer | undefined, previous: LogRow | undefined, add: Add): void {
  if (previous === undefined) return
  const place = 'entry 0'
  let named: { origin: string; size: number; root: string } | null | undefined
  try {
    named = first && decodeLeaf(first).succession?.database
  } catch {
    // not a leaf: not a successor's first entry
  }
  const root = previous.root.toString('base64')
  if (named?.origin !== previous.origin || named.size !== previous.size || named.root !== root) {
    add({ code: 'chain-broken', place, log: log.origin, detail: `does not name the head of ${previous.origin}` })
  }
}

/** Subjects whose steps in the index do not follow one another, and steps that point outside the logs. */
const brokenSteps = (session: Session): Promise<{ code: LogFault['code']; subject: string; step: number }[]> =>
  session.query(
    `select 'steps-broken' as code, subject, first_seq as step from (
       select subject, first_seq, lag(last_seq, 1, 0) over (partition by subject order by last_seq) as before
       from kernel.trail_index) steps
     where first_seq <> before + 1
     union all
     select 'index-wrong', subject, first_seq from kernel.trail_index left join kernel.trail_head h using (log)
     where leaf_index < 0 or leaf_index >= coalesce(h.size, 0)
     limit ${mostFaults}`,
  )
