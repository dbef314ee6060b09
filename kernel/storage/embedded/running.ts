import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs'
import { refusal } from '#kernel/refusal'
import type { Account } from './account.ts'
import type { Binaries } from './binaries.ts'
import type { Places } from './cluster.ts'
import { findPostmaster, isAlive, stopPostmaster, until } from './process.ts'
import { serverArguments } from './setting.ts'

export const databaseNotStarted = refusal('DATABASE_NOT_STARTED', 500, 'The embedded PostgreSQL did not start')

/** Everything it takes to start a server of this data directory. */
export interface House {
  readonly binaries: Binaries
  readonly places: Places
  readonly account: Account | undefined
  readonly durable: boolean
  readonly report: (event: string, facts: Record<string, unknown>) => void
}

export interface Running {
  readonly adopted: boolean
  pid(): number | undefined
  stop(): Promise<void>
  /** Stops looking after it, and leaves it running. */
  letGo(): Promise<void>
}

/** 守护 Starts the server, or takes over the one that runs, and starts it again when it dies. */
export async function keepRunning({ binaries, places, account, durable, report }: House): Promise<Running> {
  let pid: number | undefined
  let stopping = false
  let restarts = 0
  let restarting: Promise<void> = Promise.resolve()

  const launch = async () => {
    const child = await start(binaries, places, account, durable)
    pid = child.pid
    child.once('exit', code => died({ code }))
  }
  // Five deaths in one life of this process are a broken disk or no memory, not bad luck.
  const died = (facts: Record<string, unknown>) => {
    if (stopping) return
    report('storage.server.died', { pid, ...facts, restarts })
    if (++restarts > 5) return
    restarting = launch().catch(error => report('storage.server.lost', { error }))
  }

  const found = await findPostmaster(places.cluster)
  let watch: NodeJS.Timeout | undefined
  const adopted =
    found !== undefined &&
    found.socketDirectory === places.socket &&
    (await waitReady(places, () => isAlive(found.pid))) === found.pid
  if (found && adopted) {
    report('storage.server.adopted', { pid: found.pid })
    pid = found.pid
    watch = setInterval(() => {
      if (isAlive(found.pid)) return
      clearInterval(watch)
      died({})
    }, 1_000).unref()
  } else {
    if (found) await stopPostmaster(found.pid)
    await launch()
  }
  const letGo = async () => {
    stopping = true
    clearInterval(watch)
    await restarting
  }
  return {
    adopted,
    pid: () => pid,
    async stop() {
      await letGo()
      if (pid !== undefined) await stopPostmaster(pid)
    },
    letGo,
  }
}

/** The server's process id once it accepts connections; undefined when it is not alive any more, or the patience is over. */
export const waitReady = async (
  places: Places,
  alive: () => boolean,
  patience = 600_000,
): Promise<number | undefined> => {
  let pid: number | undefined
  await until(async () => {
    const found = await findPostmaster(places.cluster)
    if (found?.ready) pid = found.pid
    return pid !== undefined || !alive()
  }, patience)
  return pid
}

const leftovers =
  /pre-existing shared memory block|lock file "postmaster.pid" already exists|could not bind Unix address/

/** Starts the server and waits until it accepts connections; recovery after a crash may take minutes and is waited for. */
async function start(
  binaries: Binaries,
  places: Places,
  account: Account | undefined,
  durable: boolean,
): Promise<ChildProcess> {
  const begun = performance.now()
  for (;;) {
    const log = openLog(places.log)
    const child = spawn(binaries.postgres, serverArguments(places.cluster, places.socket, durable), {
      ...(account ?? {}),
      cwd: '/',
      // A backend takes and gives back some 100 kB for every statement: kept, not returned to the system each time (measured: a
      // tenth of a small statement's CPU was page faults).
      env: {
        PATH: '/usr/bin:/bin',
        LC_ALL: 'C.UTF-8',
        MALLOC_TOP_PAD_: '1048576',
        MALLOC_TRIM_THRESHOLD_: '16777216',
        MALLOC_MMAP_THRESHOLD_: '16777216',
      },
      // Its own process group: Ctrl-C reaches only us, and we stop the server after the last request.
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    })
    closeSync(log.fd)
    child.unref()
    const failed = new Promise<Error>(resolve => child.once('error', resolve))
    let ended = false
    child.once('exit', () => {
      ended = true
    })
    let spawnError: Error | undefined
    void failed.then(error => {
      spawnError = error
      ended = true
    })
    await until(async () => ended || (await findPostmaster(places.cluster))?.pid === child.pid, 10_000)
    const pid = await waitReady(places, () => !ended)
    if (!ended && pid === child.pid) return child
    const said = readFileSync(places.log, 'utf8').slice(log.size)
    // The children of a server that was killed need a moment to notice and let go of its memory and socket.
    if (leftovers.test(said) && performance.now() - begun < 15_000) {
      await until(() => false, 200)
      continue
    }
    if (!ended && child.pid !== undefined) await stopPostmaster(child.pid)
    throw databaseNotStarted({
      detail: spawnError?.message ?? said.trim().split('\n').slice(-3).join(' '),
      remedy: `See ${places.log}.`,
    })
  }
}

function openLog(path: string): { fd: number; size: number } {
  const fd = openSync(path, 'a', 0o600)
  if (statSync(path).size > 10_000_000) truncateSync(path, 0)
  return { fd, size: statSync(path).size }
}
