import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type HostileFile, hostileItemFiles } from './hostile/item-files.ts'
import { conclude, drillDirectory, say } from './house.ts'

/**
 * 恶意文件演练 Files that an editor might be handed, each given to the command that would read it: it must be refused with a place and a
 * remedy, in less than two seconds and 200 MB, start-up of the program included.
 */
const most = { ms: 2_000, megabytes: 200 } as const
const directory = drillDirectory()
const program = join(import.meta.dirname, '../plumbline.ts')

interface Refusal {
  readonly code: number | null
  readonly ms: number
  readonly megabytes: number
  readonly said: string
}

/** The most memory a process ever held, by its own account. */
function peakOf(pid: number | undefined): number {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024
  } catch {
    // it ended meanwhile
    return 0
  }
}

async function given(command: readonly string[]): Promise<Refusal> {
  const began = performance.now()
  const child = spawn(process.execPath, [...process.execArgv, program, ...command], { cwd: directory.path })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (said += chunk))
  let megabytes = 0
  const watch = setInterval(() => (megabytes = Math.max(megabytes, peakOf(child.pid))), 10)
  const code = await new Promise<number | null>(resolve => child.once('close', resolve))
  clearInterval(watch)
  return { code, ms: Math.round(performance.now() - began), megabytes: Math.round(megabytes), said: said.trim() }
}

/** 有出处、有办法 Where it is (an item file by line and column), by which rule it is refused, and what to do about it. */
function lacking(said: string, name: string): string | undefined {
  const file = name.split('/').at(-1)!
  const place = file.endsWith('.yaml')
    ? new RegExp(`${RegExp.escape(file)}:\\d+:\\d+ `)
    : new RegExp(RegExp.escape(file))
  if (!place.test(said)) return 'names no place'
  if (!/\b[A-Z]{3,}(_[A-Z0-9]+)+\b/.test(said)) return 'names no rule'
  return /→ \S/.test(said) ? undefined : 'names no remedy'
}

function lay({ name, files }: HostileFile): string {
  for (const [path, bytes] of Object.entries(files)) {
    const at = join(directory.path, name, path)
    mkdirSync(dirname(at), { recursive: true })
    writeFileSync(at, bytes)
  }
  return join(directory.path, name)
}

const rows: { name: string; problem?: string; ms: number; megabytes: number }[] = []
for (const hostile of hostileItemFiles()) {
  const root = lay(hostile)
  const { code, ms, megabytes, said } = await given(hostile.command(root))
  const problem =
    code === 0
      ? 'accepted'
      : code !== 1
        ? `ended with ${code}: ${said.slice(0, 200)}`
        : lacking(said, hostile.at) !== undefined
          ? `${lacking(said, hostile.at)}: ${said.slice(0, 200)}`
          : ms > most.ms
            ? 'slow'
            : megabytes > most.megabytes
              ? 'big'
              : undefined
  rows.push({ name: hostile.name, ms, megabytes, ...(problem !== undefined && { problem }) })
  say(
    `${hostile.name}: ${problem ?? 'refused'} (${ms} ms, ${megabytes} MB)${problem === undefined ? '' : `\n  ${said.slice(0, 400)}`}`,
  )
}
directory.remove()
const of = (...problems: readonly string[]) =>
  rows.filter(({ problem }) => problem !== undefined && problems.includes(problem))
conclude({
  name: 'hostile-files',
  ok: rows.every(({ problem }) => problem === undefined),
  figures: {
    files: rows.length,
    accepted: of('accepted').length,
    slow: of('slow', 'big').length,
    unclear: rows.filter(({ problem }) => problem !== undefined).length - of('accepted', 'slow', 'big').length,
    worstMs: Math.max(...rows.map(({ ms }) => ms)),
    worstMB: Math.max(...rows.map(({ megabytes }) => megabytes)),
  },
})
