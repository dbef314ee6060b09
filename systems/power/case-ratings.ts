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
  ratingStandings,
  ratingUnknown,
  unverifiedRatings,
  withoutSmallCells,
} from '#hubs/business/rating'
import { type CaseState, caseNotFound, primaryParty } from '#kernel/case'
import type { CompiledItem } from '#kernel/definition'
import { statement } from '#kernel/storage'
import { type CaseRow, findCase, readableCase } from './access.ts'
import { isCheckCode } from './check-code.ts'
import type { RatingRules } from './rating-rules.ts'
import type { RouteNeeds } from './routes.ts'

const numbers = statement('power.numbersOf', 'select id, number from kernel.cases where id = any ($1::uuid[])')
const handsIn = statement(
  'power.handsInRated',
  `select distinct case_id as "caseId", actor::json ->> 'person' as person from kernel.case_steps
   where case_id = any ($1::uuid[]) and actor::json ->> 'person' is not null`,
)
/** Enough to find those that are not one's own cases among. */
const mostOwed = 1_000
const mostListed = 100

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

interface RatingGiven {
  readonly level: number
  readonly reasons: readonly string[]
}

const declaredOf = ({ definition }: CompiledItem): RatingDeclared | undefined => {
  const { rating } = definition.publicity
  return rating === 'none' ? undefined : rating
}

/** Services only: what somebody asked for himself, and only when it is over. */
const isOver = ({ status, start }: CaseState): boolean => status === 'ended' && start === 'application'

/** 好差评 Who rates, verifies and answers: the applicant his own service, another officer than those who handled it, the organ that did. */
export function makeCaseRatings(needs: RouteNeeds & { readonly ratings: Ratings; readonly rules: RatingRules }) {
  const { db, clock, calendar, implementations, directory, index, ratings, rules } = needs
  const compiledOf = ({ itemHash, state }: CaseRow) => implementations.implemented(itemHash, state.implementation)
  const isRater = ({ actor, ...rest }: Caller, { state }: CaseRow): boolean =>
    actor.kind === 'party' &&
    actor.party === primaryParty(state)?.party &&
    covers({ actor, ...rest }, 'apply', state.item)

  /** 窗口办的 Whoever came to the counter has number and code and no account; whoever applied online rates where he applied. */
  async function atCounter(number: string, code: string): Promise<CaseRow | undefined> {
    const row = await findCase(db, number)
    return isCheckCode(index, number, code) && row && row.state.channel !== 'online' ? row : undefined
  }

  async function standingOf(row: CaseRow): Promise<RatingStanding | null> {
    const declared = declaredOf(await compiledOf(row))
    if (!declared || primaryParty(row.state) === undefined || !isOver(row.state)) return null
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
  }

  async function rateCase(row: CaseRow, given: RatingGiven): Promise<void> {
    const declared = declaredOf(await compiledOf(row))
    const main = primaryParty(row.state)?.party
    if (!declared || main === undefined || !isOver(row.state)) throw ratingRefused()
    if (clock.today().toString() > (await lastDayOf(row))) throw ratingClosed()
    const { item, organ } = row.state
    await db.transaction(sql => ratings.rate(sql, { caseId: row.id, item, organ, party: main }, given, declared))
  }

  /** 评价期限 Counted from the day on which the case ended. */
  async function lastDayOf({ id }: CaseRow): Promise<string> {
    const [row] = await db.run<{ endedOn: string | null }>(endedOn, [id])
    const { value, unit } = rules.window
    const from = Temporal.PlainDate.from(row?.endedOn ?? clock.today().toString())
    return calendar().due(from, { kind: 'max', value, unit }).due.toString()
  }

  /** Who did anything in these cases. */
  async function handsOf(ids: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
    const rows = await db.run<{ caseId: string; person: string }>(handsIn, [ids])
    const cases = Map.groupBy(rows, ({ caseId }) => caseId)
    return new Map([...cases].map(([id, acted]) => [id, new Set(acted.map(({ person }) => person))]))
  }

  type Officer = Extract<Caller['actor'], { kind: 'officer' }>
  /** 由谁回复 Another of the organ than whoever handled the case; where it has nobody else, one of the organ above it. */
  async function answererOf({ person, organ: own }: Officer) {
    const [offices, on] = [await directory(), clock.today().toString()]
    return (organ: string, hands: ReadonlySet<string> = new Set()): boolean => {
      if (hands.has(person)) return false
      if (own === organ) return true
      const left = offices.membersOf(organ, on).some(one => !hands.has(one))
      return !left && offices.superiorOf(organ, on)?.id === own
    }
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
      return isRater(caller, row) ? standingOf(row) : null
    },

    /** @throws CASE_NOT_FOUND, RATING_REFUSED, RATING_CLOSED, RATING_GIVEN */
    async rate(caller: Caller, number: string, given: RatingGiven): Promise<void> {
      const row = await readableCase(db, caller, number)
      if (!isRater(caller, row)) throw ratingRefused()
      await rateCase(row, given)
    },

    /** 凭编号和查询码评价 By what stands on the receipt of the counter. */
    byCode: {
      /** Null where there is nothing to rate by a code, or number and code do not fit. */
      async standing(number: string, code: string): Promise<RatingStanding | null> {
        const row = await atCounter(number, code)
        return row ? standingOf(row) : null
      },
      /** @throws RATING_REFUSED, RATING_CLOSED, RATING_GIVEN */
      async rate(number: string, code: string, given: RatingGiven): Promise<void> {
        const row = await atCounter(number, code)
        if (!row) throw ratingRefused()
        await rateCase(row, given)
      },
    },

    /** 待核实 Bad ratings that wait, the oldest first, but of cases the reader handled; who gave them is not told. */
    async waiting({ actor }: Caller) {
      const rows = await unverifiedRatings(db, mostOwed)
      const hands = await handsOf(rows.map(({ caseId }) => caseId))
      const others = rows.filter(one => actor.kind === 'officer' && !hands.get(one.caseId)?.has(actor.person))
      return listed(others.slice(0, mostListed))
    },

    /** 待回复 Bad ratings that the officer may answer for his organ, the most urgent first: whoever handled the case does not learn of them. */
    async owed({ actor }: Caller) {
      if (actor.kind !== 'officer') return []
      const [offices, on] = [await directory(), clock.today().toString()]
      const below = (await ratingStandings(db, on))
        .filter(({ organ, owed }) => owed > 0 && offices.superiorOf(organ, on)?.id === actor.organ)
        .map(({ organ }) => organ)
      const rows = await Promise.all([actor.organ, ...below].map(organ => owedReplies(db, organ, mostOwed)))
      const hands = await handsOf(rows.flat().map(({ caseId }) => caseId))
      const answers = await answererOf(actor)
      return listed(
        rows
          .flat()
          .filter(({ organ, caseId }) => answers(organ, hands.get(caseId)))
          .slice(0, mostListed),
      )
    },

    /** @throws CASE_NOT_FOUND, RATING_NOT_YOURS, RATING_UNKNOWN */
    async verify(person: string, number: string, dismissal: Dismissal | undefined) {
      const row = await findCase(db, number)
      if (!row) throw caseNotFound()
      const declared = declaredOf(await compiledOf(row))
      if (!declared) throw ratingUnknown()
      if ((await handsOf([row.id])).get(row.id)?.has(person)) throw ratingNotYours()
      await db.transaction(sql => ratings.verify(sql, row.id, { by: person, dismissal }, declared))
    },

    /** @throws CASE_NOT_FOUND, RATING_NOT_YOURS, RATING_UNKNOWN */
    async reply(caller: Caller, number: string, text: string) {
      const { actor } = caller
      const row = await findCase(db, number)
      const may =
        row !== undefined &&
        actor.kind === 'officer' &&
        (await answererOf(actor))(row.state.organ, (await handsOf([row.id])).get(row.id))
      if (!may) {
        await readableCase(db, caller, number)
        throw ratingNotYours()
      }
      await db.transaction(sql => ratings.reply(sql, row.id, text))
    },

    /** 评价统计 By organ and grade, as far as nobody is recognised in it. */
    counts: async () => withoutSmallCells(await ratingCounts(db), rules.smallest.count),
    smallest: rules.smallest.count,
  }
}
export type CaseRatings = ReturnType<typeof makeCaseRatings>
