import { createHash } from 'node:crypto'

/** 由因得号 The event that makes a case begin. */
export interface Cause {
  readonly caseId: string
  readonly seq: number
  /** Instant, ISO. */
  readonly at: string
}

/**
 * 派生编号 The id of a case that an event of another one causes: a UUIDv7 of the event's own moment, the rest a hash of cause and name. However
 * often the cause is met, it opens the same case (ARCHITECTURE §3).
 */
export function derivedCaseId({ caseId, seq, at }: Cause, name: string): string {
  const time = Temporal.Instant.from(at).epochMilliseconds.toString(16).padStart(12, '0')
  const hash = createHash('sha256').update(`plumbline/case/1\n${caseId}\n${seq}\n${name}`).digest()
  hash[0] = (hash[0]! & 0x0f) | 0x70
  hash[2] = (hash[2]! & 0x3f) | 0x80
  const hex = hash.toString('hex')
  return `${time.slice(0, 8)}-${time.slice(8)}-${hex.slice(0, 4)}-${hex.slice(4, 8)}-${hex.slice(8, 20)}`
}
