import { makeAccountNotices } from './account-notices.ts'
import { makeAccounts } from './accounts.ts'
import { makeEnrolment } from './enrolment.ts'
import { makeFactors } from './factors.ts'
import type { SignInNeeds } from './needs.ts'
import { makeOwn } from './own.ts'
import { makePasskeys } from './passkeys.ts'
import { makePasswords } from './passwords.ts'
import { makePosts } from './posts.ts'
import { makeRecovery } from './recovery.ts'
import { makeSessions, makeVisitors } from './sessions.ts'
import { makeSetup } from './setup.ts'
import * as store from './sign-in.store.ts'
import { makeSigningIn } from './signing-in.ts'
import { makeThrottle } from './throttle.ts'

/** How long what is over is kept: sessions half a year, for whoever asks what happened (GB/T 22239 8.1.4.3). */
const keptFor = { sessions: { hours: 24 * 183 }, throttles: { hours: 24 }, devices: { hours: 24 * 180 } } as const

/** 统一身份认证 One sign-in for the city: accounts, factors, sessions. */
export function makeSignIn(given: SignInNeeds) {
  const { db, clock, log } = given
  const running = new Set<Promise<void>>()
  const afterwards = (work: () => Promise<void>): void => {
    const done = Promise.resolve()
      .then(work)
      .catch(fault => log.error({ err: fault }, 'sign-in.afterwards'))
      .finally(() => running.delete(done))
    running.add(done)
  }
  const listeners: ((session: string) => Promise<void>)[] = []
  const ended = (over: readonly string[]): void => {
    for (const session of over) for (const told of listeners) afterwards(() => told(session))
  }
  const [accounts, factors] = [makeAccounts(given), makeFactors(given)]
  const sessions = makeSessions(given)
  const passkeys = makePasskeys({ ...given, accounts, factors })
  const needs = {
    ...given,
    ...{ accounts, factors, passkeys },
    passwords: makePasswords(given.passwordCost),
    ...{ sessions, posts: makePosts({ ...given, accounts, sessions }) },
    throttle: makeThrottle(given),
    ended,
    afterwards,
    notices: makeAccountNotices({ ...given, factors, afterwards }),
  }
  const signingIn = makeSigningIn(needs)
  const recovery = makeRecovery({ ...needs, signingIn })
  const enrolment = makeEnrolment({ ...needs, recovery, signingIn })

  return {
    sessions,
    posts: needs.posts,
    visitors: makeVisitors(given.secure),
    begin: signingIn.begin,
    waits: signingIn.waits,
    message: signingIn.message,
    finish: signingIn.finish,
    prove: signingIn.prove,
    offerPasskey: passkeys.offer,
    finishByPasskey: signingIn.finishByPasskey,
    offerProof: signingIn.offerProof,
    proveByPasskey: signingIn.proveByPasskey,
    offersMessages: given.phones !== undefined,
    enrolment,
    setup: makeSetup({ ...needs, enrolment, signingIn }),
    recovery,
    own: makeOwn({ ...needs, signingIn }),

    /** Whoever gave something out in the name of a session hears that it is over. */
    onEnded: (told: (session: string) => Promise<void>): void => void listeners.push(told),

    /** 清理 What has run out goes; the record of sign-ins stays. */
    async sweep(): Promise<void> {
      const now = clock.now()
      await db.run(store.sweepAttempts, [now])
      await passkeys.sweep()
      await recovery.sweep()
      await db.run(store.sweepMessageCodes, [now.subtract({ hours: 2 })])
      await db.run(store.sweepSessions, [now.subtract(keptFor.sessions)])
      await db.run(store.sweepThrottles, [now.subtract(keptFor.throttles)])
      await db.run(store.sweepDevices, [now.subtract(keptFor.devices)])
    },

    /** Nothing is left half said. */
    async close(): Promise<void> {
      while (running.size > 0) await Promise.all(running)
    },
  }
}
export type SignIn = ReturnType<typeof makeSignIn>
