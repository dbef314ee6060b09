import { setTimeout as pause } from 'node:timers/promises'
import { Refusal } from '#kernel/refusal'
import { type Db, type Session, stateOf } from '#kernel/storage'
import { arrange, grow } from './batch.ts'
import { signCheckpoint } from './checkpoint.ts'
import { makePublisher } from './checkpoint-file.ts'
import { encodeFrontier, rootOf } from './frontier.ts'
import { type Lead, type LogSettings, takeLead, tryLock } from './lead.ts'
import { trailUnpublished } from './rollback-guard.ts'
import { type SuccessorOrder, startSuccessor } from './successor.ts'
import { appendBatch, readQueue, type WaitingLeaf } from './trail.store.ts'
import { hashBytes } from './tree-hash.ts'

/** 预警 What the sequencer cannot put right itself. */
export interface TrailAlarm {
  /** `trail.gap` a leaf waits for its predecessor · `trail.refused` nothing is signed · `trail.unpublished` · `trail.failed` */
  readonly code: 'trail.gap' | 'trail.refused' | 'trail.unpublished' | 'trail.failed'
  readonly facts: Readonly<Record<string, unknown>>
  readonly cause?: unknown
}

export interface SequencerSettings extends LogSettings {
  readonly db: Db
  /** Leaves per transaction at most; default 4,096. */
  readonly batch?: number
  /** Milliseconds between looks at an empty queue; default 200. */
  readonly every?: number
  /** How long a leaf may wait for its predecessor before that is alarmed; default 60 s. */
  readonly patience?: Temporal.DurationLike
  /** After how many checkpoints that could not be kept outside nothing more is signed; default 3. */
  readonly mostUnpublished?: number
  readonly alarm?: (alarm: TrailAlarm) => void
  /** 三员 Does this person hold that administrator's post? Asked before a successor log is opened. */
  readonly holds?: (person: string, role: 'security' | 'audit') => Promise<boolean>
}

export interface Progress {
  /** False while another sequencer leads. */
  readonly leading: boolean
  readonly appended: number
  readonly parked: number
}

/** 现状 How a sequencer that goes on by itself stands: leading, waiting for its turn, or kept from signing. */
export interface Standing {
  readonly leading: boolean
  /** The code of what keeps the log from being signed, the same that was alarmed; null when all is well. */
  readonly trouble: string | null
}

export interface Sequencer {
  /** One batch. Throws what keeps the log from being signed (TRAIL_BEHIND, TRAIL_KEY_CHANGED, TRAIL_UNPUBLISHED). */
  runOnce(): Promise<Progress>
  /** Batches until the queue is empty and the last checkpoint is published. */
  drain(): Promise<number>
  /** Goes on by itself, electing itself when the leader is gone; failures become alarms, never an end. */
  start(): void
  stop(): Promise<void>
  standing(): Standing
  /** 续接日志 Opens a log after one that was rolled back; two administrators, together. */
  startSuccessorLog(order: SuccessorOrder): Promise<{ readonly log: number; readonly origin: string }>
}

/** A connection of one's own that stays until it is released or lost. */
async function holdSession(db: Db): Promise<{ session: Session; release: () => Promise<void> }> {
  const opened = Promise.withResolvers<Session>()
  const released = Promise.withResolvers<void>()
  const over = db
    .session(async session => {
      opened.resolve(session)
      await released.promise
    })
    .catch(opened.reject)
  const release = () => {
    released.resolve()
    return over
  }
  return { session: await opened.promise, release }
}

/** 定序 The one writer of the log: moves leaves from the queue to the end of the log, batch by batch. */
export function makeSequencer(settings: SequencerSettings): Sequencer {
  const { db, clock, signer, checkpointFile, batch = 4_096, every = 200, patience = { seconds: 60 } } = settings
  const alarm = settings.alarm ?? (() => {})
  const { mostUnpublished = 3 } = settings
  const publisher = makePublisher(checkpointFile, signer, (cause, failures) => {
    // Past that nothing is signed, and the refusal is what is told.
    if (failures <= mostUnpublished) alarm({ code: 'trail.unpublished', facts: { failures }, cause })
  })
  const told = new Set<number>()
  let leading: { session: Session; release: () => Promise<void>; lead: Lead } | undefined
  let turn: Promise<unknown> = Promise.resolve()
  let stopping: AbortController | undefined
  let loop: Promise<void> | undefined
  let trouble: string | null = null

  /** Batches, elections and successions never run into each other. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work)
    turn = mine.catch(() => {})
    return mine
  }

  const stepDown = async () => {
    const held = leading
    leading = undefined
    await held?.release()
  }

  const elect = async () => {
    if (leading) return leading
    const { session, release } = await holdSession(db)
    try {
      if (await tryLock(session)) leading = { session, release, lead: await takeLead(session, settings) }
      else await release()
    } catch (error) {
      await release()
      throw error
    }
    return leading
  }

  const alarmGaps = (lead: Lead) => {
    const now = clock.now()
    for (const [subject, leaves] of lead.waiting) {
      for (const { id, firstSeq, since } of leaves) {
        if (told.has(id) || Temporal.Instant.compare(Temporal.Instant.from(since).add(patience), now) > 0) continue
        told.add(id)
        alarm({ code: 'trail.gap', facts: { subject, firstSeq, since } })
      }
    }
  }

  const step = async (): Promise<Progress> => {
    // What is signed beyond the outside copy could be rolled back to it unseen: so no more of it than a few.
    if (publisher.failures() >= mostUnpublished && !(await publisher.retry()))
      throw trailUnpublished({ remedy: 'Make room and rights for the checkpoint file; signing goes on by itself.' })
    const held = await elect()
    if (!held) return { leading: false, appended: 0, parked: 0 }
    const { session, lead } = held
    const { log, origin, epoch, frontier, waiting } = lead
    try {
      const { accepted, parked } = arrange(await readQueue(session, batch), waiting)
      if (accepted.length + parked.length > 0) {
        const size = frontier.size
        const at = clock.now()
        const chunks = grow(frontier, accepted)
        const root = rootOf(frontier)
        const note = signCheckpoint({ origin, size: frontier.size, root }, signer)
        await appendBatch(session, {
          ...{ log, epoch, size, chunks, note, at },
          ids: accepted.map(leaf => leaf.id),
          parked: parked.map(leaf => leaf.id),
          root: hashBytes(root),
          frontier: encodeFrontier(frontier),
        })
        // From here on the batch is durable: only now may its checkpoint be seen by anyone.
        if (accepted.length > 0) publisher.offer(note)
        if (waiting.size > 0) forget(waiting, new Set(accepted.map(leaf => leaf.id)))
        for (const leaf of parked as WaitingLeaf[]) {
          waiting.set(leaf.subject, [...(waiting.get(leaf.subject) ?? []), { ...leaf, since: at.toString() }])
        }
      }
      alarmGaps(lead)
      return { leading: true, appended: accepted.length, parked: parked.length }
    } catch (error) {
      // The frontier in memory may be ahead of the database: it is thrown away with the lead.
      await stepDown()
      if (stateOf(error) === 'PLT01') return { leading: false, appended: 0, parked: 0 }
      throw error
    }
  }

  const runOnce = async (): Promise<Progress> => {
    const progress = await inTurn(step)
    await publisher.settled()
    return progress
  }

  const run = async (signal: AbortSignal) => {
    let alarmed = ''
    while (!signal.aborted) {
      let wait = every
      try {
        if ((await inTurn(step)).appended === batch) wait = 0
        alarmed = ''
        trouble = null
      } catch (cause) {
        const code = cause instanceof Refusal ? 'trail.refused' : 'trail.failed'
        trouble = cause instanceof Refusal ? cause.code : code
        const facts = cause instanceof Refusal ? { refusal: cause.code, ...cause.facts } : {}
        const words = code + JSON.stringify(facts)
        if (words !== alarmed) alarm({ code, facts, cause })
        alarmed = words
        wait = Math.max(every, 1_000)
      }
      if (wait > 0) await pause(wait, undefined, { signal }).catch(() => {})
    }
  }

  return {
    runOnce,
    async drain() {
      let total = 0
      for (;;) {
        const { appended, parked } = await inTurn(step)
        total += appended
        if (appended + parked === 0) break
      }
      await publisher.settled()
      return total
    },
    start() {
      if (loop !== undefined) return
      stopping = new AbortController()
      loop = run(stopping.signal)
    },
    async stop() {
      stopping?.abort()
      await loop
      loop = undefined
      await inTurn(stepDown)
      await publisher.settled()
    },
    standing: () => ({ leading: leading !== undefined, trouble }),
    startSuccessorLog: order =>
      inTurn(async () => {
        await stepDown()
        await publisher.settled()
        const { session, release } = await holdSession(db)
        try {
          return await startSuccessor(session, settings, order)
        } finally {
          await release()
        }
      }),
  }
}

function forget(waiting: Map<string, WaitingLeaf[]>, gone: ReadonlySet<number>): void {
  for (const [subject, leaves] of waiting) {
    const left = leaves.filter(leaf => !gone.has(leaf.id))
    if (left.length === 0) waiting.delete(subject)
    else waiting.set(subject, left)
  }
}
