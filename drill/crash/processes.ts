import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { servedBy } from '../served.ts'

export const roles = ['web', 'worker', 'sequencer'] as const
type Role = (typeof roles)[number]

interface Running {
  readonly child: ChildProcess
  readonly url: string
  /** The last it said of itself. */
  readonly errors: () => string
}

/** Ends it, if it has not ended by itself. */
async function ended(child: ChildProcess, by: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  const gone = once(child, 'exit')
  child.kill(by)
  return ((await gone) as [number | null])[0]
}

const root = join(import.meta.dirname, '../..')

/** One process of the city as an operator starts it; resolves when it says where it listens. Whoever does not open is ended. */
async function begin(directory: string, role: Role, children: Set<ChildProcess>): Promise<Running> {
  const words = ['serve', '--roles', role, '--data', directory, '--json']
  const child = spawn(process.execPath, [join(root, 'plumbline.ts'), ...words], {
    env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', PLUMBLINE_MODE: 'test' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.add(child)
  child.once('exit', () => children.delete(child))
  const { url, errors } = servedBy(child, role)
  return { child, url: await url, errors }
}

const readyOf = async (url: string): Promise<boolean> => {
  const answer = await fetch(`${url}/readyz`).catch(() => undefined)
  await answer?.arrayBuffer()
  return answer?.status === 200
}

/** 城中诸进程 So many processes of one city, each role in turn; who is killed is started again, as a supervisor would. */
export async function openProcesses(directory: string, count: number) {
  const running: (Running | undefined)[] = []
  // Whatever ends the drill, nothing of it goes on: not those that opened before one did not, and not while it is being told.
  const children = new Set<ChildProcess>()
  const endAll = () => {
    for (const child of children) child.kill('SIGKILL')
  }
  process.once('exit', endAll)
  const expected = new Set<ChildProcess>()
  const deaths: string[] = []
  const roleOf = (index: number): Role => roles[index % roles.length]!

  async function start(index: number): Promise<void> {
    const one = await begin(directory, roleOf(index), children)
    one.child.once('exit', code => {
      if (!expected.has(one.child)) deaths.push(`${roleOf(index)} ended by itself with ${code}: ${one.errors()}`)
    })
    running[index] = one
  }

  // At once, into an empty directory: who comes first makes the city, the others wait.
  await Promise.all(Array.from({ length: count }, (_, index) => start(index))).catch(fault => {
    endAll()
    throw fault
  })

  return {
    roleOf,
    deaths,
    /** Where requests are answered just now. */
    webs: (): readonly string[] => running.flatMap((one, index) => (one && roleOf(index) === 'web' ? [one.url] : [])),
    async kill(index: number): Promise<void> {
      const one = running[index]
      if (!one) throw new Error(`process ${index} does not run`)
      running[index] = undefined
      expected.add(one.child)
      await ended(one.child, 'SIGKILL')
    },
    start,
    /** Every process does the work of its roles, and one sequencer leads. */
    async settled(): Promise<boolean> {
      for (let waited = 0; waited < 60_000; waited += 100) {
        const ready = await Promise.all(running.map(one => (one ? readyOf(one.url) : true)))
        if (ready.every(Boolean)) return true
        await pause(100)
      }
      return false
    },
    /** SIGTERM to all at once; how many did not end with 0. */
    async stop(): Promise<number> {
      const codes = await Promise.all(
        running.map(async one => {
          if (!one) return 0
          expected.add(one.child)
          return ended(one.child, 'SIGTERM')
        }),
      )
      return codes.filter(code => code !== 0).length
    },
  }
}
