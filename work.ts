import { randomUUID } from 'node:crypto'
import type { Mandates } from '#hubs/application/mandate'
import type { Messages } from '#hubs/application/message'
import { sweepProvider } from '#hubs/application/provider'
import type { SignIn } from '#hubs/application/sign-in'
import type { Cases } from '#kernel/case'
import type { Clock } from '#kernel/clock'
import type { Config } from '#kernel/config'
import type { Keeping } from '#kernel/file'
import type { Log } from '#kernel/log'
import type { Db } from '#kernel/storage'
import type { Jobs, Subscriptions } from '#kernel/subscription'
import type { Sequencer, Standing } from '#kernel/trail'
import { type CaseExports, forgetOldMessages, type ItemMoves, type LateReplies, type Terms } from '#systems/power'
import type { Batches, Drafts } from '#systems/service'

export interface WorkNeeds {
  readonly config: Pick<Config, 'roles'>
  readonly clock: Clock
  readonly log: Log
  readonly db: Db
  readonly sequencer: Sequencer
  readonly subscriptions: Subscriptions
  readonly jobs: Jobs
  readonly cases: Pick<Cases, 'fireDue' | 'recount'>
  readonly itemMoves: Pick<ItemMoves, 'work'>
  readonly caseExports: Pick<CaseExports, 'work'>
  readonly drafts: Pick<Drafts, 'forgetOld'>
  readonly batches: Pick<Batches, 'forgetOld'>
  readonly keeping: Pick<Keeping, 'sweep'>
  readonly signIn: Pick<SignIn, 'sweep'>
  readonly mandates: Pick<Mandates, 'sweep'>
  readonly terms: Pick<Terms, 'remind'>
  readonly messages: Pick<Messages, 'sendDue' | 'collect'>
  readonly lateReplies: Pick<LateReplies, 'remind'>
  /** 上缴国库 What collectors took goes to the treasury. */
  readonly remit: () => Promise<void>
  /** Takes the published years as they lie in the files now. */
  readonly rereadCalendar: () => void
}

/** 就绪 Whether this process does what its roles are for; the roles it does not play are left out. */
export interface Readiness {
  readonly ready: boolean
  readonly roles: {
    readonly web?: { readonly ready: boolean }
    /** `seconds` since the last round of the legal clocks that ended well. */
    readonly worker?: { readonly ready: boolean; readonly seconds: number | null }
    /** One leads; the others are as ready as it is to lead next. */
    readonly sequencer?: { readonly ready: boolean } & Standing
  }
}

const tidying = 7_311_204_880_419
/** Carriers are asked what became of things each half minute. */
const reportsEach = 30
const calendarChannel = 'plumbline_calendar'
/** A worker whose clocks have not gone round for so long is not at work. */
const longestRound = 60_000

/** 差事 What a process does by itself, nobody asking: of the roles it plays. Any number of processes may play each. */
export function makeWork(needs: WorkNeeds) {
  const {
    config,
    clock,
    log,
    db,
    sequencer,
    subscriptions,
    jobs,
    cases,
    itemMoves,
    caseExports,
    drafts,
    batches,
    keeping,
    signIn,
    mandates,
    terms,
    messages,
    lateReplies,
    remit,
    rereadCalendar,
  } = needs
  /** Work that goes on beside everything else, one round after another. */
  function besides(work: () => Promise<unknown>, failed: string) {
    let round: Promise<unknown> | undefined
    const go = () => {
      round ??= work()
        .catch(fault => log.error({ err: fault }, failed))
        .finally(() => {
          round = undefined
        })
    }
    return { go, ended: async () => round }
  }
  const plays = (role: Config['roles'][number]) => config.roles.includes(role)
  const name = randomUUID()
  let at: 'waiting' | 'work' | 'rest' = 'waiting'
  // Legal clocks are fired by every worker; whoever locks the case first does it, and doing it twice does nothing.
  let firing: Promise<unknown> = Promise.resolve()
  let clockWork: NodeJS.Timeout | undefined
  let lastRound: number | undefined
  let deaf = () => {}
  const next = (work: () => Promise<unknown>) =>
    (firing = firing.then(work).catch(fault => log.error({ err: fault }, 'clocks.failed')))
  const fireDue = async () => {
    await cases.fireDue()
    lastRound = performance.now()
  }

  // What leaves the house waits for carriers outside, and a long list takes its time: each has a line of its own, so that no clock waits for one.
  let asked = 0
  const post = async () => {
    await messages.sendDue()
    if (asked++ % reportsEach === 0) await messages.collect()
  }
  const lines = [besides(post, 'messages.failed'), besides(() => caseExports.work(), 'exports.failed')]
  let besideClocks: NodeJS.Timeout | undefined

  // Drafts nobody touched and files nobody refers to are kept thirty days, messages two years, what was collected goes to the treasury, whoever holds a
  // temporary power hears that its end comes near, and whoever owes a reply to a bad rating that he is late: once a day, by one worker, and when one starts.
  let tidied = ''
  const tidy = async () => {
    const today = clock.today().toString()
    if (tidied === today) return
    tidied = today
    await db.session(async session => {
      const [lock] = await session.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [tidying])
      if (!lock?.held) return
      await drafts.forgetOld()
      await batches.forgetOld()
      await forgetOldMessages({ db, clock })
      await keeping.sweep()
      await signIn.sweep()
      await mandates.sweep()
      await sweepProvider({ db, clock })
      await remit()
      await terms.remind()
      await lateReplies.remind()
    })
  }

  const takeCalendar = async () => {
    rereadCalendar()
    if (plays('worker')) await next(() => cases.recount())
  }
  // A broken file changes nothing: the years read before stay in force.
  const hearCalendar = (from: string | null) => {
    if (from !== name) void takeCalendar().catch(fault => log.error({ err: fault }, 'calendar.fault'))
  }

  return {
    async start() {
      at = 'work'
      deaf = await db.listen(calendarChannel, hearCalendar)
      if (plays('sequencer')) sequencer.start()
      if (!plays('worker')) return
      // A year may have been published while nobody was at work: what waited for it does not wake by itself.
      void next(() => cases.recount())
      void next(tidy)
      clockWork = setInterval(() => {
        void next(fireDue)
        void next(() => itemMoves.work())
        void next(tidy)
      }, 1_000)
      besideClocks = setInterval(() => {
        for (const line of lines) line.go()
      }, 1_000)
      await subscriptions.start()
      await jobs.start()
    },
    /** A new year was published: due dates in it are firm from now on, and what waited for it is counted anew; every process hears of it. */
    async reloadCalendar(): Promise<void> {
      await takeCalendar()
      await db.query('select pg_notify($1, $2)', [calendarChannel, name])
    },
    readiness(): Readiness {
      const works = at === 'work'
      const seconds = lastRound === undefined ? null : Math.round((performance.now() - lastRound) / 1_000)
      const standing = sequencer.standing()
      const roles: Readiness['roles'] = {
        ...(plays('web') && { web: { ready: works } }),
        ...(plays('worker') && {
          worker: { ready: works && seconds !== null && seconds * 1_000 < longestRound, seconds },
        }),
        ...(plays('sequencer') && { sequencer: { ready: works && standing.trouble === null, ...standing } }),
      }
      return { ready: Object.values(roles).every(({ ready }) => ready), roles }
    },
    async stop() {
      at = 'rest'
      deaf()
      clearInterval(clockWork)
      clearInterval(besideClocks)
      await firing
      await Promise.all(lines.map(line => line.ended()))
      await subscriptions.stop()
      await jobs.stop()
      await sequencer.stop()
    },
  }
}
