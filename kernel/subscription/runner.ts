import { setTimeout as pause } from 'node:timers/promises'
import { Logger, type Runner, run, runOnce, type TaskList } from 'graphile-worker'
import pg from 'pg'
import type { Log } from '#kernel/log'
import type { Db } from '#kernel/storage'

/** 任务 What is done for one job. It may be done twice: what it writes must bear being written again. */
export type Task = (payload: Readonly<Record<string, unknown>>) => Promise<void>

export interface Jobs {
  /** Takes jobs from now on; woken by the database, several workers never take the same. */
  start(): Promise<void>
  /** Does all there is, or all of some tasks: for tests and tools. */
  runOnce(only?: readonly string[]): Promise<void>
  stop(): Promise<void>
}

/** What a worker had at hand when it was killed is free again after five minutes, not the queue's four hours: no task takes one. */
const unlock = `select graphile_worker.force_unlock_workers(
  array(select distinct locked_by from graphile_worker.jobs where locked_at < now() - interval '5 minutes'))`

/**
 * A queue that loses the database while it is told to stop may never say that it has (found by a drill: no job at hand, no connection, and no end). It is
 * left then: what it might have had at hand is free again after five minutes. Milliseconds.
 */
const patience = 15_000

const quiet = new Logger(() => () => {})

/** What the queue keeps of a failure is a code or the kind of the error, never a message: those quote. */
const nameOf = (fault: unknown): string =>
  fault instanceof Error ? ('code' in fault && typeof fault.code === 'string' ? fault.code : fault.name) : 'Unknown'

/** 干活 Runs the jobs that relays added; each task by its name. Failed ones are tried again by the queue, later and later. */
export function makeJobs({
  db,
  log,
  tasks,
  run: beginRunner = run,
  waits = patience,
}: {
  readonly db: Pick<Db, 'url'>
  readonly log: Log
  readonly tasks: Readonly<Record<string, Task>>
  /** The queue itself, and how long its end is waited for: for tests. */
  readonly run?: typeof run
  readonly waits?: number
}): Jobs {
  const taskList: TaskList = Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => [
      name,
      async (payload: unknown) => {
        try {
          await task(payload as Readonly<Record<string, unknown>>)
        } catch (fault) {
          log.warn({ task: name, reason: nameOf(fault) }, 'job.failed')
          throw new Error(nameOf(fault))
        }
      },
    ]),
  )
  const options = {
    schema: 'graphile_worker',
    taskList,
    logger: quiet,
    concurrency: 2,
    noHandleSignals: true,
    parsedCronItems: [],
    // In batches, however small: only then does the queue hear what it could not write, and nobody dies of it unheard.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
  }
  /** Connections of its own: closed when `end` returns, and a server that goes away meanwhile is no crash of ours. */
  const openPool = (): pg.Pool => {
    const pool = new pg.Pool({ connectionString: db.url, max: 4 })
    pool.on('error', fault => log.warn({ reason: nameOf(fault) }, 'jobs.connection'))
    // The worker wants to see that a connection lost while it is taken is heard too.
    pool.on('connect', client => void client.on('error', () => {}))
    return pool
  }
  let stopping: AbortController | undefined
  let running: { readonly pool: pg.Pool; readonly runner: Runner } | undefined
  let over: Promise<void> = Promise.resolve()

  const begin = async (): Promise<Runner> => {
    const pool = openPool()
    try {
      await pool.query(unlock)
      running = { pool, runner: await beginRunner({ ...options, pgPool: pool }) }
      return running.runner
    } catch (fault) {
      await pool.end()
      throw fault
    }
  }
  const end = async (): Promise<void> => {
    const was = running
    running = undefined
    await was?.pool.end()
  }
  /** The queue gives up when the database goes away while it writes how a job ended: it is begun again, until it is told to stop. */
  const keepUp = async (first: Runner, signal: AbortSignal): Promise<void> => {
    let runner: Runner | undefined = first
    const unlocking = setInterval(() => void running?.pool.query(unlock).catch(() => {}), 60_000).unref()
    while (!signal.aborted) {
      await runner?.promise.catch(fault => log.warn({ reason: nameOf(fault) }, 'jobs.interrupted'))
      if (signal.aborted) break
      await end()
      await pause(1_000, undefined, { signal }).catch(() => {})
      runner = signal.aborted ? undefined : await begin().catch(() => undefined)
    }
    clearInterval(unlocking)
  }
  return {
    async start() {
      if (stopping !== undefined) return
      stopping = new AbortController()
      over = keepUp(await begin(), stopping.signal)
    },
    async runOnce(only) {
      const pool = openPool()
      const some = only && Object.fromEntries(only.map(name => [name, taskList[name]!]))
      try {
        await runOnce({ ...options, ...(some && { taskList: some }), pgPool: pool })
      } finally {
        await pool.end()
      }
    },
    async stop() {
      stopping?.abort()
      const ending = async () => {
        await running?.runner.stop().catch(() => {})
        await over
        await end()
      }
      const inTime = new AbortController()
      await Promise.race([
        ending().finally(() => inTime.abort()),
        pause(waits, undefined, { signal: inTime.signal }).then(
          () => log.warn({ waits }, 'jobs.abandoned'),
          () => {},
        ),
      ])
      stopping = undefined
    },
  }
}
