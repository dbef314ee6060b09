import type { Clock } from '#kernel/clock'
import { Refusal } from '#kernel/refusal'
import { type Db, type Sql, stateOf } from '#kernel/storage'
import {
  beginSubscription,
  failuresOf,
  forgiveCases,
  headAt,
  leaseCursor,
  moveCursor,
  parkCase,
  readEvents,
  recordFailure,
} from './subscription.store.ts'
import type { FeedEvent, Parked, Subscription } from './subscription.ts'

export interface DeliveryNeeds {
  readonly db: Db
  readonly clock: Clock
  /** Failures after which a case is parked; default 5. */
  readonly attempts?: number
  /** Told in the transaction that parks a case, so that the alarm is raised with it. */
  readonly onParked?: (sql: Sql, parked: Parked) => Promise<void>
}

/** `moved`: there may be more; `idle`: caught up; `busy`: another worker has the lease; `failed`: try again later. */
export type Delivery = { readonly outcome: 'moved' | 'idle' | 'busy' | 'failed'; readonly events: number }

/** Faults of the connection or the server: nobody's poison, never counted against a case. */
export function isTransient(error: unknown): boolean {
  if (error instanceof Refusal) return /^(DATABASE|TRANSACTION)_/.test(error.code)
  const state = stateOf(error)
  if (state !== undefined) return /^(08|53|57|58|40)/.test(state)
  if (!(error instanceof Error)) return false
  const { code } = error as { code?: unknown }
  return (
    (typeof code === 'string' && /^(ECONN|EPIPE|ETIMEDOUT|ENOENT)/.test(code)) ||
    /^Connection terminated|^Client (was closed|has encountered)/.test(error.message)
  )
}

export const reasonOf = (error: unknown): string =>
  error instanceof Refusal ? error.code : (stateOf(error) ?? (error instanceof Error ? error.name : typeof error))

/** Delivers one batch, or, after a failure, leaf by leaf until the one that fails is known. */
export async function deliver(needs: DeliveryNeeds, subscription: Subscription): Promise<Delivery> {
  const { db, clock } = needs
  const { name, types, batch = 200 } = subscription

  /** The first event being consumed when the work threw, if it did. */
  let taking: FeedEvent | undefined
  const step = (single: boolean): Promise<Delivery> => {
    taking = undefined
    return db.transaction(async sql => {
      const cursor = await leaseCursor(sql, name)
      if (!cursor) return { outcome: 'busy', events: 0 }
      const { size, next } = await headAt(sql, cursor)
      if (size === null || cursor.leafIndex >= size) {
        if (next === null) return { outcome: 'idle', events: 0 }
        await moveCursor(sql, name, { log: next, leafIndex: 0 }, clock.now())
        return { outcome: 'moved', events: 0 }
      }
      let until = Math.min(cursor.leafIndex + batch, size)
      const troubled = new Map((await failuresOf(sql, name)).map(({ caseId, parked }) => [caseId, parked]))
      let events = (await readEvents(sql, cursor, until, types)).filter(({ caseId }) => !troubled.get(caseId))
      const first = events[0]
      if (single && first) {
        events = events.filter(({ leafIndex }) => leafIndex === first.leafIndex)
        until = first.leafIndex + 1
      }
      if (first) {
        taking = first
        await subscription.consume(sql, events)
        taking = undefined
        const recovered = [...new Set(events.map(({ caseId }) => caseId))].filter(caseId => troubled.has(caseId))
        if (recovered.length > 0) await forgiveCases(sql, name, recovered)
      }
      await moveCursor(sql, name, { log: cursor.log, leafIndex: until }, clock.now())
      return { outcome: 'moved', events: events.length }
    })
  }

  const giveUp = (failed: FeedEvent, error: unknown): Promise<boolean> =>
    db.transaction(async sql => {
      if (!(await leaseCursor(sql, name))) return false
      const failure = {
        subscription: name,
        caseId: failed.caseId,
        log: failed.log,
        leafIndex: failed.leafIndex,
        reason: reasonOf(error),
      }
      const attempts = await recordFailure(sql, failure, clock.now())
      if (attempts < (needs.attempts ?? 5)) return false
      await parkCase(sql, name, failed.caseId, clock.now())
      await needs.onParked?.(sql, { ...failure, attempts })
      return true
    })

  try {
    return await step(false)
  } catch (error) {
    if (taking === undefined || isTransient(error)) throw error
  }
  let delivered = 0
  for (let leaves = 0; leaves < batch; leaves++) {
    try {
      const { outcome, events } = await step(true)
      delivered += events
      if (outcome !== 'moved') return { outcome, events: delivered }
    } catch (error) {
      const failed = taking as FeedEvent | undefined
      if (failed === undefined || isTransient(error)) throw error
      if (!(await giveUp(failed, error))) return { outcome: 'failed', events: delivered }
    }
  }
  return { outcome: 'moved', events: delivered }
}

export const ensureCursor = (sql: Sql, subscription: Subscription, clock: Clock) =>
  beginSubscription(sql, subscription, clock.now())
