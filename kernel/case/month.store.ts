import { instantOf } from '#kernel/clock'
import { type Statement, statement } from '#kernel/storage'

/** The tables that are cut by month, named as the partition of one month: routing a row to it anew at every step costs more than writing it. */
export const ofMonth = (sql: string, month: string): string =>
  month === '' ? sql : sql.replace(/kernel\.(cases|case_steps|case_details)\b/g, `kernel.$1_${month}`)

/** A statement for each month, made when the first case of that month needs it. */
function byMonth(name: string, sql: string): (month: string) => Statement {
  const made = new Map<string, Statement>()
  const of = (month: string): Statement => {
    const found = made.get(month) ?? statement(`${name}.${month}`, ofMonth(sql, month))
    made.set(month, found)
    return found
  }
  // At once for no month too, so that the test that prepares every statement against the schema sees it.
  of('')
  return of
}

const columns = `c.number, c.state,
   (select string_agg(k.subject || ' ' || encode(k.wrapped, 'base64'), '|') from kernel.case_keys k where k.case_id = c.id) as keys,
   (select value from kernel.epochs where name = 'identity') as "identityEpoch"`

/** The case as an act finds it. */
export const readForStep = byMonth('case.forStep', `select ${columns} from kernel.cases c where c.id = $1`)

/**
 * The same under its lock: whoever else acts on this case waits. What follows in the transaction is found by key, and must not be
 * planned as a walk through an inbox that happens to be empty just now.
 */
export const lockCase = byMonth(
  'case.lock',
  `select ${columns}, set_config('enable_seqscan', 'off', true), e.seq as "repeatedSeq", e.body_hash as "repeatedHash" from kernel.cases c
   left join kernel.case_steps e on e.case_id = c.id and e.command_id = $2 and e.actor_key = $3 where c.id = $1 for update of c`,
)

/** The same for a clock worker: a case that somebody else has at hand is left to them, and looked at again in the next round. */
export const lockDueCase = byMonth(
  'case.lockDue',
  `select ${columns}, set_config('enable_seqscan', 'off', true) from kernel.cases c where c.id = $1 for update of c skip locked`,
)

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
