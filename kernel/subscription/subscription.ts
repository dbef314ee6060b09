import type { Sql } from '#kernel/storage'

/** 事件 One event of a case as the log gives it out: codes, dates and internal ids, nothing erasable. */
export interface FeedEvent {
  /** `<case>:<seq>`: the same event always has the same id, so a consumer may meet it twice. */
  readonly id: string
  readonly log: number
  readonly leafIndex: number
  readonly caseId: string
  readonly seq: number
  readonly type: string
  readonly v: number
  /** Instant, ISO. */
  readonly at: string
  /** Legal date. */
  readonly on: string
  readonly verb: string | null
  readonly actor: Readonly<Record<string, unknown>>
  readonly data: Readonly<Record<string, unknown>>
}

/**
 * 订阅 A reader of the log. `consume` gets events in the log's order (so in every case's order) and writes with `sql`; its
 * writes and the move of the cursor are one transaction. At least once: what it writes must bear being written again.
 */
export interface Subscription {
  readonly name: string
  readonly types: readonly string[]
  /** Where a new subscription begins: at the first leaf (default), or at what is written from now on. */
  readonly from?: 'start' | 'now'
  /** Leaves per transaction, default 200. */
  readonly batch?: number
  consume(sql: Sql, events: readonly FeedEvent[]): Promise<void>
}

export interface Position {
  readonly log: number
  readonly leafIndex: number
}

/** 搁置 A case a subscription could not take in after so many attempts. */
export interface Parked extends Position {
  readonly subscription: string
  readonly caseId: string
  readonly attempts: number
  /** A code or the kind of the error, never its message. */
  readonly reason: string
}
