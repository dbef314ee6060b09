import { type Sql, statement } from '#kernel/storage'

export const ratingReasons = ['slow', 'unclear', 'extra-demands', 'several-visits', 'attitude', 'system'] as const
export const dismissals = ['not-this-case', 'not-the-service'] as const
export type Dismissal = (typeof dismissals)[number]

/** 好差评 One rating of one service. */
export interface Rating {
  readonly caseId: string
  readonly item: string
  readonly organ: string
  readonly party: string
  /** 1 very bad … 5 very good. */
  readonly level: number
  readonly reasons: readonly string[]
  readonly status: 'counted' | 'unverified' | 'dismissed'
  readonly bad: boolean
  readonly ratedOn: string
  readonly verifiedOn: string | null
  readonly ground: Dismissal | null
  readonly replyDue: string | null
  readonly repliedOn: string | null
}

const columns = `r.case_id as "caseId", r.item, r.organ, r.party, r.level, r.reasons, r.status, r.bad, r.rated_on as "ratedOn", r.verified_on as "verifiedOn",
  r.ground, r.reply_due as "replyDue", r.replied_on as "repliedOn"`
const insert = statement(
  'rating.insert',
  `insert into business.ratings (case_id, item, organ, party, level, reasons, status, bad, rated_on)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (case_id) do nothing returning 1`,
)
const ofCase = statement('rating.ofCase', `select ${columns} from business.ratings r where r.case_id = $1`)
const ofParty = statement(
  'rating.ofParty',
  `select ${columns} from business.ratings r where r.party = $1 order by r.rated_on desc, r.case_id desc limit $2`,
)
const sealedReply = statement('rating.reply', 'select reply, wrapped from business.ratings where case_id = $1')
const unverified = statement(
  'rating.unverified',
  `select ${columns} from business.ratings r where r.status = 'unverified' order by r.rated_on, r.case_id limit $1`,
)
const verify = statement(
  'rating.verify',
  `update business.ratings set status = $2, ground = $3, verified_by = $4, verified_on = $5, reply_due = $6
   where case_id = $1 and status = 'unverified' returning 1`,
)
const reply = statement(
  'rating.answer',
  `update business.ratings set replied_on = $2, reply = $3, wrapped = $4
   where case_id = $1 and bad and status = 'counted' and replied_on is null returning 1`,
)
const counts = statement(
  'rating.counts',
  `select organ, level, count(*)::int as count from business.ratings where status = 'counted' group by organ, level order by organ, level`,
)
const owed = statement(
  'rating.owed',
  `select ${columns} from business.ratings r where r.organ = $1 and r.bad and r.status = 'counted' and r.replied_on is null order by r.reply_due, r.case_id limit $2`,
)
const late = statement(
  'rating.late',
  `select ${columns} from business.ratings r where r.bad and r.status = 'counted' and r.replied_on is null and r.reply_due < $1 order by r.reply_due, r.case_id limit 1000`,
)
const standings = statement(
  'rating.standings',
  `select organ, count(*) filter (where status = 'unverified')::int as unverified,
     count(*) filter (where bad and status = 'counted' and replied_on is null)::int as owed,
     count(*) filter (where bad and status = 'counted' and replied_on is null and reply_due < $1)::int as late
   from business.ratings where bad and (status = 'unverified' or (status = 'counted' and replied_on is null)) group by organ order by organ`,
)
const forget = statement('rating.forget', 'delete from business.ratings where party = $1 returning 1')

export type NewRating = Pick<
  Rating,
  'caseId' | 'item' | 'organ' | 'party' | 'level' | 'reasons' | 'status' | 'bad' | 'ratedOn'
>
export const addRating = async (sql: Sql, one: NewRating): Promise<boolean> => {
  const { caseId, item, organ, party, level, reasons, status, bad, ratedOn } = one
  return (await sql.run(insert, [caseId, item, organ, party, level, reasons, status, bad, ratedOn])).length > 0
}
export const ratingOf = async (sql: Sql, caseId: string): Promise<Rating | undefined> =>
  (await sql.run<Rating>(ofCase, [caseId]))[0]
export const replyOf = async (sql: Sql, caseId: string) =>
  (await sql.run<{ reply: Buffer | null; wrapped: Buffer | null }>(sealedReply, [caseId]))[0]
export const unverifiedRatings = (sql: Sql, limit: number): Promise<Rating[]> => sql.run<Rating>(unverified, [limit])
/** What a party has rated, the latest first. */
export const ratingsBy = (sql: Sql, party: string, limit: number): Promise<Rating[]> =>
  sql.run<Rating>(ofParty, [party, limit])
/** 待回复 Bad ratings of an organ that count and are not answered yet, the most urgent first. */
export const owedReplies = (sql: Sql, organ: string, limit: number): Promise<Rating[]> =>
  sql.run<Rating>(owed, [organ, limit])
/** 逾期未回复 Those whose last day is over. */
export const lateReplies = (sql: Sql, today: string): Promise<Rating[]> => sql.run<Rating>(late, [today])
/** 差评情况 By organ: bad ratings that nobody has verified, that are owed a reply, and of these the late ones. */
export const ratingStandings = (sql: Sql, today: string) =>
  sql.run<{
    readonly organ: string
    readonly unverified: number
    readonly owed: number
    readonly late: number
  }>(standings, [today])
export interface Verification {
  readonly status: 'counted' | 'dismissed'
  readonly ground: Dismissal | null
  readonly by: string
  readonly on: string
  readonly replyDue: string | null
}
export const setVerified = async (sql: Sql, caseId: string, done: Verification): Promise<boolean> =>
  (await sql.run(verify, [caseId, done.status, done.ground, done.by, done.on, done.replyDue])).length > 0
export const setReply = async (
  sql: Sql,
  caseId: string,
  { on, sealed, wrapped }: { readonly on: string; readonly sealed: Buffer; readonly wrapped: Buffer },
): Promise<boolean> => (await sql.run(reply, [caseId, on, sealed, wrapped])).length > 0
export const ratingCounts = (sql: Sql) =>
  sql.run<{ readonly organ: string; readonly level: number; readonly count: number }>(counts, [])
export const forgetRatings = async (sql: Sql, party: string): Promise<number> => (await sql.run(forget, [party])).length
