import { Refusal } from '#kernel/refusal'
import { say } from '../house.ts'

/** 所见 What a target answered to hostile things, counted; whatever is no answer is a fault. */
export interface Found {
  readonly target: string
  count: number
  /** Taken in as good. */
  taken: number
  /** Times by permanent code. */
  readonly codes: Record<string, number>
  readonly byKind: Record<string, number>
  readonly faults: { readonly kind: string; readonly why: string }[]
  /** The longest that one thing took, milliseconds of this process's own time. */
  slowest: number
  slowestKind: string
  /** Bytes the process held more at its fullest than before it began. */
  most: number
  /** Tables that a thing has changed and none may; asked after each. */
  readonly watch: (() => Promise<readonly string[]>) | undefined
  /** Things after which the rows of cases were compared. */
  compared: number
}

export const foundIn = (target: string, watch?: Found['watch']): Found => ({
  target,
  watch,
  compared: 0,
  count: 0,
  taken: 0,
  codes: {},
  byKind: {},
  faults: [],
  slowest: 0,
  slowestKind: '',
  most: 0,
})

/** What a target found, as the drill prints it. */
export interface Figures {
  readonly target: string
  readonly things: number
  readonly taken: number
  readonly faults: number
  readonly slowestMs: number
  readonly slowestKind: string
  readonly mostMB: number
  readonly kinds: number
  readonly codes: Found['codes']
  readonly compared: number
  readonly first: Found['faults']
}

export const figuresOf = (found: Found): Figures => ({
  target: found.target,
  things: found.count,
  taken: found.taken,
  faults: found.faults.length,
  slowestMs: found.slowest,
  slowestKind: found.slowestKind,
  mostMB: Math.round(found.most / 2 ** 20),
  kinds: Object.keys(found.byKind).length,
  codes: found.codes,
  compared: found.compared,
  first: found.faults.slice(0, 10),
})

export const tell = (found: Found, code: string): void => {
  found.codes[code] = (found.codes[code] ?? 0) + 1
}

/** One thing may cost so much of this process's time, milliseconds, and so much memory in all, bytes. */
const longest = 4_000
const fullest = 768 << 20

const permanent = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/

/** Time of this process alone: others on the machine do not count. */
const spent = (since: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since)
  return Math.round((user + system) / 1_000)
}

const before = process.memoryUsage.rss()

/**
 * Puts one hostile thing to the target. `work` gives back the codes with which it was refused, none where it was taken in; a refusal that is
 * thrown is an answer as well, anything else that is thrown is none.
 */
export async function put(
  found: Found,
  kind: string,
  work: () => Promise<readonly string[]> | readonly string[],
): Promise<void> {
  found.count++
  found.byKind[kind] = (found.byKind[kind] ?? 0) + 1
  const fault = (why: string) => {
    if (found.faults.length < 200) found.faults.push({ kind, why })
    say(`${found.target} ${kind}: ${why}`)
  }
  const since = process.cpuUsage()
  try {
    const codes = await work()
    if (codes.length === 0) found.taken++
    for (const code of codes) {
      tell(found, code)
      if (!permanent.test(code)) fault(`no permanent code: ${code.slice(0, 80)}`)
    }
  } catch (thrown) {
    if (thrown instanceof Refusal && thrown.status < 500) tell(found, thrown.code)
    else {
      const { message, stack = '' } = thrown as Error
      const at = stack.split('\n').find(line => line.includes('file:') && !line.includes('node_modules'))
      fault(`${(thrown as Error).name} ${message.slice(0, 200)} ${at?.trim() ?? ''}`)
    }
  }
  const took = spent(since)
  if (took > found.slowest) [found.slowest, found.slowestKind] = [took, kind]
  if (took > longest) fault(`it took ${took} ms`)
  const held = process.memoryUsage.rss() - before
  found.most = Math.max(found.most, held)
  if (held > fullest) fault(`${held >> 20} MB were held`)
  if (!found.watch) return
  const changed = await found.watch()
  if (changed.length > 0) fault(`rows changed: ${changed.join(' ')}`)
  found.compared++
}
