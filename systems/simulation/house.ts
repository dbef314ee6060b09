import type { LedgerSums } from '#hubs/application/ledger'
import type { Calendar } from '#kernel/calendar'
import type { ManualClock } from '#kernel/clock'
import type { CompiledItem, Implementations } from '#kernel/definition'
import type { Identity } from '#kernel/identity'
import type { Registers } from '#kernel/register'
import type { Db } from '#kernel/storage'
import type { TokenWanted } from './hand.ts'
import type { Answers } from './script/answers.ts'
import type { Rehearse } from './script/script.ts'

/** A case that nobody opened by hand. */
export interface OpenedCase {
  readonly id: string
  readonly number: string
  readonly parties: readonly { readonly party: string }[]
  readonly facts: Readonly<Record<string, unknown>>
  /** Who was drawn to go. */
  readonly persons: readonly string[]
}

/** 受试城市 The city a simulation lives in: its address, the clock it goes by, and the few things only whoever runs a city can do. */
export interface House {
  /** `http://127.0.0.1:port`; every act goes there. */
  readonly url: string
  /** The city's own clock; the simulation moves it. */
  readonly clock: ManualClock
  readonly calendar: Calendar
  readonly db: Db
  readonly identity: Identity
  readonly implementations: Pick<Implementations, 'inForce'>
  readonly registers: Registers
  /** Every item in force on a day. */
  items(on: string): Promise<readonly CompiledItem[]>
  /** A case of an item in memory, through the engine that runs the city. */
  readonly rehearse: Rehearse
  /** What is answered about people whom no register knows. */
  readonly answers: Answers
  /** 调整预算 Every line of the year is approved again so many times over: more cases spend more. */
  supplement(year: number, times: number): Promise<void>
  /** Tokens of the city's local issuer. */
  mint(wanted: TokenWanted & { readonly client?: string; readonly acr?: number }): Promise<string>
  /** One round of the clock worker; how many cases it went through. */
  fireDue(): Promise<number>
  /** Waits until the log and every subscription have caught up with what was done. */
  settle(): Promise<void>
  /** The same, and the cases that were ordered or fell due meanwhile are opened. */
  deliver(): Promise<void>
  /** 由此产生的办件 The cases of an item that the program opened because of this one, in the order of their ids. */
  openedFrom(number: string, item: string): Promise<readonly OpenedCase[]>
  /** The log proves what it holds. */
  verify(): Promise<boolean>
  /** Every case's state is the fold of its events. */
  replay(): Promise<boolean>
  /** Every entry and the whole sum to zero, every budget line is what was posted to it. */
  ledger(): Promise<LedgerSums>
}
