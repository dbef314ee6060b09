import { readdirSync, readFileSync } from 'node:fs'

/** Linux counts a process's time in hundredths of a second. */
const ticks = 100

interface Stat {
  readonly parent: number
  /** Own time, seconds. */
  readonly own: number
  /** Time of children that have ended and been waited for, seconds. */
  readonly ended: number
}

function statOf(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name may hold spaces and brackets: what follows its last bracket are plain numbers, from field 3 on.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const field = (number: number) => Number(fields[number - 3])
    return { parent: field(4), own: (field(14) + field(15)) / ticks, ended: (field(16) + field(17)) / ticks }
  } catch {
    return undefined
  }
}

/** CPU seconds of a server and everything it has started: living children, and those that ended. */
export function treeSeconds(pid: number): number {
  const root = statOf(pid)
  if (!root) throw new RangeError(`there is no process ${pid}`)
  let seconds = root.own + root.ended
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const child = statOf(Number(name))
    if (child?.parent === pid) seconds += child.own + child.ended
  }
  return seconds
}

/** CPU seconds of this process. */
export const ownSeconds = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

/** Busy CPU seconds of the whole machine since it started. */
export function machineSeconds(): number {
  const [, ...fields] = readFileSync('/proc/stat', 'utf8').split('\n')[0]!.trim().split(/\s+/)
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = fields.map(Number)
  return (user + nice + system + irq + softirq + steal) / ticks
}

/** How many cores others keep busy while we do nothing. */
export async function othersNow(seconds = 2): Promise<number> {
  const before = machineSeconds() - ownSeconds()
  await new Promise(resolve => setTimeout(resolve, seconds * 1_000))
  return (machineSeconds() - ownSeconds() - before) / seconds
}
