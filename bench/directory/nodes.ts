import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { servedBy } from '../../drill/served.ts'

const program = join(import.meta.dirname, '../../plumbline.ts')
/** As start.mjs runs every command. */
const young = ['--max-semi-space-size=32', '--min-semi-space-size=16']

export interface Node {
  readonly url: string
  readonly pid: number
  /** Resident megabytes of the process alone: now, and at most so far. */
  memory(): { readonly rssMB: number; readonly peakMB: number }
}

/** What start.mjs keeps of compiled source between two commands, as it has it for this one. */
const { PATH = '/usr/bin:/bin', NODE_COMPILE_CACHE } = process.env

const start = (words: readonly string[]): ChildProcess =>
  spawn(process.execPath, [...young, program, ...words, '--json'], {
    env: { PATH, PLUMBLINE_MODE: 'test', ...(NODE_COMPILE_CACHE !== undefined && { NODE_COMPILE_CACHE }) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })

function memoryOf(pid: number) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const megabytes = (name: string) => (Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) * 1_024) / 1e6
  return { rssMB: megabytes('VmRSS'), peakMB: megabytes('VmHWM') }
}

/** 节点 So many web processes of one city over one database, as an operator starts them. */
export async function openNodes(directory: string, count: number) {
  const children = Array.from({ length: count }, () =>
    start(['serve', '--roles', 'web', '--port', '0', '--data', directory]),
  )
  const endAll = () => {
    for (const child of children) child.kill('SIGKILL')
  }
  process.once('exit', endAll)
  const nodes: readonly Node[] = await Promise.all(
    children.map(async child => ({
      url: await servedBy(child, 'a web process').url,
      pid: child.pid!,
      memory: () => memoryOf(child.pid!),
    })),
  ).catch(fault => {
    endAll()
    throw fault
  })
  return {
    nodes,
    async close(): Promise<void> {
      const ended = children.map(child => once(child, 'exit'))
      for (const child of children) child.kill('SIGTERM')
      await Promise.all(ended)
      process.off('exit', endAll)
    },
  }
}

/** One command beside the running city. @throws Error when it does not end well. */
export async function plumbline(...words: string[]): Promise<void> {
  const child = start(words)
  let said = ''
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', part => (said += String(part)))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`plumbline ${words.join(' ')} ended with ${code}: ${said.slice(-2_000)}`)
}
