import { setTimeout as pause } from 'node:timers/promises'
import type { Log } from '#kernel/log'
import { refusal } from '#kernel/refusal'
import { type DeliveryNeeds, deliver, ensureCursor } from './delivery.ts'
import { forgiveCases, parkedCase, parkedCases, readCaseEvents, waitForCursor } from './subscription.store.ts'
import type { Parked, Subscription } from './subscription.ts'

export const subscriptionUnknown = refusal('SUBSCRIPTION_UNKNOWN', 404, 'No such subscription or parked case')

export interface SubscriptionsNeeds extends DeliveryNeeds {
  readonly log: Log
  /** Longest wait between looks when nothing wakes us, milliseconds; default 250. */
  readonly interval?: number
}

export interface Subscriptions {
  register(subscription: Subscription): void
  /** Delivers everything the log holds now to every subscription; returns how many events went out. */
  runOnce(): Promise<number>
  /** Goes on delivering until stopped: woken by the log, and looking by itself every `interval`. */
  start(): Promise<void>
  stop(): Promise<void>
  /** 搁置的办件 What waits for a person. */
  parked(): Promise<readonly Parked[]>
  /** 重放 Delivers a parked case from where it failed, in its order; throws and keeps it parked if it fails again. */
  release(subscription: string, caseId: string): Promise<number>
}

/** 订阅 Runs the durable readers of the log. Any number of workers may; each subscription is read by one at a time. */
export function makeSubscriptions(needs: SubscriptionsNeeds): Subscriptions {
  const { db, clock, log, interval = 250 } = needs
  const registered = new Map<string, Subscription>()
  const known = new Set<string>()
  let running: { stopping: AbortController; done: Promise<unknown>; deaf: () => void } | undefined

  /** One subscription until it is caught up. */
  const drain = async (
    subscription: Subscription,
    stopped = () => false,
  ): Promise<{ events: number; failed: boolean }> => {
    if (!known.has(subscription.name)) {
      await ensureCursor(db, subscription, clock)
      known.add(subscription.name)
    }
    for (let events = 0; ; ) {
      const delivery = await deliver(needs, subscription)
      events += delivery.events
      if (delivery.outcome !== 'moved' || stopped()) return { events, failed: delivery.outcome === 'failed' }
    }
  }

  const keepUp = async (subscription: Subscription, signal: AbortSignal, wake: EventTarget) => {
    let woken: AbortController
    const onWake = () => woken.abort()
    wake.addEventListener('wake', onWake)
    for (let failures = 0; !signal.aborted; ) {
      // Renewed before looking: what the log gains while we look wakes us at once.
      woken = new AbortController()
      try {
        const { failed } = await drain(subscription, () => signal.aborted)
        failures = failed ? failures + 1 : 0
        if (failed) log.warn({ subscription: subscription.name, failures }, 'subscription.failed')
      } catch (error) {
        failures++
        log.error({ subscription: subscription.name, err: error }, 'subscription.interrupted')
      }
      // After a failure a wake is no reason to hurry: the pause grows to five seconds.
      const wait = failures > 0 ? Math.min(interval * 2 ** failures, 5_000) : interval
      const signals = failures > 0 ? [signal] : [signal, woken.signal]
      await pause(wait, undefined, { signal: AbortSignal.any(signals) }).catch(() => {})
    }
    wake.removeEventListener('wake', onWake)
  }

  return {
    register(subscription) {
      if (registered.has(subscription.name))
        throw new TypeError(`subscription ${subscription.name} is registered twice`)
      registered.set(subscription.name, subscription)
    },
    async runOnce() {
      let events = 0
      for (const subscription of registered.values()) events += (await drain(subscription)).events
      return events
    },
    async start() {
      if (running) return
      const stopping = new AbortController()
      const wake = new EventTarget()
      const deaf = await db.listen('plumbline_trail', () => wake.dispatchEvent(new Event('wake')))
      const loops = [...registered.values()].map(subscription => keepUp(subscription, stopping.signal, wake))
      running = { stopping, deaf, done: Promise.all(loops) }
    },
    async stop() {
      const was = running
      running = undefined
      was?.stopping.abort()
      await was?.done
      was?.deaf()
    },
    parked: () => parkedCases(db),
    release: (name, caseId) =>
      db.transaction(async sql => {
        const subscription = registered.get(name)
        const cursor = subscription && (await waitForCursor(sql, name))
        const parked = await parkedCase(sql, name, caseId)
        if (!subscription || !cursor || !parked)
          throw subscriptionUnknown({ detail: `${name} holds no such parked case` })
        const events = await readCaseEvents(sql, caseId, parked, cursor, subscription.types)
        await subscription.consume(sql, events)
        await forgiveCases(sql, name, [caseId])
        return events.length
      }),
  }
}
