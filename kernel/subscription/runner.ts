import { Logger, type Runner, run, runOnce, type TaskList } from 'graphile-worker'
import pg from 'pg'
import type { Log } from '#kernel/log'
import type { Db } from '#kernel/storage'

/** 任务 What is done for one job. It may be done twice: what it writes must bear being written again. */
export type Task = (payload: Readonly<Record<string, unknown>>) => Promise<void>

export interface Jobs {
  /** Takes jobs from now on; woken by the database, several workers never take the same. */
  start(): Promise<void>
  /** Does all there is, for tests and tools. */
  runOnce(): Promise<void>
  stop(): Promise<void>
}

const quiet = new Logger(() => () => {})

/** What the queue keeps of a failure is a code or the kind of the error, never a message: those quote. */
const nameOf = (fault: unknown): string =>
  fault instanceof Error ? ('code' in fault && typeof fault.code === 'string' ? fault.code : fault.name) : 'Unknown'

/** 干活 Runs the jobs that relays added; each task by its name. Failed ones are tried again by the queue, later and later. */
export function makeJobs({
  db,
  log,
  tasks,
}: {
  readonly db: Pick<Db, 'url'>
  readonly log: Log
  readonly tasks: Readonly<Record<string, Task>>
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
  }
  /** Connections of its own: closed when `end` returns, and a server that goes away meanwhile is no crash of ours. */
  const openPool = (): pg.Pool => {
    const pool = new pg.Pool({ connectionString: db.url, max: 4 })
    pool.on('error', fault => log.warn({ reason: nameOf(fault) }, 'jobs.connection'))
    // The worker wants to see that a connection lost while it is taken is heard too.
    pool.on('connect', client => void client.on('error', () => {}))
    return pool
  }
  let running: { readonly pool: pg.Pool; readonly runner: Promise<Runner> } | undefined
  return {
    async start() {
      if (running === undefined) {
        const pool = openPool()
        running = { pool, runner: run({ ...options, pgPool: pool }) }
      }
      await running.runner
    },
    async runOnce() {
      const pool = openPool()
      try {
        await runOnce({ ...options, pgPool: pool })
      } finally {
        await pool.end()
      }
    },
    async stop() {
      const was = running
      running = undefined
      await was?.runner.then(
        runner => runner.stop(),
        () => {},
      )
      await was?.pool.end()
    },
  }
}
