import { type Caller, covers } from '#hubs/application/access'
import {
  type Dismissal,
  owedReplies,
  type RatingDeclared,
  type Ratings,
  ratingClosed,
  ratingCounts,
  ratingNotYours,
  ratingRefused,
  ratingUnknown,
  unverifiedRatings,
  withoutSmallCells,
} from '#hubs/business/rating'
import { type CaseState, caseNotFound, primaryParty } from '#kernel/case'
import type { CompiledItem } from '#kernel/definition'
import { statement } from '#kernel/storage'
import { type CaseRow, findCase, readableCase } from './access.ts'
import type { RatingRules } from './rating-rules.ts'
import type { RouteNeeds } from './routes.ts'

const numbers = statement('power.numbersOf', 'select id, number from kernel.cases where id = any ($1::uuid[])')
const acted = statement(
  'power.hadAHand',
  `select 1 from kernel.case_steps where case_id = $1 and actor::json ->> 'person' = $2 limit 1`,
)

const endedOn = statement('power.endedOn', `select ended_on as "endedOn" from kernel.cases where id = $1`)

/** 评价情况 How a rating stands, for whoever may give it or gave it. */
export interface RatingStanding {
  /** Whether it may be given now. */
  readonly open: boolean
  /** The last day on which it may be given. */
  readonly until: string
  readonly bad: readonly number[]
  readonly given: {
    readonly level: number
    readonly on: string
    readonly status: 'counted' | 'unverified' | 'dismissed'
    readonly replyDue: string | null
    readonly repliedOn: string | null
    readonly reply: string | null
  } | null
}

const declaredOf = ({ definition }: CompiledItem): RatingDeclared | undefined => {
  const { rating } = definition.publicity
  return rating === 'none' ? undefined : rating
}

/** Services only: what somebody asked for himself, and only when it is over. */
const isOver = ({ status, start }: CaseState): boolean => status === 'ended' && start === 'application'

/** 好差评 Who rates, verifies and answers: the applicant his own service, another officer than those who handled it, the organ that did. */
export function makeCaseRatings(needs: RouteNeeds & { readonly ratings: Ratings; readonly rules: RatingRules }) {
  const { db, clock, calendar, implementations, ratings, rules } = needs
  const compiledOf = ({ itemHash, state }: CaseRow) => implementations.implemented(itemHash, state.implementation)
  const isRater = ({ actor, ...rest }: Caller, { state }: CaseRow): boolean =>
    actor.kind === 'party' &&
    actor.party === primaryParty(state)?.party &&
    covers({ actor, ...rest }, 'apply', state.item)

  /** 评价期限 Counted from the day on which the case ended. */
  async function lastDayOf({ id }: CaseRow): Promise<string> {
    const [row] = await db.run<{ endedOn: string | null }>(endedOn, [id])
    const { value, unit } = rules.window
    const from = Temporal.PlainDate.from(row?.endedOn ?? clock.today().toString())
    return calendar().due(from, { kind: 'max', value, unit }).due.toString()
  }

  /** Case by case with its number; who gave them is not told. */
  async function listed(rows: Awaited<ReturnType<typeof unverifiedRatings>>) {
    const ids = rows.map(({ caseId }) => caseId)
    const known = new Map(
      (await db.run<{ id: string; number: string }>(numbers, [ids])).map(one => [one.id, one.number]),
    )
    return rows.map(({ caseId, item, organ, level, reasons, ratedOn, replyDue }) => ({
      ...{ number: known.get(caseId) ?? '', item, organ, level, reasons: [...reasons], on: ratedOn, replyDue },
    }))
  }

  return {
    /** Null where there is nothing to rate. */
    async standing(caller: Caller, number: string): Promise<RatingStanding | null> {
      const row = await readableCase(db, caller, number)
      const declared = declaredOf(await compiledOf(row))
      if (!declared || !isRater(caller, row) || !isOver(row.state)) return null
      const given = await ratings.read(db, row.id)
      const until = await lastDayOf(row)
      if (!given) return { open: clock.today().toString() <= until, until, bad: declared.bad, given: null }
      const { level, ratedOn, status, replyDue, repliedOn, reply } = given
      return {
        open: false,
        until,
        bad: declared.bad,
        given: { level, on: ratedOn, status, replyDue, repliedOn, reply },
      }
    },

    /** @throws CASE_NOT_FOUND, RATING_REFUSED, RATING_CLOSED, RATING_GIVEN */
    async rate(caller: Caller, number: string, given: { readonly level: number; readonly reasons: readonly string[] }) {
      const row = await readableCase(db, caller, number)
      const declared = declaredOf(await compiledOf(row))
      const main = primaryParty(row.state)?.party
      if (!declared || main === undefined || !isRater(caller, row) || !isOver(row.state)) throw ratingRefused()
      if (clock.today().toString() > (await lastDayOf(row))) throw ratingClosed()
      const { item, organ } = row.state
      await db.transaction(sql => ratings.rate(sql, { caseId: row.id, item, organ, party: main }, given, declared))
    },

    /** 待核实 Bad ratings that wait, the oldest first; who gave them is not told. */
    async waiting() {
      return listed(await unverifiedRatings(db, 100))
    },

    /** 待回复 Bad ratings of the officer's own organ that wait for its answer, the most urgent first. */
    async owed({ actor }: Caller) {
      return actor.kind === 'officer' ? listed(await owedReplies(db, actor.organ, 100)) : []
    },

    /** @throws CASE_NOT_FOUND, RATING_NOT_YOURS, RATING_UNKNOWN */
    async verify(person: string, number: string, dismissal: Dismissal | undefined) {
      const row = await findCase(db, number)
      if (!row) throw caseNotFound()
      const declared = declaredOf(await compiledOf(row))
      if (!declared) throw ratingUnknown()
      if ((await db.run(acted, [row.id, person])).length > 0) throw ratingNotYours()
      await db.transaction(sql => ratings.verify(sql, row.id, { by: person, dismissal }, declared))
    },

    /** @throws CASE_NOT_FOUND, RATING_NOT_YOURS, RATING_UNKNOWN */
    async reply(caller: Caller, number: string, text: string) {
      const row = await readableCase(db, caller, number)
      if (caller.actor.kind !== 'officer' || caller.actor.organ !== row.state.organ) throw ratingNotYours()
      await db.transaction(sql => ratings.reply(sql, row.id, text))
    },

    /** 评价统计 By organ and grade, as far as nobody is recognised in it. */
    counts: async () => withoutSmallCells(await ratingCounts(db), rules.smallest.count),
    smallest: rules.smallest.count,
  }
}
export type CaseRatings = ReturnType<typeof makeCaseRatings>
