import { lateReplies } from '#hubs/business/rating'
import type { Alarms } from '#hubs/governance/alarm'
import type { Clock } from '#kernel/clock'
import type { Db } from '#kernel/storage'

export interface LateReplyNeeds {
  readonly db: Db
  readonly clock: Clock
  readonly alarms: Pick<Alarms, 'raise'>
}

/** 差评回复逾期 Whoever owes a reply to a bad rating and is late is told, with the organ above and supervision: once for a rating, never who gave it. */
export function makeLateReplies({ db, clock, alarms }: LateReplyNeeds) {
  return {
    async remind(): Promise<void> {
      const today = clock.today().toString()
      const raisedAt = clock.now().toString()
      await db.transaction(async sql => {
        for (const { caseId, item, organ, replyDue } of await lateReplies(sql, today)) {
          const reason = { code: 'RATING_REPLY_LATE', text: '差评核实后逾期没有回复', facts: { item, replyDue } }
          await alarms.raise(
            sql,
            {
              ...{ id: `rating-reply-late:${caseId}`, alarm: 'rating-reply-late', caseId, seq: null, item, organ },
              ...{ level: 'red', region: null, about: 'case', person: null, reasons: [reason], raisedAt },
            },
            ['organ', 'superior', 'supervision'],
          )
        }
      })
    },
  }
}
export type LateReplies = ReturnType<typeof makeLateReplies>
