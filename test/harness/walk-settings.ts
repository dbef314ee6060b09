import type { Calendar } from '#kernel/calendar'
import type { Controls, Drawn } from '#kernel/case'
import type { CompiledItem } from '#kernel/definition'
import type { Directory } from '#kernel/identity'

export type Body = Readonly<Record<string, unknown>>

export interface WalkSettings {
  readonly item: CompiledItem
  /** First day, 09:00 in the city. */
  readonly on?: string
  readonly start?: string
  readonly directory?: Directory
  readonly controls?: Controls
  readonly calendar?: Calendar
  /** Who else stands in the case. */
  readonly others?: readonly { role: string; party: string; unit: string }[]
  /** Answers of the registers by question; undefined is unknown. For a draw: objects by register, results by sub-case. */
  readonly answers?: Readonly<Record<string, unknown>>
  /** The draw that the case comes from. */
  readonly drawn?: Drawn
  /** The case that opens this one as a part of itself. */
  readonly partOf?: { readonly origin: string; readonly part: string }
}

export interface WalkOptions {
  readonly madeOn?: string
  readonly paperReason?: string
  readonly urgent?: number
}
