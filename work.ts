import type { Cases } from '#kernel/case'
import type { Clock } from '#kernel/clock'
import type { Config } from '#kernel/config'
import type { Keeping } from '#kernel/file'
import type { Log } from '#kernel/log'
import type { Db } from '#kernel/storage'
import type { Jobs, Subscriptions } from '#kernel/subscription'
import type { Sequencer } from '#kernel/trail'
import type { Drafts } from '#systems/service'

export interface WorkNeeds {
  readonly config: Pick<Config, 'roles'>
  readonly clock: Clock
  readonly log: Log
  readonly db: Db
  readonly sequencer: Sequencer
  readonly subscriptions: Subscriptions
  readonly jobs: Jobs
  readonly cases: Pick<Cases, 'fireDue' | 'recount'>
  readonly drafts: Pick<Drafts, 'forgetOld'>
  readonly keeping: Pick<Keeping, 'sweep'>
}

const tidying = 7_311_204_880_419

/** 差事 What a process does by itself, nobody asking: of the roles it plays. Any number of processes may play each. */
export function makeWork(needs: WorkNeeds) {
  const { config, clock, log, db, sequencer, subscriptions, jobs, cases, drafts, keeping } = needs
  // Legal clocks are fired by every worker; whoever locks the case first does it, and doing it twice does nothing.
  const works = config.roles.includes('worker')
  let firing: Promise<unknown> = Promise.resolve()
  let clockWork: NodeJS.Timeout | undefined
  const next = (work: () => Promise<unknown>) =>
    (firing = firing.then(work).catch(fault => log.error({ err: fault }, 'clocks.failed')))

  // Drafts nobody touched and files nobody refers to are kept thirty days: looked for once a day, and when a worker starts.
  let tidied = ''
  const tidy = async () => {
    const today = clock.today().toString()
    if (tidied === today) return
    tidied = today
    await db.session(async session => {
      const [lock] = await session.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [tidying])
      if (!lock?.held) return
      await drafts.forgetOld()
      await keeping.sweep()
    })
  }

  return {
    async start() {
      if (config.roles.includes('sequencer')) sequencer.start()
      if (!works) return
      // A year may have been published while nobody was at work: what waited for it does not wake by itself.
      void next(() => cases.recount())
      void next(tidy)
      clockWork = setInterval(() => {
        void next(() => cases.fireDue())
        void next(tidy)
      }, 1_000)
      await subscriptions.start()
      await jobs.start()
    },
    /** What waited for a year of the calendar is counted anew, where this process is a worker. */
    async recount(): Promise<void> {
      if (works) await next(() => cases.recount())
    },
    async stop() {
      clearInterval(clockWork)
      await firing
      await subscriptions.stop()
      await jobs.stop()
      await sequencer.stop()
    },
  }
}
