import { randomFillSync } from 'node:crypto'
import type { Clock } from './clock.ts'

const random = Buffer.alloc(8_192)
let spent = random.length
const lastOf = new WeakMap<Clock, { milliseconds: number; counter: number }>()

/**
 * A time-ordered identifier (UUIDv7, RFC 9562) from the injected clock. Within one process and millisecond the 12 bits
 * after the version count up (method 1), so ids made in order sort in order even when a simulated clock stands still;
 * past 4,095 in one millisecond the time part runs ahead by one.
 */
export function uuidv7(clock: Clock): string {
  const now = clock.now().epochMilliseconds
  const last = lastOf.get(clock) ?? { milliseconds: 0, counter: 0 }
  if (now > last.milliseconds) {
    last.milliseconds = now
    last.counter = 0
  } else if (++last.counter > 0xfff) {
    last.milliseconds++
    last.counter = 0
  }
  lastOf.set(clock, last)
  if (spent + 8 > random.length) {
    randomFillSync(random)
    spent = 0
  }
  const tail = random.subarray(spent, spent + 8)
  spent += 8
  const time = last.milliseconds.toString(16).padStart(12, '0')
  const counter = (0x7000 | last.counter).toString(16)
  tail[0] = (tail[0]! & 0x3f) | 0x80
  const rest = tail.toString('hex')
  return `${time.slice(0, 8)}-${time.slice(8)}-${counter}-${rest.slice(0, 4)}-${rest.slice(4)}`
}

/** The instant an identifier was made, from its first 48 bits. */
export const instantOf = (id: string): Temporal.Instant =>
  Temporal.Instant.fromEpochMilliseconds(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16))
