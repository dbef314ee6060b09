import { othersNow } from './case/cpu.ts'

export const say = (line: string): void => void process.stderr.write(`${line}\n`)

/** Others may keep this many cores busy before figures mean nothing. */
const disturbed = 0.4

/** Leaves with 2 where others disturb the figures. */
export async function mustBeIdle(force: boolean): Promise<void> {
  const others = await othersNow()
  if (others <= disturbed || force) return
  say(`others keep ${others.toFixed(1)} cores busy: figures would mean nothing (--force measures all the same)`)
  process.exit(2)
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0
}

/** The last line, and the exit code that goes with it. */
export function conclude(name: string, ok: boolean, figures: object, json: boolean): void {
  process.stdout.write(
    json
      ? `${JSON.stringify({ name, ok, figures })}\n`
      : `${name}: ${ok ? 'holds' : 'DOES NOT HOLD'}\n${JSON.stringify(figures, null, 2)}\n`,
  )
  process.exitCode = ok ? 0 : 1
}

/** Numbers that look like chance and are the same in every run (mulberry32). */
export function chance(seed: number) {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (count: number): number => Math.floor(next() * count)
  return { next, below, pick: <T>(values: readonly T[]): T => values[below(values.length)]! }
}
