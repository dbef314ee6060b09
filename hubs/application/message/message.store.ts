import { type Sql, statement } from '#kernel/storage'
import type { Way } from './message.ts'

export interface OutgoingRow {
  readonly id: string
  readonly way: Way
  readonly kind: string
  readonly caseId: string | null
  readonly party: string | null
  readonly delivery: string | null
  readonly attempts: number
  readonly wrapped: Buffer | null
  readonly sealed: Buffer | null
}

/** 发送情况 How a message stands, without address and words. */
export interface OutgoingShown {
  readonly way: Way
  readonly kind: string
  readonly party: string | null
  readonly delivery: string | null
  readonly state: 'waiting' | 'sent' | 'arrived' | 'undelivered'
  readonly queuedAt: string
  readonly settledAt: string | null
  readonly attempts: number
  readonly answer: string | null
  readonly tracking: string | null
}

const columns = 'id, way, kind, case_id as "caseId", party, delivery, attempts, wrapped, sealed'

export const addOutgoing = statement(
  'message.add',
  `insert into application.outgoing (id, cause, way, kind, case_id, party, delivery, wrapped, alg, key_id, sealed, queued_at, next_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12) on conflict (id) do nothing returning id`,
)
/** Taken by one worker; who dies with it in hand leaves it to the next once its time is over. */
export const claimOutgoing = statement(
  'message.claim',
  `update application.outgoing set attempts = attempts + 1, next_at = $2
   where id in (select id from application.outgoing where state = 'waiting' and next_at <= $1 order by next_at limit $3 for update skip locked)
   returning ${columns}`,
)
export const putOff = statement(
  'message.putOff',
  `update application.outgoing set next_at = $2, answer = $3 where id = $1 and state = 'waiting' returning id`,
)
/** Taken over: what it said is kept sealed for no longer. */
export const markSent = statement(
  'message.sent',
  `update application.outgoing set state = 'sent', settled_at = $2, answer = $3, tracking = coalesce($4, tracking),
     wrapped = null, alg = null, key_id = null, sealed = null
   where id = $1 and state = 'waiting' returning ${columns}`,
)
export const markUndelivered = statement(
  'message.undelivered',
  `update application.outgoing set state = 'undelivered', settled_at = $2, answer = $3, tracking = coalesce($4, tracking),
     wrapped = null, alg = null, key_id = null, sealed = null
   where id = $1 and state in ('waiting', 'sent') returning ${columns}`,
)
export const markArrived = statement(
  'message.arrived',
  `update application.outgoing set state = 'arrived', settled_at = $2, answer = $3, tracking = coalesce($4, tracking),
     wrapped = null, alg = null, key_id = null, sealed = null
   where id = $1 and state in ('waiting', 'sent') returning ${columns}`,
)
const ofCase = statement(
  'message.ofCase',
  `select way, kind, party, delivery, state, queued_at as "queuedAt", settled_at as "settledAt", attempts, answer, tracking
   from application.outgoing where case_id = $1 order by queued_at, way limit 500`,
)
const forget = statement('message.forget', 'delete from application.outgoing where party = $1 returning 1')

export const outgoingOf = (sql: Sql, caseId: string): Promise<OutgoingShown[]> =>
  sql.run<OutgoingShown>(ofCase, [caseId])
export const forgetOutgoing = async (sql: Sql, party: string): Promise<number> =>
  (await sql.run(forget, [party])).length
