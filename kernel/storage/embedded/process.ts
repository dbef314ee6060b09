import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** When a process began, in kernel ticks since boot: with its id it names one process for ever, however ids are reused. */
export function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // A zombie has ended; only its parent has not yet looked.
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19]
  } catch {
    return undefined
  }
}

export const isAlive = (pid: number): boolean => startOf(pid) !== undefined

/** Resolves to true when the condition holds within the time, asking every 20 ms. */
export async function until(condition: () => boolean | Promise<boolean>, milliseconds: number): Promise<boolean> {
  for (const start = performance.now(); performance.now() - start < milliseconds; ) {
    if (await condition()) return true
    await pause(20)
  }
  return condition()
}

/** What a running server says of itself in its data directory. */
export interface Postmaster {
  readonly pid: number
  readonly ready: boolean
  readonly socketDirectory: string
}

/** Reads postmaster.pid; undefined when there is none or the process it names is gone or is another program. */
export async function findPostmaster(cluster: string): Promise<Postmaster | undefined> {
  const lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return undefined
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  if (!command.includes('postgres')) return undefined
  return { pid, ready: lines[7]?.trim() === 'ready', socketDirectory: lines[4] ?? '' }
}

/**
 * Stops a server: SIGINT ends it fast and cleanly; if it has not ended in time, SIGQUIT ends it at once and the next start
 * recovers from the log.
 */
export async function stopPostmaster(pid: number, patience = 30_000): Promise<void> {
  const signal = (name: NodeJS.Signals) => {
    try {
      process.kill(pid, name)
    } catch {
      // it is gone already
    }
  }
  signal('SIGINT')
  if (await until(() => !isAlive(pid), patience)) return
  signal('SIGQUIT')
  await until(() => !isAlive(pid), 10_000)
}
