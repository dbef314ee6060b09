import type { Db } from '#kernel/storage'

/** A step of one event, written as the engine would, for tests of those who read events. */
export const writeStep = (
  db: Pick<Db, 'query'>,
  {
    caseId,
    seq = 1,
    type,
    verb,
    at,
    data,
  }: { caseId: string; seq?: number; type: string; verb: string; at: Temporal.Instant; data: object },
) =>
  db.query(
    `insert into kernel.case_steps (case_id, seq, last, at, actor, actor_key, verb, events)
     values ($1, $2, $2, $3, '{"kind":"system","name":"t"}', 't', $4, $5)`,
    [caseId, seq, at, verb, JSON.stringify([{ type, v: 1, on: '2026-03-02', data }])],
  )
