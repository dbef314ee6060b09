import { instantOf } from '#kernel/clock'
import { type Statement, statement } from '#kernel/storage'

/** The tables that are cut by month, named as the partition of one month: routing a row to it anew at every step costs more than writing it. */
export const ofMonth = (sql: string, month: string): string =>
  month === '' ? sql : sql.replace(/kernel\.(cases|case_events|case_details)\b/g, `kernel.$1_${month}`)

const locks = new Map<string, Statement>()

/** One round trip: the lock orders everybody who acts on this case (ARCHITECTURE §3). */
export function lockCase(month: string): Statement {
  let found = locks.get(month)
  if (!found) {
    found = statement(
      `case.lock.${month}`,
      ofMonth(
        `select c.number, c.item_hash as "itemHash", c.state::text as state,
     array(select k.subject || ' ' || encode(k.wrapped, 'base64') from kernel.case_keys k where k.case_id = c.id) as keys,
     (select value from kernel.epochs where name = 'identity') as "identityEpoch",
     e.seq as "repeatedSeq", e.body_hash as "repeatedHash"
   from kernel.cases c
   left join kernel.case_events e on e.case_id = c.id and e.command_id = $2 and e.actor_key = $3
   where c.id = $1
   for update of c`,
        month,
      ),
    )
    locks.set(month, found)
  }
  return found
}
lockCase('')

const monthsKnown = new Map<string, string>()

/** The month a case was opened in, as its partitions are named; from the time part of its id (its first 8 digits: about a minute). */
export function monthOf(caseId: string): string {
  const minute = caseId.slice(0, 8)
  const known = monthsKnown.get(minute)
  if (known !== undefined) return known
  const month = instantOf(caseId).toString().slice(0, 7).replace('-', '')
  const ofItsEnd = instantOf(`${minute}-ffff`).toString().slice(0, 7).replace('-', '')
  // A minute that two months share is asked anew each time.
  if (month !== ofItsEnd) return month
  if (monthsKnown.size >= 10_000) monthsKnown.clear()
  monthsKnown.set(minute, month)
  return month
}
