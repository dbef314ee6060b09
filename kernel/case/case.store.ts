import { statement } from '#kernel/storage'

/** What a step reads first: the case row, its keys, and which epoch of the offices holds. */
export interface ReadCase {
  readonly number: string
  readonly state: string
  /** The case's keys that are still there, wrapped: `subject base64|subject base64`. */
  readonly keys: string | null
  readonly identityEpoch: number
}

/** The same under the row's lock, and whether this command was done before. */
export interface LockedCase extends ReadCase {
  readonly repeatedSeq: number | null
  readonly repeatedHash: Buffer | null
}

export const nextNumber = statement(
  'case.nextNumber',
  `select nextval('kernel.case_number') as number, (select value from kernel.epochs where name = 'identity') as "identityEpoch"`,
)

export const findRepeatedOpening = statement(
  'case.repeatedOpening',
  `select c.number, c.seq, e.body_hash as "bodyHash", e.actor_key as "actorKey", k.wrapped
   from kernel.cases c join kernel.case_steps e on e.case_id = c.id and e.seq = 1
   left join kernel.case_keys k on k.case_id = c.id and k.subject = c.id where c.id = $1`,
)

export const findCommand = statement(
  'case.command',
  `select seq from kernel.case_steps where case_id = $1 and command_id = $2 and actor_key = $3`,
)

export const findCaseByNumber = statement(
  'case.byNumber',
  `select case_id as id from kernel.case_numbers where number = $1`,
)

export const readCase = statement(
  'case.read',
  `select id, number, item, item_hash as "itemHash", drawer, organ, region, status, outcome, result, opened_on as "openedOn", ended_on as "endedOn", seq, state
   from kernel.cases where id = $1`,
)

export const readSteps = statement(
  'case.steps',
  `select seq, last, at, actor, verb, verdicts, events
   from kernel.case_steps where case_id = $1 order by seq`,
)

export const readDetails = statement(
  'case.details',
  `select d.seq, d.subject, d.ciphertext, d.commit_sha256 as "sha256", d.commit_sm3 as "sm3", k.wrapped
   from kernel.case_details d left join kernel.case_keys k on k.case_id = d.case_id and k.subject = d.subject
   where d.case_id = $1 order by d.seq`,
)

/** Cases with a clock that has something to do, the longest waiting first; without those that are set aside. */
export const dueCases = statement(
  'case.due',
  `select case_id as id, min(next_at) as at from kernel.clocks where next_at <= $1 and case_id <> all ($3::uuid[])
   group by case_id order by min(next_at) limit $2`,
)

/**
 * Open cases with a date that rests on a year not yet published. Asked once for each calendar, so the state may be searched as
 * text: a provisional clock whose next rung is near has a `next_at` like any other.
 */
export const waitingCases = statement(
  'case.waiting',
  `select distinct k.case_id as id from kernel.clocks k join kernel.cases c on c.id = k.case_id where c.state like '%"provisional":true%'`,
)

/** The published years as running limits were last counted with. */
export const countedYears = statement('case.countedYears', 'select year, days from kernel.counted_years')

export const keepYear = statement(
  'case.keepYear',
  `insert into kernel.counted_years as k (year, days) values ($1, $2)
   on conflict (year) do update set days = excluded.days where k.days <> excluded.days`,
)

/** Cases with a limit that runs to this day or beyond. A year is corrected once in years: the table is read as it is. */
export const runningCases = statement(
  'case.running',
  'select distinct case_id as id from kernel.clocks where due >= $1',
)

export const ensurePartitions = statement('case.partitions', `select kernel.ensure_case_partitions($1, $2) as made`)
