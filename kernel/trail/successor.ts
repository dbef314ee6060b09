import { randomBytes } from 'node:crypto'
import { refusal } from '#kernel/refusal'
import type { Session } from '#kernel/storage'
import { grow } from './batch.ts'
import { signCheckpoint } from './checkpoint.ts'
import { keepPublished, writePublished } from './checkpoint-file.ts'
import { commit2 } from './commitment.ts'
import { emptyFrontier, encodeFrontier, rootOf } from './frontier.ts'
import { compareHeads, type LogSettings, tryLock } from './lead.ts'
import { encodeLeaf, type Succession } from './leaf.ts'
import { vkeyOf } from './note.ts'
import { appendBatch, openLog, readCheckpoint, readLogs, takeEpoch } from './trail.store.ts'
import { hashBytes, hashToBase64, sha256Tree } from './tree-hash.ts'

export const trailTwoAdministrators = refusal(
  'TRAIL_TWO_ADMINISTRATORS',
  403,
  'A successor log needs the security and the audit administrator, two different persons',
)
export const trailNotBehind = refusal(
  'TRAIL_NOT_BEHIND',
  409,
  'The log continues the published one; it needs no successor',
)
export const trailLedElsewhere = refusal('TRAIL_LED_ELSEWHERE', 409, 'Another process leads the log')

export interface SuccessorOrder {
  /** Person ids of the two administrators. They and the reason stay in the database; the log holds a commitment to them. */
  readonly security: string
  readonly audit: string
  readonly reason: string
}

/** The number a log's origin ends in. */
const numberOf = (origin: string): number => Number(/\/(\d{1,9})$/.exec(origin)?.[1] ?? 0)

type Holds = (person: string, role: 'security' | 'audit') => Promise<boolean>

/**
 * 续接日志 After a rollback: closes the log the database has and opens the next one. Its first entry names the head found,
 * the head that had been published and the interval in between, so the loss is on the record of both.
 */
export async function startSuccessor(
  session: Session,
  settings: LogSettings & { readonly holds?: Holds },
  order: SuccessorOrder,
): Promise<{ readonly log: number; readonly origin: string }> {
  const { clock, signer, checkpointFile } = settings
  const { security, audit } = order
  const holds: Holds = settings.holds ?? (async () => false)
  const both = security !== audit && (await holds(security, 'security')) && (await holds(audit, 'audit'))
  if (!both) throw trailTwoAdministrators()
  if (!(await tryLock(session))) throw trailLedElsewhere()
  const { log: old, published, mismatch } = await compareHeads(session, settings)
  if (mismatch === undefined) throw trailNotBehind()

  const at = clock.now()
  const named = typeof published === 'string' ? null : { ...published, root: hashToBase64(published.root) }
  // A name once published is never used again, also when the database has forgotten it.
  const used = [...(await readLogs(session)).map(log => log.origin), ...(named ? [named.origin] : [])]
  const origin = `${settings.log}/${Math.max(0, ...used.map(numberOf)) + 1}`
  const database = old ? { origin: old.origin, size: old.size, root: old.root.toString('base64') } : null
  const from = (old && (await readCheckpoint(session, old.log))?.at) ?? old?.openedAt ?? at.toString()
  const lost = Math.max(0, (named?.size ?? 0) - (database && database.origin === named?.origin ? database.size : 0))
  const succession: Succession = { database, published: named, lost, from, to: at.toString() }
  const key = randomBytes(32)
  const commit = commit2(key, Buffer.from(JSON.stringify([order.security, order.audit, order.reason])))
  const leaf = encodeLeaf({ kind: 'successor', verb: 'succeed', at, commit, succession })

  const frontier = emptyFrontier()
  const chunks = grow(frontier, [{ id: 0, subject: null, firstSeq: null, lastSeq: null, known: null, leaf }])
  const root = rootOf(frontier)
  const note = signCheckpoint({ origin, size: 1, root }, signer)
  await session.query('begin')
  try {
    const { log, firstId } = await openLog(session, {
      ...{ origin, at, leaf, predecessor: succession },
      vkey: vkeyOf(origin, signer),
      root: hashBytes(sha256Tree.empty),
      note: signCheckpoint({ origin, size: 0, root: sha256Tree.empty }, signer),
      decision: { ...order, key: key.toString('base64') },
    })
    const epoch = await takeEpoch(session, log)
    await appendBatch(session, {
      ...{ log, epoch, size: 0, ids: [firstId!], parked: [], chunks, note, at },
      root: hashBytes(root),
      frontier: encodeFrontier(frontier),
    })
    if (old) await keepPublished(checkpointFile, old.log)
    await session.query('commit')
    await writePublished(checkpointFile, note)
    return { log, origin }
  } catch (error) {
    await session.query('rollback').catch(() => {})
    throw error
  }
}
